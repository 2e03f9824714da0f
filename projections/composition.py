"""Who sits where: bodies, the forms of their seats, tenures and leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, select

from domain.composition import Holder, Room, holders, room
from domain.form import Form
from domain.tenure import Leave, Tenure
from domain.when import When, spanning
from projections.schema import STILL, TEXT, among, known, numbers, read, texts, unlisted, versioned

bodies = versioned(
    "bodies",
    "body",
    *numbers("since", "exists_from", "exists_to"),
    *texts("name", "first", "last", "succeeded_by", "source"),
    Index("bodies_known", "body", "known_to"),
)
_FLAGS = {"since", "to", "places", "among_members", "holds_over"}
seats = versioned(
    "seats",
    "body",
    *texts("seat"),
    *numbers("rank", "exists_from", "exists_to"),
    *texts("first", "last", "source"),
    *(Column(name, BigInteger if name in _FLAGS else TEXT) for name in Form._fields),
    Index("seats_known", "body", "seat", "known_to"),
)
_PLACE = "hashtextextended(body || ' ' || seat, 0) >> 1"
ONE_PLACE = (
    "CONSTRAINT one_place EXCLUDE USING gist ("
    f"int8range({_PLACE}, {_PLACE}, '[]') WITH &&,"
    " int8range(first_latest, greatest(last_earliest, first_latest + 1)) WITH &&)"
    f" WHERE (known_to = {STILL} AND sort = 'tenure' AND exempt IS NULL"
    " AND last_earliest >= first_latest)"
)
"""Of the tenures that stand, those surely held share no day but one of handing over."""
_DAYS = ("first_earliest", "first_latest", "last_earliest", "last_latest")
tenures = versioned(
    "tenures",
    "body",
    *texts("seat", "person", "sort"),
    *numbers(*_DAYS),
    *texts("first", "until", "planned", "mode", "by", "made_on", "nominated_by", "decision"),
    *texts("absent"),
    *numbers("began", "ended"),
    *texts("entries", "exempt"),
    Index("tenures_known", "body", "seat", "known_to", "last_latest"),
    Index("tenures_person", "person", "known_to"),
    guard=ONE_PLACE,
)


class Standing(NamedTuple):
    """A seat on one day: its form, who holds it, what room it has; `unknown`: nothing is known."""

    body: str
    seat: str
    form: Form
    source: str | None
    holders: list[Holder]
    room: Room | None
    unknown: bool


def composition(
    connection: Connection,
    day: int,
    at: int | None,
    body: str | None = None,
    seat: str | None = None,
) -> list[Standing]:
    """The seats of one body, of one seat or of all bodies on a day, as known at an entry number."""
    forms = _forms(connection, day, at, body, seat)
    sitting = _sitting(connection, day, at, body, [row.seat for row in forms])
    held = {seat for seat, rows in sitting.items() if any(row.sort != "leave" for row in rows)}
    empty = {row.seat for row in forms if (row.body, row.seat) not in held}
    if empty:
        held |= _once_held(connection, day, at, body, empty)
    return [_standing(row, sitting.get((row.body, row.seat), []), held, day) for row in forms]


def gone(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """(Body, seat) → who held it and has left it, by an exit on record."""
    query = select(tenures.c.body, tenures.c.seat, tenures.c.person).where(
        known(tenures, None), tenures.c.sort == "tenure", tenures.c.until.is_not(None)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for body, seat, person in connection.execute(query.order_by(tenures.c.person).distinct()):
        found.setdefault((body, seat), []).append(person)
    return found


def _forms(
    connection: Connection, day: int, at: int | None, body: str | None, seat: str | None
) -> list[Any]:
    query = select(seats).where(
        known(seats, at),
        seats.c.since <= day,
        seats.c.to >= day,
        seats.c.exists_from <= day,
        seats.c.exists_to >= day,
    )
    if body is not None:
        query = query.where(seats.c.body == body)
    if seat is not None:
        query = query.where(seats.c.seat == seat)
    return read(connection, query.order_by(seats.c.body, seats.c.rank, seats.c.seat))


def _sitting(
    connection: Connection, day: int, at: int | None, body: str | None, names: Sequence[str]
) -> dict[tuple[str, str], list[Any]]:
    query = select(tenures).where(
        known(tenures, at), tenures.c.last_latest >= day, tenures.c.first_earliest <= day
    )
    if body is not None:
        query = query.where(tenures.c.body == body, among(connection, tenures.c.seat, names))
    found: dict[tuple[str, str], list[Any]] = {}
    for row in read(connection, query):
        found.setdefault((row.body, row.seat), []).append(row)
    return found


def _once_held(
    connection: Connection, day: int, at: int | None, body: str | None, names: Iterable[str]
) -> set[tuple[str, str]]:
    """Seats of which a holder, or a vacancy, is known on or before a day; a leave tells neither."""
    query = select(tenures.c.body, tenures.c.seat).where(
        known(tenures, at), tenures.c.first_earliest <= day, tenures.c.sort != "leave"
    )
    query = query.where(among(connection, tenures.c.seat, names))
    if body is not None:
        query = query.where(tenures.c.body == body)
    return {(body, seat) for body, seat in connection.execute(query.distinct())}


def _standing(row: Any, rows: list[Any], heard_of: set[tuple[str, str]], day: int) -> Standing:
    form = form_of(row)
    held = [tenure_of(r) for r in rows if r.sort == "tenure"]
    away = [leave_of(r) for r in rows if r.sort == "leave"]
    holding = holders(sorted(held, key=in_order), away, day)
    anything = (row.body, row.seat) in heard_of
    return Standing(
        row.body,
        row.seat,
        form,
        row.source,
        holding,
        room(form.places, holding, day, anything_known=anything),
        unknown=not anything,
    )


def in_order(tenure: Tenure) -> tuple[Any, ...]:
    """The order in which holders are named: by first day, then by entry."""
    return tenure.first, tenure.began, tenure.person


def form_of(row: Any) -> Form:
    """The form of a seat from its row."""
    return Form(
        row.since,
        row.to,
        row.title,
        row.role,
        row.places,
        bool(row.among_members),
        row.appointer,
        tuple(unlisted(row.nominators)),
        row.entitled,
        row.basis,
        row.stands_in_for,
        bool(row.holds_over),
        row.held_with,
    )


def tenure_of(row: Any) -> Tenure:
    """A tenure from its row."""
    return Tenure(
        row.person,
        When(row.first_earliest, row.first_latest, row.first),
        spanning(row.last_earliest, row.last_latest),
        When.parse(row.until) if row.until else None,
        When.parse(row.planned) if row.planned else None,
        row.mode,
        row.by,
        When.parse(row.made_on) if row.made_on else None,
        tuple(unlisted(row.nominated_by)),
        row.decision,
        row.absent,
        row.began,
        row.ended,
        tuple(unlisted(row.entries)),
    )


def leave_of(row: Any) -> Leave:
    """A leave from its row."""
    return Leave(
        row.person,
        When(row.first_earliest, row.first_latest, row.first),
        spanning(row.last_earliest, row.last_latest),
        tuple(unlisted(row.entries)),
    )
