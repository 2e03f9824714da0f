"""What a rule judges: one event, the worlds before and after the append it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.body import Body
from domain.body_events import OfBody
from domain.entry import slug_in
from domain.record import Person
from domain.refusal import Refusal
from domain.seat import Seat
from domain.world import World


@dataclass(slots=True)
class Case:
    """One event to be judged, with its number and stream, and the day it is recorded on.

    `body` is the body whose stream it is, after the append; of another stream there is none.
    """

    before: World
    after: World
    stream: str
    number: int
    event: Any
    today: date
    body: Body = field(init=False)

    @property
    def slug(self) -> str:
        """What the stream is about."""
        return slug_in(self.stream)

    def seat(self, event: OfBody) -> Seat:
        """The seat an event speaks of; refuses where there is none."""
        body = self.body
        slug: str = event.seat  # type: ignore[attr-defined]
        seat = body.seats.get(slug)
        if seat is None or seat.life.created is None:
            known = ", ".join(sorted(s.slug for s in body.seats.values() if s.life.created)[:8])
            raise Refusal(
                f"{body.name} has no seat '{slug}'; create it first, or name one of: {known or '–'}"
            )
        return seat

    def registered(self, slug: str) -> Person:
        """A person the register knows; refuses any other."""
        person = self.after.person(slug)
        if not person.registered:
            raise Refusal(
                f"no person '{slug}' is registered; do it first with 'fasti person register'"
            )
        return person


def established(world: World, slug: str) -> Body:
    """A body that exists; refuses where it does not."""
    return existing(world.body(slug))


def existing(body: Body) -> Body:
    """That body; refuses where it was never established."""
    if body.established is None:
        raise Refusal(
            f"no body '{body.slug}' is registered; establish it with 'fasti body establish'"
        )
    return body
