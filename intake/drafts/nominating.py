"""Nominations that a paper reports, as steps on the proposals that they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from domain.text import OPEN
from intake.drafts.known import KnownProposal
from intake.drafts.steps import Step, held
from intake.reading.found import Act, Item

if TYPE_CHECKING:
    from intake.drafts.drafting import Drafter

Made = Mapping[int, tuple[str, Sequence[Step]]]


class Asked(NamedTuple):
    """A seat that a proposal asks to fill, and by whom; `?` where that is open."""

    proposal: str
    body: str
    seat: str
    person: str


def asked(made: Made, recorded: Mapping[int, KnownProposal]) -> Iterator[Asked]:
    """The seats that the proposals of an item ask to fill."""
    for number, (slug, steps) in made.items():
        for step in steps:
            for act in step.fields.get("acts", ()):
                found = act.fields
                if "seat" in found:
                    who = found.get("person") or found.get("incoming") or OPEN
                    yield Asked(slug, found["body"], found["seat"], who)
        for act in recorded[number].acts if number in recorded else ():
            seat = getattr(act.event, "seat", None)
            if seat is not None:
                who = OPEN if act.open else getattr(act.event, "person", OPEN)
                yield Asked(slug, act.slug, seat, who)


def nominations(
    drafter: Drafter, item: Item, made: Made, recorded: Mapping[int, KnownProposal]
) -> list[Step]:
    """One nomination a person put forward; which proposal it is for is asked where none fits."""
    seats = list(asked(made, recorded))
    candidates = {(p.slug, one) for p in recorded.values() for one in p.candidates}
    found: list[Step] = []
    for act in item.facts:
        if act.act != "nominate" or act.person is None or act.body is None:
            continue
        person, before, note = drafter.person(act, act.person)
        if person is None:
            found += [*before, held(act, note or "OPEN: who?")]
            continue
        body = drafter.bodies.slug(act.body)
        place = _place(seats, body, person)
        if place is None:
            found += [*before, held(act, "OPEN: for which proposal is this nomination?")]
        elif (place.proposal, person) in candidates:
            found.append(held(act, f"recorded already: {person} is nominated"))
        else:
            found += [*before, _nominated(act, place, person)]
    return found


def _place(seats: Sequence[Asked], body: str, person: str) -> Asked | None:
    """The seat that somebody is put forward for: one asked for them, else the first left open."""
    here = [one for one in seats if one.body == body]
    named = [one for one in here if one.person == person]
    return next(iter(named or [one for one in here if one.person == OPEN]), None)


def _nominated(act: Act, place: Asked, person: str) -> Step:
    fields = {
        "proposal": place.proposal,
        "person": person,
        "seat": place.seat,
        "by": " og ".join(act.nominated_by) or None,
    }
    return Step("nominate", fields, act.written)
