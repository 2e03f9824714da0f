"""The text of a checkpoint and of a proof, as C2SP's tlog-checkpoint and tlog-proof write them."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import NamedTuple

from domain.tree import LENGTH

PROOF = "c2sp.org/tlog-proof@v1"
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


class Head(NamedTuple):
    """What a checkpoint says: the name of the log, how many entries it has, and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{in_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read the text of a checkpoint, or of a whole note; ValueError where it is none."""
        lines = text.split("\n", 3)
        if len(lines) < 4 or not lines[0] or not _SIZE.fullmatch(lines[1]):
            raise ValueError("is no checkpoint: it does not begin with a name, a size and a root")
        return cls(lines[0], int(lines[1]), hash_in(lines[2]))


def in_base64(content: bytes) -> str:
    """Bytes as base64."""
    return b64encode(content).decode()


def out_of_base64(text: str) -> bytes:
    """The bytes that base64 says, in the one form in which Fasti writes it; else ValueError."""
    content = b64decode(text, validate=True)
    if in_base64(content) != text:
        raise ValueError("is no base64 as it should be written")
    return content


def hash_in(text: str) -> bytes:
    """A hash in base64; else ValueError."""
    content = out_of_base64(text)
    if len(content) != LENGTH:
        raise ValueError(f"is no hash: it has {len(content)} bytes, not {LENGTH}")
    return content


def proof_text(index: int, path: Sequence[bytes], note: str) -> str:
    """The proof that a leaf, its index counted from 0, is in the tree of a signed checkpoint."""
    steps = "".join(f"{in_base64(step)}\n" for step in path)
    return f"{PROOF}\nindex {index}\n{steps}\n{note}"
