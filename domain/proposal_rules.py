"""Proposal → decision → effect: what an adoption makes happen, and what cannot be decided."""

from __future__ import annotations

from domain.body_events import SeatAbolished, SeatCreated
from domain.case import Case, established
from domain.entry import Event
from domain.proposal_events import (
    CandidateNominated,
    Decided,
    DecisionAnnulled,
    OfProposal,
    ProposalAmended,
    ProposalWithdrawn,
    Proposed,
    Retracted,
)
from domain.record import Proposal
from domain.record_rules import convened, listed
from domain.refusal import Refusal
from domain.tenure_events import Beginning, Vacated, incoming
from domain.words import ADOPTING
from domain.world import World


def adopted(world: World, slug: str, event: Decided) -> list[tuple[str, Event]]:
    """The decision and, where it adopts, the acts that happen by it, each resting on it."""
    proposal = world.proposal(slug)
    if event.outcome not in ADOPTING:
        if event.acts:
            raise Refusal(f"'{event.outcome}' makes no acts happen; leave them out, or adopt")
        return [(f"proposal:{slug}", event)]
    acts = proposal.filled(proposal.acts if event.acts is None else event.acts)
    for act in acts:
        if act.open:
            raise Refusal(
                f"proposal '{slug}' names nobody for seat {act.event.seat}; nominate one person, or"
                " name one in the decision"
            )
    decision = event.model_copy(update={"acts": acts})
    by = world.body(event.body or (proposal.proposed.body if proposal.proposed else slug))
    return [
        (f"proposal:{slug}", decision),
        *((act.stream, _resting(act.event, slug, by.name, event)) for act in acts),
    ]


def _resting(event: Event, slug: str, by: str, decision: Decided) -> Event:
    given: dict[str, object] = {"decision": slug}
    if decision.despite is not None and event.despite is None:
        given["despite"] = decision.despite
    if isinstance(event, Beginning):
        given["by"] = event.by or by
        given["made_on"] = event.made_on or decision.day
    return event.model_copy(update=given)


def annulled(world: World, slug: str, event: DecisionAnnulled) -> list[tuple[str, Event]]:
    """The annulment and what it undoes: from the start by retraction, from a day by an end."""
    undone: list[tuple[str, Event]] = []
    for number, stream in world.mentioned.get(f"proposal:{slug}", ()):
        fact = world.state(stream).fact(number)
        if fact is None or fact.event.decision != slug:
            continue
        if not _over(world, stream, number, fact.event, event):
            undone.append((stream, _undoing(number, fact.event, slug, event)))
    return [(f"proposal:{slug}", event), *undone]


def _over(
    world: World, stream: str, number: int, effect: Event, annulment: DecisionAnnulled
) -> bool:
    """Whether the tenure that an entry began ended before the annulment all the same."""
    day = annulment.first_day
    if day is None or not isinstance(effect, Beginning):
        return False
    tenures = world.state(stream).tenures(effect.seat)
    return any(t.began == number and t.last.surely_before(day) for t in tenures)


def _undoing(number: int, effect: Event, slug: str, event: DecisionAnnulled) -> Event:
    if event.first_day is None:
        return Retracted(entry=number, reason=event.reason, annulled=slug)
    last = event.first_day.shifted(-1)
    if isinstance(effect, Beginning):
        return Vacated(seat=effect.seat, person=incoming(effect), last_day=last, cause="annulled")
    if isinstance(effect, SeatCreated):
        return SeatAbolished(seat=effect.seat, last_day=last)
    raise Refusal(
        f"#{number} ({effect.verb}) cannot be undone from a day on; annul the decision from the"
        " start, or record what happened on that day"
    )


def proposal(case: Case, event: OfProposal) -> None:
    """A proposal is made once, to a body, and decided while it is pending."""
    found = case.after.proposal(case.slug)
    if found.proposed is None:
        raise Refusal(f"no proposal '{case.slug}' is registered; record it with 'fasti propose'")
    match event:
        case Proposed():
            _proposed(case, found, event)
        case CandidateNominated():
            case.registered(event.person)
            _refuse_settled(case)
        case ProposalAmended() | ProposalWithdrawn():
            _refuse_settled(case)
        case Decided():
            _decided(case, event)
        case _:
            _annulled(case)


def _proposed(case: Case, found: Proposal, event: Proposed) -> None:
    if any(isinstance(e, Proposed) and n != case.number for n, e in found.known):
        raise Refusal(f"proposal '{case.slug}' is already registered")
    established(case.after, event.body)
    _placed(case, event.meeting, event.item)


def _placed(case: Case, meeting: str | None, item: str | None) -> None:
    if meeting is None:
        if item is not None:
            raise Refusal(f"item {item} needs the meeting whose agenda it stands on")
    elif item is None:
        convened(case, meeting)
    else:
        listed(case, meeting, item)


def _earlier(case: Case) -> Proposal:
    known = case.after.proposal(case.slug).known
    return Proposal(case.slug, tuple(fact for fact in known if fact.number < case.number))


def _refuse_settled(case: Case) -> None:
    found = _earlier(case)
    if found.withdrawn is not None:
        raise Refusal(f"proposal '{case.slug}' was withdrawn on {found.withdrawn.day}")
    if found.settled is not None:
        raise Refusal(
            f"proposal '{case.slug}' is settled already: {found.settled.outcome} on"
            f" {found.settled.day}"
        )


def _decided(case: Case, event: Decided) -> None:
    _refuse_settled(case)
    if event.body is not None:
        established(case.after, event.body)
    _placed(case, event.meeting, event.item)


def _annulled(case: Case) -> None:
    found = _earlier(case)
    if found.annulled:
        raise Refusal(f"the decision on '{case.slug}' is annulled already")
    if not found.adopted:
        raise Refusal(f"proposal '{case.slug}' was not adopted; there is no decision to annul")
