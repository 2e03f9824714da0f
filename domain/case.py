"""What a rule judges: one event, the worlds before and after the append it belongs to."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.body import Body
from domain.body_events import OfBody
from domain.entry import slug_in
from domain.refusal import Refusal
from domain.seat import Seat
from domain.world import World


class Case:
    """One event to be judged, with its number and stream, and the day it is recorded on.

    `body` is the body whose stream it is, after the append; of another stream there is none.
    """

    body: Body

    def __init__(
        self, before: World, after: World, stream: str, number: int, event: Any, today: date
    ) -> None:
        self.before = before
        self.after = after
        self.stream = stream
        self.slug = slug_in(stream)
        self.number = number
        self.event = event
        self.today = today

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

    def registered(self, person: str) -> None:
        """Refuse a person the register does not know."""
        if not self.after.person(person).registered:
            raise Refusal(
                f"no person '{person}' is registered; do it first with 'fasti person register'"
            )


def established(world: World, slug: str) -> Body:
    """A body that exists; refuses where it does not."""
    body = world.body(slug)
    if body.established is None:
        raise Refusal(f"no body '{slug}' is registered; establish it with 'fasti body establish'")
    return body
