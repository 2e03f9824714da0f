"""Who sat when: from the facts known about a seat to tenures and leaves, in valid time.

The order in which facts were learned does not matter: they are read in the order of their days, and
the entry number only breaks ties. A chain is what is known of one person in one seat; `settle` then
applies what persons do to each other there: successors, leave, and the end of seat or body.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from domain.stated_events import TenureStated
from domain.tenure import Fact, Leave, Tenure
from domain.tenure_events import (
    Appointed,
    LeaveEnded,
    LeaveGranted,
    Reappointed,
    Replaced,
    Resigned,
    SubstituteCalled,
    Vacated,
)
from domain.when import BEGINNING, NEVER, When, spanning


class Chain(NamedTuple):
    """What is known of one person in one seat, in the order of its days."""

    tenures: tuple[Tenure, ...] = ()
    leaves: tuple[Leave, ...] = ()


class Limits(NamedTuple):
    """What ends or prolongs every tenure of a seat: its last day or its body's, holding over."""

    last: When | None = None
    holds_over: bool = False
    places: int = 1


EXITS = frozenset({Resigned, Vacated})
"""Ends that speak of one person only."""
_BEGINNINGS = frozenset({Appointed, Reappointed, Replaced, SubstituteCalled, TenureStated})


def chain(person: str, facts: Sequence[Fact]) -> Chain:
    """The tenures and leaves of one person in one seat, from all live facts that name them."""
    begins, ends, granted, returns = [], [], [], []
    for fact in facts:
        event: Any = fact.event
        kind = type(event)
        if kind in _BEGINNINGS and person == incoming(event):
            begins.append(fact)
        if kind in EXITS or (kind is Replaced and event.outgoing == person):
            ends.append(fact)
        elif kind is LeaveGranted:
            granted.append(fact)
        elif kind is LeaveEnded:
            returns.append(fact)
    if len(begins) > 1:
        begins.sort(key=_by_first_day)
    tenures = _ended(_begun(person, begins), ends)
    return Chain(_adjoined(tenures, begins), _leaves(person, granted, returns))


def extended(person: str, before: Chain | None, facts: Sequence[Fact]) -> Chain:
    """The chain of facts of which all but the last made `before`.

    A tenure after all others, or the first end of the last one, changes nothing before it; any
    other fact is worked in by computing the chain anew.
    """
    last = facts[-1]
    event: Any = last.event
    if before is None or not before.tenures:
        if type(event) is TenureStated and len(facts) == 1:
            return Chain((_stated(person, last.number, event),))
        return chain(person, facts)
    latest = before.tenures[-1]
    if type(event) is Appointed:
        first = event.first_day.earliest
        if all(_over(t, first) for t in before.tenures) and not before.leaves:
            return Chain((*before.tenures, *_begun(person, (last,))), before.leaves)
    elif type(event) in EXITS and event.last_day is not None:
        begun = latest.first.earliest <= event.last_day.latest
        if begun and latest.began and len(latest.entries) == 1:
            ended = closed(latest, event.last_day, last.number)
            return Chain((*before.tenures[:-1], ended), before.leaves)
    return chain(person, facts)


def _over(tenure: Tenure, day: int) -> bool:
    """Whether a tenure surely ended before a day, and by a dated end if by any."""
    ended = tenure.last.latest < day and tenure.first.latest < day
    return ended and len(tenure.entries) == (2 if tenure.ended else 1)


def incoming(event: Any) -> str:
    """The person a beginning brings in."""
    name: str = event.incoming if type(event) is Replaced else event.person
    return name


def last_day_of(event: Resigned | Vacated | Replaced) -> When | None:
    """The last day an exit states; a replacement's is the day before the successor's first."""
    if type(event) is Replaced and event.last_day is None:
        return event.first_day.shifted(-1)
    return event.last_day


def _content(fact: Fact) -> tuple[str, str, int]:
    """What breaks a tie between facts of one day; the number only where they say the same."""
    event: Any = fact.event
    return event.kind, event.model_dump_json(), fact.number


def _by_first_day(fact: Fact) -> tuple[Any, ...]:
    first: When = fact.event.first_day  # type: ignore[attr-defined]
    return first.earliest, first.latest, *_content(fact)


def _by_last_day(fact: Fact) -> tuple[Any, ...]:
    last = last_day_of(fact.event) or NEVER  # type: ignore[arg-type]
    return last.earliest, last.latest, *_content(fact)


def _begun(person: str, begins: Iterable[tuple[int, Any]]) -> list[Tenure]:
    return [
        _stated(person, number, event)
        if type(event) is TenureStated
        else Tenure(
            person,
            event.first_day,
            event.planned_last_day or NEVER,
            None,
            event.planned_last_day,
            event.mode,
            event.by,
            event.made_on,
            event.nominated_by,
            event.decision,
            event.absent if type(event) is SubstituteCalled else None,
            number,
            0,
            (number,),
        )
        for number, event in begins
    ]


def _stated(person: str, number: int, event: TenureStated) -> Tenure:
    return Tenure(
        person,
        event.first_day,
        event.last_day or NEVER,
        event.last_day,
        None,
        "not stated",
        None,
        None,
        (),
        event.decision,
        None,
        number,
        number if event.last_day else 0,
        (number,),
    )


def _ended(tenures: list[Tenure], ends: list[Fact]) -> list[Tenure]:
    """Give each end to the last tenure that had begun by then; one with none on record makes a
    tenure of which only the end is known."""
    orphans: list[Tenure] = []
    for number, event in sorted(ends, key=_by_last_day):
        last = last_day_of(event)  # type: ignore[arg-type]
        at = _tenure_at(tenures, last, number)
        if at is not None:
            tenures[at] = closed(tenures[at], last, number)
        elif last is not None:
            person = event.outgoing if type(event) is Replaced else event.person  # type: ignore[attr-defined]
            orphans.append(_known_by_its_end(person, last, number))
    return orphans + tenures


def _tenure_at(tenures: list[Tenure], last: When | None, number: int) -> int | None:
    """The place of the tenure an end speaks of: the last that had begun by that day."""
    for at in range(len(tenures) - 1, -1, -1):
        begun_in_time = last is None or tenures[at].first.earliest <= last.latest
        if begun_in_time and tenures[at].began != number:
            return at
    return None


def closed(tenure: Tenure, last: When | None, number: int) -> Tenure:
    """A tenure after an entry that ends it, or that only belongs to it (None)."""
    entries = (*tenure.entries, number)
    if number < tenure.entries[-1]:
        entries = tuple(sorted(entries))
    if last is None:
        return tenure._replace(entries=entries)
    until = last if tenure.until is None else tenure.until.or_earlier(last)
    ended = tenure.ended if tenure.ended and until == tenure.until else number
    return Tenure(
        tenure.person,
        tenure.first,
        until,
        until,
        tenure.planned,
        tenure.mode,
        tenure.by,
        tenure.made_on,
        tenure.nominated_by,
        tenure.decision,
        tenure.absent,
        tenure.began,
        ended,
        entries,
    )


def _known_by_its_end(person: str, last: When, number: int) -> Tenure:
    return Tenure(
        person=person,
        first=spanning(BEGINNING, last.latest),
        last=last,
        until=last,
        planned=None,
        mode="not stated",
        by=None,
        made_on=None,
        nominated_by=(),
        decision=None,
        absent=None,
        began=0,
        ended=number,
        entries=(number,),
    )


def _adjoined(tenures: list[Tenure], begins: list[Fact]) -> tuple[Tenure, ...]:
    """End each tenure the day before the same person's reappointment, where it ran on into it."""
    again = {fact.number for fact in begins if isinstance(fact.event, Reappointed)}
    for at in range(1, len(tenures)):
        later, earlier = tenures[at], tenures[at - 1]
        if later.began in again and not earlier.last.surely_before(later.first):
            tenures[at - 1] = closed(earlier, later.first.shifted(-1), later.began)
    return tuple(tenures)


def _leaves(person: str, granted: list[Fact], returns: list[Fact]) -> tuple[Leave, ...]:
    leaves = [
        Leave(person, event.first_day, event.planned_last_day or NEVER, (number,))
        for number, event in sorted(granted, key=_by_first_day)
        if isinstance(event, LeaveGranted)
    ]
    for number, event in sorted(returns, key=_by_last_day):
        last: When = event.last_day  # type: ignore[attr-defined]
        for at in range(len(leaves) - 1, -1, -1):
            if leaves[at].first.earliest <= last.latest:
                leaves[at] = leaves[at]._replace(last=last, entries=(*leaves[at].entries, number))
                break
    return tuple(leaves)


def persons_in(event: Any) -> tuple[str, ...]:
    """Whose chains in a seat an event belongs to."""
    if type(event) is Replaced:
        both = (event.outgoing, event.incoming)
        return both[:1] if event.outgoing == event.incoming else both
    return (event.person,)
