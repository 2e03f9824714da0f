"""Keys that sign checkpoints, as files outside every register."""

from __future__ import annotations

import os
from pathlib import Path

from application.failures import Missing, Unwritable
from application.heads import keys_folder
from application.notes import SigningKey, Unproven, VerifierKey
from domain.refusal import Refusal
from domain.text import slug_of


def new_key(name: str, register: Path, path: Path | None = None) -> tuple[Path, VerifierKey]:
    """Make a key, for its owner's eyes only, with its public half beside it as `.pub`.

    Raises Refusal inside a register, Missing where a file stands already, Unwritable.
    """
    key = SigningKey.new(name)
    path = path or keys_folder() / f"{slug_of(name) or 'fasti'}.key"
    inside = register.resolve() in path.resolve().parents
    if inside and (register / "events.db").exists():
        raise Refusal(f"{path} lies in the register; a key that guards it is kept elsewhere")
    if path.suffix != ".key":
        raise Refusal(f"{path} does not end with .key; give it that ending")
    for there in (path, path.with_suffix(".pub")):
        if there.exists():
            raise Missing(f"{there} exists already; a key is never overwritten")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, f"{key}\n", 0o600)
        _write(path.with_suffix(".pub"), f"{key.public}\n", 0o644)
    except OSError as cause:
        raise Unwritable(f"{path} cannot be written: {cause.strerror}") from cause
    return path, key.public


def _write(path: Path, text: str, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def key_in(path: Path | None) -> SigningKey:
    """The key in a file, or the only one in the folder of keys; raises Missing or Refusal."""
    if path is None:
        found = sorted(keys_folder().glob("*.key"))
        if len(found) != 1:
            count = "no key" if not found else f"{len(found)} keys"
            how = "make one with 'fasti key new'" if not found else "name one with --key"
            raise Missing(f"{count} in {keys_folder()}; {how}")
        path = found[0]
    try:
        text, mode = path.read_text("utf-8"), path.stat().st_mode
    except (OSError, ValueError) as cause:
        raise Missing(f"no key can be read at {path}; make one with 'fasti key new'") from cause
    if mode & 0o077:
        raise Refusal(f"{path} can be read by others; take that right away with chmod 600")
    try:
        return SigningKey.parse(text)
    except Unproven as cause:
        raise Missing(f"{path} {cause}") from cause


def known_keys() -> list[VerifierKey]:
    """The public keys in the folder of keys."""
    return [verifier(str(path)) for path in sorted(keys_folder().glob("*.pub"))]


def verifier(text: str) -> VerifierKey:
    """A public key given as itself or as a file with it; raises Missing or Unproven."""
    if text.count("+") >= 2 and not Path(text).is_file():
        return VerifierKey.parse(text)
    try:
        return VerifierKey.parse(Path(text).read_text("utf-8"))
    except (OSError, ValueError) as cause:
        raise Missing(f"no public key at {text}; name a file, or the key itself") from cause
