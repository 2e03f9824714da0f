"""The tree over the log, in the log's own file: written with the entries, read node by node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import Any, Protocol

from application.failures import Damaged
from domain.tree import LENGTH, Frontier, entry_hash, folded, peaks, place

TREE = "CREATE TABLE tree (place INTEGER PRIMARY KEY, hash BLOB NOT NULL)"
"""Every full node by its place (domain/tree.py)."""
TABLE = "stored_events"
ENTRIES = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"
"""What a leaf binds, as it stands in the log."""
Row = tuple[int, str, int, str, bytes]
"""Number, stream, version, kind and stored bytes of an entry."""


class Cursor(Protocol):
    """What runs statements: a cursor of sqlite3, or one that looks like it."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Any:
        """Run a statement."""

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> Any:
        """Run a statement for each of many rows."""

    def fetchone(self) -> Any:
        """The first row it found, if it found one."""

    def fetchall(self) -> Any:
        """The rows it found."""

    def __iter__(self) -> Iterator[Any]:
        """The rows it found, one by one."""


def grown(tree: Frontier, rows: Iterable[Row]) -> list[bytes]:
    """The nodes that the entries after a tree add to it, in the order of their places."""
    return tree.grow(starmap(entry_hash, rows))


def frontier(cursor: Cursor, size: int) -> list[bytes]:
    """The stored hashes of the full subtrees of the tree of a size, the largest first."""
    return nodes(cursor, [place(*node) for node in peaks(0, size)])


def nodes(cursor: Cursor, places: Sequence[int]) -> list[bytes]:
    """The stored hashes at some places, in their order; raises Damaged where one is missing."""
    if not places:
        return []
    marks = ",".join("?" * len(places))
    cursor.execute(f"SELECT hash FROM tree WHERE place IN ({marks}) ORDER BY place", places)
    found = [hash_ for (hash_,) in cursor.fetchall() if is_hash(hash_)]
    if len(found) != len(places):
        raise Damaged("the log's tree lacks nodes; run 'fasti verify'")
    return found


def is_hash(value: object) -> bool:
    """Whether a stored value is a hash: SQLite would hold anything."""
    return type(value) is bytes and len(value) == LENGTH


def is_formed(row: Row) -> bool:
    """Whether the columns of an entry hold what they are for."""
    return tuple(map(type, row)) == (int, str, int, str, bytes) and row[2] > 0


def formed(row: Row) -> Row:
    """An entry whose columns hold what they are for; raises Damaged where they do not."""
    if not is_formed(row):
        raise Damaged(f"entry #{row[0]} is not stored as one; run 'fasti verify'")
    return row


def node(cursor: Cursor, level: int, index: int) -> bytes:
    """The stored hash of one node; raises Damaged where it is missing."""
    return nodes(cursor, [place(level, index)])[0]


def root(cursor: Cursor, size: int) -> bytes:
    """The root of the tree of the first so many entries, from stored nodes."""
    return folded(frontier(cursor, size))
