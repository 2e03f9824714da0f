"""Signed notes as C2SP's signed-note and tlog-cosignature write them, with Ed25519.

A note is a text, an empty line, and a line for each signature: `— name base64(key id, signature)`.
A verifier key is `name+key id+base64(algorithm, public key)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.checkpoint import in_base64, out_of_base64
from domain.refusal import Refusal
from domain.text import shown

ED25519, COSIGNATURE = 1, 4
"""Algorithms: the signature of a log, and the timestamped one of a witness."""
LARGEST = 2**20
_LINE = re.compile(r"— (\S+) (\S+)")
_NAME = re.compile(r"[^\s+]+")
_PRIVATE = "PRIVATE+KEY"


class Unproven(Refusal):
    """A note, key, stamp or certificate does not hold; its text says what is wrong with it."""


class VerifierKey(NamedTuple):
    """A public key with its name, its algorithm and its id of 4 bytes."""

    name: str
    algorithm: int
    id: bytes
    public: bytes

    @classmethod
    def of(cls, name: str, algorithm: int, public: bytes) -> VerifierKey:
        """The key with the id that follows from the rest."""
        digest = sha256(b"%b\n%c%b" % (name.encode(), algorithm, public)).digest()
        return cls(name, algorithm, digest[:4], public)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read `name+id+base64`; raises Unproven."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        content = _content(encoded)
        if len(content) == 33 and content[0] in (ED25519, COSIGNATURE) and _NAME.fullmatch(name):
            key = cls.of(name, content[0], content[1:])
            if key.id.hex() == key_id:
                return key
        raise Unproven(f"'{shown(text)}' is no verifier key; it is written like name+1a2b3c4d+AQ…")

    def __str__(self) -> str:
        encoded = in_base64(bytes([self.algorithm]) + self.public)
        return f"{self.name}+{self.id.hex()}+{encoded}"

    def check(self, text: str, signature: bytes) -> int | None:
        """The time a witness says it signed at (seconds since 1970; None for a log); Unproven.

        A witness that gives no time (0), or one that no clock shows (2^63 and more), has not
        witnessed: see tlog-cosignature.
        """
        seconds, message = None, text
        if self.algorithm == COSIGNATURE:
            seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = f"cosignature/v1\ntime {seconds}\n{text}"
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message.encode())
        except InvalidSignature:
            raise Unproven(f"the signature of {shown(self.name)} does not hold") from None
        if seconds is not None and not 0 < seconds < 2**63:
            raise Unproven(f"the signature of {shown(self.name)} gives no time")
        return seconds


class SigningKey(NamedTuple):
    """A private key with its name and algorithm."""

    name: str
    algorithm: int
    private: Ed25519PrivateKey

    @classmethod
    def new(cls, name: str, algorithm: int = ED25519) -> SigningKey:
        """A key made by chance; raises Unproven where the name cannot be one."""
        if not _NAME.fullmatch(name) or not name.isprintable():
            raise Unproven(f"'{shown(name)}' is no name for a key; use no spaces and no +")
        return cls(name, algorithm, Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Read `PRIVATE+KEY+name+id+base64`; raises Unproven."""
        name, _, rest = text.strip().removeprefix(f"{_PRIVATE}+").partition("+")
        key_id, _, encoded = rest.partition("+")
        content = _content(encoded)
        if text.startswith(_PRIVATE) and len(content) == 33:
            key = cls(name, content[0], Ed25519PrivateKey.from_private_bytes(content[1:]))
            if key.public.id.hex() == key_id:
                return key
        raise Unproven("is no signing key; make one with 'fasti key new'")

    @property
    def public(self) -> VerifierKey:
        """The key that verifies what this one signs."""
        return VerifierKey.of(
            self.name, self.algorithm, self.private.public_key().public_bytes_raw()
        )

    def __str__(self) -> str:
        content = bytes([self.algorithm]) + self.private.private_bytes_raw()
        return f"{_PRIVATE}+{self.name}+{self.public.id.hex()}+{in_base64(content)}"

    def line(self, text: str, seconds: int = 0) -> str:
        """The signature line for a text; a witness says at which second it signed."""
        stamp, message = b"", text
        if self.algorithm == COSIGNATURE:
            stamp, message = seconds.to_bytes(8, "big"), f"cosignature/v1\ntime {seconds}\n{text}"
        signature = stamp + self.private.sign(message.encode())
        return f"— {self.name} {in_base64(self.public.id + signature)}\n"


class Signature(NamedTuple):
    """A line of a note: who says to have signed it, and what."""

    name: str
    id: bytes
    content: bytes
    line: str


class Signed(NamedTuple):
    """A key whose signature holds, and the time a witness gives (seconds since 1970)."""

    key: VerifierKey
    seconds: int | None


def _content(encoded: str) -> bytes:
    try:
        return out_of_base64(encoded)
    except ValueError:
        return b""


def split(note: str) -> tuple[str, list[Signature]]:
    """The text of a note and its signatures, unchecked; raises Unproven where it has none."""
    text, blank, rest = note.rpartition("\n\n")
    odd = any(ord(character) < 32 and character != "\n" for character in note)
    if odd or not blank or not rest.endswith("\n") or len(note) > LARGEST:
        raise Unproven("is no signed note: a text, an empty line, and lines of signatures")
    found = []
    for line in rest[:-1].split("\n"):
        match = _LINE.fullmatch(line)
        content = _content(match[2]) if match else b""
        if match is None or len(content) < 5 or not _NAME.fullmatch(match[1]):
            raise Unproven(f"'{shown(line)}' is no line of a signature")
        found.append(Signature(match[1], content[:4], content[4:], f"{line}\n"))
    return f"{text}\n", found


def check(note: str, keys: Iterable[VerifierKey]) -> tuple[str, list[Signed]]:
    """The text of a note and who of some keys signed it, each once.

    Signatures of other keys are ignored. Raises Unproven where one of these keys does not hold.
    """
    text, signatures = split(note)
    known = {(key.name, key.id): key for key in keys}
    found: dict[VerifierKey, Signed] = {}
    for signature in signatures:
        key = known.get((signature.name, signature.id))
        if key is not None:
            found.setdefault(key, Signed(key, key.check(text, signature.content)))
    return text, list(found.values())


def joined(note: str, other: str, keys: Sequence[VerifierKey]) -> str:
    """A note with those lines of another over the same text that some keys signed.

    Raises Unproven where the texts differ, or none of the keys signed the other.
    """
    text, mine = split(note)
    theirs, signed = check(other, keys)
    if theirs != text:
        raise Unproven("is over another checkpoint than the last one of this register")
    if not signed:
        raise Unproven("is signed by none of the witnesses that were named")
    present = {signature.line for signature in mine}
    by = {(key.name, key.id) for key, _ in signed}
    _, lines = split(other)
    new = [s.line for s in lines if (s.name, s.id) in by and s.line not in present]
    return note + "".join(dict.fromkeys(new))
