"""Who sits where: bodies, the forms of their seats, tenures and leaves."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Column, Connection, Index, Integer, RowMapping, Table, Text, exists, select

from domain.body import SEATLESS, Body
from domain.composition import Holder, Room, holders, room
from domain.proposal_events import Retracted
from domain.seat import CHANGEABLE, Form, Seat
from domain.timeline import Leave, Tenure, persons_in
from domain.when import BEGINNING, END, NEVER, When, spanning
from projections.openings import Row
from projections.schema import known, listed, numbers, texts, unlisted, versioned

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
    *(Column(name, Integer if name in _FLAGS else Text) for name in Form._fields),
    Index("seats_known", "body", "seat", "known_to"),
)
_DAYS = ("first_earliest", "first_latest", "last_earliest", "last_latest")
tenures = versioned(
    "tenures",
    "body",
    *texts("seat", "person", "sort"),
    *numbers(*_DAYS),
    *texts("first", "until", "planned", "mode", "by", "made_on", "nominated_by", "decision"),
    *texts("absent"),
    *numbers("began", "ended"),
    *texts("entries"),
    Index("tenures_known", "body", "seat", "known_to", "last_latest"),
    Index("tenures_person", "person", "known_to"),
)


class Composition:
    """The view of a body's stream: a group of rows for its names, each seat, each person in it."""

    noun: ClassVar = "body"
    tables: ClassVar[Sequence[Table]] = (bodies, seats, tenures)

    def blank(self, slug: str) -> Body:
        """A body of which nothing is known."""
        return Body(slug)

    def touched(self, before: Body, after: Body, event: Any) -> Iterator[Hashable]:
        """The names, the form of a seat, one person in a seat, or everything."""
        if isinstance(event, Retracted):
            fact = before.fact(event.entry)
            if fact is not None:
                yield from self.touched(after, before, fact.event)
        elif isinstance(event, SEATLESS):
            yield ()
            for seat in {**before.seats, **after.seats}.values():
                yield from _whole(seat)
        else:
            yield from _in_seat(before.seats.get(event.seat), after.seats[event.seat], event)

    def rows(self, state: Body, group: Hashable) -> Iterable[Row]:
        """The rows of one group."""
        match group:
            case (str(slug),):
                return _seat_rows(state, slug)
            case (str(slug), str(person)):
                return _person_rows(state, slug, person)
            case _:
                return _body_rows(state)


def _whole(seat: Seat) -> Iterator[Hashable]:
    yield (seat.slug,)
    for person in seat.chains:
        yield (seat.slug, person)


def _in_seat(before: Seat | None, after: Seat, event: Any) -> Iterator[Hashable]:
    """One person of a seat, unless what happens to one may change the others."""
    involved = after.limits(None).holds_over or any(
        tenure.absent for known in after.chains.values() for tenure in known.tenures
    )
    if involved or event in [fact.event for fact in after.made]:
        if before is not None:
            yield from _whole(before)
        yield from _whole(after)
    else:
        for person in persons_in(event):
            yield (after.slug, person)


def _bounds(first: When, last: When | None) -> tuple[int, int]:
    return first.earliest, END if last is None else last.latest


def _body_rows(body: Body) -> Iterator[Row]:
    if body.established is None:
        return
    last, dissolved = body.last_day, body.dissolved
    for at, (since, name) in enumerate(body.names):
        values = (
            BEGINNING if at == 0 else since.latest,
            *_bounds(body.first_day, last),
            name,
            body.first_day.text,
            last.text if last else None,
            dissolved.succeeded_by if dissolved else None,
            body.established.source,
        )
        yield Row(bodies, values)


def _seat_rows(body: Body, slug: str) -> Iterator[Row]:
    seat = body.seats.get(slug)
    if seat is None:
        return
    last = seat.limits(body.last_day).last
    source = seat.created.source if seat.created else None
    rank = seat.made[0].number if seat.made else 0
    for form in seat.forms:
        values = form._replace(nominators=listed(form.nominators))  # type: ignore[arg-type]
        lasting = (rank, *_bounds(seat.first_day, last), seat.first_day.text)
        yield Row(seats, (slug, *lasting, last.text if last else None, source, *values))
    for number, event in seat.kept_vacant:
        days = (*event.first_day[:2], *(event.last_day or NEVER)[:2])  # type: ignore[attr-defined]
        yield Row(tenures, (slug, "", "vacant", *days, event.first_day.text, *_blank(number)))  # type: ignore[attr-defined]


def _blank(*entries: int) -> tuple[Any, ...]:
    return (None,) * 8 + (0, 0, listed(entries))


def _person_rows(body: Body, slug: str, person: str) -> Iterator[Row]:
    seat = body.seats.get(slug)
    if seat is None or person not in seat.chains:
        return
    for t in seat.tenures_of(person, body.last_day):
        yield Row(
            tenures,
            (
                slug,
                person,
                "tenure",
                *t.first[:2],
                *t.last[:2],
                t.first.text,
                t.until.text if t.until else None,
                t.planned.text if t.planned else None,
                t.mode,
                t.by,
                t.made_on.text if t.made_on else None,
                listed(t.nominated_by),
                t.decision,
                t.absent,
                t.began,
                t.ended,
                listed(t.entries),
            ),
        )
    for leave in seat.chains[person].leaves:
        days = (*leave.first[:2], *leave.last[:2])
        yield Row(
            tenures, (slug, person, "leave", *days, leave.first.text, *_blank(*leave.entries))
        )


@dataclass(frozen=True)
class Standing:
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
    names = [row.seat for row in forms] if body is not None else []
    sitting = _sitting(connection, day, at, body, names)
    empty = [(row.body, row.seat) for row in forms if (row.body, row.seat) not in sitting]
    once = _once_held(connection, day, at, body) if empty else set()
    return [_standing(row, sitting.get((row.body, row.seat), []), once, day) for row in forms]


def _forms(
    connection: Connection, day: int, at: int | None, body: str | None, seat: str | None
) -> Sequence[Any]:
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
    return connection.execute(query.order_by(seats.c.body, seats.c.rank, seats.c.seat)).all()


def _sitting(
    connection: Connection, day: int, at: int | None, body: str | None, names: Sequence[str]
) -> dict[tuple[str, str], list[Any]]:
    query = select(tenures).where(
        known(tenures, at), tenures.c.last_latest >= day, tenures.c.first_earliest <= day
    )
    if body is not None:
        query = query.where(tenures.c.body == body, tenures.c.seat.in_(names))
    found: dict[tuple[str, str], list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault((row.body, row.seat), []).append(row)
    return found


def _once_held(
    connection: Connection, day: int, at: int | None, body: str | None
) -> set[tuple[str, str]]:
    """Seats of which a holder, or a vacancy, is known on or before a day."""
    earlier = (
        exists()
        .where(tenures.c.body == seats.c.body, tenures.c.seat == seats.c.seat)
        .where(known(tenures, at), tenures.c.first_earliest <= day)
    )
    query = select(seats.c.body, seats.c.seat).where(known(seats, at), earlier)
    if body is not None:
        query = query.where(seats.c.body == body)
    return {(row.body, row.seat) for row in connection.execute(query)}


def _standing(row: Any, rows: list[Any], once: set[tuple[str, str]], day: int) -> Standing:
    form = form_of(row._mapping)
    held = [tenure_of(r) for r in rows if r.sort == "tenure"]
    away = [leave_of(r) for r in rows if r.sort == "leave"]
    holding = holders(sorted(held, key=lambda t: (t.first, t.began, t.person)), away, day)
    anything = bool(rows) or (row.body, row.seat) in once
    return Standing(
        row.body,
        row.seat,
        form,
        row.source,
        holding,
        room(form.places, holding, day, anything_known=anything),
        unknown=not anything,
    )


def form_of(row: RowMapping) -> Form:
    """The form of a seat from its row."""
    values = {name: row[name] for name in CHANGEABLE}
    values |= {
        "nominators": tuple(unlisted(row["nominators"])),
        "among_members": bool(row["among_members"]),
        "holds_over": bool(row["holds_over"]),
    }
    return Form(since=row["since"], to=row["to"], **values)


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
