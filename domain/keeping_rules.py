"""What is refused about erasure, holds on it, and losses that are acknowledged."""

from __future__ import annotations

from typing import assert_never

from domain.case import Case
from domain.kinds import PrivacyEvent
from domain.privacy_events import HoldPlaced, HoldReleased, PersonErased, PrivateNoted
from domain.record import Person
from domain.refusal import Refusal
from domain.register_events import ClockAcknowledged, LossAcknowledged


def privacy(case: Case, event: PrivacyEvent) -> None:
    """What is held is not erased, and a hold is placed and released once."""
    case.registered(case.slug)
    before = case.before.person(case.slug)
    match event:
        case PrivateNoted():
            pass
        case PersonErased():
            _erasable(before, event)
        case HoldPlaced():
            if before.held is not None:
                raise Refusal(f"{before.name} is under a hold already (#{before.held[0]})")
        case HoldReleased():
            if before.held is None:
                raise Refusal(f"{before.name} is under no hold; there is nothing to release")
        case _:
            assert_never(event)


def _erasable(person: Person, event: PersonErased) -> None:
    if person.held is not None:
        raise Refusal(
            f"{person.name} is under a hold (#{person.held[0]}: {person.held[1]});"
            " release it first with 'fasti person release'"
        )
    left = event.key is not None or person.private or (event.nameless and not person.nameless)
    if not left:
        too = "" if person.nameless else "; the name is erased too with --name"
        raise Refusal(f"nothing personal is kept of {person.name}{too}")


def loss(case: Case, event: LossAcknowledged) -> None:
    """A loss is acknowledged by the first entry after what was kept."""
    if event.kept != case.number - 1:
        raise Refusal(f"the register ends at #{case.number - 1}, not at #{event.kept}")


def clock(case: Case, event: ClockAcknowledged) -> None:
    """That a clock was ahead is acknowledged right after the entry it recorded."""
    if event.last != case.number - 1 or event.clock >= event.ahead:
        raise Refusal(f"#{event.last} is not the last entry, or its time is not still to come")
