"""The log: the eventsourcing library's recorder, with what a register of record needs besides.

The recorder gives append-only storage by stream and version and a global order. Added here: own
dense numbers, known times that never run backwards, command ids and a tree over the entries. What
a database has to add is beside its own recorder, in `folder/log.py` and `server/log.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import starmap
from typing import Any, NamedTuple

from application.clock import timely
from application.codec import Envelope, decode
from application.failures import Busy, Interrupted, StreamMovedOn, Unreachable
from application.leaves import ENTRIES, TABLE, Cursor, Row, formed, frontier, grown, root
from application.recorder import Batch, Head, Recorder
from domain.entry import Entry, Event, Evidence
from domain.privacy_events import PersonErased
from domain.register_events import REGISTER, ClockAcknowledged
from domain.tree import Frontier, stored

UNTOLD = "whether it is recorded is not known: run the same {}, it will be recorded once"
MANY = 50
"""From so many streams on it is asked only where others appended how many entries they have."""
TOGETHER = 5000
"""So many entries are encoded, or read, at once."""
Decode = Callable[[int, str, int, str, bytes], Entry]
"""Number, stream, version, kind and stored bytes → the entry."""
Asked = tuple[str, Event, Evidence | None]
"""An event to be appended to a stream, with its evidence."""


class Appended(NamedTuple):
    """The entries a command made: their numbers, and whether it had made them before."""

    first: int
    last: int
    before: bool


class Log:
    """An open log. Ask its storage for it."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.decode: Decode = decode
        self._together: Cursor | None = None
        self._commands: list[str] = []
        if self.erasures():
            from application.nameless import without_names

            self.decode = without_names(self)

    def close(self) -> None:
        """Close the connection."""
        self._recorder.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything appended within is committed at its end, or nothing of it."""
        self._commands.clear()
        try:
            with self.turn(lasting=True):
                yield
        except Interrupted:  # it may have been at the very end
            if not self._commands or not self.settled(self._commands[-1], again="again"):
                raise

    @contextmanager
    def turn(self, *, lasting: bool = False) -> Iterator[None]:
        """As together, but where no answer comes, that is left to who asks."""
        if self._together is not None:
            yield
            return
        with self._recorder.transaction(write=True, lasting=lasting) as cursor:
            self._together = cursor
            try:
                yield
            finally:
                self._together = None

    def settled(self, command: str, *, again: str = "") -> Appended | None:
        """The entries a command made, after whoever is committing something has done so; raises a
        Failure that says what to do where nobody can tell."""
        untold = UNTOLD.format(again or f"again with --command-id {command}")
        try:
            with self._transaction(write=True) as cursor:
                done = self._commanded(cursor, command)
                if done is not None:
                    self._recorder.assure(cursor)
            return done
        except (Busy, Unreachable) as cause:
            raise type(cause)(f"{cause}; {untold}") from cause
        except KeyboardInterrupt:
            raise Unreachable(f"stopped; {untold}") from None

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
        streams = list(read) if len(read) < MANY else ()
        with self._appending(command, streams) as (cursor, head):
            if head.done is not None:
                return Appended(*head.done, before=True)
            last, recorded = self._of_head(head.entry)
            if last != after:
                self._refuse_moved(cursor, read, head.versions)
            stamp = timely(clock(), last, recorded, lambda: self._acknowledged(cursor, asked))
            tree = Frontier(last, head.peaks)
            self._store(cursor, asked, Envelope(stamp, writer, command), tree, dict(read))
            self._commands = [command]
        return Appended(last + 1, last + len(asked), before=False)

    def _store(
        self,
        cursor: Cursor,
        asked: Sequence[Asked],
        envelope: Envelope,
        tree: Frontier,
        versions: dict[str, int],
    ) -> None:
        command = (envelope.command, tree.size + 1, tree.size + len(asked))
        for at in range(0, len(asked), TOGETHER):
            part = asked[at : at + TOGETHER]
            place = stored(tree.size)
            rows = list(envelope.rows(part, tree.size, versions))
            hashes = grown(tree, rows)
            whole = command if at + len(part) == len(asked) else None
            self._recorder.store(cursor, Batch(rows, place, hashes, whole))

    def take(self, rows: Sequence[Row]) -> None:
        """Store entries as another log stored them, with leaves made anew from their bytes."""
        with self._transaction(write=True) as cursor:
            last = rows[0][0] - 1
            hashes = grown(Frontier(last, frontier(cursor, last)), rows)
            self._recorder.store(cursor, Batch(rows, stored(last), hashes, None))

    def take_commands(self, commands: Sequence[tuple[str, int, int]]) -> None:
        """Store commands as another log stored them: id, first and last entry."""
        with self._transaction(write=True) as cursor:
            cursor.executemany("INSERT INTO commands VALUES (?, ?, ?)", commands)

    def root(self, size: int) -> bytes:
        """The root of the tree of the first so many entries."""
        with self._transaction() as cursor:
            return root(cursor, size)

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

    def some(self, after: int, most: int) -> list[Entry]:
        """The first so many entries after a number, in the order of the log."""
        return list(
            self._select("WHERE rowid BETWEEN ? AND ? ORDER BY rowid", (after + 1, after + most))
        )

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
                    f"{ENTRIES} WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
                    (start, min(start + TOGETHER - 1, upto)),
                )
                rows = cursor.fetchall()
            yield from map(formed, rows)

    def entry(self, number: int) -> Entry | None:
        """One entry, if there is such a number."""
        return next(self._select("WHERE rowid = ?", (number,)), None)

    def numbered(self, numbers: Sequence[int]) -> list[Entry]:
        """Entries by number, those that there are, in the order of the log."""
        found: list[Entry] = []
        for at in range(0, len(numbers), 500):
            part = tuple(numbers[at : at + 500])
            marks = ",".join("?" * len(part))
            found += self._select(f"WHERE rowid IN ({marks}) ORDER BY rowid", part)
        return found

    def grouped(self, low: str, high: str, upto: int) -> Iterator[Entry]:
        """The entries up to a number of the streams from one name to another, both included,
        stream by stream."""
        where = "WHERE originator_id BETWEEN ? AND ? AND rowid <= ?"
        order = "ORDER BY originator_id, originator_version"
        return self._select(f"{where} {order}", (low, high, upto))

    def _select(self, where: str, values: tuple[Any, ...]) -> Iterator[Entry]:
        with self._transaction() as cursor:
            cursor.execute(f"{ENTRIES} {where}", values)
            rows = cursor.fetchall()
        yield from starmap(self.decode, rows)

    @contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[Cursor]:
        if self._together is not None:
            yield self._together
            return
        with self._recorder.transaction(write=write) as cursor:
            yield cursor

    @contextmanager
    def _appending(self, command: str, streams: Sequence[str]) -> Iterator[tuple[Cursor, Head]]:
        if self._together is not None:
            yield self._together, self._recorder.head(self._together, command, streams)
            return
        with self._recorder.appending(command, streams) as found:
            yield found

    @staticmethod
    def _commanded(cursor: Cursor, command: str) -> Appended | None:
        cursor.execute("SELECT first, last FROM commands WHERE id = ?", (command,))
        row = cursor.fetchone()
        return Appended(row[0], row[1], before=True) if row else None

    def _last(self, cursor: Cursor) -> tuple[int, str]:
        cursor.execute(f"{ENTRIES} ORDER BY rowid DESC LIMIT 1")
        return self._of_head(cursor.fetchone())

    def _of_head(self, row: Row | None) -> tuple[int, str]:
        """Number and known time of the last entry, if there is one."""
        if row is None:
            return 0, ""
        return row[0], self.decode(*row).recorded

    def _acknowledged(self, cursor: Cursor, asked: Sequence[Asked]) -> Iterator[ClockAcknowledged]:
        """Every acknowledgement of a clock that was ahead, one just asked for included."""
        yield from (event for _, event, _ in asked if isinstance(event, ClockAcknowledged))
        cursor.execute(
            f"{ENTRIES} WHERE originator_id = ? AND topic = ?",
            (f"register:{REGISTER}", ClockAcknowledged.kind),
        )
        yield from (entry.event for entry in starmap(self.decode, cursor.fetchall()))

    @staticmethod
    def _refuse_moved(
        cursor: Cursor, read: Mapping[str, int], versions: Sequence[int] | None
    ) -> None:
        if not versions:
            versions = _versions(cursor, list(read))
        for (stream, version), there in zip(read.items(), versions, strict=True):
            if version != there:
                raise StreamMovedOn(stream)


def _versions(cursor: Cursor, streams: Sequence[str]) -> list[int]:
    """How many entries each of some streams has."""
    there: dict[str, int] = {}
    for at in range(0, len(streams), 500):
        part = streams[at : at + 500]
        cursor.execute(
            f"SELECT originator_id, MAX(originator_version) FROM {TABLE} WHERE originator_id IN"
            f" ({','.join('?' * len(part))}) GROUP BY originator_id",
            part,
        )
        there |= dict(cursor.fetchall())
    return [there.get(stream, 0) for stream in streams]
