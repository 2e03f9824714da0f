"""A meeting's stream as rows of meetings, agenda items and papers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import Table

from domain.meeting_events import ItemListed, ItemStruck, MinutesApproved, PaperFiled
from domain.record import Meeting
from projections.meetings import items, meetings, papers
from projections.openings import Row
from projections.schema import listed


class Meetings:
    """The view of a meeting's stream: all its rows are one group."""

    noun: ClassVar = "meeting"
    tables: ClassVar[Sequence[Table]] = (meetings, items, papers)

    def blank(self, slug: str) -> Meeting:
        """A meeting of which nothing is known."""
        return Meeting(slug)

    def touched(self, state: Meeting, event: Any) -> Iterable[Hashable]:
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
