"""Who sits on one day, how surely, and how much room is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from domain.tenure import Leave, Tenure
from domain.when import END

if TYPE_CHECKING:
    from domain.form import Form


class Holder(NamedTuple):
    """A tenure as it stands on one day; status is sitting, on leave, substituting or held over."""

    tenure: Tenure
    certain: bool
    status: str


class Room(NamedTuple):
    """How many places of a seat are free on one day: surely, and at most."""

    certain: int
    possible: int


def holders(tenures: Iterable[Tenure], leaves: Sequence[Leave], day: int) -> list[Holder]:
    """Who holds a seat on a day, each possible holder once, the longest sitting first."""
    sitting = [t for t in tenures if t.possible(day)]
    seams = _seams(sitting, day)
    found: dict[tuple[str, bool], Holder] = {}
    for tenure in sitting:
        key = (tenure.person, tenure.absent is not None)
        one_person = any(t.person == tenure.person and t is not tenure for t in seams)
        sure = tenure.certain(day) or (tenure in seams and one_person)
        if key not in found or not found[key].certain or sure:
            found[key] = Holder(tenure, sure, _status(tenure, leaves, day))
    return list(found.values())


def room(places: int, holding: Sequence[Holder], day: int, *, anything_known: bool) -> Room | None:
    """The free places of a seat with so many holders; None if unlimited, or nothing is known."""
    if places == 0 or not anything_known:
        return None
    seated = [h for h in holding if h.tenure.absent is None]
    surely = sum(h.certain for h in seated)
    uncertain = [h.tenure for h in seated if not h.certain]
    bridged = len(_seams(uncertain, day)) // 2
    return Room(
        certain=max(0, places - len(seated) + bridged), possible=max(0, places - surely - bridged)
    )


def _seams(tenures: Sequence[Tenure], day: int) -> list[Tenure]:
    """Pairs in which one entry ended the first tenure and began the second, on an unsure day, so
    that one of the two surely holds: outgoing, incoming, outgoing, incoming, …"""
    begun = {t.began: t for t in tenures if t.began}
    pairs: list[Tenure] = []
    for tenure in tenures:
        heir = begun.get(tenure.ended)
        if (
            heir is not None
            and heir is not tenure
            and not (tenure.certain(day) or heir.certain(day))
            and tenure.first.latest <= day <= heir.last.earliest
            and tenure.last == heir.first.shifted(-1)
        ):
            pairs += [tenure, heir]
    return pairs


def _status(tenure: Tenure, leaves: Sequence[Leave], day: int) -> str:
    if tenure.absent is not None:
        return "substituting"
    if any(leave.person == tenure.person and leave.possible(day) for leave in leaves):
        return "on leave"
    if tenure.planned is not None and tenure.planned.latest < day:
        return "held over"
    return "sitting"


class Vacancy(NamedTuple):
    """Days, both included (ordinals), in which a seat has room: places surely free, and at most."""

    first: int
    last: int
    room: Room


def vacancies(
    forms: Sequence[Form], tenures: Sequence[Tenure], leaves: Sequence[Leave], known_from: int
) -> list[Vacancy]:
    """The times in which a seat is known to have room, in the order of their days.

    `known_from` is the first day on which anything is known of a holder.
    """
    days = {known_from} | {form.since for form in forms} | {form.to + 1 for form in forms}
    for tenure in tenures:
        days |= {tenure.first.earliest, tenure.first.latest}
        days |= {tenure.last.earliest + 1, tenure.last.latest + 1, tenure.first.earliest + 1}
    turns = sorted(day for day in days if known_from <= day < END)
    found: list[Vacancy] = []
    for first, after in zip(turns, [*turns[1:], END], strict=True):
        form = next((form for form in forms if form.since <= first <= form.to), None)
        if form is None:
            continue
        holding = holders(tenures, leaves, first)
        free = room(form.places, holding, first, anything_known=True)
        if free is None or free.possible == 0:
            continue
        if found and found[-1].last == first - 1 and found[-1].room == free:
            found[-1] = found[-1]._replace(last=after - 1)
        else:
            found.append(Vacancy(first, after - 1, free))
    return found
