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
from application.folder.files import FilesInFolder
from application.leaves import Cursor, node, root
from application.storage import Files, Storage
from domain.checkpoint import Head
from domain.tree import stored

ENDING = ".checkpoint"


class Kept(NamedTuple):
    """A checkpoint in a file."""

    files: Files
    name: str
    head: Head
    note: str

    @property
    def where(self) -> str:
        """The place of its file, as a person is told."""
        return self.files.where(self.name)

    def beside(self, ending: str) -> str:
        """The name of the file that goes with it and has another ending."""
        return f"{self.name.removesuffix(ENDING)}{ending}"


def keys_folder() -> Path:
    """Where keys are kept, and the last checkpoint of every register: outside of all of them."""
    given = os.environ.get("FASTI_KEYS")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CONFIG_HOME")
    return Path(base or os.path.expanduser("~/.config")) / "fasti"


def seen() -> FilesInFolder:
    """The last checkpoint of every register and key, outside of all registers."""
    return FilesInFolder(keys_folder() / "seen")


def signed(files: Files) -> list[str]:
    """The names of the checkpoints in a register, in the order of their sizes."""
    stems = (name.removesuffix(ENDING) for name in files.names() if name.endswith(ENDING))
    sizes = sorted(int(stem) for stem in stems if stem.isascii() and stem.isdecimal())
    return [f"{size}{ENDING}" for size in sizes]


def remembered(first_leaf: bytes) -> list[str]:
    """The names in `seen` of the last checkpoints of the log with this first leaf."""
    begin = f"{identity(first_leaf)}-"
    return [n for n in seen().names() if n.startswith(begin) and n.endswith(ENDING)]


def identity(first_leaf: bytes) -> str:
    """What tells one log from another: the beginning of the hash of its first entry."""
    return first_leaf.hex()[:32]


def read(files: Files, name: str) -> Kept:
    """A checkpoint from its file, its signatures unchecked; raises Damaged where it is none."""
    where = files.where(name)
    try:
        note = files.read(name).decode()
        head = Head.parse(note)
    except (OSError, ValueError) as cause:
        raise Damaged(f"{where} cannot be read as a checkpoint; run 'fasti verify'") from cause
    stem = name.rpartition(".")[0]
    if stem.isdecimal() and stem != str(head.size):
        raise Damaged(f"{where} holds a checkpoint of #{head.size}; run 'fasti verify'")
    return Kept(files, name, head, note)


def last_known(storage: Storage, cursor: Cursor, last: int) -> Iterator[Kept]:
    """The last checkpoint in the register, and the last ones remembered outside of it."""
    for name in signed(storage.checkpoints)[-1:]:
        yield read(storage.checkpoints, name)
    if last and not storage.is_backup:  # a backup is older than what is remembered
        for name in remembered(node(cursor, 0, 0)):
            yield read(seen(), name)


def compared(storage: Storage, cursor: Cursor) -> int:
    """The number of a log's last entry; Damaged unless it contains all that was ever signed."""
    last = last_of(storage, cursor)
    for kept in last_known(storage, cursor, last):
        if kept.head.size > last:  # it may have been signed since this state was read
            cursor.execute("ROLLBACK")
            cursor.execute("BEGIN")
            last = last_of(storage, cursor)
        if kept.head.size > last:
            raise Damaged(
                f"{storage.where} ends at #{last}, but #{kept.head.size} was signed ({kept.where}):"
                " entries were lost, or an older log was put in its place; run 'fasti verify'"
            )
        if not contains(cursor, kept.head, last):
            raise Damaged(
                f"{storage.where} is not the log whose #1 to #{kept.head.size} were signed"
                f" ({kept.where}); run 'fasti verify'"
            )
    return last


def contains(cursor: Cursor, head: Head, last: int) -> bool:
    """Whether a log with so many entries begins with what a checkpoint says."""
    return head.size <= last and root(cursor, head.size) == head.root


def last_of(storage: Storage, cursor: Cursor) -> int:
    """The number of a log's last entry; Damaged unless there is one leaf for each."""
    cursor.execute("SELECT (SELECT MAX(rowid) FROM stored_events), (SELECT MAX(place) FROM tree)")
    entry, leaf = cursor.fetchone()
    last = entry or 0
    if (-1 if leaf is None else leaf) + 1 != stored(last):
        raise Damaged(f"{storage.where} has not one leaf for each entry; run 'fasti verify'")
    return last
