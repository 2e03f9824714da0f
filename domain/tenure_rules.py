"""What is certainly impossible for tenures: two in one place, exits of those who do not sit, …"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.body_rules import within_body
from domain.case import Case
from domain.refusal import Impossible, Refusal
from domain.seat import Seat
from domain.tenure import Tenure
from domain.tenure_events import (
    Beginning,
    LeaveEnded,
    LeaveGranted,
    Replaced,
    Resigned,
    SubstituteCalled,
    Vacated,
    incoming,
    last_day_of,
    outgoing,
)
from domain.text import OPEN
from domain.timeline import Chain
from domain.when import END, NEVER, When, iso


def begins(case: Case, event: Beginning) -> None:
    """A tenure begins for a registered person, in the life of the seat, where there is room."""
    seat, person = case.seat(event), incoming(event)
    if person == OPEN:
        raise Refusal(f"nobody is named for seat {seat.slug}; name a person")
    same = case.registered(person).identities
    if event.decision is not None and not case.after.proposal(event.decision).adopted:
        raise Refusal(
            f"'{event.decision}' is not an adopted proposal; decide it first, or leave"
            " --decision out"
        )
    _within(case, seat, event)
    body_last = case.body.last_day
    held = seat.tenures_of(person, body_last)
    tenure = next(t for t in reversed(held) if t.began == case.number)
    near = seat.meeting(tenure, same, body_last)
    clashing = [t for t in near if t.began != case.number and _overlap(tenure, t)]
    if clashing:
        _refuse_second_tenure(case, seat, tenure, clashing, same)
        _refuse_overlap(case, seat, tenure, clashing)
    if seat.life.membership:
        _refuse_second_membership(case, seat, tenure, same)


def _within(case: Case, seat: Seat, event: Beginning) -> None:
    first, planned = event.first_day, event.planned_last_day
    within_body(case, first)
    if first.surely_before(seat.life.first_day):
        raise Impossible(f"seat {seat.slug} exists from {seat.life.first_day} only, not on {first}")
    if seat.life.last_day is not None and seat.life.last_day.surely_before(first):
        raise Impossible(f"seat {seat.slug} ended on {seat.life.last_day}, before {first}")
    if planned is not None and planned.surely_before(first):
        raise Impossible(f"the last day {planned} lies before the first day {first}")


def _span(tenure: Tenure) -> tuple[int, int]:
    """The days surely held as [first, last), so that one shared handover day is no overlap."""
    first, last = tenure.first.latest, tenure.last.earliest
    return first, max(last, first + 1) if last >= first else first


def _overlap(one: Tenure, other: Tenure) -> bool:
    (a, b), (c, d) = _span(one), _span(other)
    return max(a, c) < min(b, d)


def until(tenure: Tenure) -> str:
    """How long a tenure lasts, in words."""
    return f"until {tenure.last}" if tenure.last.latest < END else "with no end known"


def _refuse_second_tenure(
    case: Case, seat: Seat, tenure: Tenure, clashing: Sequence[Tenure], same: frozenset[str]
) -> None:
    for other in clashing:
        if other.person in same:
            raise Impossible(
                f"{case.after.name(tenure.person)} holds seat {seat.slug} already, {until(other)};"
                " use reappoint for a new tenure"
            )


def _refuse_overlap(case: Case, seat: Seat, tenure: Tenure, clashing: Sequence[Tenure]) -> None:
    if tenure.absent is not None:
        return
    begin = _span(tenure)[0]
    others = [(other, *_span(other)) for other in clashing if other.absent is None]
    for day in sorted({max(begin, first) for _, first, _ in others}):
        form = seat.life.form(day)
        sitting = [other for other, first, last in others if first <= day < last]
        if form is not None and 0 < form.places <= len(sitting):
            raise Impossible(_taken(case, seat, sitting, day, tenure))


def _taken(case: Case, seat: Seat, sitting: list[Tenure], day: int, coming: Tenure) -> str:
    if len(sitting) == 1:
        holder = sitting[0]
        since = "" if holder.first.latest <= coming.first.latest else f" from {holder.first}"
        name = case.after.name(holder.person)
        return f"{name} holds seat {seat.slug}{since} {until(holder)}; record the exit first"
    names = ", ".join(case.after.name(holder.person) for holder in sitting[:5])
    return f"all {len(sitting)} places of seat {seat.slug} are taken on {iso(day)}: {names}"


def _refuse_second_membership(case: Case, seat: Seat, tenure: Tenure, same: frozenset[str]) -> None:
    body = case.body
    seated = [(slug, name) for name in same for slug in body.seated.get(name, ())]
    for slug, name in sorted(seated):
        if slug == seat.slug or not body.seats[slug].life.membership:
            continue
        for held in body.seats[slug].tenures_of(name, body.last_day):
            if _overlap(tenure, held):
                raise Impossible(
                    f"{case.after.name(tenure.person)} already sits in {body.name} in seat"
                    f" {slug}, {until(held)}; a person has one membership in a body"
                )


def ends(case: Case, event: Resigned | Vacated | Replaced) -> None:
    """Only a holder can leave a seat, and only once."""
    person = outgoing(event)
    seat, last = case.seat(event), last_day_of(event)
    held = seat.tenures_of(person, case.body.last_day)
    ended = (t for t in held if case.number in t.entries and t.began not in (0, case.number))
    tenure = next(ended, None)
    if tenure is None:
        raise Impossible(_not_held(case, seat, person, last))
    if last is None:
        return
    before = _before(case, seat, tenure)
    over = before.last.surely_before(last) and not seat.life.limits.holds_over
    if over or (before.until is not None and before.until.latest <= last.earliest):
        raise Impossible(
            f"{case.after.name(person)} held seat {seat.slug} until {before.last} only"
            f" ({', '.join(f'#{n}' for n in before.entries)})"
        )
    if before.until is not None:
        _refuse_recorded(case, seat, tenure, last)


def _refuse_recorded(case: Case, seat: Seat, tenure: Tenure, last: When) -> None:
    for number, event in seat.chains[tenure.person].facts:
        if not isinstance(event, Resigned | Vacated | Replaced) or number <= tenure.began:
            continue
        same = type(event) is type(case.event) and number < case.number
        if same and last_day_of(event) == last:
            name = case.after.name(tenure.person)
            raise Impossible(f"that {name} left by {last} is recorded already as #{number}")


class _Before(NamedTuple):
    """How a tenure stood before the end that is judged."""

    last: When
    until: When | None
    entries: tuple[int, ...]


def _before(case: Case, seat: Seat, tenure: Tenure) -> _Before:
    if len(tenure.entries) == 2:
        return _Before(tenure.planned or NEVER, None, (tenure.began,))
    facts = seat.chains[tenure.person].facts
    known = Chain(tenure.person, tuple(f for f in facts if f.number != case.number)).tenures
    found = next(t for t in known if t.began == tenure.began)
    return _Before(found.last, found.until, found.entries)


def _not_held(case: Case, seat: Seat, person: str, last: When | None) -> str:
    day = case.today.toordinal()
    if last is not None and last.latest < END:
        day = last.latest
    sitting = [
        case.after.name(h.tenure.person)
        for h in case.body.holders(seat.slug, day)
        if h.tenure.person != person
    ]
    who = f"{', '.join(sitting[:5])} holds it" if sitting else "nobody is known to hold it"
    named = case.after.person(person)
    name = named.name if named.registered else f"'{person}'"
    return f"{name} does not hold seat {seat.slug} of {case.body.name} on {iso(day)}; {who}"


def replaced(case: Case, event: Replaced) -> None:
    """In a replacement one holder leaves and another begins."""
    last = last_day_of(event)
    if last is not None and event.last_day is not None and event.first_day.surely_before(last):
        raise Impossible(
            f"the outgoing person's last day {last} lies after the incoming person's first day"
            f" {event.first_day}"
        )
    case.seat(event)
    ends(case, event)
    begins(case, event)


def substituting(case: Case, event: SubstituteCalled) -> None:
    """A substitute sits for somebody else, who is on leave from that seat."""
    seat = case.seat(event)
    if event.person == event.absent:
        raise Impossible(f"{case.after.name(event.person)} cannot stand in for themselves")
    if not any(
        leave.person == event.absent and _may_meet(event.first_day, leave.first, leave.last)
        for leave in seat.leaves
    ):
        raise Impossible(
            f"{case.after.name(event.absent)} is not on leave from seat {seat.slug} on"
            f" {event.first_day}; grant the leave first"
        )
    begins(case, event)


def _may_meet(day: When, first: When, last: When) -> bool:
    return first.earliest <= day.latest and day.earliest <= last.latest


def leave(case: Case, event: LeaveGranted) -> None:
    """Only a holder goes on leave, and not twice at once."""
    seat, first = case.seat(event), event.first_day
    tenures = case.body.tenures(seat.slug)
    if not any(t.person == event.person and _may_meet(first, t.first, t.last) for t in tenures):
        raise Impossible(_not_held(case, seat, event.person, first))
    if event.planned_last_day is not None and event.planned_last_day.surely_before(first):
        raise Impossible(f"the last day {event.planned_last_day} lies before the first day {first}")
    for other in seat.chains[event.person].leaves:
        if (
            case.number not in other.entries
            and other.first.latest <= first.earliest
            and (first.latest <= other.last.earliest)
        ):
            raise Impossible(
                f"{case.after.name(event.person)} is on leave already, from {other.first}"
            )


def returned(case: Case, event: LeaveEnded) -> None:
    """Only a leave that began can end."""
    seat = case.seat(event)
    if not any(case.number in leave.entries for leave in seat.leaves):
        raise Impossible(
            f"{case.after.name(event.person)} was not on leave from seat {seat.slug} by"
            f" {event.last_day}"
        )
