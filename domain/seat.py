"""A seat as the facts about it say: what it was when, who sat in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from domain.body_events import KeptVacant, SeatAbolished, SeatChanged, SeatCreated
from domain.form import CHANGEABLE, Form
from domain.settlement import settle
from domain.tenure import Fact, Leave, Tenure
from domain.timeline import Chain, Limits, chain, persons_in
from domain.when import BEGINNING, END, UNKNOWN, When

_EMPTY = {"places": 0, "among_members": False, "nominators": (), "holds_over": False}


@dataclass(frozen=True)
class Seat:
    """The facts known about one seat, and what follows from them."""

    slug: str
    made: tuple[Fact, ...] = ()
    """Created, changed, abolished, kept vacant."""
    people: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    """Person → the facts that name them in this seat."""
    chains: Mapping[str, Chain] = field(default_factory=dict)

    def learning(self, fact: Fact) -> Seat:
        """The seat with one fact more."""
        if isinstance(fact.event, SeatCreated | SeatChanged | SeatAbolished | KeptVacant):
            return replace(self, made=(*self.made, fact))
        people, chains = dict(self.people), dict(self.chains)
        for person in persons_in(fact.event):
            people[person] = (*people.get(person, ()), fact)
            chains[person] = chain(person, people[person])
        return replace(self, people=people, chains=chains)

    def forgetting(self, number: int) -> Seat:
        """The seat without the fact of one entry."""
        made = tuple(fact for fact in self.made if fact.number != number)
        seat = Seat(self.slug, made)
        for fact in self.about_persons():
            if fact.number != number:
                seat = seat.learning(fact)
        return seat

    def about_persons(self) -> list[Fact]:
        """Every fact about somebody in this seat, in the order it was learned."""
        return sorted(
            {fact.number: fact for known in self.people.values() for fact in known}.values()
        )

    def facts(self) -> list[Fact]:
        """Every live fact about this seat."""
        return [*self.made, *self.about_persons()]

    @cached_property
    def created(self) -> SeatCreated | None:
        """The creation on record."""
        return next((f.event for f in self.made if isinstance(f.event, SeatCreated)), None)

    @cached_property
    def first_day(self) -> When:
        """The first day of the seat."""
        return self.created.first_day if self.created else UNKNOWN

    @cached_property
    def last_day(self) -> When | None:
        """The last day of the seat, if it has one."""
        last = self.created.last_day if self.created else None
        for _, event in self.made:
            if isinstance(event, SeatAbolished):
                last = event.last_day if last is None else last.or_earlier(event.last_day)
        return last

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """What the seat was from its first day to its last, change by change."""
        if self.created is None:
            return ()
        given = {name: getattr(self.created, name) for name in CHANGEABLE}
        forms = [Form(since=BEGINNING, to=END, **given)]
        changes = [f for f in self.made if isinstance(f.event, SeatChanged)]
        for _, event in sorted(changes, key=lambda f: (f.event.first_day.earliest, f.number)):  # type: ignore[attr-defined]
            since = event.first_day.earliest  # type: ignore[attr-defined]
            forms[-1] = forms[-1]._replace(to=since - 1)
            forms.append(changed(forms[-1], event)._replace(since=since, to=END))  # type: ignore[arg-type]
        return tuple(form for form in forms if form.since <= form.to)

    def form(self, day: int) -> Form | None:
        """What the seat was on a day."""
        return next((form for form in self.forms if form.since <= day <= form.to), None)

    @property
    def lasting(self) -> Form | None:
        """What the seat was last."""
        return self.forms[-1] if self.forms else None

    @cached_property
    def kept_vacant(self) -> tuple[Fact, ...]:
        """The times in which the seat is known to stand empty."""
        return tuple(fact for fact in self.made if isinstance(fact.event, KeptVacant))

    def limits(self, body_last: When | None) -> Limits:
        """What ends or prolongs every tenure here."""
        last = self.last_day
        if body_last is not None:
            last = body_last if last is None else last.or_earlier(body_last)
        form = self.lasting
        return Limits(last, form.holds_over, form.places) if form else Limits(last)

    def tenures(self, body_last: When | None = None) -> tuple[Tenure, ...]:
        """Every tenure in this seat, in the order of their days."""
        return settle(self.chains.values(), self.limits(body_last))

    def tenures_of(self, person: str, body_last: When | None) -> list[Tenure]:
        """The tenures of one person in this seat, in the order of their days."""
        limits = self.limits(body_last)
        if limits.holds_over or any(t.absent for t in self.chains[person].tenures):
            return [t for t in self.tenures(body_last) if t.person == person]
        return list(settle([self.chains[person]], limits))

    @property
    def leaves(self) -> tuple[Leave, ...]:
        """Every leave from this seat."""
        return tuple(leave for known in self.chains.values() for leave in known.leaves)


def changed(form: Form, event: SeatChanged) -> Form:
    """A form with what an event changes in it."""
    given = {name: value for name in CHANGEABLE if (value := getattr(event, name)) is not None}
    emptied = {name: _EMPTY.get(name) for name in event.cleared}
    return form._replace(**given, **emptied)  # type: ignore[arg-type]
