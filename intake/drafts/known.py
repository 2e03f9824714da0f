"""What the register knows already, as plain candidates that a reading is matched to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from domain.act import Act
from domain.words import Role


class KnownBody(NamedTuple):
    """A body by one of its names, and whether its end is on record."""

    slug: str
    name: str
    ended: bool = False


class KnownPerson(NamedTuple):
    """A person by one of their names, with party and organisation."""

    slug: str
    name: str
    affiliation: str | None = None
    organisation: str | None = None


class KnownSeat(NamedTuple):
    """A seat, who is known to hold it on the day of the meeting, and who once did: `away` of the
    holders are on leave, `left` are those whose exit is on record."""

    body: str
    slug: str
    title: str
    role: Role = "member"
    entitled: str | None = None
    holders: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class KnownMeeting(NamedTuple):
    """A meeting of a body on a day, with the numbers of its items."""

    slug: str
    body: str
    day: str
    items: tuple[str, ...] = ()


class KnownProposal(NamedTuple):
    """A proposal that can still be decided, the acts it carries and who was nominated."""

    slug: str
    meeting: str | None
    item: str | None
    point: int | None
    text: str
    acts: tuple[Act, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """The bodies, persons, seats, meetings and pending proposals of a register."""

    bodies: tuple[KnownBody, ...] = ()
    persons: tuple[KnownPerson, ...] = ()
    seats: tuple[KnownSeat, ...] = ()
    meetings: tuple[KnownMeeting, ...] = ()
    proposals: tuple[KnownProposal, ...] = ()
    papers: dict[str, str] = field(default_factory=dict)
    """SHA-256 of a filed paper → the entries it was recorded in, as people read them."""
