"""Facts about bodies and their seats."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from domain.entry import Event, Noun
from domain.names import Identifier, Name, Prose, Slug
from domain.when import UNKNOWN, When
from domain.words import Role

Places = Annotated[int, Field(ge=0, le=10_000, description="0 is any number.")]
"""How many may hold a seat at once; 0 is any number."""
SeatAddress = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
"""A seat of any body: `body/seat`."""


class OfBody(Event):
    """A fact in the stream of a body."""

    noun: ClassVar[Noun] = "body"


class BodyEstablished(OfBody):
    """A body came into being on its first day."""

    kind: ClassVar = "body-established/1"
    verb: ClassVar = "establish body"
    says: ClassVar = "{body} was established, first day {first_day}."
    name: Name
    first_day: When = UNKNOWN
    source: Identifier | None = None


class BodyRenamed(OfBody):
    """A body bears another name from a day on."""

    kind: ClassVar = "body-renamed/1"
    verb: ClassVar = "rename body"
    says: ClassVar = "{body} was named {name} from {first_day}."
    name: Name
    first_day: When


class BodyDissolved(OfBody):
    """A body ended with its last day; its tenures end with it."""

    kind: ClassVar = "body-dissolved/1"
    verb: ClassVar = "dissolve body"
    says: ClassVar = "{body} was dissolved, last day {last_day}."
    last_day: When
    succeeded_by: Slug | None = None


class SeatCreated(OfBody):
    """A place in a body: its role, room, appointer, nominators and whom it belongs to.

    `among_members` marks an office held beside a membership. `holds_over` keeps a holder whose term
    ended until a successor begins. `held_with` names the office whose holder sits here.
    """

    kind: ClassVar = "seat-created/1"
    verb: ClassVar = "create seat"
    says: ClassVar = "Seat {seat} of {body} ({title}) was created, first day {first_day}."
    seat: Slug
    title: Name
    role: Role = "member"
    places: Places = 1
    among_members: bool = False
    appointer: Name | None = None
    nominators: tuple[Name, ...] = ()
    entitled: Name | None = None
    basis: Name | None = None
    stands_in_for: Name | None = None
    holds_over: bool = False
    held_with: SeatAddress | None = None
    first_day: When = UNKNOWN
    last_day: When | None = None
    source: Identifier | None = None


class SeatChanged(OfBody):
    """A seat is another from a day on: what is given is new, what is `cleared` holds no longer."""

    kind: ClassVar = "seat-changed/1"
    verb: ClassVar = "change seat"
    says: ClassVar = "Seat {seat} of {body} was changed from {first_day}."
    seat: Slug
    first_day: When
    title: Name | None = None
    role: Role | None = None
    places: Places | None = None
    among_members: bool | None = None
    appointer: Name | None = None
    nominators: tuple[Name, ...] | None = None
    entitled: Name | None = None
    basis: Name | None = None
    stands_in_for: Name | None = None
    holds_over: bool | None = None
    held_with: SeatAddress | None = None
    cleared: tuple[str, ...] = ()


class SeatAbolished(OfBody):
    """A seat ended with its last day; its tenures end with it."""

    kind: ClassVar = "seat-abolished/1"
    verb: ClassVar = "abolish seat"
    says: ClassVar = "Seat {seat} of {body} was abolished, last day {last_day}."
    seat: Slug
    last_day: When


class KeptVacant(OfBody):
    """A seat is known to stand empty from a day on, up to a last day if one is set."""

    kind: ClassVar = "kept-vacant/1"
    verb: ClassVar = "keep vacant"
    says: ClassVar = "Seat {seat} of {body} is kept vacant from {first_day}."
    seat: Slug
    first_day: When
    last_day: When | None = None
    reason: Prose | None = None
