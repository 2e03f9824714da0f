"""The log in SQLite: `synchronous=FULL`, checks at open, triggers against change, one deadline."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from application.failures import Damaged, Missing
from application.folder.identity import (
    APPLICATION_ID,
    BROKEN,
    DEADLINE,
    FORMAT,
    IMMUTABLE,
    bring_together,
    quoted,
    reading_mode,
    signs,
    still,
    storage_failure,
)
from application.folder.storing import Aside, store
from application.leaves import ENTRIES, TABLE, TREE, Cursor, Row
from application.log import Log
from application.recorder import NEAR, Answer, Batch, Question
from application.swapping import beside
from domain.privacy_events import PersonErased

sqlite3.register_adapter(bytes, bytes)
"""Bytes are bound as they are; where nothing says so, sqlite3 looks for what adapts them each time,
and words the error that there is nothing."""
TRIGGERS = {
    f"{table}_{verb}": f"CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}"
    f" BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    for table in (TABLE, "commands", "tree")
    for verb in ("update", "delete")
}
"""Name → what refuses a change of the log."""
_SCHEMA = (
    "CREATE TABLE commands (id TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)"
    " WITHOUT ROWID",
    TREE,
    *TRIGGERS.values(),
    f"CREATE INDEX erasures ON {TABLE} (topic) WHERE topic = '{PersonErased.kind}'",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {FORMAT}",
)

PRAGMAS = ("synchronous = FULL", "cache_size = -16384")
"""What was appended is on the disk; every append touches the index of streams all over, so that 16
MiB of it stay at hand."""
NEW = f"{ENTRIES} WHERE rowid >= ? ORDER BY rowid LIMIT {NEAR + 2}"


class RecorderInFolder:
    """The tables of a log in a file."""

    def __init__(self, path: Path, datastore: SQLiteDatastore, mode: str = "rw") -> None:
        self._path = path
        self._use(datastore, mode)

    def _use(self, datastore: SQLiteDatastore, mode: str) -> None:
        self._mode, self._seen = mode, signs(self._path)
        self.recorder = SQLiteApplicationRecorder(datastore, TABLE)

    def close(self) -> None:
        """Close the connection."""
        self.recorder.datastore.close()

    @contextmanager
    def transaction(self, *, write: bool, lasting: bool = False) -> Iterator[Cursor]:
        """One state to read, or the only one who writes."""
        if self._mode == IMMUTABLE and signs(self._path) != self._seen:
            self.close()
            self._use(*_only_read(self._path))
        datastore = self.recorder.datastore
        with (
            _told_of(self._path),
            still(self._path, self._mode, self._seen),
            datastore.get_connection(commit=write) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                with _aside(cursor) if lasting else nullcontext(cursor) as used:
                    yield used
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def turn(self, question: Question) -> Iterator[tuple[Cursor, Answer]]:
        """The only one who writes, and what it asked."""
        with self.transaction(write=True) as cursor:
            yield cursor, self.answer(cursor, question)

    def assure(self, cursor: Cursor) -> None:
        """What can be read is on the disk: whoever committed it had waited for that."""

    def answer(self, cursor: Cursor, question: Question) -> Answer:
        """What is asked by who writes already."""
        done = None
        if question.command is not None:
            cursor.execute("SELECT first, last FROM commands WHERE id = ?", (question.command,))
            done = cursor.fetchone()
        cursor.execute(NEW, (question.since,))
        new = map(tuple, cursor.fetchall())
        return Answer(done, [*new, *self.entries_of(cursor, question.unknown)])

    def entries_of(self, cursor: Cursor | None, streams: Sequence[str]) -> list[Row]:
        """All entries of some streams."""
        rows: list[Row] = []
        with nullcontext(cursor) if cursor else self.transaction(write=False) as reading:
            for at in range(0, len(streams), 500):
                part = streams[at : at + 500]
                marks = ",".join("?" * len(part))
                reading.execute(f"{ENTRIES} WHERE originator_id IN ({marks})", part)
                rows += map(tuple, reading.fetchall())
        return rows

    def store(self, cursor: Cursor, batch: Batch) -> bool:
        """Store entries and what goes with them; the views are brought up afterwards."""
        if isinstance(cursor, Aside):
            cursor.store(batch)
        else:
            store(cursor, batch)
        return False


@contextmanager
def _aside(cursor: Cursor) -> Iterator[Aside]:
    """A cursor that stores beside what goes on, until all is stored."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        aside = Aside(cursor, thread)
        try:
            yield aside
            aside.settle()
        except BaseException:
            aside.abandon()
            raise


def create_log(path: Path) -> None:
    """Make an empty log; raises Missing where a file stands already."""
    if path.exists():
        raise Missing(f"{path} exists already; a register is made in a new place")
    with beside(path) as scratch:
        datastore = _datastore(scratch, "rwc")
        with closing(RecorderInFolder(path, datastore)) as made, _told_of(path):
            made.recorder.create_table()
            with made.transaction(write=True) as cursor:
                for statement in _SCHEMA:
                    cursor.execute(statement)
        bring_together(scratch)


def open_log(path: Path, *, writable: bool = True) -> Log:
    """Open a log that was looked at; raises Damaged or Busy, and then has changed nothing."""
    opened = (_datastore(path, "rw"), "rw") if writable else _only_read(path)
    recorder = RecorderInFolder(path, *opened)
    with recorder.transaction(write=False) as cursor:
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] != "wal" and writable:
            raise Damaged(f"{path} is not in WAL mode; the file system may not support it")
    return Log(recorder)


def _only_read(path: Path) -> tuple[SQLiteDatastore, str]:
    """A log that is only read, and how."""
    mode = reading_mode(path)
    return _datastore(path, mode, writable=False), mode


def _datastore(path: Path, mode: str, *, writable: bool = True) -> SQLiteDatastore:
    datastore = SQLiteDatastore(
        f"file:{quoted(path)}?mode={mode}",
        lock_timeout=DEADLINE,
        pool_size=1,
        max_overflow=0,
        originator_id_type="text",
    )
    datastore.pool.is_journal_mode_wal = not writable  # who only reads leaves the mode as it is
    with _told_of(path), datastore.get_connection(commit=False) as connection:
        for pragma in PRAGMAS:
            connection.cursor().execute(f"PRAGMA {pragma}")
    return datastore


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """What the database raises, in words for the person who asked."""
    try:
        yield
    except (*BROKEN, PersistenceError) as cause:
        raise storage_failure(cause, path) from cause
