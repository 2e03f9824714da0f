"""What is certainly impossible for persons and meetings."""

from __future__ import annotations

from domain.case import Case, established
from domain.kinds import MeetingEvent
from domain.meeting_events import (
    ItemListed,
    ItemStruck,
    MeetingConvened,
    MinutesApproved,
)
from domain.person_events import (
    OfPerson,
    PersonRegistered,
    PersonsMerged,
    PositionLeft,
    PositionTaken,
)
from domain.record import Meeting
from domain.refusal import Impossible, Refusal
from domain.register_events import SourceTimesTaken


def person(case: Case, event: OfPerson) -> None:
    """A person is registered once, and before anything else is said of them."""
    case.registered(case.slug)
    known = case.after.person(case.slug)
    match event:
        case PersonRegistered():
            for number, other in known.known:
                if isinstance(other, PersonRegistered) and number != case.number:
                    raise Refusal(
                        f"'{case.slug}' is already registered as {other.name} (#{number})"
                    )
        case PersonsMerged():
            _merged(case, event)
        case PositionLeft():
            if event.position not in [taken.position for taken in known.all(PositionTaken)]:
                raise Impossible(f"{known.name} is not known to be {event.position}")


def source_times(case: Case, _event: SourceTimesTaken) -> None:
    """Known times are another's only where nothing has one of its own yet."""
    if case.number != 1:
        raise Refusal("the known times of a source are taken into an empty register only")


def _merged(case: Case, event: PersonsMerged) -> None:
    if event.lost == case.slug:
        raise Refusal(f"'{case.slug}' cannot be merged with itself")
    case.registered(event.lost)
    if event.lost in case.before.identities(case.slug):
        raise Refusal(f"'{event.lost}' is already the same person as '{case.slug}'")
    if case.slug in case.after.identities(event.lost):
        raise Refusal(f"'{case.slug}' was merged into '{event.lost}'; it cannot go both ways")


def convened(case: Case, slug: str) -> Meeting:
    """A meeting that is on record; refuses where there is none."""
    found = case.after.meeting(slug)
    if found.convened is None:
        raise Refusal(f"no meeting '{slug}' is registered; convene it with 'fasti meeting convene'")
    return found


def listed(case: Case, meeting: str, item: str) -> None:
    """Refuse an item that is not on the agenda of a meeting."""
    if item not in convened(case, meeting).items:
        raise Refusal(f"meeting '{meeting}' has no item {item}; list it with 'fasti meeting item'")


def meeting(case: Case, event: MeetingEvent) -> None:
    """A meeting is convened once, by a body; its items have numbers of their own."""
    found = convened(case, case.slug)
    others = [other for number, other in found.known if number != case.number]
    match event:
        case MeetingConvened():
            established(case.after, event.body)
            if any(isinstance(other, MeetingConvened) for other in others):
                raise Refusal(f"meeting '{case.slug}' is already convened")
        case ItemListed():
            if any(isinstance(o, ItemListed) and o.item == event.item for o in others):
                raise Refusal(f"meeting '{case.slug}' already has an item {event.item}")
        case ItemStruck():
            if event.item not in [item.item for item in found.all(ItemListed)]:
                raise Refusal(f"meeting '{case.slug}' has no item {event.item}")
        case MinutesApproved():
            if event.at is not None:
                convened(case, event.at)
        case _:
            if event.item is not None:
                listed(case, case.slug, event.item)
