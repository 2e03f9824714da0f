"""The views are shown what is appended by the turn that appends it, so that nobody waits for them
and they are never behind; where that is not to be had they are brought up afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from psycopg import Error
from sqlalchemy import Table

from application.codec import decode, recorded_in
from application.failures import Failure
from application.server.appending import SHOWN
from application.standings import Streams, changed
from domain.privacy_events import PersonErased
from projections.openings import Changes
from projections.schema import SHAPE

if TYPE_CHECKING:
    from application.leaves import Row
    from application.reader import Decode
    from application.server.views import ViewsOnServer
    from domain.entry import Entry

FEW = 20
"""So many entries are shown in a turn at most: others wait for their turn meanwhile."""
A_WHILE = 50
"""Milliseconds that a turn waits for somebody else who brings the views up."""
WAITING = 1000
"""So many entries of others in one stream are kept before it is no longer."""
Literal = Callable[[int | str | None], bytes]
"""A value as it is said to a server."""


class Showing:
    """What one who appends shows to views of whose streams it keeps what stands."""

    def __init__(self, views: ViewsOnServer) -> None:
        self.decode: Decode = decode
        self._views = views
        views.may_be_shown = True
        self._standings = views.standings
        self._asking = (
            f"SET LOCAL lock_timeout = '{A_WHILE}ms'; SELECT pg_advisory_xact_lock({views.key});"
            f" SELECT number AS {SHOWN} FROM {views.schema}.position WHERE tables = '{SHAPE}'; "
        ).encode()
        self.asked = False
        """Whether the views were asked for in this turn, which then waits for nothing for long."""
        self._after: int | None = None
        """The last entry the views contain, where this turn may change them."""
        self._late: Sequence[Row] = ()
        """The entries after it."""
        self._said: tuple[int, Streams] | None = None
        """What is kept once what was said is committed: all up to an entry."""

    def asking(self) -> bytes:
        """What asks, as a turn begins, for the right to change the views and for the last entry
        they contain; nothing where nothing is to be shown."""
        self.asked = self._views.expected
        return self._asking if self.asked else b""

    def learn(self, at: int | None, rows: Sequence[Row]) -> None:
        """Know the last entry that the views contain, where this turn may change them, and what
        others appended."""
        kept, known = self._standings, self._standings.number
        new = sorted({row[0]: row for row in rows if row[0] > known}.values())
        if new:
            kept.number = new[-1][0]
        if kept.number - known > len(new) or any(map(_erases, new)):
            kept.forget()
            return
        for row in new:
            self._keep(row)
        if at is not None and known <= at <= kept.number:
            self._after, self._late = at, [row for row in new if row[0] > at]

    def _keep(self, row: Row) -> None:
        """Keep an entry that is to be taken in when its stream is shown next."""
        streams = self._standings.streams
        if row[1] in streams:
            streams[row[1]].waiting.append(row)
            if len(streams[row[1]].waiting) > WAITING:
                del streams[row[1]]

    def statements(self, rows: Sequence[Row], literal: Literal) -> bytes:
        """What shows the entries that are about to be committed, and those before that came late;
        nothing where it takes more than what is kept."""
        kept, after = self._standings, self._after
        if after is None or rows[0][0] != kept.number + 1 or not self._are_kept(rows):
            return b""
        streams = kept.forget()
        try:
            changes = changed(streams, self._found(streams, rows), after, self.decode)
            said = b"; ".join(self._saying(changes, rows[-1], literal))
        except (Failure, Error):  # whoever brings them up is told why that is not to be done
            return b""
        self._said = rows[-1][0], streams
        return said + b"; "

    def _are_kept(self, rows: Sequence[Row]) -> bool:
        """Whether what is kept is enough to show some entries and the late ones: few of streams
        that are kept, or known from their first entry on."""
        all_ = [*self._late, *rows]
        firsts = {row[1]: row[2] for row in reversed(all_)}
        kept = all(first == 1 or name in self._standings.streams for name, first in firsts.items())
        return kept and len(all_) <= FEW and not any(map(_erases, all_))

    def _found(self, streams: Streams, rows: Sequence[Row]) -> dict[str, list[Entry]]:
        """Stream → its entries that are to be shown, but those that wait in it."""
        found: dict[str, list[Entry]] = {row[1]: [] for row in self._late}
        others = [row for row in self._late if row[1] not in streams]
        for row in (*others, *rows):
            found.setdefault(row[1], []).append(self.decode(*row))
        return found

    def _saying(self, changes: Changes, last: Row, literal: Literal) -> Iterator[bytes]:
        schema = self._views.schema.encode()
        for table, closed in changes.closed.items():
            for row in closed:
                yield _closing(table) % (schema, *reversed([literal(value) for value in row]))
        for table, opened in changes.opened.items():
            values = (b"(%b)" % b", ".join(map(literal, row)) for row in opened)
            yield _opening(table) % (schema, b", ".join(values))
        at = (last[0], literal(recorded_in(last)))
        yield b"UPDATE %b.position SET number = %d, recorded = %b" % (schema, *at)

    def done(self) -> None:
        """What was said is committed."""
        if self._said is not None:
            self._standings.number, self._standings.streams = self._said
            self._views.shown = self._said[0]

    def end(self) -> None:
        """The turn has ended, in whatever way."""
        self._said, self._after, self._late = None, None, ()
        self.asked = self._views.expected = False

    def give_up(self) -> None:
        """Show nothing until the views were brought up."""
        self._views.may_be_shown = self._views.expected = False


def _erases(row: Row) -> bool:
    """Whether a name may be in rows that stand, and is read no more."""
    return row[3] == PersonErased.kind


@cache
def _closing(table: Table) -> bytes:
    """Formed with a schema, the entry that closes, and the slot, entry and owner that opened."""
    owner = table.columns[0].name
    return (
        f"UPDATE %b.{table.name} SET known_to = %b"
        f" WHERE slot = %b AND known_from = %b AND {owner} = %b"
    ).encode()


@cache
def _opening(table: Table) -> bytes:
    """Formed with a schema and rows."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"INSERT INTO %b.{table.name} ({columns}) VALUES %b".encode()
