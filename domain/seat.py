"""A seat as the facts about it say: what it was when, who sat in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.body_events import KeptVacant, SeatAbolished, SeatChanged, SeatCreated
from domain.form import CHANGEABLE, CLEARED, Form
from domain.settlement import settle
from domain.stated_events import StatementWithdrawn, TenureStated
from domain.tenure import Fact, Leave, Tenure
from domain.tenure_events import SubstituteCalled
from domain.timeline import Chain, Limits, chain, extended, persons_in
from domain.when import BEGINNING, END, UNKNOWN, When

MADE = frozenset({SeatCreated, SeatChanged, SeatAbolished, KeptVacant})
"""Facts about a seat itself."""


class Life:
    """What a seat was from its first day to its last, from the facts about the seat itself."""

    def __init__(self, made: tuple[Fact, ...] = ()) -> None:
        self.made = made
        """Created, changed, abolished, kept vacant."""
        self.created = next((f.event for f in made if isinstance(f.event, SeatCreated)), None)
        """The creation on record."""
        self.first_day = self.created.first_day if self.created else UNKNOWN
        self.last_day = _last_day(self.created, made)
        self.forms = _forms(self.created, made)
        """What the seat was, change by change."""
        self.lasting = self.forms[-1] if self.forms else None
        """What the seat was last."""
        self.kept_vacant = [(f.number, f.event) for f in made if isinstance(f.event, KeptVacant)]
        """The times in which the seat is known to stand empty, with their entries."""
        self.limits = Limits(self.last_day)
        """What ends or prolongs every tenure here."""
        if self.lasting is not None:
            self.limits = Limits(self.last_day, self.lasting.holds_over, self.lasting.places)

    def form(self, day: int) -> Form | None:
        """What the seat was on a day."""
        return next((form for form in self.forms if form.since <= day <= form.to), None)


def _last_day(created: SeatCreated | None, made: tuple[Fact, ...]) -> When | None:
    last = created.last_day if created else None
    for _, event in made:
        if isinstance(event, SeatAbolished):
            last = event.last_day if last is None else last.or_earlier(event.last_day)
    return last


def _forms(created: SeatCreated | None, made: tuple[Fact, ...]) -> tuple[Form, ...]:
    if created is None:
        return ()
    given = {name: getattr(created, name) for name in CHANGEABLE}
    forms = [Form(since=BEGINNING, to=END, **given)]
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


@dataclass
class Seat:
    """The facts known about one seat, and what follows from them."""

    slug: str
    life: Life = field(default_factory=Life)
    chains: Mapping[str, Chain] = field(default_factory=dict)
    """Person → what is known of them in this seat."""
    substituted: bool = False
    """Whether a substitute was ever called in, so that persons here depend on each other."""

    def learning(self, fact: Fact) -> Seat:
        """The seat with one fact more."""
        event = fact.event
        if type(event) in MADE:
            life = Life((*self.life.made, fact))
            return Seat(self.slug, life, self.chains, self.substituted)
        chains = dict(self.chains)
        for person in persons_in(event):
            chains[person] = extended(person, chains.get(person), fact)
        called = self.substituted or type(event) is SubstituteCalled
        return Seat(self.slug, self.life, chains, called)

    def withdrawing(self, person: str, number: int | None) -> Seat:
        """The seat without one statement about one person."""
        chains = dict(self.chains)
        known = chains.pop(person, None)
        left = tuple(fact for fact in known.facts if fact.number != number) if known else ()
        if left:
            chains[person] = chain(person, left)
        return Seat(self.slug, self.life, chains, self.substituted)

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
                seat = seat.learning(fact)
        return seat

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

    def meeting(self, tenure: Tenure, body_last: When | None) -> list[Tenure]:
        """Every tenure in this seat that may share a day with one of them, that one included."""
        first, last = tenure.first.earliest, tenure.last.latest
        if self.entangled or body_last is not None or self.life.last_day is not None:
            near: Iterable[Tenure] = self.tenures(body_last)
        else:
            lasting = [known for known in self.chains.values() if known.all_over >= first]
            near = [t for known in lasting for t in known.tenures]
        return [t for t in near if t.last.latest >= first and t.first.earliest <= last]

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
