"""A second guard on who sits: on a server the database refuses two in one place.

The rules refuse, when something is decided, what is certainly impossible; so nobody but a mistake
in the views, or a hand that wrote them, puts two persons into one place. What the rules let pass
all the same is exempt, by what it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from domain.seat import Seat
from domain.stated_events import TenureStated
from domain.tenure import Fact, Tenure
from domain.tenure_events import (
    Appointed,
    LeaveEnded,
    LeaveGranted,
    Reappointed,
    Replaced,
    SubstituteCalled,
    incoming,
)
from projections.schema import STILL

_ABSENCES = frozenset({LeaveGranted, LeaveEnded})
_BEGINNINGS = frozenset({Appointed, Reappointed, Replaced})
_DAYS = ("first_day", "planned_last_day", "last_day")


def exempt(seat: Seat, tenure: Tenure) -> str | None:
    """Why the rules may have let a tenure meet another in its seat; None where they cannot."""
    if not seat.life.single:
        return "not of one place only"
    if tenure.person in seat.undone:
        return "something was retracted"
    if not tenure.began:
        return "only its end is known"
    return _unvouched(tenure.person, seat.chains[tenure.person].facts)


def _unvouched(person: str, facts: Iterable[Fact]) -> str | None:
    latest = -1
    for _, event in facts:
        said: dict[str, Any] = vars(event)
        kind = type(event)
        if kind is TenureStated:
            return "stated by a source"
        if kind is SubstituteCalled:
            return "a substitute"
        if said["despite"] is not None:
            return "recorded despite a rule"
        if kind not in _ABSENCES and not all(_exact(said.get(name)) for name in _DAYS):
            return "its days are not exact"
        if kind in _BEGINNINGS and incoming(event) == person:
            if said["first_day"].earliest <= latest:
                return "its tenures were learned out of order"
            latest = said["first_day"].earliest
    return None


def _exact(day: Any) -> bool:
    return day is None or bool(day.exact)


def two_in_one_place(rows: Iterable[Mapping[str, Any]]) -> str | None:
    """Where tenures break the guard, in words; None where they do not."""
    guarded = [row for row in rows if _guarded(row)]
    guarded.sort(key=lambda row: (row["body"], row["seat"], row["first_latest"]))
    for one, other in pairwise(guarded):
        same = (one["body"], one["seat"]) == (other["body"], other["seat"])
        if same and other["first_latest"] < max(one["last_earliest"], one["first_latest"] + 1):
            return (
                f"{one['person']} and {other['person']} in seat {one['seat']} of {one['body']},"
                f" which has one place"
            )
    return None


def _guarded(row: Mapping[str, Any]) -> bool:
    stands = row["known_to"] == STILL and row["sort"] == "tenure" and row["exempt"] is None
    return stands and row["last_earliest"] >= row["first_latest"]
