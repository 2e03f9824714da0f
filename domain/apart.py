"""Seats apart: what is recorded of others in a body leaves a decision on some as it is."""

from __future__ import annotations

from collections.abc import Sequence

from domain.act import Act, TenureEvent
from domain.body_events import KeptVacant
from domain.entry import Event
from domain.tenure_events import persons_in
from domain.world import World

OF_TENURES: frozenset[type[Event]] = frozenset(TenureEvent.__args__) - {KeptVacant}
"""Events about persons in one seat. A decision on them rests on that seat and on all seats of these
persons; what is known of others elsewhere in the body leaves it as it is."""

KINDS = frozenset(kind.kind for kind in OF_TENURES)
"""Their stored names."""


def concerned(world: World, acts: Sequence[Act]) -> frozenset[str] | None:
    """The seats and persons that a decision on acts rests on; None where it rests on all there is
    in a body."""
    found: set[str] = set()
    for act in acts:
        if type(act.event) not in OF_TENURES:
            return None
        seated = world.state(act.stream).seated
        found.add(act.event.seat)
        for person in persons_in(act.event):
            for name in world.identities(person):
                found.add(name)
                found.update(seated.get(name, ()))
    return frozenset(found)
