"""Persons, meetings and proposals as the facts in their streams say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self, TypeVar

from domain.act import Act
from domain.entry import Event
from domain.meeting_events import ItemListed, ItemStruck, MeetingConvened
from domain.person_events import PersonRegistered, PersonRenamed, PersonsMerged
from domain.privacy_events import HoldPlaced, HoldReleased, PersonErased, PrivateNoted
from domain.proposal_events import (
    CandidateNominated,
    Decided,
    DecisionAnnulled,
    ProposalAmended,
    ProposalWithdrawn,
    Proposed,
    Retracted,
)
from domain.tenure import Fact
from domain.words import ADOPTING, PENDING

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Record:
    """The live facts of one stream, in the order they were learned."""

    slug: str
    known: tuple[Fact, ...] = ()

    def copy(self) -> Self:
        """A record that can go on without changing this one: this one, for it never changes."""
        return self

    def evolve(self, number: int, event: Event) -> Self:
        """The record after one more entry of its stream; facts are applied without question."""
        if type(event) is Retracted:
            left = tuple(fact for fact in self.known if fact.number != event.entry)
            return type(self)(self.slug, left)
        return type(self)(self.slug, (*self.known, Fact(number, event)))

    def facts(self) -> Iterator[Fact]:
        """Every live fact of the stream."""
        return iter(self.known)

    def fact(self, number: int) -> Fact | None:
        """The live fact of one entry."""
        return next((fact for fact in self.known if fact.number == number), None)

    def all(self, kind: type[E]) -> list[E]:
        """The live events of one kind."""
        return [fact.event for fact in self.known if type(fact.event) is kind]

    def first(self, kind: type[E]) -> E | None:
        """The first live event of one kind."""
        return next(iter(self.all(kind)), None)


class Person(Record):
    """What is known of one person."""

    @cached_property
    def name(self) -> str:
        """The latest name."""
        registered = self.first(PersonRegistered)
        renamed = sorted(self.all(PersonRenamed), key=lambda event: event.first_day)
        return renamed[-1].name if renamed else registered.name if registered else self.slug

    @cached_property
    def registered(self) -> bool:
        """Whether the register speaks of this person."""
        return self.first(PersonRegistered) is not None

    @cached_property
    def absorbed(self) -> frozenset[str]:
        """Identifiers that turned out to be this person."""
        return frozenset(event.lost for event in self.all(PersonsMerged))

    @cached_property
    def identities(self) -> frozenset[str]:
        """Every identifier of this person."""
        return self.absorbed | {self.slug}

    @property
    def private(self) -> list[Fact]:
        """The personal values kept apart from the log that were not erased."""
        erased = max((f.number for f in self.known if isinstance(f.event, PersonErased)), default=0)
        noted = (fact for fact in self.known if isinstance(fact.event, PrivateNoted))
        return [fact for fact in noted if fact.number > erased]

    @property
    def nameless(self) -> bool:
        """Whether the name was erased."""
        return any(event.nameless for event in self.all(PersonErased))

    @property
    def held(self) -> tuple[int, str] | None:
        """The hold that forbids to erase anything: number and reason."""
        found = None
        for number, event in self.known:
            if isinstance(event, HoldPlaced | HoldReleased):
                found = (number, event.reason) if isinstance(event, HoldPlaced) else None
        return found


class Keeping(Record):
    """What is known of the register itself, as a thing that is kept."""


class Meeting(Record):
    """What is known of one meeting."""

    @property
    def convened(self) -> MeetingConvened | None:
        """The meeting on record."""
        return self.first(MeetingConvened)

    @property
    def items(self) -> dict[str, ItemListed]:
        """Number → item, without those struck."""
        struck = {event.item for event in self.all(ItemStruck)}
        return {e.item: e for e in self.all(ItemListed) if e.item not in struck}


class Proposal(Record):
    """What is known of one proposal, and where it stands."""

    @cached_property
    def proposed(self) -> Proposed | None:
        """The proposal as it was made."""
        return self.first(Proposed)

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts that follow if it is adopted, as last amended."""
        amended = [event.acts for event in self.all(ProposalAmended) if event.acts is not None]
        return amended[-1] if amended else self.proposed.acts if self.proposed else ()

    @property
    def text(self) -> str:
        """Its text, as last amended."""
        amended = [event.text for event in self.all(ProposalAmended) if event.text is not None]
        return amended[-1] if amended else self.proposed.text if self.proposed else ""

    @property
    def candidates(self) -> list[CandidateNominated]:
        """Who was put forward."""
        return self.all(CandidateNominated)

    @property
    def decisions(self) -> list[Decided]:
        """What bodies did with it, in the order it was learned."""
        return self.all(Decided)

    @cached_property
    def settlement(self) -> Fact | None:
        """The decision that settled it, if one did; not one that is void from the start."""
        settled = None
        for fact in self.known:
            event = fact.event
            if isinstance(event, Decided) and settled is None and event.outcome not in PENDING:
                settled = fact
            elif isinstance(event, DecisionAnnulled) and event.first_day is None:
                settled = None
        return settled

    @property
    def settled(self) -> Decided | None:
        """What that decision says."""
        event = self.settlement.event if self.settlement else None
        return event if isinstance(event, Decided) else None

    @cached_property
    def annulments(self) -> dict[int, DecisionAnnulled]:
        """Entry of a decision → what annulled it."""
        found: dict[int, DecisionAnnulled] = {}
        settled = 0
        for number, event in self.known:
            if isinstance(event, Decided) and event.outcome not in PENDING:
                settled = number
            elif isinstance(event, DecisionAnnulled):
                found[settled] = event
        return found

    @property
    def withdrawn(self) -> ProposalWithdrawn | None:
        """The withdrawal on record."""
        return self.first(ProposalWithdrawn)

    @property
    def annulled(self) -> bool:
        """Whether its last decision is annulled."""
        if self.settlement is None:
            return bool(self.annulments)
        return self.settlement.number in self.annulments

    @property
    def adopted(self) -> bool:
        """Whether its acts happened."""
        return self.settled is not None and self.settled.outcome in ADOPTING

    @property
    def pending(self) -> bool:
        """Whether it can still be decided."""
        return bool(self.proposed) and self.settled is None and self.withdrawn is None

    @property
    def status(self) -> str:
        """Where it stands: annulled, withdrawn, the outcome of its last decision, or proposed."""
        if self.annulled:
            return "annulled"
        if self.withdrawn:
            return "withdrawn"
        last = self.settled or (self.decisions[-1] if self.decisions else None)
        return last.outcome if last else "proposed"

    def filled(self, acts: tuple[Act, ...]) -> tuple[Act, ...]:
        """Acts with their open persons named, where exactly one candidate fits."""
        return tuple(self._named(act) if act.open else act for act in acts)

    def _named(self, act: Act) -> Act:
        seat = getattr(act.event, "seat", None)
        fitting = {c.person for c in self.candidates if c.seat in (None, seat)}
        return act.naming(fitting.pop()) if len(fitting) == 1 else act
