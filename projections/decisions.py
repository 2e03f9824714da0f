"""Proposals and what bodies did with them."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import Connection, Index, RowMapping, Table, select

from domain.mentions import mentions
from domain.proposal_events import Decided, Proposed
from domain.record import Proposal
from projections.openings import Row
from projections.schema import known, numbers, texts, versioned

proposals = versioned(
    "proposals",
    "proposal",
    *numbers("entry"),
    *texts("body", "text", "purpose", "meeting", "item"),
    *numbers("point"),
    *texts("case", "by", "status"),
    *numbers("pending", "acts"),
    Index("proposals_known", "proposal", "known_to"),
)
decisions = versioned(
    "decisions",
    "proposal",
    *numbers("entry"),
    *texts("body", "day", "outcome", "manner"),
    *numbers("for_", "against", "abstaining"),
    *texts("voices", "minority", "text", "meeting", "item", "deferred_until", "referred_to"),
    *numbers("acts", "annulled"),
    Index("decisions_known", "proposal", "known_to"),
)
concerns = versioned(
    "concerns", "proposal", *texts("stream"), Index("concerns_stream", "stream", "known_to")
)


class Decisions:
    """The view of a proposal's stream: all its rows are one group."""

    noun: ClassVar = "proposal"
    tables: ClassVar[Sequence[Table]] = (proposals, decisions, concerns)

    def blank(self, slug: str) -> Proposal:
        """A proposal of which nothing is known."""
        return Proposal(slug)

    def touched(self, before: Proposal, after: Proposal, event: Any) -> Iterable[Hashable]:
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
            int(state.annulled is not None and event is state.settled),
        ),
    )


def decided(connection: Connection, at: int | None) -> Sequence[RowMapping]:
    """Every decision with its proposal, by day, as known at an entry number."""
    query = (
        select(
            decisions,
            proposals.c.text.label("proposed"),
            proposals.c.case,
            proposals.c.purpose,
            proposals.c.meeting.label("proposed_at"),
            proposals.c.item.label("proposed_item"),
        )
        .join(proposals, decisions.c.proposal == proposals.c.proposal)
        .where(known(decisions, at), known(proposals, at))
        .order_by(decisions.c.day, decisions.c.entry)
    )
    return connection.execute(query).mappings().all()


def proposal_row(connection: Connection, slug: str, at: int | None) -> RowMapping | None:
    """One proposal as known at an entry number."""
    query = select(proposals).where(known(proposals, at), proposals.c.proposal == slug)
    return connection.execute(query).mappings().first()


def decisions_on(connection: Connection, slug: str, at: int | None) -> Sequence[RowMapping]:
    """What bodies did with one proposal, in the order it was learned."""
    query = select(decisions).where(known(decisions, at), decisions.c.proposal == slug)
    return connection.execute(query.order_by(decisions.c.entry)).mappings().all()


def pending(connection: Connection, at: int | None) -> Sequence[RowMapping]:
    """The proposals that can still be decided, as known at an entry number."""
    query = select(proposals).where(known(proposals, at), proposals.c.pending == 1)
    return connection.execute(query.order_by(proposals.c.entry)).mappings().all()


def concerning(connection: Connection, streams: Iterable[str], at: int | None) -> set[str]:
    """The proposals that speak of any of some streams."""
    query = select(concerns.c.proposal).where(
        known(concerns, at), concerns.c.stream.in_(sorted(streams))
    )
    return set(connection.execute(query).scalars())
