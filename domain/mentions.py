"""What an event speaks of besides its own stream."""

from __future__ import annotations

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


def mentions(event: Event) -> list[str]:
    """The streams an event names, `person:bo-hansen`, those of the acts it carries included."""
    kind, said = type(event), vars(event)
    named = [(noun, said[name]) for name, noun in _named_fields(kind)]
    found = [f"{noun}:{slug}" for noun, slug in named if slug is not None and slug != OPEN]
    if _has_acts(kind):
        acts: tuple[Act, ...] = said["acts"] or ()
        for act in acts:
            found += [act.stream, *mentions(act.event)]
    return found
