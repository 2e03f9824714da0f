"""Personal values that are no part of an office: sealed, under a key per person outside the log.

The log holds a salted commitment and the digest of the sealed bytes. Once the key is destroyed
nobody can read the value, in any copy of the sealed bytes, and the log tells nothing of it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import NamedTuple

from application.failures import Damaged, Unwritable
from application.papers import is_kept, keep_content
from application.storage import Files, Storage
from application.swapping import alone, beside, flush
from domain.privacy_events import PersonErased, PrivateNoted

KEY, SALT, NONCE = 32, 32, 12


class Erased(NamedTuple):
    """What is remembered outside the log of a key that was destroyed."""

    person: str
    basis: str
    nameless: bool
    key: str


class Keys:
    """The keys of persons, a file each. They are in no backup but one made of them alone.

    Whoever makes or destroys one does it `alone`, from before the record says so until after.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else makes or destroys a key meanwhile, nor records that; raises Busy."""
        return alone(self.folder.parent)

    def of(self, person: str) -> bytes | None:
        """The key of a person, if there is one."""
        try:
            key = bytes.fromhex((self.folder / person).read_text("ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as cause:
            raise Damaged(f"the key {self.folder / person} cannot be read") from cause
        return key

    def made(self, person: str) -> bytes:
        """The key of a person, made where there is none; on the disk when this returns."""
        found = self.of(person)
        if found is not None:
            return found
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(mode=0o700)
                flush(self.folder.parent)
            scratch = self.folder / f".{person}-{os.getpid()}"
            with scratch.open("w", encoding="ascii") as file:
                os.fchmod(file.fileno(), 0o600)
                file.write(os.urandom(KEY).hex())
            flush(scratch)
            with suppress(FileExistsError):  # whoever is first
                os.link(scratch, self.folder / person)
            scratch.unlink()
            flush(self.folder)
        except OSError as cause:
            raise Unwritable(f"{self.folder} cannot be written: {cause.strerror}") from cause
        return self.made(person)

    def take(self, person: str, key: bytes) -> None:
        """Keep a key that comes from a copy."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with beside(self.folder / person) as scratch:
            scratch.write_text(key.hex(), "ascii")
            scratch.chmod(0o600)

    def persons(self) -> list[str]:
        """Who has a key."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if "." not in path.name)

    def destroy(self, person: str) -> None:
        """Overwrite the key of a person and take its file away."""
        path = self.folder / person
        try:
            with path.open("r+b") as file:
                file.write(b"0" * KEY * 2)
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            flush(self.folder)
        except FileNotFoundError:
            return
        except OSError as cause:
            raise Unwritable(
                f"the key {path} cannot be destroyed ({cause.strerror}); delete it"
            ) from cause

    def remember(self, erased: Erased) -> None:
        """Keep in mind that a key was destroyed, so that no older copy of it is used again."""
        content = json.dumps(erased._asdict(), ensure_ascii=False)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with beside(self.folder / f"{erased.key}.erased") as scratch:
            scratch.write_text(content, "utf-8")

    def erased(self) -> list[Erased]:
        """Every key that is remembered as destroyed."""
        found = sorted(self.folder.glob("*.erased")) if self.folder.is_dir() else []
        try:
            return [Erased(**json.loads(path.read_text("utf-8"))) for path in found]
        except (OSError, ValueError, TypeError) as cause:
            raise Damaged(f"what {self.folder} remembers of erasures cannot be read") from cause


def fingerprint(key: bytes) -> str:
    """What tells a key without telling it."""
    return hashlib.sha256(key).hexdigest()


def committed(salted: bytes) -> str:
    """The commitment to a value behind its salt."""
    return hashlib.sha256(salted).hexdigest()


def seal(storage: Storage, person: str, values: Mapping[str, str]) -> Iterator[PrivateNoted]:
    """Seal personal values of a person and keep them; the events that say so, one a value."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(storage.keys.made(person))
    for private, value in values.items():
        salted = os.urandom(SALT) + value.encode()
        nonce = os.urandom(NONCE)
        content = nonce + cipher.encrypt(nonce, salted, private.encode())
        sealed = keep_content(storage, storage.sealed, content)
        yield PrivateNoted.model_validate(
            {"private": private, "commitment": committed(salted), "sealed": sealed}
        )


def opened(files: Files, keys: Keys, person: str, noted: PrivateNoted) -> str | None:
    """A personal value; None where its key is gone, or with somebody else; raises Damaged where it
    is another one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = keys.of(person)
    if key is None:
        return None
    try:
        sealed = files.read(noted.sealed)
        nonce, rest = sealed[:NONCE], sealed[NONCE:]
        salted = AESGCM(key).decrypt(nonce, rest, noted.private.encode())
    except (OSError, ValueError, InvalidTag) as cause:
        if is_kept(files, noted.sealed):
            return None
        where = files.where(noted.sealed)
        raise Damaged(f"the {noted.private} of '{person}' cannot be read from {where}") from cause
    if committed(salted) != noted.commitment:
        raise Damaged(f"the {noted.private} of '{person}' is not what was noted")
    return salted[SALT:].decode()


def settle(keys: Keys, erasures: Mapping[str, list[PersonErased]]) -> None:
    """Destroy every key whose erasure is on record."""
    for person, event in unsettled(keys, erasures):
        keys.remember(Erased(person, event.basis, event.nameless, str(event.key)))
        keys.destroy(person)


def unsettled(
    keys: Keys, erasures: Mapping[str, list[PersonErased]]
) -> list[tuple[str, PersonErased]]:
    """Whose key is still there though its erasure is on record, and that erasure."""
    found = []
    for person, erased in erasures.items():
        key = keys.of(person)
        found += [(person, e) for e in erased if key is not None and fingerprint(key) == e.key]
    return found
