"""From acts to events, or to the refusals that stand in the way.

All acts of one append are applied first; the rules then judge the state after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain import proposal_rules, rules
from domain.act import Act
from domain.body import Body
from domain.case import Case
from domain.entry import Event
from domain.proposal_events import Decided, DecisionAnnulled, Retracted
from domain.refusal import Refusal, Refusals
from domain.stated_events import StatementWithdrawn
from domain.tenure_events import LeaveEnded, LeaveGranted, Replaced, Resigned, Vacated
from domain.world import World

OF_HOLDERS = frozenset({Resigned, Vacated, LeaveGranted, LeaveEnded, Replaced})
"""Events about somebody who holds a seat already."""


LEADING = OF_HOLDERS | {Decided, DecisionAnnulled, StatementWithdrawn, Retracted}
"""Events of which others follow, that are completed when they are decided, or that speak of an
entry which may not be there."""
Follows = tuple[int, str, Any]
"""The place of an act, a stream, and an event that follows from the act there."""


def decide(
    world: World, acts: Sequence[Act], *, today: date, next_number: int
) -> tuple[list[Follows], World]:
    """The events that follow from acts, numbered from `next_number`, and the world after them.

    Raises Refusals, with the place of each refused act, when any rule stands in the way.
    """
    after = world.copy()
    followed: list[Follows] = []
    refused: list[tuple[int, Refusal]] = []
    for at, act in enumerate(acts):
        try:
            plain = act.stream and type(act.event) not in LEADING
            for stream, event in (
                ((act.stream, act.event),) if plain else follow(after, act, next_number)
            ):
                after.evolve(stream, next_number + len(followed), event)
                followed.append((at, stream, event))
        except Refusal as refusal:
            refused.append((at, refusal))
    for offset, (at, stream, event) in enumerate(followed):
        try:
            rules.judge(Case(world, after, stream, next_number + offset, event, today))
        except Refusal as refusal:
            if all(at != other for other, _ in refused):
                refused.append((at, refusal))
    if refused:
        raise Refusals(sorted(refused, key=lambda found: found[0]))
    return followed, after


def follow(world: World, act: Act, next_number: int) -> list[tuple[str, Event]]:
    """The events of one leading act: completed, or what an adoption or annulment makes happen."""
    event = act.event
    kind = type(event)
    if kind is Retracted:
        if not act.stream or event.entry >= next_number:
            raise Refusal(f"there is no entry #{event.entry}")
        return [(act.stream, event)]
    if kind is Decided:
        return proposal_rules.adopted(world, act.slug, event)
    if kind is DecisionAnnulled:
        return proposal_rules.annulled(world, act.slug, event)
    if kind is StatementWithdrawn:
        return [(act.stream, _of_entry(world, act.slug, event))]
    return [(act.stream, _as_recorded(world, act.stream, event))]


def _of_entry(world: World, body: str, event: StatementWithdrawn) -> Event:
    """The withdrawal with the number of the live statement it speaks of."""
    seat = world.body(body).seats.get(event.seat)
    return event.model_copy(update={"entry": seat.stated(event) if seat else None})


def _as_recorded(
    world: World,
    stream: str,
    event: Resigned | Vacated | LeaveGranted | LeaveEnded | Replaced,
) -> Event:
    """The event with its holder under the identifier that the seat knows, where two were merged."""
    body: Body = world.state(stream)
    seat = body.seats.get(event.seat)
    field = "outgoing" if type(event) is Replaced else "person"
    person = getattr(event, field)
    if seat is None or person in seat.chains:
        return event
    known = [name for name in world.identities(person) if name in seat.chains]
    return event.model_copy(update={field: known[0]}) if len(known) == 1 else event
