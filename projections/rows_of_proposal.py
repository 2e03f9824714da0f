"""A proposal's stream as rows of proposals, decisions and what they concern."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import Table

from domain.mentions import mentions
from domain.proposal_events import Decided, Proposed
from domain.record import Proposal
from projections.decisions import concerns, decisions, proposals
from projections.openings import Row


class Decisions:
    """The view of a proposal's stream: all its rows are one group."""

    noun: ClassVar = "proposal"
    tables: ClassVar[Sequence[Table]] = (proposals, decisions, concerns)

    def blank(self, slug: str) -> Proposal:
        """A proposal of which nothing is known."""
        return Proposal(slug)

    def touched(self, state: Proposal, event: Any) -> Iterable[Hashable]:
        """Everything."""
        return ((),)

    def rows(self, state: Proposal, group: Hashable) -> Iterator[Row]:
        """All rows of a proposal."""
        for number, event in state.known:
            if isinstance(event, Proposed):
                yield _proposal(state, number, event)
            elif isinstance(event, Decided):
                yield _decision(state, number, event)
        named = {stream for fact in state.known for stream in mentions(fact.event)}  # type: ignore[arg-type]
        for stream in sorted(named):
            yield Row(concerns, (stream,))


def _proposal(state: Proposal, number: int, event: Proposed) -> Row:
    placed = (event.meeting, event.item, event.point, event.case, event.by)
    standing = (state.status, int(state.pending), len(state.acts))
    return Row(proposals, (number, event.body, state.text, event.purpose, *placed, *standing))


def _decision(state: Proposal, number: int, event: Decided) -> Row:
    votes = event.votes
    body = event.body or (state.proposed.body if state.proposed else None)
    voices = [voice.model_dump(exclude_none=True) for voice in event.voices]
    return Row(
        decisions,
        (
            number,
            body,
            event.day.text,
            event.outcome,
            event.manner,
            *((votes.for_, votes.against, votes.abstaining) if votes else (None, None, None)),
            json.dumps(voices, ensure_ascii=False) if voices else None,
            event.minority,
            event.text,
            event.meeting,
            event.item,
            event.deferred_until.text if event.deferred_until else None,
            event.referred_to,
            len(event.acts or ()),
            int(number in state.annulments),
        ),
    )
