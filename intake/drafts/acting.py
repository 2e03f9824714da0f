"""An act or fact of a reading as the steps of a draft, and what has to stand before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intake.drafts.seating import Seated
from intake.drafts.steps import Step, held
from intake.reading.found import Act

if TYPE_CHECKING:
    from intake.drafts.drafting import Drafter

Steps = tuple[list[Step], list[Step]]


def acting(drafter: Drafter, act: Act, *, asked: bool) -> Steps:
    """The steps before an act, and its own; what a person has to choose is held."""
    if act.body is None:
        return [], [held(act, "OPEN: in which body?")]
    if act.act == "nominate":
        return [], [held(act, "put forward; to be recorded where that seat is decided")]
    if act.act in ("establish-body", "dissolve-body", "create-seats"):
        return _of_body(drafter, act)
    body = drafter.bodies.slug(act.body)
    person: str | None = None
    before: list[Step] = []
    if act.person is not None:
        person, before, note = drafter.person(act, act.person)
        if person is None:
            return before, [held(act, note or "OPEN: who?")]
    match act.act:
        case "appoint":
            return _appointed(drafter, act, body, person, before, asked=asked)
        case "resign" | "vacate":
            return _left(drafter, act, body, person or "", before, asked=asked)
        case "replace":
            return _replaced(drafter, act, body, person or "", before, asked=asked)
        case "leave":
            return _on_leave(drafter, act, body, person or "", before)
        case _:
            return _substituted(drafter, act, body, person or "", before)


def _of_body(drafter: Drafter, act: Act) -> Steps:
    name = act.body or ""
    if act.act == "establish-body":
        before = len(drafter.bodies.steps)
        slug = drafter.bodies.slug(name, act.first_day, act)
        made = drafter.bodies.steps[before:]
        del drafter.bodies.steps[before:]
        known = [
            Step(
                "establish body",
                {"body": slug, "name": name},
                act.written,
                ("known already",),
                held=True,
            )
        ]
        return [], made or known
    body = drafter.bodies.slug(name)
    if act.act == "dissolve-body":
        successor = drafter.bodies.slug(act.other) if act.other else None
        fields = {"body": body, "last_day": act.until or "..", "succeeded_by": successor}
        step = Step("dissolve body", fields, act.written)
        ended = any(one.slug == body and one.ended for one in drafter.known.bodies)
        return [], [step._replace(notes=("recorded already",), held=True) if ended else step]
    first, last = act.places or (None, 1)
    count = last - (first or 0)
    seats = [drafter.seats.new(body, act, among=False).slug for _ in range(max(count, 0))]
    named = (o for o in drafter.reading.acts() if o.body == act.body and o.act == "appoint")
    told = drafter.recorded is not None or any(other.person for other in named)
    note = "OPEN: some of the seats are there or named elsewhere; create those that are missing"
    return [], [
        Step(
            "create seat",
            {"body": body, "seat": seat, "title": act.seat or "Plads", "first_day": act.first_day},
            act.written,
            (note,) if told else (),
            held=told,
        )
        for seat in seats
    ]


def _beginning(act: Act, day: str, *, asked: bool) -> dict[str, Any]:
    """What is known of how a tenure begins."""
    return {
        "first_day": act.first_day or (f"{act.made_on or day}.." if asked or act.made_on else ".."),
        "planned_last_day": act.until,
        "mode": None if act.mode in ("appointed", None) else act.mode,
        "by": None if asked else act.appointed_by,
        "made_on": act.made_on,
        "nominated_by": list(act.nominated_by),
    }


def _appointed(
    drafter: Drafter, act: Act, body: str, person: str | None, before: list[Step], *, asked: bool
) -> Steps:
    if drafter.seats.sits(body, person, act.role) and not (asked or act.reappointment):
        return before, [held(act, f"recorded already: {person} sits")]
    among = drafter.holds_more(act)
    office = _office(drafter, act, body) if act.mode == "ex officio" else None
    seat = drafter.seats.for_entry(body, person, act, among=among, office=office)
    if seat.slug is None:
        return before, [held(act, seat.note or "OPEN: which seat?")]
    fields = {"body": body, "seat": seat.slug}
    outgoing = drafter.seats.leaving.pop((body, seat.slug), None)
    if outgoing is not None and outgoing != person:
        verb = "replace"
        fields |= {"outgoing": outgoing, "incoming": person or "?"}
    else:
        verb = "reappoint" if act.reappointment else "appoint"
        fields["person"] = person or "?"
    fields |= _beginning(act, drafter.day, asked=asked)
    return [*before, *seat.steps], [Step(verb, fields, act.written)]


def _office(drafter: Drafter, act: Act, body: str) -> str | None:
    """The seat by whose holding somebody sits here: `sundhedsklynge-nord/medformand`."""
    for (other, person), seats in drafter.seats.held.items():
        own = person == drafter.people.slugs.get(act.person or "")
        for seat, role in seats:
            if own and other != body and role != "member":
                return f"{other}/{seat}"
    return None


def _left(
    drafter: Drafter, act: Act, body: str, person: str, before: list[Step], *, asked: bool
) -> Steps:
    seat = drafter.seats.for_exit(body, person, act)
    if seat.slug is None:
        return before, [held(act, seat.note or "OPEN: which seat?")]
    fields: dict[str, Any] = {"body": body, "seat": seat.slug, "person": person}
    if act.act == "vacate":
        day = f"{drafter.day}.." if asked else f"..{drafter.day}"
        fields |= {"last_day": act.until or day, "cause": act.cause}
        return [*before, *seat.steps], [Step("vacate", fields, act.written)]
    fields |= {"tendered": None if act.until else f"..{drafter.day}", "last_day": act.until}
    return [*before, *seat.steps], [Step("resign", fields, act.written)]


def _holding(
    drafter: Drafter, act: Act, body: str, name: str
) -> tuple[Seated, str | None, list[Step]]:
    """The seat of somebody who holds one already, and who that is."""
    slug, steps, _ = drafter.person(act, name)
    if slug is None:
        return Seated(None, (), f"OPEN: which {name}?"), None, steps
    holder = Act("vacate", act.written, act.confidence, act.body, act.seat, act.role, name)
    holder.entitled, holder.basis = act.entitled, act.basis
    return drafter.seats.for_exit(body, slug, holder), slug, steps


def _replaced(
    drafter: Drafter, act: Act, body: str, person: str, before: list[Step], *, asked: bool
) -> Steps:
    if drafter.seats.sits(body, person, act.role) and not asked:
        return before, [held(act, f"recorded already: {person} sits")]
    seat, outgoing, more = _holding(drafter, act, body, act.other or "")
    if seat.slug is None:
        return [*before, *more], [held(act, seat.note or "OPEN: which seat?")]
    if seat.slug in drafter.seats.vacated[body]:
        drafter.seats.vacated[body].remove(seat.slug)
    drafter.seats.held[(body, person)].append((seat.slug, act.role or "member"))
    fields = {"body": body, "seat": seat.slug, "outgoing": outgoing, "incoming": person}
    fields |= _beginning(act, drafter.day, asked=asked)
    return [*before, *more, *seat.steps], [Step("replace", fields, act.written)]


def _on_leave(drafter: Drafter, act: Act, body: str, person: str, before: list[Step]) -> Steps:
    seat = drafter.seats.for_exit(body, person, act)
    if seat.slug is None:
        return before, [held(act, seat.note or "OPEN: which seat?")]
    drafter.seats.vacated[body].remove(seat.slug)
    if (body, person) in drafter.seats.away:
        return before, [held(act, f"recorded already: {person} is on leave")]
    drafter.granted.add((body, seat.slug))
    fields: dict[str, Any] = {"body": body, "seat": seat.slug, "person": person}
    fields |= {"first_day": act.first_day or f"{drafter.day}..", "planned_last_day": act.until}
    return [*before, *seat.steps], [Step("grant leave", fields, act.written)]


def _substituted(drafter: Drafter, act: Act, body: str, person: str, before: list[Step]) -> Steps:
    seat, absent, more = _holding(drafter, act, body, act.other or "")
    if seat.slug is None:
        return [*before, *more], [held(act, seat.note or "OPEN: which seat?")]
    drafter.seats.vacated[body].remove(seat.slug)
    if drafter.seats.sits(body, person, act.role):
        return [*before, *more], [held(act, f"recorded already: {person} sits")]
    days = {"first_day": act.first_day or f"{drafter.day}..", "planned_last_day": act.until}
    place: dict[str, Any] = {"body": body, "seat": seat.slug}
    leave = Step("grant leave", {**place, "person": absent, **days}, act.written)
    called = Step(
        "call substitute", {**place, "person": person, "absent": absent, **days}, act.written
    )
    absent_already = (body, seat.slug) in drafter.granted or (body, absent) in drafter.seats.away
    own = [called] if absent_already else [leave, called]
    return [*before, *more, *seat.steps], own
