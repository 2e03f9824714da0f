"""How entries get into SQLite: at once, or beside what goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from application.leaves import TABLE, Cursor, Row
from application.recorder import Batch
from domain.tree import LENGTH

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

MANY = 5000
"""So many entries are stored by one statement, which takes five values of each; SQLite takes 32,766
in all."""
_ROW = "(?, ?, ?, ?, ?)"
_INSERT = (
    f"INSERT INTO {TABLE} (rowid, originator_id, originator_version, topic, state) VALUES {_ROW}"
)
_INSERT_MANY = f"{_INSERT}{f', {_ROW}' * (MANY - 1)}"
_INSERT_NODES = (
    "WITH RECURSIVE places(place) AS (VALUES(?1) UNION ALL SELECT place + 1 FROM places LIMIT ?3)"
    f" INSERT INTO tree SELECT place, substr(?2, (place - ?1) * {LENGTH} + 1, {LENGTH}) FROM places"
)
"""All nodes at once, cut from one value: half the time of a row with two values for each."""
_INSERT_COMMAND = "INSERT INTO commands VALUES (?, ?, ?)"


def store(cursor: Cursor, batch: Batch) -> None:
    """Store entries and what goes with them."""
    cursor.executemany(_INSERT, batch.rows)
    _store_nodes(cursor, batch.place, batch.hashes)
    if batch.command is not None:
        cursor.execute(_INSERT_COMMAND, batch.command)


def _store_nodes(cursor: Cursor, place: int, hashes: Sequence[bytes]) -> None:
    cursor.execute(_INSERT_NODES, (place, b"".join(hashes), len(hashes)))


def _store_many(cursor: Cursor, rows: Sequence[Row], place: int, hashes: Sequence[bytes]) -> None:
    cursor.execute(_INSERT_MANY, [*chain.from_iterable(rows)])
    _store_nodes(cursor, place, hashes)


class Aside:
    """A cursor that has entries stored by a thread while those after them are decided on: SQLite
    takes many in one statement, which does not need Python. All else that it runs waits for them.
    """

    def __init__(self, cursor: Cursor, thread: Executor) -> None:
        self._cursor = cursor
        self._thread = thread
        self._rows: list[Row] = []
        self._place = 0
        self._hashes: list[bytes] = []
        self._commands: list[tuple[str, int, int]] = []
        self._storing: Future[None] | None = None

    def store(self, batch: Batch) -> None:
        """Store entries before whatever else is run; raises what storing earlier ones raised."""
        self._place = self._place if self._hashes else batch.place
        self._rows += batch.rows
        self._hashes += batch.hashes
        if batch.command is not None:
            self._commands.append(batch.command)
        while len(self._rows) >= MANY:
            self._wait()
            many, self._rows = self._rows[:MANY], self._rows[MANY:]
            nodes = self._place, self._hashes
            self._place, self._hashes = self._place + len(self._hashes), []
            self._storing = self._thread.submit(_store_many, self._cursor, many, *nodes)

    def _wait(self) -> None:
        if self._storing is not None:
            self._storing.result()  # what could not be stored is told each time

    def settle(self) -> None:
        """Have all stored; raises what storing it raised."""
        self._wait()
        if self._rows:
            store(self._cursor, Batch(self._rows, self._place, self._hashes, None))
        self._cursor.executemany(_INSERT_COMMAND, self._commands)
        self._rows, self._hashes, self._commands = [], [], []

    def abandon(self) -> None:
        """Have nothing more stored, so that all can be undone."""
        self._rows, self._hashes, self._commands = [], [], []
        if self._storing is not None:
            self._storing.exception()

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Any:
        """Run a statement."""
        self.settle()
        return self._cursor.execute(statement, values)

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> Any:
        """Run a statement for each of many rows."""
        self.settle()
        return self._cursor.executemany(statement, values)

    def fetchone(self) -> Any:
        """The first row it found, if it found one."""
        return self._cursor.fetchone()

    def fetchall(self) -> Any:
        """The rows it found."""
        return self._cursor.fetchall()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)
