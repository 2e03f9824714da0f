"""Which streams a decision on some acts has to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.act import Act
from domain.mentions import mentions
from domain.proposal_events import Decided, DecisionAnnulled, Retracted
from domain.retraction import NAMED_BY_OTHERS

if TYPE_CHECKING:
    from application.log import Log


_MENTIONED = frozenset({DecisionAnnulled, Retracted})
_BEYOND = _MENTIONED | {Decided}


def needed(acts: Sequence[Act], log: Log) -> set[str]:
    """The streams that a decision on acts reads."""
    return _streams_read(acts) | _carried(acts, log)


def reads_beyond(acts: Sequence[Act]) -> bool:
    """Whether a decision on acts reads more than the streams they stand in or name: what others
    say of these, or what proposals carry."""
    return any(type(act.event) in _BEYOND for act in acts)


def asks_views(acts: Sequence[Act]) -> bool:
    """Whether a decision on acts may ask the views who names what they stand in."""
    return any(type(act.event) in _MENTIONED for act in acts)


def _streams_read(acts: Sequence[Act]) -> set[str]:
    """The streams that acts stand in or name."""
    found = {act.stream for act in acts if act.stream}
    for act in acts:
        found.update(mentions(act.event))
    return found


def mentions_needed(acts: Sequence[Act], log: Log) -> list[str]:
    """The streams of which a decision must know who names them, and what adoptions carry."""
    found = []
    for act in acts:
        if type(act.event) is DecisionAnnulled:
            found.append(act.stream)
        elif type(act.event) is Retracted:
            entry = log.entry(act.event.entry)
            if entry is not None and isinstance(entry.event, NAMED_BY_OTHERS):
                found.append(entry.stream)
    return found


def _carried(acts: Sequence[Act], log: Log) -> set[str]:
    """The streams that the acts of proposals to be decided stand in or name."""
    found: set[str] = set()
    for act in acts:
        if type(act.event) is Decided:
            for entry in log.stream(act.stream):
                found.update(mentions(entry.event))
    return found
