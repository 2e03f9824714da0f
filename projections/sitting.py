"""Who holds one seat: the question that is asked most, by the shortest way to its answer.

The statement goes to the driver as it is: building it anew would take longer than answering it.
"""

from __future__ import annotations

from functools import cache
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
    " FROM tenures WHERE body = {body} AND seat = {seat} AND known_to > {known_to}"
    " AND known_from + 0 <= {known_from} AND last_latest >= {day} AND first_earliest + 0 <= {day}"
    " AND sort || '' = 'tenure'"
)
"""What is added to nothing keeps SQLite to the index that has the seat in it."""
_ONE = (
    "SELECT person, first, until,"
    " first_latest <= {day} AND (last_earliest >= {day} OR first_earliest >= {day})" + _WHERE
)
_NAMES = [column.name for column in tenures.columns]
_WHOLE = "SELECT " + ", ".join(f'"{name}"' for name in _NAMES) + _WHERE
_MARKS = {"qmark": ":{}", "pyformat": "%({})s"}
"""How SQLite's and PostgreSQL's driver want a value named."""


@cache
def _statements(paramstyle: str) -> tuple[str, str]:
    """Both, as a driver wants them."""
    names = ("body", "seat", "known_to", "known_from", "day")
    marks = {name: _MARKS[paramstyle].format(name) for name in names}
    return _ONE.format(**marks), _WHOLE.format(**marks)


class Seats:
    """Seats to be asked about, one after another, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.connection.cursor()
        self._one, self._whole = _statements(connection.dialect.paramstyle)

    def holders(self, body: str, seat: str, day: int, at: int | None) -> list[Sitting]:
        """Who holds a seat on a day, as known at an entry number."""
        known_to, known_from = (STILL - 1, STILL) if at is None else (at, at)
        asked = {"body": body, "seat": seat, "day": day}
        asked |= {"known_to": known_to, "known_from": known_from}
        self._cursor.execute(self._one, asked)
        rows = self._cursor.fetchall()
        if len(rows) > 1:
            return self._several(asked, day)
        return [Sitting(person, first, until, bool(sure)) for person, first, until, sure in rows]

    def _several(self, asked: dict[str, Any], day: int) -> list[Sitting]:
        """Where several may sit, what is certain of one depends on the others."""
        self._cursor.execute(self._whole, asked)
        rows = self._cursor.fetchall()
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
