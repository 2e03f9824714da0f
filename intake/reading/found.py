"""What was found in a paper: items, proposals, acts and facts, and what stayed open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple

from domain.words import Cause, Mode, Outcome, Role
from intake.formats.paper import Paper, Written

Verb = Literal[
    "appoint",
    "nominate",
    "resign",
    "vacate",
    "replace",
    "leave",
    "substitute",
    "create-seats",
    "establish-body",
    "dissolve-body",
]
Kind = Literal["approve", "note", "discuss", "appoint", "give input", "recommend", "other"]
"""What a recommended point asks of the body."""
Document = Literal["agenda", "minutes"]


@dataclass
class Act:
    """An act a proposal asks for, or a fact that is reported; None is what the paper leaves open.

    `until` is the last day; dates are as Fasti writes them. `other` is the outgoing holder of a
    replacement, the absent one of a substitution, the successor of a body. `places` are seats
    before and after.
    """

    act: Verb
    written: Written
    confidence: float
    body: str | None = None
    seat: str | None = None
    role: Role | None = None
    person: str | None = None
    affiliation: str | None = None
    position: str | None = None
    organisation: str | None = None
    mode: Mode | None = None
    reappointment: bool = False
    appointed_by: str | None = None
    nominated_by: tuple[str, ...] = ()
    entitled: str | None = None
    basis: str | None = None
    first_day: str | None = None
    until: str | None = None
    made_on: str | None = None
    cause: Cause | None = None
    other: str | None = None
    places: tuple[int | None, int] | None = None


@dataclass
class Point:
    """One recommended point of an item, and what minutes say was done with it; `changed` are those
    whom the decision put in the place of others that were asked for."""

    number: int
    kind: Kind
    text: str
    written: Written
    outcome: Outcome | None = None
    acts: list[Act] = field(default_factory=list)
    changed: list[Act] = field(default_factory=list)

    def adopted(self) -> list[Act]:
        """The acts as the decision has them."""
        instead = {act.other: act for act in self.changed}
        return [_instead(act, instead.get(act.person)) for act in self.acts]


def _instead(asked: Act, told: Act | None) -> Act:
    if told is None:
        return asked
    kept = {name: getattr(asked, name) for name in ("act", "body", "role", "seat", "other", "mode")}
    kept |= {name: getattr(told, name) or getattr(asked, name) for name in ("first_day", "until")}
    return replace(told, **kept)


@dataclass
class Dissent:
    """Who did not go along, with which points (none: all), and how."""

    who: tuple[str, ...]
    points: tuple[int, ...]
    position: Literal["against", "abstaining", "reservation"]
    note: str | None = None


@dataclass
class Votes:
    """How many voted how."""

    in_favour: int = 0
    against: int = 0
    abstained: int = 0


@dataclass
class Decision:
    """What the body did with an item: outcome, to whom or until when, how, and who dissented."""

    written: Written
    outcome: Outcome | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    said: set[Outcome] = field(default_factory=set)
    """Everything that is said to have been done, of no point by its number."""
    deferred_to: str | None = None
    referred_to: str | None = None
    manner: str | None = None
    votes: Votes | None = None
    voted: tuple[int, ...] = ()
    """The points that were voted on, if not all."""
    in_favour: tuple[str, ...] = ()
    dissent: list[Dissent] = field(default_factory=list)


@dataclass
class Item:
    """One item of an agenda or minutes."""

    number: str
    title: str
    written: Written
    last: int
    case: str | None = None
    officers: tuple[str, ...] = ()
    closed: bool = False
    section: str | None = None
    points: list[Point] = field(default_factory=list)
    decision: Decision | None = None
    facts: list[Act] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)


@dataclass
class Question:
    """A sentence that a person has to look at, and why."""

    item: str | None
    why: str
    written: Written


class Absence(NamedTuple):
    """Somebody who was not there: at which items (none: the whole meeting), and who sat in."""

    who: str
    items: tuple[str, ...] = ()
    substitute: str | None = None


@dataclass
class Meeting:
    """The meeting that a paper belongs to."""

    body: str
    day: date
    document: Document
    begins: str | None = None
    ends: str | None = None
    place: str | None = None


@dataclass
class Reading:
    """Everything that was read out of one paper."""

    paper: Paper
    layout: str
    meeting: Meeting
    sections: list[tuple[str, str]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    absent: list[Absence] = field(default_factory=list)
    following: Meeting | None = None
    left_out: dict[str, int] = field(default_factory=dict)

    def acts(self) -> list[Act]:
        """The acts of all proposals, and the facts, in the order of the items."""
        found: list[Act] = []
        for item in self.items:
            for point in item.points:
                found += point.acts
            found += item.facts
        return found
