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

    def touched(self, state: Any, event: Any) -> Iterable[Hashable]:
        """The groups of rows that may be others when a state has taken in an event."""

    def rows(self, state: Any, group: Hashable) -> Iterable[Row]:
        """The rows of one group."""


class _Open(NamedTuple):
    """A row that stands, with the entry that opened it."""

    table: Table
    said: Hashable
    head: tuple[str, int, int]
    values: Values


def openings(view: View, entries: Iterable[Entry]) -> Iterator[tuple[Table, Values]]:
    """Every row a stream ever made as its table holds it, the entries given from its first."""
    stands: dict[Hashable, list[_Open]] = {}
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
            groups.update(dict.fromkeys(view.touched(state, entry.event)))
            state = state.evolve(number, entry.event)
        for group in groups:
            new = list(view.rows(state, group))
            kept: list[_Open] = []
            for row in stands.get(group, ()):
                at = _place(new, row)
                if at is None:
                    yield row.table, (*row.head, number, *row.values)
                else:
                    kept.append(row)
                    del new[at]
            for table, said, values in new:
                kept.append(_Open(table, said, (owner, number, slot), values(said)))
                slot += 1
            stands[group] = kept
    for kept in stands.values():
        for row in kept:
            yield row.table, (*row.head, STILL, *row.values)


def _place(rows: list[Row], stands: _Open) -> int | None:
    """Where the same row stands among others, if it does."""
    for at, row in enumerate(rows):
        if row.said == stands.said and row.table is stands.table:
            return at
    return None


def bring_up(connection: Connection, view: View, entries: Iterable[Entry], after: int) -> None:
    """Add what the entries after a number opened and closed to rows that are there already."""
    for table, row in openings(view, entries):
        owner, known_from, slot, known_to = row[:4]
        if known_from > after:
            connection.execute(insert(table).values(row))
        elif after < known_to < STILL:
            connection.execute(
                update(table)
                .where(
                    table.columns[0] == bindparam("b_owner"),
                    table.c.known_from == bindparam("b_known_from"),
                    table.c.slot == bindparam("b_slot"),
                )
                .values(known_to=bindparam("b_known_to")),
                {
                    "b_owner": owner,
                    "b_known_from": known_from,
                    "b_slot": slot,
                    "b_known_to": known_to,
                },
            )
