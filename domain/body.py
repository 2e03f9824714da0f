"""A body as the facts in its stream say: its names, its life, its seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.body_events import BodyDissolved, BodyEstablished, BodyRenamed
from domain.composition import Holder, Room, holders, room
from domain.layered import Growing, going_on
from domain.proposal_events import Retracted
from domain.seat import MADE, Seat
from domain.stated_events import StatementWithdrawn
from domain.tenure import Fact, Tenure
from domain.tenure_events import persons_in
from domain.when import UNKNOWN, When

SEATLESS = frozenset({BodyEstablished, BodyRenamed, BodyDissolved})
"""Facts about a body itself."""


class Being:
    """What a body was from its first day to its last, from the facts about the body itself."""

    def __init__(self, made: tuple[Fact, ...] = ()) -> None:
        self.made = made
        """Established, renamed, dissolved."""
        events = [fact.event for fact in made]
        self.established = next((e for e in events if isinstance(e, BodyEstablished)), None)
        """The establishment on record."""
        self.dissolved = next((e for e in events if isinstance(e, BodyDissolved)), None)
        """The dissolution on record."""
        self.first_day = self.established.first_day if self.established else UNKNOWN
        self.last_day = self.dissolved.last_day if self.dissolved else None
        renamed = [(e.first_day, e.name) for e in events if isinstance(e, BodyRenamed)]
        self.names: tuple[tuple[When, str], ...] = ()
        """Its names, each with the day it bears it from, in their order."""
        if self.established is not None:
            self.names = ((self.first_day, self.established.name), *sorted(renamed))


@dataclass(slots=True)
class Body:
    """The facts known about one body."""

    slug: str
    being: Being = field(default_factory=Being)
    seats: Growing[str, Seat] = field(default_factory=dict)
    seated: Growing[str, tuple[str, ...]] = field(default_factory=dict)
    """Person → the seats in which anything is known of them."""
    own: set[str] = field(default_factory=set, compare=False)
    """The seats that no other body shares; any other is copied before it changes."""

    def copy(self) -> Body:
        """A body that can go on without changing this one, which is not to change any more."""
        return Body(self.slug, self.being, going_on(self.seats), going_on(self.seated))

    def evolve(self, number: int, event: Any) -> Body:
        """The body after one more entry of its stream; facts are applied without question.

        This one is used up by it: it may be the same, changed.
        """
        kind = type(event)
        if kind is Retracted:
            return self._forgetting(event.entry)
        if kind is StatementWithdrawn:
            return self._withdrawing(event)
        fact = Fact(number, event)
        if kind in SEATLESS:
            self.being = Being((*self.made, fact))
            return self
        slug: str = event.seat
        seat = self._changing(slug)
        if kind in MADE:
            seat.learn(fact)
            return self
        people = persons_in(event)
        seat.seat(fact, people)
        for person in people:
            seats = self.seated.get(person, ())
            if slug not in seats:
                self.seated[person] = (*seats, slug)
        return self

    def _changing(self, slug: str) -> Seat:
        """A seat that may be changed."""
        seat = self.seats.get(slug)
        if seat is None or slug not in self.own:
            seat = self.seats[slug] = Seat(slug) if seat is None else seat.copy()
            self.own.add(slug)
        return seat

    def _withdrawing(self, event: StatementWithdrawn) -> Body:
        slug, person = event.seat, event.person
        if slug in self.seats:
            seat = self._changing(slug)
            seat.withdraw(person, event.entry)
            if person not in seat.chains:
                others = (other for other in self.seated.get(person, ()) if other != slug)
                self.seated[person] = tuple(others)
        return self

    def _forgetting(self, number: int) -> Body:
        made = tuple(fact for fact in self.made if fact.number != number)
        seats = {}
        for slug, seat in self.seats.items():
            touched = any(fact.number == number for fact in seat.facts())
            left = seat.forgetting(number) if touched or len(made) < len(self.made) else seat
            if left.life.made or left.chains:
                seats[slug] = left
        seated: dict[str, tuple[str, ...]] = {}
        for seat in seats.values():
            for person in seat.chains:
                seated[person] = (*seated.get(person, ()), seat.slug)
        return Body(self.slug, Being(made), seats, seated)

    def facts(self) -> Iterator[Fact]:
        """Every live fact of the stream."""
        yield from self.made
        for seat in self.seats.values():
            yield from seat.facts()

    def fact(self, number: int) -> Fact | None:
        """The live fact of one entry."""
        return next((fact for fact in self.facts() if fact.number == number), None)

    @property
    def made(self) -> tuple[Fact, ...]:
        """Established, renamed, dissolved."""
        return self.being.made

    @property
    def established(self) -> BodyEstablished | None:
        """The establishment on record."""
        return self.being.established

    @property
    def first_day(self) -> When:
        """The first day of the body."""
        return self.being.first_day

    @property
    def last_day(self) -> When | None:
        """The last day of the body, if it has one."""
        return self.being.last_day

    @property
    def name(self) -> str:
        """Its latest name."""
        return self.being.names[-1][1] if self.being.names else self.slug

    def tenures(self, seat: str) -> tuple[Tenure, ...]:
        """Every tenure in a seat, in the order of their days."""
        return self.seats[seat].tenures(self.last_day)

    def holders(self, seat: str, day: int) -> list[Holder]:
        """Who holds a seat on a day."""
        return holders(self.tenures(seat), self.seats[seat].leaves, day)

    def room(self, seat: str, day: int) -> Room | None:
        """The free places of a seat on a day."""
        form = self.seats[seat].life.form(day)
        tenures = self.tenures(seat)
        known = any(t.first.earliest <= day for t in tenures) or any(
            event.first_day.earliest <= day for _, event in self.seats[seat].life.kept_vacant
        )
        places = form.places if form else 0
        return room(places, self.holders(seat, day), day, anything_known=known)
