"""What a body decided, in words: outcome, manner, votes, who was for and against, dissent."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.proposal_events import Decided


def in_words(event: Decided, body: str | None) -> Iterator[str]:
    """One decision in clauses, of which the first stands by itself."""
    what = [
        f"{event.outcome} by {body} on {event.day}" if body else f"{event.outcome} on {event.day}"
    ]
    what += [event.manner] if event.manner else []
    what += [f"until {event.deferred_until}"] if event.deferred_until else []
    what += [f"to {event.referred_to}"] if event.referred_to else []
    if event.votes:
        votes = event.votes
        what.append(f"for {votes.for_}, against {votes.against}, abstaining {votes.abstaining}")
    yield ", ".join(what)
    for position, voices in groupby(event.voices, lambda voice: voice.position):
        who = [f"{v.who} ({v.note})" if v.note else v.who for v in voices]
        yield f"{position}: {', '.join(who)}"
    if event.minority:
        yield f"minority: {event.minority}"
    if event.text:
        yield f"text: {event.text}"
