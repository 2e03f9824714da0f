"""What all views share: the tables' home, the position in the log, rows with a known time."""

from __future__ import annotations

import hashlib
import json
from collections import namedtuple
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    MetaData,
    Select,
    Table,
    Text,
    any_,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.schema import CreateTable, SchemaItem

METADATA = MetaData()
SHAPE = "a9dc7b00e74d3551"
"""The digest of all tables: views of another shape are rebuilt instead of read."""
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of its letters' numbers, as SQLite has it."""
STILL = 2**40
"""`known_to` of a row that still holds."""

position = Table(
    "position",
    METADATA,
    Column("number", BigInteger, nullable=False),
    Column("recorded", TEXT, nullable=False),
    Column("tables", TEXT, nullable=False),
)


def versioned(name: str, owner: str, *columns: SchemaItem, guard: str | None = None) -> Table:
    """A table of rows known from one entry number until another: opened and closed, never changed.

    `owner` is the slug of the stream a row comes from, `slot` tells its rows of one entry apart;
    `guard` is a constraint that a server holds.
    """
    return Table(
        name,
        METADATA,
        Column(owner, TEXT, nullable=False),
        Column("known_from", BigInteger, nullable=False),
        Column("slot", BigInteger, nullable=False),
        Column("known_to", BigInteger, nullable=False),
        *columns,
        Index(f"{name}_rows", owner, "known_from", "slot", unique=True),
        info={"guard": guard} if guard else None,
    )


def texts(*names: str) -> list[Column[Any]]:
    """Columns of text that may be empty."""
    return [Column(name, TEXT) for name in names]


def numbers(*names: str) -> list[Column[Any]]:
    """Columns of whole numbers."""
    return [Column(name, BigInteger) for name in names]


def known(table: Table, at: int | None) -> ColumnElement[bool]:
    """The rows that stood when the register knew its entries up to a number (None: all)."""
    if at is None:
        return table.c.known_to == STILL
    return (table.c.known_to > at) & (table.c.known_from <= at)


def read(connection: Connection, query: Select[Any]) -> list[Any]:
    """The rows that a query finds, as named tuples: ten times as quick to look into."""
    result = connection.execute(query)
    return list(map(_named(tuple(result.keys()))._make, result))


@cache
def _named(columns: tuple[str, ...]) -> Any:
    return namedtuple("Found", columns)


def among(
    connection: Connection, column: ColumnElement[Any], values: Iterable[str]
) -> ColumnElement[bool]:
    """Whether a column is one of some texts, which the database is given as one value."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(Text)))
    each = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(each.c.value))


def listed(values: Sequence[Any]) -> str | None:
    """Several values in one column."""
    if not values:
        return None
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def numbered(entries: Iterable[int]) -> str:
    """Entry numbers in one column."""
    return f"[{','.join(map(str, entries))}]"


def unlisted(text: str | None) -> list[Any]:
    """The values of such a column."""
    return list(json.loads(text)) if text else []


def digest_of_tables() -> str:
    """A digest of all tables that are imported; `SHAPE` is that of all there are."""
    tables = METADATA.sorted_tables
    made = [f"{CreateTable(table)}{table.info.get('guard', '')}" for table in tables]
    return hashlib.sha256("".join(sorted(made)).encode()).hexdigest()[:16]


def position_of(connection: Connection) -> int:
    """The number of the last entry the views contain."""
    return int(connection.execute(select(position.c.number)).scalar_one())


def set_position(connection: Connection, number: int, recorded: str) -> None:
    """Say which entry the views contain last."""
    moved = connection.execute(update(position).values(number=number, recorded=recorded))
    if not moved.rowcount:
        connection.execute(insert(position).values(number=number, recorded=recorded, tables=SHAPE))
