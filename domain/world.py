"""Everything a decision reads: the states of the streams it concerns, folded from their entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.body import Body
from domain.entry import Event
from domain.record import Keeping, Meeting, Person, Proposal

State = Body | Person | Meeting | Proposal | Keeping
Mentioned = tuple[tuple[int, str], ...]
"""Entries that name something: (number, stream)."""

_STATES: dict[str, type[State]] = {
    "body": Body,
    "person": Person,
    "meeting": Meeting,
    "proposal": Proposal,
    "register": Keeping,
}


def blank(stream: str) -> State:
    """The state of a stream in which nothing stands yet."""
    noun, _, slug = stream.partition(":")
    return _STATES[noun](slug)


@dataclass
class World:
    """States by stream name; `mentioned` tells which entries of other streams name a stream, where
    a decision needs it.

    The `states` are used up by what the world takes in; streams that took in nothing are as
    `before` has them, which other worlds share.
    """

    states: dict[str, State] = field(default_factory=dict)
    mentioned: Mapping[str, Mentioned] = field(default_factory=dict)
    before: Mapping[str, State] = field(default_factory=dict)

    def state(self, stream: str) -> Any:
        """What is known of a stream."""
        return self.states.get(stream) or self.before.get(stream) or blank(stream)

    def body(self, slug: str) -> Body:
        """What is known of a body."""
        found: Body = self.state(f"body:{slug}")
        return found

    def person(self, slug: str) -> Person:
        """What is known of a person."""
        found: Person = self.state(f"person:{slug}")
        return found

    def meeting(self, slug: str) -> Meeting:
        """What is known of a meeting."""
        found: Meeting = self.state(f"meeting:{slug}")
        return found

    def proposal(self, slug: str) -> Proposal:
        """What is known of a proposal."""
        found: Proposal = self.state(f"proposal:{slug}")
        return found

    def evolve(self, stream: str, number: int, event: Event) -> None:
        """Take in one more entry."""
        state: Any = self.states.get(stream)
        if state is None:
            other: Any = self.before.get(stream)
            state = blank(stream) if other is None else other.copy()
        self.states[stream] = state.evolve(number, event)

    def copy(self) -> World:
        """A world that can go on without changing this one."""
        known = {**self.before, **self.states} if self.before else self.states
        return World({}, self.mentioned, known)

    def identities(self, person: str) -> frozenset[str]:
        """Every identifier of a person."""
        return self.person(person).identities

    def name(self, person: str) -> str:
        """What to call a person."""
        return self.person(person).name


def live(world: World, stream: str, number: int) -> bool:
    """Whether an entry still holds."""
    return world.state(stream).fact(number) is not None
