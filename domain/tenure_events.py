"""Facts about who sits: appointments, exits, replacements, leave and substitutes.

They stand in the stream of the body whose seat they speak of.
"""

from __future__ import annotations

from typing import Any, ClassVar

from domain.body_events import OfBody
from domain.names import Name, PersonSlug, Slug
from domain.when import When
from domain.words import Cause, Mode


class Beginning(OfBody):
    """What is known of how a tenure began: first day, planned last day, by what right, by whom, on
    what day made, on whose nomination, by which decision."""

    seat: Slug
    first_day: When
    planned_last_day: When | None = None
    mode: Mode = "appointed"
    by: Name | None = None
    made_on: When | None = None
    nominated_by: tuple[Name, ...] = ()


class Appointed(Beginning):
    """A person got a seat."""

    kind: ClassVar = "appointed/1"
    verb: ClassVar = "appoint"
    says: ClassVar = "{person} got seat {seat} of {body} ({mode}), first day {first_day}."
    person: PersonSlug


class Reappointed(Beginning):
    """A holder got a new tenure in the same seat, adjoining an earlier one where one is known."""

    kind: ClassVar = "reappointed/1"
    verb: ClassVar = "reappoint"
    says: ClassVar = "{person} got seat {seat} of {body} again ({mode}), first day {first_day}."
    person: PersonSlug


class Replaced(Beginning):
    """One person left a seat and another took it: `first_day` is the incoming person's; `last_day`
    the outgoing person's, the day before unless it is given."""

    kind: ClassVar = "replaced/1"
    verb: ClassVar = "replace"
    says: ClassVar = "{incoming} took seat {seat} of {body} from {outgoing}, first day {first_day}."
    outgoing: Slug
    incoming: PersonSlug
    last_day: When | None = None


class SubstituteCalled(Beginning):
    """A substitute sits in the seat of a holder on leave; the two count as one."""

    kind: ClassVar = "substitute-called/1"
    verb: ClassVar = "call substitute"
    says: ClassVar = (
        "{person} was called into seat {seat} of {body} for {absent}, from {first_day}."
    )
    mode: Mode = "substituting"
    person: PersonSlug
    absent: Slug


class Resigned(OfBody):
    """A holder gave up a seat; without `last_day` it is tendered and the holder still sits."""

    kind: ClassVar = "resigned/1"
    verb: ClassVar = "resign"
    says: ClassVar = "{person} resigned from seat {seat} of {body}, last day {last_day}."
    seat: Slug
    person: Slug
    tendered: When | None = None
    last_day: When | None = None


class Vacated(OfBody):
    """A tenure ended otherwise than by resignation."""

    kind: ClassVar = "vacated/1"
    verb: ClassVar = "vacate"
    says: ClassVar = "{person} left seat {seat} of {body} ({cause}), last day {last_day}."
    seat: Slug
    person: Slug
    last_day: When
    cause: Cause = "not stated"


class LeaveGranted(OfBody):
    """A holder is absent for a time without losing the seat."""

    kind: ClassVar = "leave-granted/1"
    verb: ClassVar = "grant leave"
    says: ClassVar = "{person} was granted leave from seat {seat} of {body}, first day {first_day}."
    seat: Slug
    person: Slug
    first_day: When
    planned_last_day: When | None = None


class LeaveEnded(OfBody):
    """The last day of a leave; the holder sits again from the next."""

    kind: ClassVar = "leave-ended/1"
    verb: ClassVar = "end leave"
    says: ClassVar = "The leave of {person} from seat {seat} of {body} ended, last day {last_day}."
    seat: Slug
    person: Slug
    last_day: When


EXITS = frozenset({Resigned, Vacated})
"""Ends that speak of one person only."""


def incoming(event: Any) -> str:
    """The person a beginning brings in."""
    name: str = event.incoming if type(event) is Replaced else event.person
    return name


def outgoing(event: Any) -> str:
    """The person an end speaks of."""
    name: str = event.outgoing if type(event) is Replaced else event.person
    return name


def last_day_of(event: Any) -> When | None:
    """The last day an end states; a replacement's is the day before the successor's first."""
    last: When | None = event.last_day
    return event.first_day.shifted(-1) if last is None and type(event) is Replaced else last


def persons_in(event: Any) -> tuple[str, ...]:
    """Whose chains in a seat an event belongs to."""
    if type(event) is Replaced:
        both = (event.outgoing, event.incoming)
        return both[:1] if event.outgoing == event.incoming else both
    return (event.person,)
