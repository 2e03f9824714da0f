"""The streams that were caught up with last, so that a run of catching up reads each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from application.recorder import NEAR
from projections import rows_of_entry
from projections.catalog import view_of
from projections.openings import Changes, Standing
from projections.schema import set_position

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from application.leaves import Row
    from application.log import Log
    from domain.entry import Entry

TOGETHER = 4000
"""So many entries, or one append, are caught up with in one transaction."""
WAITING = 1000
"""So many entries of others in one stream are kept before it is no longer."""
BOUND = 20_000
"""So many streams are kept at most; bodies, which take long to read, stay longest."""


class Kept(NamedTuple):
    """What stands in a stream after some of its entries, and the next ones, not taken in yet."""

    standing: Standing
    waiting: list[Row]


Streams = dict[str, Kept]
"""By their names."""


class Standings:
    """The streams that are kept, all up to the entry `number`."""

    def __init__(self) -> None:
        self.number = 0
        self._streams: Streams = {}
        self._nameless: Mapping[str, set[str]] = {}
        """The erased names with which they were read."""

    def catch_up(self, connection: Connection, after: int, log: Log) -> int | None:
        """Add to views what the log has after an entry, in the caller's transaction, which is
        something; the last entry they then contain. None where a name was erased since: it may be
        in rows that are closed, or on a page."""
        log.heed_erasures()
        begun, streams = self._kept(after, log)
        new = _whole(log, begun, after - begun + TOGETHER)
        if any(_erases(log, entry) for entry in new if entry.number > after):
            return None
        changed(streams, _earlier(log, new, begun, streams), after, log).write(connection)
        upto = new[-1].number
        set_position(connection, upto, new[-1].recorded)
        self.put(upto, streams, log)
        return upto

    def keep(self, log: Log, names: Iterable[str], last: int) -> None:
        """Keep some streams too; none is of use before an entry, the last that is known."""
        streams = self.taken(log)
        number = max(self.number, last)
        if self.number < last or len(streams) > BOUND:
            streams = {}
        for name, entries in log.of_streams(sorted({*names} - streams.keys())).items():
            kept = streams[name] = Kept(Standing(view_of(name), name), [])
            Changes(number).take(kept.standing, [e for e in entries if e.number <= number])
        self.put(number, streams, log)

    def learn(self, log: Log, rows: Iterable[Row], whole: Iterable[str]) -> list[Row] | None:
        """Go on by what others appended, and keep some streams that are told whole: entries in any
        order, some of them twice. The new ones in their order; None where some are missing, and
        nothing is kept any more."""
        streams, told = self.taken(log), sorted({row[0]: row for row in rows}.values())
        new = [row for row in told if row[0] > self.number]
        gap = new and new[-1][0] - self.number > len(new)
        if gap or len(new) > NEAR:
            return None
        for name in whole:
            earlier = [row for row in told if row[1] == name and row[0] <= self.number]
            streams[name] = Kept(Standing(view_of(name), name), earlier)
        for row in new:
            if row[1] in streams:
                _wait(streams, row)
        self.put(new[-1][0] if new else self.number, streams, log)
        return new

    def shown(
        self, log: Log, late: Sequence[Row], rows: Sequence[Row], after: int
    ) -> tuple[Changes, Streams] | None:
        """What the last entries after one change in the views, those that others appended and those
        that are about to be, and what is kept then: nothing is until it is `put`. None where that
        takes more than is kept."""
        streams = self.taken(log)
        firsts = {row[1]: row[2] for row in (*reversed(rows), *reversed(late))}
        if not all(first == 1 or name in streams for name, first in firsts.items()):
            return None
        found: dict[str, list[Entry]] = {row[1]: [] for row in late}
        for row in (*(row for row in late if row[1] not in streams), *rows):
            found.setdefault(row[1], []).append(log.decode(*row))
        return changed(streams, found, after, log), streams

    def taken(self, log: Log) -> Streams:
        """What is kept, if it was read as a log is now; nothing is, until something is `put`."""
        streams, self._streams = self._streams, {}
        return streams if self._nameless == log.nameless else {}

    def put(self, number: int, streams: Streams, log: Log) -> None:
        """Keep some streams up to an entry, as a log read them."""
        self.number, self._nameless, self._streams = number, log.nameless, streams

    def _kept(self, after: int, log: Log) -> tuple[int, Streams]:
        """From which entry on to read, and what is kept as of it; nothing is, until all is done."""
        streams = self.taken(log)
        if not after - TOGETHER <= self.number <= after:
            return after, {}
        if len(streams) > BOUND:
            streams = {name: kept for name, kept in streams.items() if name.startswith("body:")}
        return (self.number, streams) if len(streams) <= BOUND else (after, {})


def _erases(log: Log, entry: Entry) -> bool:
    """Whether an entry erases a name, or gives one to a person whose name is erased."""
    return entry.stream in log.nameless and log.renames(entry.stream, entry.event.kind)


def _wait(streams: Streams, row: Row) -> None:
    """Keep an entry that is to be taken in when its stream is needed next."""
    waiting = streams[row[1]].waiting
    waiting.append(row)
    if len(waiting) > WAITING:
        del streams[row[1]]


def changed(streams: Streams, found: Mapping[str, list[Entry]], after: int, log: Log) -> Changes:
    """Go on by what waits and the next entries of some streams; what those after a number open and
    close."""
    changes = Changes(after)
    new: list[Entry] = []
    for stream, last in found.items():
        if stream not in streams:
            streams[stream] = Kept(Standing(view_of(stream), stream), [])
        standing, waiting = streams[stream]
        entries = [*(log.decode(*row) for row in waiting), *last]
        waiting.clear()
        changes.take(standing, entries)
        new += [entry for entry in entries if entry.number > after]
    changes.add(rows_of_entry.rows(sorted(new, key=lambda entry: entry.number)))
    return changes


def _whole(log: Log, after: int, most: int) -> list[Entry]:
    """So many entries after a number, or all there are; the last append is whole."""
    new = log.next(after, most)
    if len(new) == most:
        done = log.commanded(new[-1].command)
        new += log.entries(new[-1].number, done.last) if done else ()
    return new


def _earlier(log: Log, new: list[Entry], begun: int, streams: Streams) -> dict[str, list[Entry]]:
    """Stream → its new entries, of one that is not kept all entries from its first."""
    found: dict[str, list[Entry]] = {}
    for entry in new:
        found.setdefault(entry.stream, []).append(entry)
    begin = [s for s, entries in found.items() if s not in streams and entries[0].version > 1]
    for stream, entries in log.of_streams(sorted(begin)).items():
        found[stream] = [e for e in entries if e.number <= begun] + found[stream]
    return found
