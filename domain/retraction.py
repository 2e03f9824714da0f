"""When an entry may be retracted: not while live entries rest on it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.body import Body
from domain.body_events import BodyEstablished
from domain.case import Case
from domain.meeting_events import ItemListed, MeetingConvened
from domain.person_events import PersonRegistered
from domain.privacy_events import PersonErased
from domain.proposal_events import Decided, Proposed, Retracted
from domain.refusal import Refusal
from domain.register_events import ClockAcknowledged, LossAcknowledged
from domain.tenure import Fact
from domain.tenure_events import (
    LeaveEnded,
    LeaveGranted,
    Replaced,
    Resigned,
    SubstituteCalled,
    Vacated,
)
from domain.world import live

NAMED_BY_OTHERS = (
    BodyEstablished,
    PersonRegistered,
    MeetingConvened,
    ItemListed,
    Proposed,
    Decided,
)
"""Kinds on which entries of other streams may rest."""
_ROOTS = (PersonRegistered, MeetingConvened, Proposed)


def retracted(case: Case, event: Retracted) -> None:
    """Only a live entry is retracted, together with the live entries that rest on it."""
    fact = case.before.state(case.stream).fact(event.entry)
    if fact is None:
        raise Refusal(
            f"#{event.entry} is not a live entry of {case.stream}; it may be retracted already"
        )
    if isinstance(fact.event, PersonErased | LossAcknowledged):
        raise Refusal(f"#{event.entry} cannot be retracted: what is gone does not come back by it")
    if isinstance(fact.event, ClockAcknowledged):
        raise Refusal(f"#{event.entry} cannot be retracted: the times that follow rest on it")
    resting = sorted({*_in_own_stream(case, fact), *_in_others(case, fact)})
    if resting:
        named = ", ".join(f"#{number}" for number in resting[:10])
        more = f" and {len(resting) - 10} more" if len(resting) > 10 else ""
        raise Refusal(
            f"#{event.entry} carries other entries: {named}{more}; retract them in the same command"
        )


def _in_own_stream(case: Case, fact: Fact) -> Iterator[int]:
    before, after = case.before.state(case.stream), case.after.state(case.stream)
    if isinstance(before, Body) and isinstance(after, Body):
        known_before = {other.number for other in before.facts()}
        for other in after.facts():
            if other.number in known_before and _borne(before, other) and not _borne(after, other):
                yield other.number
    elif isinstance(fact.event, _ROOTS):
        yield from (other.number for other in after.facts())


def _borne(body: Body, fact: Fact) -> bool:
    """Whether the facts that another one presupposes are there."""
    event = fact.event
    seat = body.seats.get(getattr(event, "seat", ""))
    if body.established is None or (seat is not None and seat.life.created is None):
        return False
    match event:
        case Resigned() | Vacated() | Replaced() if seat is not None:
            tenures = seat.tenures()
            return any(
                t.began and t.began != fact.number and fact.number in t.entries for t in tenures
            )
        case LeaveGranted() if seat is not None:
            return any(t.person == event.person for t in seat.tenures() if t.began)
        case LeaveEnded() if seat is not None:
            return any(fact.number in leave.entries for leave in seat.leaves)
        case SubstituteCalled() if seat is not None:
            return any(leave.person == event.absent for leave in seat.leaves)
        case _:
            return True


def _in_others(case: Case, fact: Fact) -> Iterator[int]:
    if not isinstance(fact.event, NAMED_BY_OTHERS):
        return
    for number, stream in case.after.mentioned.get(case.stream, ()):
        if number == fact.number or not live(case.after, stream, number):
            continue
        event = case.after.state(stream).fact(number)
        if _rests(fact.event, event.event if event else None):
            yield number


def _rests(on: object, event: object) -> bool:
    if isinstance(on, ItemListed):
        return getattr(event, "item", None) == on.item
    if isinstance(on, Decided):
        return getattr(event, "decision", None) is not None
    return True
