"""The streams that were caught up with last, so that a run of catching up reads each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from application.nameless import names_erased
from domain.privacy_events import PersonErased
from projections import rows_of_entry
from projections.catalog import view_of
from projections.openings import Changes, Standing
from projections.schema import set_position

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from application.leaves import Row
    from application.log import Log
    from application.reader import Decode
    from domain.entry import Entry

TOGETHER = 4000
"""So many entries, or one append, are caught up with in one transaction."""
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
        self.streams: Streams = {}

    def catch_up(self, connection: Connection, after: int, log: Log) -> int | None:
        """Add to views what the log has after an entry, in the caller's transaction, which is
        something; the last entry they then contain. None where a name was erased since: it may be
        in rows that are closed, or on a page."""
        begun, streams = self._kept(after)
        new = _whole(log, begun, after - begun + TOGETHER)
        if any(type(entry.event) is PersonErased for entry in new) and names_erased(log, begun):
            return None
        changed(streams, _earlier(log, new, begun, streams), after, log.decode).write(connection)
        upto = new[-1].number
        set_position(connection, upto, new[-1].recorded)
        self.number, self.streams = upto, streams
        return upto

    def keep(self, log: Log, streams: Iterable[str], last: int) -> None:
        """Keep some streams too; none is of use before an entry, the last that is known."""
        if self.number < last or len(self.streams) > BOUND:
            self.forget()
            self.number = max(self.number, last)
        for stream, entries in log.of_streams(sorted({*streams} - self.streams.keys())).items():
            standing = Standing(view_of(stream), stream)
            Changes(self.number).take(standing, [e for e in entries if e.number <= self.number])
            self.streams[stream] = Kept(standing, [])

    def forget(self) -> Streams:
        """Keep nothing more; what was kept."""
        streams, self.streams = self.streams, {}
        return streams

    def _kept(self, after: int) -> tuple[int, Streams]:
        """From which entry on to read, and what is kept as of it; nothing is, until all is done."""
        streams = self.forget()
        if not after - TOGETHER <= self.number <= after:
            return after, {}
        if len(streams) > BOUND:
            streams = {name: kept for name, kept in streams.items() if name.startswith("body:")}
        return (self.number, streams) if len(streams) <= BOUND else (after, {})


def changed(
    streams: Streams, found: Mapping[str, list[Entry]], after: int, decode: Decode
) -> Changes:
    """Go on by what waits and the next entries of some streams; what those after a number open and
    close."""
    changes = Changes(after)
    new: list[Entry] = []
    for stream, last in found.items():
        if stream not in streams:
            streams[stream] = Kept(Standing(view_of(stream), stream), [])
        standing, waiting = streams[stream]
        entries = [*(decode(*row) for row in waiting), *last]
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
