"""What is certainly impossible for bodies and seats."""

from __future__ import annotations

from domain.body_events import (
    BodyDissolved,
    BodyEstablished,
    BodyRenamed,
    KeptVacant,
    SeatAbolished,
    SeatChanged,
    SeatCreated,
)
from domain.case import Case
from domain.case import established as established_body
from domain.form import CLEARED
from domain.refusal import Impossible, Refusal
from domain.when import When


def established(case: Case, _event: BodyEstablished) -> None:
    """A body is established once."""
    for number, event in case.body.made:
        if isinstance(event, BodyEstablished) and number != case.number:
            raise Refusal(f"'{case.slug}' is already established as {event.name} (#{number})")


def renamed(case: Case, event: BodyRenamed) -> None:
    """A body is renamed in its life."""
    within_body(case, event.first_day)


def dissolved(case: Case, event: BodyDissolved) -> None:
    """A body ends once, not before it begins, and its successor is known."""
    body = case.body
    for number, other in body.made:
        if isinstance(other, BodyDissolved) and number != case.number:
            raise Refusal(
                f"{body.name} is already dissolved, last day {other.last_day} (#{number})"
            )
    if event.last_day.surely_before(body.first_day):
        raise Impossible(f"{body.name} began on {body.first_day}, after {event.last_day}")
    if event.succeeded_by is not None:
        established_body(case.after, event.succeeded_by)


def seat_created(case: Case, event: SeatCreated) -> None:
    """A seat is created once, within the life of its body, and does not end before it begins."""
    body = case.body
    for number, other in case.seat(event).life.made:
        if isinstance(other, SeatCreated) and number != case.number:
            raise Refusal(
                f"{body.name} already has a seat '{event.seat}' ({other.title}, #{number})"
            )
    within_body(case, event.first_day)
    if event.last_day is not None and event.last_day.surely_before(event.first_day):
        raise Impossible(
            f"the last day {event.last_day} lies before the first day {event.first_day}"
        )


def within_body(case: Case, first: When) -> None:
    """Nothing in a body begins before it or after it."""
    body = case.body
    if first.surely_before(body.first_day):
        raise Impossible(f"{body.name} exists from {body.first_day} only, not on {first}")
    if body.last_day is not None and body.last_day.surely_before(first):
        raise Impossible(f"{body.name} was dissolved, last day {body.last_day}, before {first}")


def seat_changed(case: Case, event: SeatChanged) -> None:
    """A change lies in the life of the seat and leaves room for those who surely sit."""
    seat = case.seat(event)
    unknown = set(event.cleared) - set(CLEARED)
    if unknown:
        raise Refusal(f"'{min(unknown)}' cannot be cleared; these can: {', '.join(CLEARED)}")
    within_body(case, event.first_day)
    if event.first_day.surely_before(seat.life.first_day):
        raise Impossible(f"seat {seat.slug} exists from {seat.life.first_day} only")
    if seat.life.last_day is not None and seat.life.last_day.surely_before(event.first_day):
        raise Impossible(f"seat {seat.slug} ended on {seat.life.last_day}")
    day = event.first_day.latest
    sitting = [h for h in case.body.holders(seat.slug, day) if h.certain and not h.tenure.absent]
    if event.places and len(sitting) > event.places:
        raise Impossible(
            f"{len(sitting)} hold seat {seat.slug} on {event.first_day}; {event.places} places"
            " are too few for them"
        )


def seat_abolished(case: Case, event: SeatAbolished) -> None:
    """A seat ends once, not before it begins."""
    seat = case.seat(event)
    for number, other in seat.life.made:
        if isinstance(other, SeatAbolished) and number != case.number:
            raise Refusal(f"seat {seat.slug} already ended on {other.last_day} (#{number})")
    if event.last_day.surely_before(seat.life.first_day):
        raise Impossible(f"seat {seat.slug} began on {seat.life.first_day}, after {event.last_day}")


def kept_vacant(case: Case, event: KeptVacant) -> None:
    """A seat that is surely full on a day does not stand vacant that day."""
    seat, day = case.seat(event), event.first_day.latest
    room = case.body.room(seat.slug, day)
    if room is not None and room.possible == 0:
        holder = next(h for h in case.body.holders(seat.slug, day) if h.certain).tenure
        until = f"until {holder.until}" if holder.until else "with no end known"
        raise Impossible(
            f"{case.after.name(holder.person)} holds seat {seat.slug} {until}; it has no room"
        )
    if event.last_day is not None and event.last_day.surely_before(event.first_day):
        raise Impossible(
            f"the last day {event.last_day} lies before the first day {event.first_day}"
        )
