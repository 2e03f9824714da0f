"""How a stream becomes rows with a known time: each append opens some rows and closes others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, Protocol

from sqlalchemy import Connection, Table, bindparam, insert, update

from domain.entry import Entry, slug_in
from projections.schema import STILL

Values = tuple[Any, ...]


class Row(NamedTuple):
    """What belongs in a table: `said` tells rows apart, `values` makes one of it."""

    table: Table
    said: Hashable
    values: Callable[[Any], Values] = tuple


class View(Protocol):
    """One kind of stream as tables: what an entry touches, and the rows of a touched group."""

    noun: ClassVar[str]
    tables: ClassVar[Sequence[Table]]

    def blank(self, slug: str) -> Any:
        """The state of a stream in which nothing stands."""

    def touched(self, before: Any, after: Any, event: Any) -> Iterable[Hashable]:
        """The groups of rows that may be others after an event."""

    def rows(self, state: Any, group: Hashable) -> Iterable[Row]:
        """The rows of one group."""


class Opening(NamedTuple):
    """A row with the entries that opened and closed it."""

    table: Table
    owner: str
    known_from: int
    slot: int
    known_to: int
    said: Hashable
    values: Values

    @property
    def stored(self) -> Values:
        """The row as its table holds it."""
        return (self.owner, self.known_from, self.slot, self.known_to, *self.values)


def openings(view: View, entries: Iterable[Entry]) -> Iterator[Opening]:
    """Every row a stream ever made, the entries given from its first; closed rows come first."""
    stands: dict[Hashable, list[Opening]] = {}
    state: Any = None
    owner = ""
    for _, append in groupby(entries, attrgetter("command")):
        groups: dict[Hashable, None] = {}
        number = slot = 0
        for entry in append:
            if state is None:
                owner = slug_in(entry.stream)
                state = view.blank(owner)
            number = entry.number
            after = state.evolve(number, entry.event)
            groups.update(dict.fromkeys(view.touched(state, after, entry.event)))
            state = after
        for group in groups:
            old, new = stands.pop(group, ()), list(view.rows(state, group))
            kept: list[Opening] = []
            for opening in old:
                at = _place(new, opening)
                if at is None:
                    yield opening._replace(known_to=number)
                else:
                    kept.append(opening)
                    del new[at]
            for table, said, values in new:
                made = Opening(table, owner, number, slot, STILL, said, values(said))
                kept.append(made)
                slot += 1
            if kept:
                stands[group] = kept
    for kept in stands.values():
        yield from kept


def _place(rows: list[Row], opening: Opening) -> int | None:
    """Where the same row stands among others, if it does."""
    for at, row in enumerate(rows):
        if row.said == opening.said and row.table is opening.table:
            return at
    return None


def bring_up(connection: Connection, view: View, entries: Iterable[Entry], after: int) -> None:
    """Add what the entries after a number opened and closed to rows that are there already."""
    for opening in openings(view, entries):
        table = opening.table
        if opening.known_from > after:
            connection.execute(insert(table).values(opening.stored))
        elif after < opening.known_to < STILL:
            owner = table.columns[0]
            connection.execute(
                update(table)
                .where(
                    owner == bindparam("b_owner"), table.c.known_from == bindparam("b_known_from")
                )
                .where(table.c.slot == bindparam("b_slot"))
                .values(known_to=bindparam("b_known_to")),
                {
                    "b_owner": opening.owner,
                    "b_known_from": opening.known_from,
                    "b_slot": opening.slot,
                    "b_known_to": opening.known_to,
                },
            )
