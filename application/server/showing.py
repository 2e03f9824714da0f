"""The views are shown what is appended by the turn that appends it, so that nobody waits for them;
where that is not to be had they are brought up afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Table

from application.codec import recorded_in
from application.server.appending import SHOWN
from application.standings import Streams
from projections.openings import Changes
from projections.schema import SHAPE

if TYPE_CHECKING:
    from application.leaves import Row
    from application.log import Log
    from application.recorder import Question
    from application.server.views import ViewsOnServer

FEW = 20
"""So many entries are shown in a turn at most: others wait for their turn meanwhile."""
A_WHILE = 50
"""Milliseconds that a turn waits for somebody else who brings the views up."""
Literal = Callable[[int | str | None], bytes]
"""A value as it is said to a server."""


class Showing:
    """What one who appends shows to views of whose streams it keeps what stands."""

    def __init__(self, views: ViewsOnServer, log: Log) -> None:
        self._views, self._standings, self._log = views, views.standings, log
        self.asking = (
            f"SET LOCAL lock_timeout = '{A_WHILE}ms'; SELECT number AS {SHOWN}"
            f" FROM {views.schema}.position WHERE tables = '{SHAPE}' FOR UPDATE; "
        ).encode()
        """What asks, as a turn begins, for the last entry the views contain and for the right to
        change them, which who brings them up has; the turn then waits for nothing for long."""
        self._latest: Row | None = None
        """The last entry that is known: where it is another one, the log was put back."""
        self._after: int | None = None
        """The last entry the views contain, where this turn may change them."""
        self._late: Sequence[Row] = ()
        """The entries after it."""
        self._said: tuple[Row, Streams] | None = None
        """What is kept once what was said is committed: all up to an entry."""

    def learn(self, at: int | None, question: Question, rows: Sequence[Row]) -> None:
        """Know the last entry that the views contain, where this turn may change them, and what
        others appended."""
        known, latest = self._standings.number, self._latest
        if latest is not None and latest[0] >= question.since and latest not in rows:
            self.forget()
        new = self._standings.learn(self._log, rows, question.unknown)
        if new:
            self._latest = new[-1]
        if new is not None and at is not None and known <= at <= self._standings.number:
            self._after, self._late = at, [row for row in new if row[0] > at]

    def statements(self, rows: Sequence[Row], literal: Literal) -> bytes:
        """What shows the entries that are about to be committed, and those before that came late;
        nothing where that takes more than what is kept."""
        after, late = self._after, self._late
        renamed = any(self._log.renames(row[1], row[3]) for row in rows)
        if after is None or renamed or len(late) + len(rows) > FEW:
            return b""
        with self._views.attempt():
            found = self._standings.shown(self._log, late, rows, after)
            if found is not None:
                changes, streams = found
                said = b"; ".join(self._saying(changes, rows[-1], literal))
                self._said = rows[-1], streams
                return said + b"; "
        return b""

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
        """The turn is committed."""
        if self._said is not None:
            self._latest, streams = self._said
            self._standings.put(self._latest[0], streams, self._log)

    def end(self) -> None:
        """The turn has ended, in whatever way."""
        self._said, self._after, self._late = None, None, ()

    def forget(self) -> None:
        """Keep nothing more."""
        self._standings.taken(self._log)

    def give_up(self) -> None:
        """Show nothing more until the views were brought up."""
        self.forget()
        self._views.may_be_shown = False


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
