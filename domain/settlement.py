"""What persons do to each other in a seat: successors, leave, and the end of seat or body."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from domain.tenure import Fact, Leave, Tenure, closed
from domain.tenure_events import persons_in
from domain.timeline import Chain, Limits
from domain.when import NEVER, When


def settle(chains: Iterable[Chain], limits: Limits) -> tuple[Tenure, ...]:
    """All tenures of a seat, in the order of their days, after what persons and the end of seat or
    body do to each other."""
    known = list(chains)
    tenures = sorted((t for c in known for t in c.tenures), key=_in_time)
    if limits.holds_over:
        tenures = _held_over(tenures, limits.places)
    leaves = [leave for c in known for leave in c.leaves]
    if any(t.absent for t in tenures):
        tenures = [_substituting(t, tenures, leaves) if t.absent else t for t in tenures]
    if limits.last is not None:
        tenures = [_cut(t, limits.last) for t in tenures]
    return tuple(tenures)


def timeline(facts: Iterable[Fact], limits: Limits) -> tuple[Tenure, ...]:
    """All tenures of one seat from all live facts about it, computed from nothing."""
    people: dict[str, list[Fact]] = {}
    for fact in facts:
        for person in persons_in(fact.event):
            people.setdefault(person, []).append(fact)
    return settle((Chain(person, tuple(known)) for person, known in people.items()), limits)


def _in_time(tenure: Tenure) -> tuple[int, int, int, int, str]:
    """The order of days."""
    first, last = tenure.first, tenure.last
    return first.earliest, first.latest, last.latest, last.earliest, tenure.person


def _fully(tenure: Tenure) -> tuple[object, ...]:
    """The order of days; what a tenure says breaks ties."""
    return *_in_time(tenure), str(tenure[3:11])


def _held_over(tenures: list[Tenure], places: int) -> list[Tenure]:
    """Let holders whose term ended stay until successors begin, the longest expired first."""
    begins = sorted((t for t in tenures if not t.absent), key=_fully)
    starts = [t.first.earliest for t in begins]
    waiting = [t for t in begins if t.planned is not None and t.until is None]
    settled = {t.began: t._replace(last=NEVER) for t in waiting}
    taken: set[int] = set()
    for tenure in sorted(waiting, key=lambda t: (t.planned, *_fully(t))):
        later = bisect_right(starts, tenure.planned.earliest if tenure.planned else 0)
        for successor in begins[later:] if places else ():
            sitting = [settled.get(t.began, t) for t in begins if t.began != successor.began]
            room = sum(t.certain(successor.first.latest) for t in sitting) < places
            if successor.began in taken or successor.began == tenure.began or room:
                continue
            taken.add(successor.began)
            settled[tenure.began] = closed(tenure, successor.first.shifted(-1), successor.began)
            break
    return [settled.get(t.began, t) if t.began else t for t in tenures]


def _substituting(tenure: Tenure, tenures: list[Tenure], leaves: list[Leave]) -> Tenure:
    """Let a substitute sit no longer than the leave, and the tenure, of the absent holder."""
    day = tenure.first.latest
    held = [t for t in tenures if t.person == tenure.absent]
    frames: list[Leave | Tenure] = [*leaves, *held]
    for frame in frames:
        if frame.person == tenure.absent and frame.first.earliest <= day <= frame.last.latest:
            last = tenure.last.or_earlier(frame.last)
            if last != tenure.last:
                entries = tuple(sorted({*tenure.entries, *frame.entries}))
                tenure = tenure._replace(last=last, until=last, entries=entries)
    return tenure


def _cut(tenure: Tenure, last: When) -> Tenure:
    """End a tenure with its seat or body, where it would run on after that."""
    shorter = tenure.last.or_earlier(last)
    if shorter == tenure.last:
        return tenure
    return tenure._replace(last=shorter, until=shorter)
