"""What a log asks of the database it is in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from application.leaves import Cursor, Row


class Head(NamedTuple):
    """What an append goes on from: the last entry, if there is one, the first and last entry that
    its command made before, if it did, the full subtrees of the tree, the largest first, and how
    many entries each of the streams has that were asked about, if that is known by the way."""

    entry: Row | None
    done: tuple[int, int] | None
    peaks: list[bytes]
    versions: list[int] | None = None


class Batch(NamedTuple):
    """Entries to be stored, the nodes they add to the tree from a place on, and the command that is
    whole with them, if it is: its id, its first and its last entry."""

    rows: Sequence[Row]
    place: int
    hashes: Sequence[bytes]
    command: tuple[str, int, int] | None


class Recorder(Protocol):
    """The tables of a log in one database, with a connection to it."""

    def transaction(self, *, write: bool, lasting: bool = ...) -> AbstractContextManager[Cursor]:
        """One state to read in one statement, or the only one who writes, for a lasting while or
        not; what fails in it becomes a Failure, Interrupted where it may have been committed."""

    def appending(
        self, command: str, streams: Sequence[str]
    ) -> AbstractContextManager[tuple[Cursor, Head]]:
        """The only one who writes, to store what one command appends and no more, and its head."""

    def head(self, cursor: Cursor, command: str, streams: Sequence[str]) -> Head:
        """What an append by a command goes on from; raises Damaged where the tree lacks nodes."""

    def store(self, cursor: Cursor, batch: Batch) -> None:
        """Store entries and what goes with them."""

    def assure(self, cursor: Cursor) -> None:
        """Once this transaction is committed, what it reads is as safe as what is appended."""

    def close(self) -> None:
        """Close the connection."""
