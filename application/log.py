"""The log: the eventsourcing library's recorder, with what a register of record needs besides.

The recorder gives append-only storage by stream and version and a global order. Added here: own
dense numbers, known times that never run backwards, command ids, `synchronous=FULL`, checks of file
and version at open, triggers against change, and one deadline for a busy database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteDatastore

from application.clock import timely
from application.codec import Envelope, decode
from application.failures import Damaged, Missing, StreamMovedOn
from application.identity import (
    APPLICATION_ID,
    BROKEN,
    DEADLINE,
    FORMAT,
    bring_together,
    last_number,
    quoted,
    reading_mode,
    storage_failure,
)
from application.leaves import TREE, formed, write_leaves
from application.swapping import beside
from domain.entry import Entry, Event, Evidence
from domain.privacy_events import PersonErased
from domain.register_events import REGISTER, ClockAcknowledged

TABLE = "stored_events"
_COLUMNS = "rowid, originator_id, originator_version, topic, state"

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
TOGETHER = 5000
"""So many entries are encoded, or read, at once."""
Decode = Callable[[str, int, str, bytes, int], Entry]
"""Stream, version, kind, stored bytes and number → the entry."""
Asked = tuple[str, Event, Evidence | None]
"""An event to be appended to a stream, with its evidence."""


class Appended(NamedTuple):
    """The entries a command made: their numbers, and whether it had made them before."""

    first: int
    last: int
    before: bool


class Log:
    """An open log. Use `create_log` and `open_log`."""

    def __init__(self, path: Path, datastore: SQLiteDatastore) -> None:
        self.path = path
        self._recorder = SQLiteApplicationRecorder(datastore, TABLE)
        self.decode: Decode = decode
        self._together: SQLiteCursor | None = None

    def close(self) -> None:
        """Close the connection."""
        self._recorder.datastore.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything appended within is committed at its end, or nothing of it."""
        with self._transaction(write=True) as cursor:
            self._together = cursor
            try:
                yield
            finally:
                self._together = None

    def append(
        self,
        asked: Sequence[Asked],
        *,
        command: str,
        writer: str,
        clock: Callable[[], datetime],
        read: Mapping[str, int],
        after: int = -1,
    ) -> Appended:
        """Append all events or none, at the versions that were read, under one command id.

        `read` gives the version of every stream the decision read (0: empty). A repeated command
        is answered with the entries it made; where the last entry is still number `after`, nothing
        can have moved. Raises StreamMovedOn, ClockBehind, Busy, Unwritable.
        """
        with self._transaction(write=True) as cursor:
            done = self._commanded(cursor, command)
            if done is not None:
                return done
            last, recorded = self._last(cursor)
            if last != after:
                self._refuse_moved(cursor, read)
            stamp = timely(clock(), last, recorded, lambda: self._acknowledged(cursor, asked))
            envelope = Envelope(stamp, writer, command)
            versions = dict(read)
            for at in range(0, len(asked), TOGETHER):
                part = asked[at : at + TOGETHER]
                rows = list(envelope.rows(part, last + at, versions))
                cursor.executemany(f"INSERT INTO {TABLE} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)", rows)
                write_leaves(cursor, last + at, rows)
            appended = Appended(last + 1, last + len(asked), before=False)
            cursor.execute(
                "INSERT INTO commands VALUES (?, ?, ?)", (command, appended.first, appended.last)
            )
        return appended

    def commanded(self, command: str) -> Appended | None:
        """The entries a command made, if it was recorded."""
        with self._transaction() as cursor:
            return self._commanded(cursor, command)

    def last(self) -> tuple[int, str]:
        """Number and known time of the last entry; (0, "") in an empty log."""
        with self._transaction() as cursor:
            return self._last(cursor)

    def streams(self, upto: int) -> list[tuple[str, int]]:
        """The streams by name, and how many entries up to a number each has."""
        with self._transaction() as cursor:
            cursor.execute(
                f"SELECT originator_id, COUNT(*) FROM {TABLE} WHERE rowid <= ?"
                " GROUP BY originator_id ORDER BY originator_id",
                (upto,),
            )
            return [(name, count) for name, count in cursor.fetchall()]

    def stream(self, name: str) -> list[Entry]:
        """The entries of one stream, in their order."""
        return list(self._select("WHERE originator_id = ? ORDER BY originator_version", (name,)))

    def of_streams(self, names: Sequence[str]) -> dict[str, list[Entry]]:
        """The entries of several streams, each in its order."""
        found: dict[str, list[Entry]] = {name: [] for name in names}
        for at in range(0, len(names), 500):
            part = tuple(names[at : at + 500])
            marks = ",".join("?" * len(part))
            where = f"WHERE originator_id IN ({marks}) ORDER BY originator_id, originator_version"
            for entry in self._select(where, part):
                found[entry.stream].append(entry)
        return found

    def entries(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """The entries after one number, up to another, in the order of the log."""
        upto = self.last()[0] if upto is None else upto
        for start in range(after + 1, upto + 1, TOGETHER):
            stop = min(start + TOGETHER - 1, upto)
            yield from self._select("WHERE rowid BETWEEN ? AND ? ORDER BY rowid", (start, stop))

    def erasures(self) -> dict[str, list[Entry]]:
        """Stream of a person → the entries by which something of them was erased."""
        found: dict[str, list[Entry]] = {}
        for entry in self._select(f"WHERE topic = '{PersonErased.kind}' ORDER BY rowid", ()):
            found.setdefault(entry.stream, []).append(entry)
        return found

    def stored(self, upto: int) -> Iterator[tuple[int, str, int, str, bytes]]:
        """Entries up to a number as they are stored: number, stream, version, kind, bytes."""
        for start in range(1, upto + 1, TOGETHER):
            with self._transaction() as cursor:
                cursor.execute(
                    f"SELECT {_COLUMNS} FROM {TABLE} WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
                    (start, min(start + TOGETHER - 1, upto)),
                )
                rows = cursor.fetchall()
            yield from map(formed, rows)

    def entry(self, number: int) -> Entry | None:
        """One entry, if there is such a number."""
        return next(self._select("WHERE rowid = ?", (number,)), None)

    def grouped(self, low: str, high: str) -> Iterator[Entry]:
        """The entries of the streams from one name to another, both included, stream by stream."""
        with self._transaction() as cursor:
            cursor.execute(
                f"SELECT {_COLUMNS} FROM {TABLE} WHERE originator_id BETWEEN ? AND ?"
                " ORDER BY originator_id, originator_version",
                (low, high),
            )
            with cursor as rows:
                for number, stream, version, kind, state in rows:
                    yield self.decode(stream, version, kind, state, number)

    def _select(self, where: str, values: tuple[Any, ...]) -> Iterator[Entry]:
        with self._transaction() as cursor:
            cursor.execute(f"SELECT {_COLUMNS} FROM {TABLE} {where}", values)
            rows = cursor.fetchall()
        for number, stream, version, kind, state in rows:
            yield self.decode(stream, version, kind, state, number)

    @contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[SQLiteCursor]:
        if self._together is not None:
            yield self._together
            return
        datastore = self._recorder.datastore
        with _told_of(self.path), datastore.get_connection(commit=write) as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield cursor
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @staticmethod
    def _commanded(cursor: SQLiteCursor, command: str) -> Appended | None:
        cursor.execute("SELECT first, last FROM commands WHERE id = ?", (command,))
        row = cursor.fetchone()
        return Appended(row[0], row[1], before=True) if row else None

    def _last(self, cursor: SQLiteCursor) -> tuple[int, str]:
        cursor.execute(f"SELECT {_COLUMNS} FROM {TABLE} ORDER BY rowid DESC LIMIT 1")
        row = cursor.fetchone()
        if row is None:
            return 0, ""
        number, stream, version, kind, state = row
        return number, self.decode(stream, version, kind, state, number).recorded

    def _acknowledged(
        self, cursor: SQLiteCursor, asked: Sequence[Asked]
    ) -> Iterator[ClockAcknowledged]:
        """Every acknowledgement of a clock that was ahead, one just asked for included."""
        yield from (event for _, event, _ in asked if isinstance(event, ClockAcknowledged))
        cursor.execute(
            f"SELECT {_COLUMNS} FROM {TABLE} WHERE originator_id = ? AND topic = ?",
            (f"register:{REGISTER}", ClockAcknowledged.kind),
        )
        for number, stream, version, kind, state in cursor.fetchall():
            yield self.decode(stream, version, kind, state, number).event

    @staticmethod
    def _refuse_moved(cursor: SQLiteCursor, read: Mapping[str, int]) -> None:
        for stream, version in read.items():
            cursor.execute(
                f"SELECT MAX(originator_version) FROM {TABLE} WHERE originator_id = ?", (stream,)
            )
            if (cursor.fetchone()[0] or 0) != version:
                raise StreamMovedOn(stream)


def create_log(path: Path) -> None:
    """Make an empty log; raises Missing where a file stands already."""
    if path.exists():
        raise Missing(f"{path} exists already; a register is made in a new place")
    with beside(path) as scratch:
        datastore = _datastore(path, f"file:{quoted(scratch)}?mode=rwc")
        with closing(Log(path, datastore)) as log, _told_of(path):
            log._recorder.create_table()
            with log._transaction(write=True) as cursor:
                for statement in _SCHEMA:
                    cursor.execute(statement)
        bring_together(scratch)


def open_log(path: Path, *, writable: bool = True) -> Log:
    """Open a log; raises Missing, Damaged or Busy, and then has changed nothing."""
    last_number(path)
    mode = "rw" if writable else reading_mode(path)
    log = Log(path, _datastore(path, f"file:{quoted(path)}?mode={mode}", writable=writable))
    with log._transaction() as cursor:
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] != "wal" and writable:
            raise Damaged(f"{path} is not in WAL mode; the file system may not support it")
    if log.erasures():
        from application.nameless import without_names

        log.decode = without_names(log)
    return log


def _datastore(path: Path, address: str, *, writable: bool = True) -> SQLiteDatastore:
    datastore = SQLiteDatastore(
        address, lock_timeout=DEADLINE, pool_size=1, max_overflow=0, originator_id_type="text"
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
