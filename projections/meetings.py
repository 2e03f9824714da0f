"""Meetings: when bodies met, what was on the agenda, which papers there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Index, RowMapping, select

from projections.schema import known, numbers, texts, versioned

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


def all_filed(connection: Connection) -> dict[str, int]:
    """SHA-256 of every agenda and minutes on file → the entry that filed it first."""
    query = select(papers.c.paper, papers.c.known_from).where(
        known(papers, None), papers.c.sort != "attachment"
    )
    rows = connection.execute(query.order_by(papers.c.known_from.desc()))
    return {row.paper: row.known_from for row in rows}


def all_meetings(
    connection: Connection, at: int | None, body: str | None = None
) -> Sequence[RowMapping]:
    """All meetings, of one body or of all, by day."""
    query = select(meetings).where(known(meetings, at))
    if body is not None:
        query = query.where(meetings.c.body == body)
    return connection.execute(query.order_by(meetings.c.day, meetings.c.meeting)).mappings().all()
