"""What recording acts would append, without appending it."""

from __future__ import annotations

from collections.abc import Sequence

from application.reading import needed
from application.register import Register
from application.states import States
from domain.act import Act
from domain.decide import decide
from domain.entry import Entry


def tried(register: Register, acts: Sequence[Act]) -> list[Entry]:
    """The entries that acts would make now; raises Refusals where a rule stands in the way."""
    today = register.clock().date()
    with register.log() as log:
        last = log.last()[0]
        world = States().world(log, acts, needed(acts, log), register.mentioned)
    followed, _ = decide(world, acts, today=today, next_number=last + 1)
    return [
        Entry(last + offset, stream, 0, "", register.writer, "", None, event)
        for offset, (_, stream, event) in enumerate(followed, 1)
    ]
