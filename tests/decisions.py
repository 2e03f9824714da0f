"""given(acts).when(acts).then(events): rules as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from domain.act import Act, act
from domain.body_events import BodyEstablished, SeatCreated
from domain.decide import decide
from domain.entry import Event
from domain.person_events import PersonRegistered
from domain.refusal import Refusals
from domain.when import When
from domain.world import World

TODAY = date(2026, 11, 24)
BODY = "raad"


def body(event: Event) -> Act:
    """An act on the body of the examples."""
    return act(BODY, event)


def day(text: str) -> When:
    """A date of the world."""
    return When.parse(text)


def ordinal(text: str) -> int:
    """One day as an ordinal."""
    return day(text).earliest


ESTABLISHED = body(BodyEstablished(name="Rådet", first_day=day("2010-01-01")))
SEAT = body(SeatCreated(seat="s1", title="Sæde 1", first_day=day("2010-01-01")))
SEAT_2 = body(SeatCreated(seat="s2", title="Sæde 2"))
BO = act("bo", PersonRegistered(name="Bo Hansen"))
AASE = act("aase", PersonRegistered(name="Åse Ærø"))
CY = act("cy", PersonRegistered(name="Cy Øst"))
RAAD = (ESTABLISHED, SEAT, SEAT_2, BO, AASE, CY)


@dataclass
class Given:
    """A world in which some acts were recorded, each in an append of its own."""

    world: World
    number: int = 1

    def recorded(self, *acts: Act) -> Given:
        """After one more append."""
        followed, after = decide(self.world, acts, today=TODAY, next_number=self.number)
        mentioned = dict(self.world.mentioned)
        from domain.mentions import mentions

        for number, (_, stands_in, event) in enumerate(followed, self.number):
            for stream in dict.fromkeys(mentions(event)):
                mentioned[stream] = (*mentioned.get(stream, ()), (number, stands_in))
        after.mentioned = mentioned
        return Given(after, self.number + len(followed))

    def when(self, *acts: Act) -> Asked:
        """What is asked for next."""
        return Asked(self, acts)


@dataclass
class Asked:
    """Acts that are asked for in a world."""

    given: Given
    acts: tuple[Act, ...]

    def then(self, *events: Event) -> Given:
        """They make exactly these events."""
        followed, _ = decide(
            self.given.world, self.acts, today=TODAY, next_number=self.given.number
        )
        assert [event for _, _, event in followed] == list(events)
        return self.given.recorded(*self.acts)

    def accepted(self) -> Given:
        """They make the events they ask for."""
        return self.then(*(asked.event for asked in self.acts))

    def refused(self, *messages: str) -> None:
        """They are refused with these messages, and nothing else."""
        with pytest.raises(Refusals) as caught:
            decide(self.given.world, self.acts, today=TODAY, next_number=self.given.number)
        assert [str(refusal) for _, refusal in caught.value.found] == list(messages)


def given(*acts: Act) -> Given:
    """A world in which acts were recorded one after another."""
    state = Given(World())
    for one in acts:
        state = state.recorded(one)
    return state
