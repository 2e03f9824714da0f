"""Facts about persons: names, affiliations, positions held elsewhere, two ids that are one."""

from __future__ import annotations

from typing import ClassVar

from domain.entry import Event, Noun
from domain.names import Identifier, Name, Prose, Slug
from domain.when import UNKNOWN, When


class OfPerson(Event):
    """A fact in the stream of a person."""

    noun: ClassVar[Noun] = "person"


class PersonRegistered(OfPerson):
    """Somebody the register speaks of; `identifiers` were issued elsewhere, as `scheme:number`."""

    kind: ClassVar = "person-registered/1"
    verb: ClassVar = "register person"
    says: ClassVar = "{name} was registered."
    name: Name
    source: Identifier | None = None
    identifiers: tuple[Identifier, ...] = ()


class PersonRenamed(OfPerson):
    """A person bears another name from a day on; the earlier one still finds them."""

    kind: ClassVar = "person-renamed/1"
    verb: ClassVar = "rename person"
    says: ClassVar = "{person} is named {name} from {first_day}."
    name: Name
    first_day: When = UNKNOWN


class Affiliated(OfPerson):
    """A person's party or group from a day on, up to a last day if one is known; None: no party."""

    kind: ClassVar = "affiliated/1"
    verb: ClassVar = "affiliate"
    says: ClassVar = "{person} belongs to {affiliation}, first day {first_day}."
    affiliation: Name | None
    first_day: When = UNKNOWN
    last_day: When | None = None


class PositionTaken(OfPerson):
    """A position a person holds outside the register's bodies, such as mayor of a municipality."""

    kind: ClassVar = "position-taken/1"
    verb: ClassVar = "take position"
    says: ClassVar = "{person} is {position} ({organisation}), first day {first_day}."
    position: Name
    organisation: Name | None = None
    first_day: When = UNKNOWN


class PositionLeft(OfPerson):
    """The last day of a position."""

    kind: ClassVar = "position-left/1"
    verb: ClassVar = "leave position"
    says: ClassVar = "{person} is no longer {position} ({organisation}), last day {last_day}."
    position: Name
    organisation: Name | None = None
    last_day: When


class PersonsMerged(OfPerson):
    """Another identifier turned out to be this person; it keeps working."""

    kind: ClassVar = "persons-merged/1"
    verb: ClassVar = "merge person"
    says: ClassVar = "{lost} is the same person as {person}."
    lost: Slug
    reason: Prose
