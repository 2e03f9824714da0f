"""Proposals and what bodies did with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Index, RowMapping, select

from projections.schema import among, known, numbers, texts, versioned

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
        known(concerns, at), among(connection, concerns.c.stream, streams)
    )
    return set(connection.execute(query).scalars())
