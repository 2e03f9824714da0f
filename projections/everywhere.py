"""The holders of all seats of all bodies on one day, in one query."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, select

from domain.composition import Holder, holders
from projections.composition import in_order, seats, tenure_of, tenures
from projections.schema import known, read


class Seated(NamedTuple):
    """A seat that somebody holds: what its source calls it, and who holds it."""

    body: str
    seat: str
    source: str | None
    holders: list[Holder]


def everywhere(connection: Connection, day: int, at: int | None) -> list[Seated]:
    """Every seat that is held on a day, as known at an entry number, by body and rank."""
    there = and_(
        seats.c.body == tenures.c.body,
        seats.c.seat == tenures.c.seat,
        known(seats, at),
        seats.c.since <= day,
        seats.c.to >= day,
        seats.c.exists_from <= day,
        seats.c.exists_to >= day,
    )
    held = and_(
        known(tenures, at),
        tenures.c.sort == "tenure",
        tenures.c.last_latest >= day,
        tenures.c.first_earliest <= day,
    )
    query = select(tenures, seats.c.source).join(seats, there).where(held)
    rows = read(connection, query.order_by(seats.c.body, seats.c.rank, seats.c.seat))
    return [Seated(*where, _holding(list(group), day)) for where, group in groupby(rows, _where)]


def _where(row: Any) -> tuple[str, str, str | None]:
    return row.body, row.seat, row.source


def _holding(rows: list[Any], day: int) -> list[Holder]:
    return holders(sorted(map(tenure_of, rows), key=in_order), (), day)
