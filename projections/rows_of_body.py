"""A body's stream as rows of bodies, seats, tenures and leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import Table

from domain.body import SEATLESS, Body
from domain.proposal_events import Retracted
from domain.seat import MADE, Seat
from domain.tenure import Leave, Tenure
from domain.tenure_events import SubstituteCalled, persons_in
from domain.when import BEGINNING, END, NEVER, When
from projections.composition import bodies, seats, tenures
from projections.guarding import exempt
from projections.openings import Row
from projections.schema import listed, numbered


class Composition:
    """The view of a body's stream: a group of rows for its names, each seat, each person in it."""

    noun: ClassVar = "body"
    tables: ClassVar[Sequence[Table]] = (bodies, seats, tenures)

    def blank(self, slug: str) -> Body:
        """A body of which nothing is known."""
        return Body(slug)

    def touched(self, state: Body, event: Any) -> Iterable[tuple[str, ...]]:
        """The names (), the form of a seat (seat), a person in it (seat, person), or everything."""
        kind = type(event)
        if kind is Retracted:
            fact = state.fact(event.entry)
            return () if fact is None else self.touched(state, fact.event)
        if kind in SEATLESS:
            return ((), *(group for seat in state.seats.values() for group in _whole(seat)))
        seat = state.seats.get(event.seat) or Seat(event.seat)
        if kind in MADE:
            return _whole(seat)
        people = [(seat.slug, person) for person in persons_in(event)]
        if seat.entangled or kind is SubstituteCalled:
            return [*_whole(seat), *people]
        return people

    def rows(self, state: Body, group: Any) -> Iterable[Row]:
        """The rows of one group."""
        return _ROWS[len(group)](state, *group)


def _whole(seat: Seat) -> list[tuple[str, ...]]:
    return [(seat.slug,), *((seat.slug, person) for person in seat.chains)]


def _stored(value: Any) -> Any:
    """A value of a form as its column holds it."""
    if isinstance(value, tuple):
        return listed(value)
    return int(value) if isinstance(value, bool) else value


def _bounds(first: When, last: When | None) -> tuple[int, int]:
    return first.earliest, END if last is None else last.latest


def _body_rows(body: Body) -> Iterator[Row]:
    if body.established is None:
        return
    last, dissolved = body.last_day, body.being.dissolved
    for at, (since, name) in enumerate(body.being.names):
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
    source = seat.life.created.source if seat.life.created else None
    rank = seat.life.made[0].number if seat.life.made else 0
    for form in seat.life.forms:
        values = [_stored(value) for value in form]
        since, to = _bounds(seat.life.first_day, last)
        lasting = (rank, max(since, body.first_day.earliest), to, seat.life.first_day.text)
        yield Row(seats, (slug, *lasting, last.text if last else None, source, *values))
    for number, event in seat.life.kept_vacant:
        days = (*event.first_day[:2], *(event.last_day or NEVER)[:2])
        yield Row(tenures, (slug, "", "vacant", *days, event.first_day.text, *_blank(number)))


def _blank(*entries: int) -> tuple[Any, ...]:
    return (None,) * 8 + (0, 0, numbered(entries), None)


def _person_rows(body: Body, slug: str, person: str) -> Iterator[Row]:
    seat = body.seats.get(slug)
    if seat is None or person not in seat.chains:
        return
    for tenure in seat.tenures_of(person, body.last_day):
        yield Row(tenures, (slug, tenure, exempt(seat, tenure)), _tenure_values)
    for leave in seat.chains[person].leaves:
        yield Row(tenures, (slug, leave), _leave_values)


def _tenure_values(said: tuple[str, Tenure, str | None]) -> tuple[Any, ...]:
    slug, t, outside = said
    return (
        slug,
        t.person,
        "tenure",
        t.first.earliest,
        t.first.latest,
        t.last.earliest,
        t.last.latest,
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
        numbered(t.entries),
        outside,
    )


def _leave_values(said: tuple[str, Leave]) -> tuple[Any, ...]:
    slug, leave = said
    days = (*leave.first[:2], *leave.last[:2])
    return (slug, leave.person, "leave", *days, leave.first.text, *_blank(*leave.entries))


_ROWS: tuple[Callable[..., Iterable[Row]], ...] = (_body_rows, _seat_rows, _person_rows)
"""What makes the rows of a group, by how many names it has."""
