"""Who sat when: from the facts known about a seat to tenures and leaves, in valid time.

The order in which facts were learned does not matter: they are read in the order of their days, and
the entry number only breaks ties. A chain is what is known of one person in one seat; `settle` then
applies what persons do to each other there: successors, leave, and the end of seat or body.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from domain.stated_events import TenureStated
from domain.tenure import Fact, Leave, Tenure, closed
from domain.tenure_events import (
    EXITS,
    Appointed,
    LeaveEnded,
    LeaveGranted,
    Reappointed,
    Replaced,
    SubstituteCalled,
    incoming,
    last_day_of,
    outgoing,
)
from domain.when import BEGINNING, END, NEVER, When, spanning

T = TypeVar("T")
_Worked = tuple[tuple[Tenure, ...], tuple[Leave, ...], int, int]
"""Tenures, leaves, `earlier` and `over` of a chain."""


class _Following(Generic[T]):
    """What follows from the facts of a chain: worked out when it is first asked for, then kept in
    its place, as what a source states is taken in by the thousand, and judged by nobody."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, chain: Chain, owner: type) -> T:
        before, chain.before = chain.before, None
        found = before and _gone_on(chain.person, before, chain.facts[-1])
        found = found or _worked_out(chain.person, chain.facts)
        chain.tenures, chain.leaves, chain.earlier, chain.over = found
        value: T = getattr(chain, self._name)
        return value


class Chain:
    """What is known of one person in one seat: the facts as they were learned, and what follows
    from them in the order of its days.

    By the day `over` all tenures are surely over, by the day `earlier` all but the latest; they are
    END where that is not sure.
    """

    tenures = _Following[tuple[Tenure, ...]]()
    leaves = _Following[tuple[Leave, ...]]()
    earlier = _Following[int]()
    over = _Following[int]()

    def __init__(
        self, person: str, facts: tuple[Fact, ...] = (), before: Chain | None = None
    ) -> None:
        self.person = person
        self.facts = facts
        self.before = before
        """The chain that it goes on from by its last fact, where that is worked out already."""


NOTHING_KNOWN = Chain("")


class Limits(NamedTuple):
    """What ends or prolongs every tenure of a seat: its last day or its body's, holding over."""

    last: When | None = None
    holds_over: bool = False
    places: int = 1


_BEGINNINGS = frozenset({Appointed, Reappointed, Replaced, SubstituteCalled, TenureStated})


def _worked_out(person: str, facts: tuple[Fact, ...]) -> _Worked:
    """What follows from nothing but the facts of a chain."""
    if not facts:
        return (), (), BEGINNING, BEGINNING
    if len(facts) == 1 and type(facts[0].event) is TenureStated:
        said = _stated(person, *facts[0])
        return (said,), (), BEGINNING, _over(said)
    begins, ends, granted, returns = [], [], [], []
    for fact in facts:
        event: Any = fact.event
        kind = type(event)
        if kind in _BEGINNINGS and person == incoming(event):
            begins.append(fact)
        if _is_end(person, event):
            ends.append(fact)
        elif kind is LeaveGranted:
            granted.append(fact)
        elif kind is LeaveEnded:
            returns.append(fact)
    if len(begins) > 1:
        begins = _in_order(begins)
    tenures = _ended(_begun(person, begins), ends)
    held = _adjoined(tenures, begins)
    earlier = max(map(_over, held[:-1]), default=BEGINNING)
    over = max(earlier, _over(held[-1])) if held else END
    return held, _leaves(person, granted, returns), earlier, over


def extended(person: str, before: Chain, fact: Fact) -> Chain:
    """The chain `before` after one fact more."""
    known = before if "over" in vars(before) or not before.facts else None
    return Chain(person, (*before.facts, fact), known)


def _gone_on(person: str, before: Chain, fact: Fact) -> _Worked | None:
    """What follows from one fact more, where it changes nothing before it: a tenure after all
    others, or the first end of the last one."""
    event: Any = fact.event
    kind = type(event)
    if kind is Appointed and _is_over(person, before, event.first_day.earliest):
        begun = _beginning(person, fact.number, event)
        return (*before.tenures, begun), (), before.over, _over(begun)
    if kind in EXITS and before.tenures:
        latest, last = before.tenures[-1], event.last_day
        simple = latest.began and len(latest.entries) == 1
        if simple and last is not None and latest.first.earliest <= last.latest:
            ended = closed(latest, last, fact.number)
            over = max(before.earlier, _over(ended))
            return (*before.tenures[:-1], ended), before.leaves, before.earlier, over
    return None


def _is_over(person: str, chain: Chain, day: int) -> bool:
    """Whether nothing known of a person reaches a day: no tenure, no leave, and no end that would
    be one of a tenure begun by then."""
    if chain.over >= day or chain.leaves:
        return False
    ends = (last_day_of(event) for _, event in chain.facts if _is_end(person, event))
    return all(last is not None and last.latest < day for last in ends)


def _is_end(person: str, event: Any) -> bool:
    """Whether an event ends a tenure of a person."""
    kind = type(event)
    return kind in EXITS or (kind is Replaced and event.outgoing == person)


def _over(tenure: Tenure) -> int:
    """The day by which a tenure is surely over, by a dated end if by any; else END."""
    dated = len(tenure.entries) == (2 if tenure.ended else 1)
    return max(tenure.last.latest, tenure.first.latest) if dated else END


def _content(fact: Fact) -> tuple[str, str, int]:
    """What breaks a tie between facts of one day; the number only where they say the same."""
    event: Any = fact.event
    return event.kind, event.model_dump_json(exclude_defaults=True), fact.number


def _in_order(begins: list[Fact]) -> list[Fact]:
    """Beginnings by their first days; what they say only matters where those are the same."""
    if len(set(map(_first_days, begins))) == len(begins):
        return sorted(begins, key=_first_days)
    return sorted(begins, key=_by_first_day)


def _first_days(fact: Fact) -> tuple[int, int]:
    event: Any = fact.event
    return event.first_day.earliest, event.first_day.latest


def _by_first_day(fact: Fact) -> tuple[Any, ...]:
    return *_first_days(fact), *_content(fact)


def _by_last_day(fact: Fact) -> tuple[Any, ...]:
    last = last_day_of(fact.event) or NEVER
    return last.earliest, last.latest, *_content(fact)


def _begun(person: str, begins: Iterable[tuple[int, Any]]) -> list[Tenure]:
    return [
        _stated(person, number, event)
        if type(event) is TenureStated
        else _beginning(person, number, event)
        for number, event in begins
    ]


def _beginning(person: str, number: int, event: Any) -> Tenure:
    """The tenure of a beginning alone."""
    said = vars(event)
    planned = said["planned_last_day"]
    return Tenure(
        person,
        said["first_day"],
        planned or NEVER,
        None,
        planned,
        said["mode"],
        said["by"],
        said["made_on"],
        said["nominated_by"],
        said["decision"],
        said.get("absent"),
        number,
        0,
        (number,),
    )


def _stated(person: str, number: int, event: Any) -> Tenure:
    """The tenure of one statement."""
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
        0,
        (number,),
    )


def _ended(tenures: list[Tenure], ends: list[Fact]) -> list[Tenure]:
    """Give each end to the last tenure that had begun by then; one with none on record makes a
    tenure of which only the end is known."""
    orphans: list[Tenure] = []
    for number, event in sorted(ends, key=_by_last_day):
        last = last_day_of(event)
        at = _tenure_at(tenures, last, number)
        if at is not None:
            tenures[at] = closed(tenures[at], last, number)
        elif last is not None:
            orphans.append(_known_by_its_end(outgoing(event), last, number))
    return orphans + tenures


def _tenure_at(tenures: list[Tenure], last: When | None, number: int) -> int | None:
    """The place of the tenure an end speaks of: the last that had begun by that day."""
    for at in range(len(tenures) - 1, -1, -1):
        begun_in_time = last is None or tenures[at].first.earliest <= last.latest
        if begun_in_time and tenures[at].began != number:
            return at
    return None


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
