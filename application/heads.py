"""The last checkpoints a register knows, compared with its log at each open, cheaply.

They are kept twice: in the register, and outside it among the keys, so that a register put back as
a whole to an older state is noticed. Signatures are checked by `fasti verify`, not here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from application.failures import Damaged
from application.leaves import Cursor, node, root
from domain.checkpoint import Head
from domain.tree import stored

ENDING = ".checkpoint"


class Kept(NamedTuple):
    """A checkpoint in a file."""

    path: Path
    head: Head
    note: str


def keys_folder() -> Path:
    """Where keys are kept, and the last checkpoint of every register: outside of all of them."""
    given = os.environ.get("FASTI_KEYS")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CONFIG_HOME")
    return Path(base or os.path.expanduser("~/.config")) / "fasti"


def signed(register: Path) -> list[Path]:
    """The files of the checkpoints in a register, in the order of their sizes."""
    folder = register / "checkpoints"
    names = os.listdir(folder) if folder.is_dir() else []
    stems = (name.removesuffix(ENDING) for name in names if name.endswith(ENDING))
    sizes = sorted(int(stem) for stem in stems if stem.isascii() and stem.isdecimal())
    return [folder / f"{size}{ENDING}" for size in sizes]


def remembered(first_leaf: bytes) -> list[Path]:
    """The files outside the register of the last checkpoints of the log with this first leaf."""
    return sorted((keys_folder() / "seen").glob(f"{identity(first_leaf)}-*{ENDING}"))


def identity(first_leaf: bytes) -> str:
    """What tells one log from another: the beginning of the hash of its first entry."""
    return first_leaf.hex()[:32]


def read(path: Path) -> Kept:
    """A checkpoint from its file, its signatures unchecked; raises Damaged where it is none."""
    try:
        note = path.read_bytes().decode()
        head = Head.parse(note)
    except (OSError, ValueError) as cause:
        raise Damaged(f"{path} cannot be read as a checkpoint; run 'fasti verify'") from cause
    if path.stem.isdecimal() and path.stem != str(head.size):
        raise Damaged(f"{path} holds a checkpoint of #{head.size}; run 'fasti verify'")
    return Kept(path, head, note)


def last_known(register: Path, cursor: Cursor, last: int) -> Iterator[Kept]:
    """The last checkpoint in the register, and the last ones remembered outside of it."""
    for path in signed(register)[-1:]:
        yield read(path)
    if last:
        for path in remembered(node(cursor, 0, 0)):
            yield read(path)


def compared(log: Path, cursor: Cursor) -> int:
    """The number of a log's last entry; Damaged unless it contains all that was ever signed."""
    last = last_of(log, cursor)
    for kept in last_known(log.parent, cursor, last):
        if kept.head.size > last:  # it may have been signed since this state was read
            cursor.execute("ROLLBACK")
            cursor.execute("BEGIN")
            last = last_of(log, cursor)
        if kept.head.size > last:
            raise Damaged(
                f"{log} ends at #{last}, but #{kept.head.size} was signed ({kept.path}):"
                " entries were lost, or an older log was put in its place; run 'fasti verify'"
            )
        if not contains(cursor, kept.head, last):
            raise Damaged(
                f"{log} is not the log whose #1 to #{kept.head.size} were signed ({kept.path});"
                " run 'fasti verify'"
            )
    return last


def contains(cursor: Cursor, head: Head, last: int) -> bool:
    """Whether a log with so many entries begins with what a checkpoint says."""
    return head.size <= last and root(cursor, head.size) == head.root


def last_of(log: Path, cursor: Cursor) -> int:
    """The number of a log's last entry; Damaged unless there is one leaf for each."""
    cursor.execute("SELECT MAX(rowid) FROM stored_events UNION ALL SELECT MAX(place) FROM tree")
    (entry,), (leaf,) = cursor.fetchall()
    last = entry or 0
    if (-1 if leaf is None else leaf) + 1 != stored(last):
        raise Damaged(f"{log} has not one leaf for each entry; run 'fasti verify'")
    return last
