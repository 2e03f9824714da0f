"""What a log says: its entries by number, by stream and by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import starmap
from typing import Any

from application.codec import decode
from application.leaves import ENTRIES, TABLE, Cursor, Row, formed, root
from application.recorder import Recorder
from domain.entry import Entry
from domain.person_events import PersonRegistered, PersonRenamed
from domain.privacy_events import PersonErased

NAMING = {PersonRegistered.kind, PersonRenamed.kind}
TOGETHER = 5000
"""So many entries are read at once."""
Decode = Callable[[int, str, int, str, bytes], Entry]
"""Number, stream, version, kind and stored bytes → the entry."""


class Reader:
    """Reads an open log."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._cursor: Cursor | None = None
        """Of who writes, to read what it writes."""
        self.decode: Decode = decode
        self.nameless: dict[str, set[str]] = {}
        """Stream of a person whose name is erased → what they were ever called."""
        self.heed_erasures()

    def heed_erasures(self) -> bool:
        """Read no name from now on that is erased by now; whether one was read before."""
        if not self.nameless and not self.erasures():
            return False
        from application.nameless import names_of_erased, without

        called = names_of_erased(self, decode)
        changed = called != self.nameless
        if changed:
            self.decode, self.nameless = without(decode, called), called
        return changed

    def renames(self, stream: str, kind: str) -> bool:
        """Whether an entry may change which names are read."""
        return kind == PersonErased.kind or (kind in NAMING and stream in self.nameless)

    def close(self) -> None:
        """Close the connection."""
        self._recorder.close()

    def root(self, size: int) -> bytes:
        """The root of the tree of the first so many entries."""
        with self._transaction() as cursor:
            return root(cursor, size)

    def last(self) -> tuple[int, str]:
        """Number and known time of the last entry; (0, "") in an empty log."""
        row = self.end()
        return (row[0], self.decode(*row).recorded) if row else (0, "")

    def end(self) -> Row | None:
        """The last entry as it is stored, if there is one."""
        with self._transaction() as cursor:
            cursor.execute(f"{ENTRIES} ORDER BY rowid DESC LIMIT 1")
            row = cursor.fetchone()
            return tuple(row) if row else None

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

    def of_streams(
        self, names: Sequence[str], decode: Decode | None = None
    ) -> dict[str, list[Entry]]:
        """The entries of several streams, each in its order."""
        found: dict[str, list[Entry]] = {name: [] for name in names}
        for row in sorted(self._recorder.entries_of(self._cursor, names)) if names else ():
            entry = (decode or self.decode)(*row)
            found[entry.stream].append(entry)
        return found

    def entries(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """The entries after one number, up to another, in the order of the log."""
        upto = self.last()[0] if upto is None else upto
        for start in range(after + 1, upto + 1, TOGETHER):
            stop = min(start + TOGETHER - 1, upto)
            yield from self._select("WHERE rowid BETWEEN ? AND ? ORDER BY rowid", (start, stop))

    def next(self, after: int, most: int) -> list[Entry]:
        """The entries after a number, at most so many."""
        return list(self._select("WHERE rowid > ? ORDER BY rowid LIMIT ?", (after, most)))

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
        if self._cursor is not None:
            yield self._cursor
            return
        with self._recorder.transaction(write=write) as cursor:
            yield cursor
