"""Meetings: when bodies met, what was on the agenda, which papers there are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import Connection, Index, RowMapping, Table, select

from domain.meeting_events import ItemListed, ItemStruck, MinutesApproved, PaperFiled
from domain.record import Meeting
from projections.openings import Row
from projections.schema import known, listed, numbers, texts, versioned

meetings = versioned(
    "meetings",
    "meeting",
    *texts("body", "day", "title", "begins", "ends", "place", "minutes_approved"),
    Index("meetings_known", "meeting", "known_to"),
)
items = versioned(
    "items",
    "meeting",
    *texts("item", "title", "section", "case", "officers"),
    *numbers("closed", "struck"),
    Index("items_known", "meeting", "item", "known_to"),
)
papers = versioned(
    "papers",
    "meeting",
    *texts("paper", "title", "sort", "item"),
    Index("papers_known", "paper", "known_to"),
)


class Meetings:
    """The view of a meeting's stream: all its rows are one group."""

    noun: ClassVar = "meeting"
    tables: ClassVar[Sequence[Table]] = (meetings, items, papers)

    def blank(self, slug: str) -> Meeting:
        """A meeting of which nothing is known."""
        return Meeting(slug)

    def touched(self, before: Meeting, after: Meeting, event: Any) -> Iterable[Hashable]:
        """Everything."""
        return ((),)

    def rows(self, state: Meeting, group: Hashable) -> Iterator[Row]:
        """All rows of a meeting."""
        convened = state.convened
        if convened is None:
            return
        approved = state.first(MinutesApproved)
        yield Row(
            meetings,
            (
                convened.body,
                convened.day.text,
                convened.title,
                convened.begins,
                convened.ends,
                convened.place,
                approved.day.text if approved else None,
            ),
        )
        yield from _items(state)
        for paper in state.all(PaperFiled):
            yield Row(papers, (paper.paper, paper.title, paper.sort, paper.item))


def _items(meeting: Meeting) -> Iterator[Row]:
    struck = {event.item for event in meeting.all(ItemStruck)}
    for item in meeting.all(ItemListed):
        flags = (int(item.closed), int(item.item in struck))
        officers = listed(item.officers)
        yield Row(items, (item.item, item.title, item.section, item.case, officers, *flags))


def meeting_row(connection: Connection, meeting: str, at: int | None) -> RowMapping | None:
    """One meeting as known at an entry number."""
    query = select(meetings).where(known(meetings, at), meetings.c.meeting == meeting)
    return connection.execute(query).mappings().first()


def item_row(connection: Connection, meeting: str, item: str, at: int | None) -> RowMapping | None:
    """One agenda item as known at an entry number."""
    query = select(items).where(known(items, at), items.c.meeting == meeting, items.c.item == item)
    return connection.execute(query).mappings().first()


def paper_title(connection: Connection, paper: str, at: int | None) -> str | None:
    """The title a paper was filed under."""
    query = select(papers.c.title).where(known(papers, at), papers.c.paper == paper)
    return connection.execute(query).scalars().first()


def agenda(connection: Connection, meeting: str, at: int | None) -> Sequence[RowMapping]:
    """The items of a meeting, in the order they were listed."""
    query = select(items).where(known(items, at), items.c.meeting == meeting)
    return connection.execute(query.order_by(items.c.known_from, items.c.slot)).mappings().all()


def filed(connection: Connection, meeting: str, at: int | None) -> Sequence[RowMapping]:
    """The papers of a meeting, in the order they were filed."""
    query = select(papers).where(known(papers, at), papers.c.meeting == meeting)
    return connection.execute(query.order_by(papers.c.known_from, papers.c.slot)).mappings().all()


def all_meetings(
    connection: Connection, at: int | None, body: str | None = None
) -> Sequence[RowMapping]:
    """All meetings, of one body or of all, by day."""
    query = select(meetings).where(known(meetings, at))
    if body is not None:
        query = query.where(meetings.c.body == body)
    return connection.execute(query.order_by(meetings.c.day, meetings.c.meeting)).mappings().all()
