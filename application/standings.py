"""The streams that were caught up with last, so that a run of catching up reads each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from application.nameless import names_erased
from domain.privacy_events import PersonErased
from projections.catalog import add_lines, view_of
from projections.openings import Changes, Standing
from projections.schema import set_position

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from application.log import Log
    from domain.entry import Entry

TOGETHER = 4000
"""So many entries, or one append, are caught up with in one transaction."""
BOUND = 20_000
"""So many streams are kept at most; bodies, which take long to read, stay longest."""


class Standings:
    """Stream → what stands in it, all as of the entry `number`."""

    def __init__(self) -> None:
        self.number = 0
        self.streams: dict[str, Standing] = {}

    def catch_up(self, connection: Connection, after: int, log: Log) -> int | None:
        """Add to views what the log has after an entry, in the caller's transaction, which is
        something; the last entry they then contain. None where a name was erased since: it may be
        in rows that are closed, or on a page."""
        begun, streams = self._kept(after)
        new = _whole(log, begun, after - begun + TOGETHER)
        if any(type(entry.event) is PersonErased for entry in new) and names_erased(log, begun):
            return None
        changes = Changes(after)
        for stream, entries in _earlier(log, new, begun, streams).items():
            standing = streams.get(stream) or Standing(view_of(stream), stream)
            changes.take(standing, entries)
            streams[stream] = standing
        changes.write(connection)
        add_lines(connection, [entry for entry in new if entry.number > after])
        upto = new[-1].number
        set_position(connection, upto, new[-1].recorded)
        self.number, self.streams = upto, streams
        return upto

    def _kept(self, after: int) -> tuple[int, dict[str, Standing]]:
        """From which entry on to read, and what is kept as of it; nothing is, until all is done."""
        streams, self.streams = self.streams, {}
        if not after - TOGETHER <= self.number <= after:
            return after, {}
        if len(streams) > BOUND:
            streams = {name: kept for name, kept in streams.items() if name.startswith("body:")}
        return (self.number, streams) if len(streams) <= BOUND else (after, {})


def _whole(log: Log, after: int, most: int) -> list[Entry]:
    """So many entries after a number, or all there are; the last append is whole."""
    new = log.next(after, most)
    if len(new) == most:
        done = log.commanded(new[-1].command)
        new += log.entries(new[-1].number, done.last) if done else ()
    return new


def _earlier(
    log: Log, new: list[Entry], begun: int, streams: dict[str, Standing]
) -> dict[str, list[Entry]]:
    """Stream → its new entries, of one that is not kept all entries from its first."""
    found: dict[str, list[Entry]] = {}
    for entry in new:
        found.setdefault(entry.stream, []).append(entry)
    begin = [s for s, entries in found.items() if s not in streams and entries[0].version > 1]
    for stream, entries in log.of_streams(sorted(begin)).items():
        found[stream] = [e for e in entries if e.number <= begun] + found[stream]
    return found
