"""What a log asks of the database it is in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from application.leaves import Cursor, Row

NEAR = 1000
"""So many entries that others appended are told at once; after more, all is read anew."""


class Question(NamedTuple):
    """What is asked as a turn begins: whether a command was recorded before, if it may have been,
    the last entry that is known and those after it, NEAR at most and one too many, and all those of
    streams of which nothing is known; and whether the views are to be shown what is appended."""

    command: str | None
    since: int
    unknown: Sequence[str] = ()
    shown: bool = False


class Answer(NamedTuple):
    """What is told: the first and last entry that the command made, if it was recorded, and the
    entries asked for, in any order, some of them twice."""

    done: tuple[int, int] | None
    rows: Sequence[Row]


class Batch(NamedTuple):
    """Entries to be stored, the nodes they add to the tree from a place on, and the command that is
    whole with them, if it is: its id, its first and its last entry."""

    rows: Sequence[Row]
    place: int
    hashes: Sequence[bytes]
    command: tuple[str, int, int] | None

    @property
    def is_whole(self) -> bool:
        """Whether these entries are all that a command makes."""
        return self.command is not None and self.command[1:] == (self.rows[0][0], self.rows[-1][0])


class Recorder(Protocol):
    """The tables of a log in one database, with a connection to it."""

    def transaction(self, *, write: bool, lasting: bool = ...) -> AbstractContextManager[Cursor]:
        """One state to read in one statement, or the only one who writes, for a lasting while or
        not; what fails in it becomes a Failure, Interrupted where it may have been committed."""

    def turn(self, question: Question) -> AbstractContextManager[tuple[Cursor, Answer]]:
        """The only one who writes, to store what one command appends, and what it asked."""

    def answer(self, cursor: Cursor, question: Question) -> Answer:
        """What is asked by who writes already."""

    def entries_of(self, cursor: Cursor | None, streams: Sequence[str]) -> Sequence[Row]:
        """All entries of some streams, in any order: as who writes by a cursor sees them, or else
        as all do."""

    def store(self, cursor: Cursor, batch: Batch) -> bool:
        """Store entries and what goes with them; whether the views are shown them, too."""

    def assure(self, cursor: Cursor) -> None:
        """Once this transaction is committed, what it reads is as safe as what is appended."""

    def close(self) -> None:
        """Close the connection."""
