"""The lines of the log by what they speak of, when it was known, and search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, func, select

from domain.text import fold
from projections.schema import METADATA, TEXT, texts

lines = Table(
    "lines",
    METADATA,
    Column("number", BigInteger, nullable=False),
    *texts("stream", "kind", "seat", "recorded", "writer", "despite"),
    Column("undoes", BigInteger),
    Column("tendered", BigInteger),
    Index("lines_number", "number", unique=True),
    Index("lines_stream", "stream"),
)
"""`tendered`: 1 for a resignation of which no last day is known."""
_EXITS = ("resigned/1", "vacated/1", "replaced/1")
named = Table(
    "named",
    METADATA,
    Column("stream", TEXT, nullable=False),
    Column("number", BigInteger, nullable=False),
    Index("named_stream", "stream", "number"),
)
words = Table(
    "words",
    METADATA,
    Column("number", BigInteger, nullable=False),
    *texts("field", "text", "folded"),
    Index("words_number", "number"),
)


def known_by(connection: Connection, recorded: str) -> int:
    """The number of the last entry recorded at or before a time (UTC, ISO 8601 with `Z`)."""
    query = select(func.max(lines.c.number)).where(lines.c.recorded <= recorded)
    return connection.execute(query).scalar() or 0


def recorded_at(connection: Connection, number: int) -> str | None:
    """When an entry was recorded."""
    query = select(lines.c.recorded).where(lines.c.number == number)
    return connection.execute(query).scalar()


def naming(connection: Connection, stream: str) -> list[tuple[int, str]]:
    """The entries of other streams that name a stream: (number, stream they stand in)."""
    query = (
        select(named.c.number, lines.c.stream)
        .join(lines, lines.c.number == named.c.number)
        .where(named.c.stream == stream)
        .order_by(named.c.number)
    )
    return [(row.number, row.stream) for row in connection.execute(query)]


def numbers_of(
    connection: Connection,
    at: int | None,
    *,
    about: Sequence[str] = (),
    kind: str | None = None,
) -> list[int]:
    """The entries up to a number that stand in or name every one of some streams, of one kind."""
    query = select(lines.c.number)
    if at is not None:
        query = query.where(lines.c.number <= at)
    if kind is not None:
        query = query.where(lines.c.kind.like(f"{kind}/%"))
    for stream in about:
        mentioned = select(named.c.number).where(named.c.stream == stream)
        query = query.where((lines.c.stream == stream) | lines.c.number.in_(mentioned))
    return list(connection.execute(query.order_by(lines.c.number)).scalars())


def exits(connection: Connection) -> set[int]:
    """The entries that end a tenure; a resignation that is only tendered ends none."""
    query = select(lines.c.number).where(lines.c.kind.in_(_EXITS), lines.c.tendered.is_(None))
    return set(connection.execute(query).scalars())


def undone(connection: Connection, at: int | None) -> dict[int, int]:
    """Retracted entry → the entry that retracted it."""
    query = select(lines.c.undoes, lines.c.number).where(lines.c.undoes.is_not(None))
    if at is not None:
        query = query.where(lines.c.number <= at)
    return {row.undoes: row.number for row in connection.execute(query)}


def despite(connection: Connection, at: int | None, stream: str | None) -> Sequence[Row[Any]]:
    """The entries recorded against a rule, with the reason; of all streams, or of one."""
    query = select(lines).where(lines.c.despite.is_not(None))
    if at is not None:
        query = query.where(lines.c.number <= at)
    if stream is not None:
        query = query.where(lines.c.stream == stream)
    return connection.execute(query.order_by(lines.c.number)).all()


def found(connection: Connection, text: str, at: int | None) -> Sequence[Row[Any]]:
    """The words in which every word of a text occurs, letters folded, in the order of the log."""
    query = select(words, lines.c.stream, lines.c.kind).join(
        lines, lines.c.number == words.c.number
    )
    for word in fold(text).split():
        query = query.where(words.c.folded.contains(word, autoescape=True))
    if at is not None:
        query = query.where(lines.c.number <= at)
    return connection.execute(query.order_by(words.c.number)).all()
