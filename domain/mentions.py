"""What an event speaks of besides its own stream."""

from __future__ import annotations

from functools import cache

from domain.act import Act
from domain.entry import Event
from domain.text import OPEN

_FIELDS = {
    "person": "person:",
    "outgoing": "person:",
    "incoming": "person:",
    "absent": "person:",
    "lost": "person:",
    "decision": "proposal:",
    "annulled": "proposal:",
    "body": "body:",
    "succeeded_by": "body:",
    "meeting": "meeting:",
    "at": "meeting:",
}


@cache
def _named_fields(kind: type[Event]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _FIELDS[name]) for name in kind.model_fields if name in _FIELDS)


def mentions(event: Event) -> list[str]:
    """The streams an event names, `person:bo-hansen`, those of the acts it carries included."""
    said = vars(event)
    found = []
    for field, noun in _named_fields(type(event)):
        slug = said[field]
        if slug is not None and slug != OPEN:
            found.append(noun + slug)
    if "acts" in said:
        carried: tuple[Act, ...] = said["acts"] or ()
        for act in carried:
            found += [act.stream, *mentions(act.event)]
    return found
