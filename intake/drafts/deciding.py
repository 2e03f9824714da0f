"""What minutes decided, as steps of a draft on the proposals that were there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.act import Act as Carried
from domain.kinds import KINDS
from domain.text import OPEN
from domain.when import When
from domain.words import ADOPTING
from intake.drafts.known import KnownProposal
from intake.drafts.steps import Step
from intake.reading.found import Decision, Item, Point


def decisions(
    item: Item,
    proposals: Mapping[int, tuple[str, Sequence[Step]]],
    recorded: Mapping[int, KnownProposal],
    forward: Sequence[Step],
    day: str,
    meeting: str,
    called: Callable[[str], str | None],
) -> list[Step]:
    """One decision a point; an adoption that leaves somebody unnamed is held."""
    if item.decision is None:
        return []
    points = {point.number: point for point in item.points}
    found: list[Step] = []
    for number, (slug, made) in proposals.items():
        point = points.get(number)
        outcome = point.outcome if point else item.decision.outcome
        if outcome is None:
            continue
        fields: dict[str, Any] = {"proposal": slug, "outcome": outcome, "day": day}
        fields |= _how(item.decision, number, outcome)
        fields |= {"meeting": meeting, "item": item.number}
        step = Step("decide", fields, item.decision.written)
        if outcome in ADOPTING:
            named = [f.fields.get("seat") for f in forward if f.fields.get("proposal") == slug]
            step = _adopting(step, point, made, recorded.get(number), named, called)
        found.append(step)
    return found


def _how(decision: Decision, number: int, outcome: str) -> dict[str, Any]:
    here = not decision.voted or number in decision.voted
    votes = decision.votes if here else None
    favour = decision.in_favour if here else ()
    voices = [
        {
            "who": who,
            "position": dissent.position,
            **({"note": dissent.note} if dissent.note else {}),
        }
        for dissent in decision.dissent
        if not dissent.points or number in dissent.points
        for who in dissent.who
    ]
    counts = votes and {
        "for": votes.in_favour,
        "against": votes.against,
        "abstaining": votes.abstained,
    }
    until = decision.deferred_to if outcome == "deferred" else None
    return {
        "manner": decision.manner if here else None,
        "votes": counts,
        "voices": [*({"who": who, "position": "for"} for who in favour), *voices],
        "deferred_until": until if until and _dated(until) else None,
        "referred_to": decision.referred_to[:200]
        if decision.referred_to and outcome != "deferred"
        else None,
    }


def _dated(text: str) -> bool:
    try:
        When.parse(text)
    except ValueError:
        return False
    return True


def _adopting(
    step: Step,
    point: Point | None,
    made: Sequence[Step],
    recorded: KnownProposal | None,
    nominated: Sequence[str | None],
    called: Callable[[str], str | None],
) -> Step:
    """An adoption with the acts as adopted, where it names those that a proposal left open;
    `nominated` are the seats that exactly one person is put forward for."""
    if point is not None and point.changed:
        return _changed(step, point, made, recorded, called)
    if recorded is None:
        open_ones = [
            a.fields["seat"]
            for s in made
            for a in s.fields.get("acts", ())
            if a.fields.get("person") == OPEN
        ]
        return step if all(nominated.count(seat) == 1 for seat in open_ones) else _waiting(step)
    waiting = [act for act in recorded.acts if act.open]
    if not waiting:
        return step
    told = point.acts if point else []
    slugs = [slug for act in told if act.person and (slug := called(act.person))]
    if not slugs and len(nominated) + len(recorded.candidates) == len(waiting) == 1:
        return step
    if len(slugs) != len(waiting):
        return _waiting(step)
    persons = iter(slugs)
    acts = [act.naming(next(persons)) if act.open else act for act in recorded.acts]
    return step._replace(fields={**step.fields, "acts": [_carried(act) for act in acts]})


def _changed(
    step: Step,
    point: Point,
    made: Sequence[Step],
    recorded: KnownProposal | None,
    called: Callable[[str], str | None],
) -> Step:
    """An adoption with others than those who were asked for."""
    instead = {called(act.other or ""): called(act.person or "") for act in point.changed}
    if None in instead or None in instead.values():
        return _waiting(step)
    asked = (
        [act for one in made for act in one.fields.get("acts", ())]
        if recorded is None
        else [_carried(act) for act in recorded.acts]
    )
    acts = [_with_other(act, instead) for act in asked if not act.held]
    fields = {**step.fields, "outcome": "adopted with changes", "acts": acts}
    return step._replace(fields=fields)


def _with_other(act: Step, instead: Mapping[str | None, str | None]) -> Step:
    fields = {
        name: instead.get(value, value) if name in ("person", "incoming") else value
        for name, value in act.fields.items()
    }
    return act._replace(fields=fields, notes=())


def _waiting(step: Step) -> Step:
    note = "OPEN: the decision names nobody for a seat; name the person, then take the marks away"
    return step._replace(notes=(*step.notes, note), held=True)


def _carried(act: Carried) -> Step:
    """An act that the register holds, as a draft writes it."""
    kind = KINDS[act.kind]
    stored = act.event.model_dump(mode="json", exclude_defaults=True)
    return Step(kind.verb, {kind.noun: act.slug, **stored})
