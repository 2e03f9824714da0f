"""How a stream becomes rows with a known time: each append opens some rows and closes others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, Protocol

from sqlalchemy import Connection, Table, Update, bindparam, insert, update

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

    def until(self, number: int) -> Values:
        """The row as its table holds it, known until an entry."""
        return *self.head, number, *self.values


class Standing:
    """A stream after some of its entries: its state, and the rows that stand."""

    def __init__(self, view: View, stream: str) -> None:
        self._view = view
        self._owner = slug_in(stream)
        self._state = view.blank(self._owner)
        self._groups: dict[Hashable, list[_Open]] = {}

    def take(self, append: Iterable[Entry]) -> tuple[int, list[_Open], list[_Open]]:
        """Go on by what one command appended: its last number, the rows it closed and opened."""
        view, state = self._view, self._state
        groups: dict[Hashable, None] = {}
        number = 0
        for entry in append:
            number = entry.number
            groups.update(dict.fromkeys(view.touched(state, entry.event)))
            state = state.evolve(number, entry.event)
        self._state = state
        closed: list[_Open] = []
        opened: list[_Open] = []
        for group in groups:
            new = list(view.rows(state, group))
            kept: list[_Open] = []
            for row in self._groups.get(group, ()):
                at = _place(new, row)
                if at is None:
                    closed.append(row)
                else:
                    kept.append(row)
                    del new[at]
            for table, said, values in new:
                made = _Open(table, said, (self._owner, number, len(opened)), values(said))
                opened.append(made)
                kept.append(made)
            self._groups[group] = kept
        return number, closed, opened

    def rows(self) -> Iterator[tuple[Table, Values]]:
        """The rows that stand."""
        for kept in self._groups.values():
            for row in kept:
                yield row.table, row.until(STILL)


def openings(view: View, entries: Iterable[Entry]) -> Iterator[tuple[Table, Values]]:
    """Every row a stream ever made as its table holds it, the entries given from its first."""
    standing: Standing | None = None
    for _, group in groupby(entries, attrgetter("command")):
        append = list(group)
        if standing is None:
            standing = Standing(view, append[0].stream)
        number, closed, _ = standing.take(append)
        for row in closed:
            yield row.table, row.until(number)
    yield from standing.rows() if standing else ()


def _place(rows: list[Row], stands: _Open) -> int | None:
    """Where the same row stands among others, if it does."""
    for at, row in enumerate(rows):
        if row.said == stands.said and row.table is stands.table:
            return at
    return None


class Changes:
    """What entries after a number open and close, table by table."""

    def __init__(self, after: int) -> None:
        self._after = after
        self._opened: dict[tuple[str, str, int, int], tuple[Table, Values]] = {}
        self._lines: dict[Table, list[Values]] = {}
        self.closed: dict[Table, list[tuple[str, int, int, int]]] = {}
        """Owner, entry and slot by which a row was opened, and the entry that closes it."""

    def take(self, standing: Standing, entries: Iterable[Entry]) -> None:
        """Add what the next entries of a stream change."""
        for _, append in groupby(entries, attrgetter("command")):
            number, closed, opened = standing.take(append)
            if number > self._after:
                self._opened |= {_key(row): (row.table, row.until(STILL)) for row in opened}
                for row in closed:
                    self._close(row, number)

    def _close(self, row: _Open, number: int) -> None:
        key = _key(row)
        if key in self._opened:
            self._opened[key] = row.table, row.until(number)
        else:
            self.closed.setdefault(row.table, []).append((*row.head, number))

    def add(self, rows: Mapping[Table, list[Values]]) -> None:
        """Add rows that are never closed."""
        self._lines |= rows

    @property
    def opened(self) -> dict[Table, list[Values]]:
        """The new rows."""
        found: dict[Table, list[Values]] = {}
        for table, row in self._opened.values():
            found.setdefault(table, []).append(row)
        return found | {table: rows for table, rows in self._lines.items() if rows}

    def write(self, connection: Connection) -> None:
        """Write them into the tables, a statement a table; what closes makes room first."""
        for table, closed in self.closed.items():
            named = [dict(zip(_CLOSED, row, strict=True)) for row in closed]
            connection.execute(_closing(table), named)
        for table, rows in self.opened.items():
            names = table.columns.keys()
            connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def _key(row: _Open) -> tuple[str, str, int, int]:
    return row.table.name, *row.head


_CLOSED = ("b_owner", "b_known_from", "b_slot", "b_known_to")


@cache
def _closing(table: Table) -> Update:
    return (
        update(table)
        .where(
            table.columns[0] == bindparam("b_owner"),
            table.c.known_from == bindparam("b_known_from"),
            table.c.slot == bindparam("b_slot"),
        )
        .values(known_to=bindparam("b_known_to"))
    )
