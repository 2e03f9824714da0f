"""A seat as the facts about it say: what it was when, who sat in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from domain.body_events import KeptVacant, SeatAbolished, SeatChanged, SeatCreated
from domain.form import CHANGEABLE, CLEARED, Form
from domain.settlement import settle
from domain.stated_events import StatementWithdrawn, TenureStated
from domain.tenure import Fact, Leave, Tenure
from domain.tenure_events import SubstituteCalled, persons_in
from domain.timeline import NOTHING_KNOWN, Chain, Limits, extended
from domain.when import BEGINNING, END, UNKNOWN, When

MADE = frozenset({SeatCreated, SeatChanged, SeatAbolished, KeptVacant})
"""Facts about a seat itself."""


class Life:
    """What a seat was from its first day to its last, from the facts about the seat itself."""

    def __init__(self, made: tuple[Fact, ...] = ()) -> None:
        self.made = made
        """Created, changed, abolished, kept vacant."""
        self.created = next((f.event for f in made if type(f.event) is SeatCreated), None)
        """The creation on record."""
        self.first_day = self.created.first_day if self.created else UNKNOWN
        """Its first day."""
        self.last_day = _last_day(self.created, made)
        """Its last day, if one is known."""
        self.kept_vacant = [(f.number, f.event) for f in made if type(f.event) is KeptVacant]
        """The times in which the seat is known to stand empty, with their entries."""

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """What the seat was, change by change."""
        return _forms(self.created, self.made) if self.created else ()

    @property
    def lasting(self) -> Form | None:
        """What the seat was last."""
        return self.forms[-1] if self.forms else None

    @cached_property
    def limits(self) -> Limits:
        """What ends or prolongs every tenure here."""
        last, form = self.last_day, self.lasting
        return Limits(last, form.holds_over, form.places) if form else Limits(last)

    @cached_property
    def limited(self) -> bool:
        """Whether there ever was room for a certain number only."""
        return any(form.places for form in self.forms)

    @cached_property
    def single(self) -> bool:
        """Whether nothing ever said but that one person holds it, who leaves at the planned end."""
        return all(
            getattr(fact.event, "places", None) in (None, 1)
            and not getattr(fact.event, "holds_over", False)
            for fact in self.made
        )

    @cached_property
    def membership(self) -> bool:
        """Whether its last holders are members of the body by it."""
        return self.lasting is not None and self.lasting.membership

    def form(self, day: int) -> Form | None:
        """What the seat was on a day."""
        return next((form for form in self.forms if form.since <= day <= form.to), None)


def _last_day(created: SeatCreated | None, made: tuple[Fact, ...]) -> When | None:
    last = created.last_day if created else None
    for _, event in made:
        if type(event) is SeatAbolished:
            last = event.last_day if last is None else last.or_earlier(event.last_day)
    return last


_given = attrgetter(*CHANGEABLE)


def _forms(created: SeatCreated, made: tuple[Fact, ...]) -> tuple[Form, ...]:
    forms = [Form(BEGINNING, END, *_given(created))]
    changes = [(f.event, f.number) for f in made if isinstance(f.event, SeatChanged)]
    for event, _ in sorted(changes, key=lambda c: (c[0].first_day.earliest, c[1])):
        since = event.first_day.earliest
        forms[-1] = forms[-1]._replace(to=since - 1)
        forms.append(_changed(forms[-1], event)._replace(since=since, to=END))
    return tuple(form for form in forms if form.since <= form.to)


def _changed(form: Form, event: SeatChanged) -> Form:
    given = {name: value for name in CHANGEABLE if (value := getattr(event, name)) is not None}
    emptied = {name: CLEARED[name] for name in event.cleared if name in CLEARED}
    return form._replace(**given, **emptied)  # type: ignore[arg-type]


NOTHING_MADE = Life()


@dataclass(slots=True)
class Seat:
    """The facts known about one seat, and what follows from them."""

    slug: str
    life: Life = NOTHING_MADE
    chains: dict[str, Chain] = field(default_factory=dict)
    """Person → what is known of them in this seat."""
    substituted: bool = False
    """Whether a substitute was ever called in, so that persons here depend on each other."""
    undone: frozenset[str] = field(default=frozenset(), compare=False)
    """The persons for whom something was undone, and what was judged since may fit no more."""

    def copy(self) -> Seat:
        """A seat that can learn more without changing this one."""
        return Seat(self.slug, self.life, dict(self.chains), self.substituted, self.undone)

    def learn(self, fact: Fact) -> None:
        """Take in one more fact."""
        if type(fact.event) in MADE:
            self.life = Life((*self.life.made, fact))
        else:
            self.seat(fact, persons_in(fact.event))

    def seat(self, fact: Fact, people: Iterable[str]) -> None:
        """Take in one more fact about some people here."""
        chains = self.chains
        for person in people:
            chains[person] = extended(person, chains.get(person, NOTHING_KNOWN), fact)
        if type(fact.event) is SubstituteCalled:
            self.substituted = True

    def withdraw(self, person: str, number: int | None) -> None:
        """Take back one statement about one person."""
        known = self.chains.pop(person, NOTHING_KNOWN)
        left = tuple(fact for fact in known.facts if fact.number != number)
        if left:
            self.chains[person] = Chain(person, left)
            self.undone |= {person}

    def stated(self, event: StatementWithdrawn) -> int | None:
        """The entry of the live statement that an event withdraws, the last where several agree."""
        days, known = (event.first_day, event.last_day), self.chains.get(event.person)
        for number, said in reversed(known.facts if known else ()):
            if isinstance(said, TenureStated) and (said.first_day, said.last_day) == days:
                return number
        return None

    def forgetting(self, number: int) -> Seat:
        """The seat without the fact of one entry."""
        seat = Seat(self.slug, Life(tuple(f for f in self.life.made if f.number != number)))
        for fact in self.about_persons():
            if fact.number != number:
                seat.learn(fact)
        seat.undone = self.undone.union(self._speaking_of(number)) & seat.chains.keys()
        return seat

    def _speaking_of(self, number: int) -> Iterable[str]:
        """The persons a fact is about: all, where it is about the seat or its body."""
        people = [p for p in self.chains if any(f.number == number for f in self.chains[p].facts)]
        return people or self.chains

    def about_persons(self) -> list[Fact]:
        """Every fact about somebody in this seat, in the order it was learned."""
        known = {fact.number: fact for chain in self.chains.values() for fact in chain.facts}
        return [known[number] for number in sorted(known)]

    def facts(self) -> list[Fact]:
        """Every live fact about this seat."""
        return [*self.life.made, *self.about_persons()]

    @property
    def entangled(self) -> bool:
        """Whether what happens to one person here may change the tenures of others."""
        return self.substituted or self.life.limits.holds_over

    def limits(self, body_last: When | None) -> Limits:
        """What ends or prolongs every tenure here, the end of the body included."""
        limits = self.life.limits
        if body_last is None:
            return limits
        last = body_last if limits.last is None else limits.last.or_earlier(body_last)
        return limits._replace(last=last)

    def tenures(self, body_last: When | None = None) -> tuple[Tenure, ...]:
        """Every tenure in this seat, in the order of their days."""
        return settle(self.chains.values(), self.limits(body_last))

    def meeting(self, tenure: Tenure, same: frozenset[str], body_last: When | None) -> list[Tenure]:
        """Every tenure in this seat that may share a day with one of them, that one included.

        Where there is room for any number, only those of the `same` person can be in the way.
        """
        first, last = tenure.first.earliest, tenure.last.latest
        if self.entangled or body_last is not None or self.life.last_day is not None:
            near = self.tenures(body_last)
            return [t for t in near if t.last.latest >= first and t.first.earliest <= last]
        chains: Iterable[Chain] = self.chains.values()
        if not self.life.limited:
            chains = [self.chains[person] for person in sorted(same & self.chains.keys())]
        return [
            tenure
            for chain in chains
            if chain.over >= first
            for tenure in (chain.tenures if chain.earlier >= first else chain.tenures[-1:])
            if tenure.last.latest >= first and tenure.first.earliest <= last
        ]

    def tenures_of(self, person: str, body_last: When | None) -> Sequence[Tenure]:
        """The tenures of one person in this seat, in the order of their days."""
        if self.entangled:
            return [t for t in self.tenures(body_last) if t.person == person]
        if body_last is None and self.life.last_day is None:
            return self.chains[person].tenures
        return settle((self.chains[person],), self.limits(body_last))

    @property
    def leaves(self) -> tuple[Leave, ...]:
        """Every leave from this seat."""
        return tuple(leave for known in self.chains.values() for leave in known.leaves)
