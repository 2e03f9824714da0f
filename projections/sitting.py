"""Who holds one seat: the question that is asked most, by the shortest way to its answer.

The statement goes to the driver as it is: building it anew would take longer than answering it.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import Connection

from domain.composition import holders
from projections.composition import in_order, tenure_of, tenures
from projections.schema import STILL


class Sitting(NamedTuple):
    """A person in a seat on a day, from when until when, and whether that is certain."""

    person: str
    first: str
    until: str | None
    certain: bool


_WHERE = (
    " FROM tenures WHERE body = ?1 AND seat = ?2 AND known_to > ?3 AND +known_from <= ?4"
    " AND last_latest >= ?5 AND +first_earliest <= ?5 AND +sort = 'tenure'"
)
"""The pluses keep SQLite to the index that has the seat in it."""
_ONE = (
    "SELECT person, first, until, first_latest <= ?5 AND MAX(last_earliest, first_earliest) >= ?5"
    + _WHERE
)
_WHOLE = f"SELECT *{_WHERE}"
_NAMES = [column.name for column in tenures.columns]


class Seats:
    """Seats to be asked about, one after another, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.connection.cursor()

    def holders(self, body: str, seat: str, day: int, at: int | None) -> list[Sitting]:
        """Who holds a seat on a day, as known at an entry number."""
        known_to, known_from = (STILL - 1, STILL) if at is None else (at, at)
        asked = (body, seat, known_to, known_from, day)
        rows = self._cursor.execute(_ONE, asked).fetchall()
        if len(rows) > 1:
            return self._several(asked, day)
        return [Sitting(person, first, until, bool(sure)) for person, first, until, sure in rows]

    def _several(self, asked: tuple[Any, ...], day: int) -> list[Sitting]:
        """Where several may sit, what is certain of one depends on the others."""
        rows = self._cursor.execute(_WHOLE, asked).fetchall()
        held = (tenure_of(SimpleNamespace(**dict(zip(_NAMES, row, strict=True)))) for row in rows)
        return [
            Sitting(
                holder.tenure.person,
                holder.tenure.first.text,
                holder.tenure.until.text if holder.tenure.until else None,
                holder.certain,
            )
            for holder in holders(sorted(held, key=in_order), (), day)
        ]
