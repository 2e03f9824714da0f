"""What an event speaks of besides its own stream."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from domain.act import Act
from domain.entry import Event
from domain.text import OPEN

_FIELDS = {
    "person": "person",
    "outgoing": "person",
    "incoming": "person",
    "absent": "person",
    "lost": "person",
    "decision": "proposal",
    "annulled": "proposal",
    "body": "body",
    "succeeded_by": "body",
    "meeting": "meeting",
    "at": "meeting",
}


@cache
def _named_fields(kind: type[Event]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _FIELDS[name]) for name in kind.model_fields if name in _FIELDS)


@cache
def _has_acts(kind: type[Event]) -> bool:
    return "acts" in kind.model_fields


def mentions(event: Event) -> Iterator[str]:
    """The streams an event names, `person:bo-hansen`, those of the acts it carries included."""
    for name, noun in _named_fields(type(event)):
        slug = getattr(event, name)
        if slug is not None and slug != OPEN:
            yield f"{noun}:{slug}"
    if _has_acts(type(event)):
        acts: tuple[Act, ...] = event.acts or ()  # type: ignore[attr-defined]
        for act in acts:
            yield act.stream
            yield from mentions(act.event)
