"""Facts about meetings: what was on the agenda, which papers there are."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from domain.entry import Event, Noun
from domain.names import Name, Prose, Slug
from domain.when import When
from domain.words import PaperSort

ItemNumber = Annotated[str, Field(pattern=r"^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$", max_length=20)]
"""The number of an agenda item as written, such as `4.3`."""
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time on the clock, `10:00`."""


class OfMeeting(Event):
    """A fact in the stream of a meeting."""

    noun: ClassVar[Noun] = "meeting"


class MeetingConvened(OfMeeting):
    """A body meets on a day."""

    kind: ClassVar = "meeting-convened/1"
    verb: ClassVar = "convene meeting"
    says: ClassVar = "{body} meets on {day}."
    body: Slug
    day: When
    title: Name | None = None
    begins: TimeOfDay | None = None
    ends: TimeOfDay | None = None
    place: Name | None = None


class ItemListed(OfMeeting):
    """An item stands on the agenda, with its case number and officers."""

    kind: ClassVar = "item-listed/1"
    verb: ClassVar = "list item"
    says: ClassVar = "Item {item}: {title}."
    item: ItemNumber
    title: Name
    section: Name | None = None
    case: Name | None = None
    officers: tuple[Name, ...] = ()
    closed: bool = False


class ItemStruck(OfMeeting):
    """An item was taken off the agenda."""

    kind: ClassVar = "item-struck/1"
    verb: ClassVar = "strike item"
    says: ClassVar = "Item {item} was struck from the agenda."
    item: ItemNumber
    reason: Prose | None = None


class MinutesApproved(OfMeeting):
    """The minutes were approved, on a day and at a later meeting where that is known."""

    kind: ClassVar = "minutes-approved/1"
    verb: ClassVar = "approve minutes"
    says: ClassVar = "The minutes were approved on {day}."
    day: When
    at: Slug | None = None


class PaperFiled(OfMeeting):
    """A file that belongs to the meeting, kept under its SHA-256."""

    kind: ClassVar = "paper-filed/1"
    verb: ClassVar = "file paper"
    says: ClassVar = "Paper filed ({sort}): {title}."
    paper: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    title: Name
    sort: PaperSort = "attachment"
    item: ItemNumber | None = None
