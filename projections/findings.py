"""What contradicts a rule, was recorded despite one, or should be looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, select

from domain.entry import slug_in
from domain.form import Form
from domain.tenure import Tenure
from domain.when import iso
from projections.composition import form_of, seats, tenure_of, tenures
from projections.history import despite, exits
from projections.lookup import all_persons
from projections.persons import called, surviving
from projections.schema import known, read
from projections.sitting import Seats
from projections.source_findings import (
    adjoining,
    shared_identifiers,
    spellings,
    told_twice,
    zero_length,
)

Cells = dict[str, Any]
Held = dict[tuple[str, str], list[Tenure]]


def findings(connection: Connection, day: int, at: int | None, body: str | None) -> list[Cells]:
    """Everything `fasti check` lists, by kind."""
    forms, held = _forms(connection, at, body), _held(connection, at, body)
    kept = surviving(connection, at)
    names = _Names(connection, held, day, at)
    found = [
        *_reversed(held, names),
        *_stated(connection, held, kept, names, at),
        *_spellings(connection, at, body),
        *_ends_only(held, names),
        *_several_ends(connection, held, names),
        *_overlaps(forms, held, names),
        *_memberships(forms, held, kept, names),
        *_offices(forms, held, day, names),
        *_ex_officio(connection, forms, day, at, names),
        *_merged(held, kept),
        *_despite(connection, at, body),
    ]
    if body is None:
        found += [*_alike(connection), *_one_identifier(connection, at)]
    return found


class _Names:
    def __init__(self, connection: Connection, held: Held, day: int, at: int | None) -> None:
        self.known = called(
            connection, {t.person for tenures in held.values() for t in tenures}, day, at
        )

    def __call__(self, person: str) -> str:
        found = self.known.get(person)
        return found.name if found else person


def _cell(check: str, where: tuple[str, str], text: str, *held: Tenure) -> Cells:
    return {
        "check": check,
        "body": where[0],
        "seat": where[1],
        "person": held[0].person if held else None,
        "text": text,
        "entries": sorted({number for tenure in held for number in tenure.entries}),
    }


def _forms(connection: Connection, at: int | None, body: str | None) -> dict[Any, list[Form]]:
    query = select(seats).where(known(seats, at)).order_by(seats.c.body, seats.c.rank)
    if body is not None:
        query = query.where(seats.c.body == body)
    found: dict[Any, list[Form]] = {}
    for row in read(connection, query):
        found.setdefault((row.body, row.seat), []).append(form_of(row))
    return found


def _held(connection: Connection, at: int | None, body: str | None) -> Held:
    query = select(tenures).where(known(tenures, at), tenures.c.sort == "tenure")
    if body is not None:
        query = query.where(tenures.c.body == body)
    found: Held = {}
    for row in read(connection, query.order_by(tenures.c.body, tenures.c.seat)):
        found.setdefault((row.body, row.seat), []).append(tenure_of(row))
    return found


def _reversed(held: Held, names: _Names) -> Iterator[Cells]:
    for where, tenures_here in held.items():
        for t in tenures_here:
            if t.last.surely_before(t.first) and t.last != t.first.shifted(-1):
                text = f"{names(t.person)} ends on {t.last} before beginning on {t.first}"
                yield _cell("reversed interval", where, text, t)


def _stated(
    connection: Connection, held: Held, kept: dict[str, str], names: _Names, at: int | None
) -> Iterator[Cells]:
    for where, told, t in zero_length(held):
        yield _cell("zero-length interval", where, f"{names(t.person)} {told}", t)
    for check, where, told, one, other in adjoining(connection, held, kept, at):
        yield _cell(check, where, f"{names(other.person)} {told}", one, other)
    for where, told, several in told_twice(connection, held):
        yield _cell("stated in several ways", where, told, *several)


def _spellings(connection: Connection, at: int | None, body: str | None) -> Iterator[Cells]:
    for of, slugs, titles in spellings(connection, at, body):
        told = " and ".join(f"'{title}'" for title in titles)
        yield _cell("seat spellings", (of, slugs[0]), f"{told} may be one seat: {', '.join(slugs)}")


def _one_identifier(connection: Connection, at: int | None) -> Iterator[Cells]:
    for identifier, slugs in shared_identifiers(connection, at):
        merge = f"fasti person merge {slugs[0]} {slugs[1]} --reason TEXT"
        text = f"{', '.join(slugs)} bear {identifier}; if they are one person: {merge}"
        yield {**_cell("two ids of a person", ("", ""), text), "body": None, "seat": None}


def _ends_only(held: Held, names: _Names) -> Iterator[Cells]:
    for where, tenures_here in held.items():
        for t in tenures_here:
            if not t.began:
                text = f"{names(t.person)} left by {t.last}; no beginning is on record"
                yield _cell("end without beginning", where, text, t)


def _several_ends(connection: Connection, held: Held, names: _Names) -> Iterator[Cells]:
    leaving = exits(connection)
    for where, tenures_here in held.items():
        for t in tenures_here:
            ends = [number for number in t.entries if number in leaving and number != t.began]
            if len(ends) > 1:
                told = ", ".join(f"#{number}" for number in ends)
                text = f"{names(t.person)} left several times ({told}); the earliest day counts"
                yield _cell("several ends", where, text, t)


def _span(tenure: Tenure) -> tuple[int, int]:
    first, last = tenure.first.latest, tenure.last.earliest
    return first, max(last, first + 1) if last >= first else first


def _together(held: list[Tenure], places: int) -> Iterator[tuple[int, list[Tenure]]]:
    """Each day on which somebody begins and more than so many then surely sit, and who."""
    for day in sorted({_span(t)[0] for t in held}):
        sitting = [t for t in held if _span(t)[0] <= day < _span(t)[1]]
        if len({t.person for t in sitting}) > places:
            yield day, sitting


def _overlaps(forms: dict[Any, list[Form]], held: Held, names: _Names) -> Iterator[Cells]:
    for where, tenures_here in held.items():
        seated = [t for t in tenures_here if not t.absent]
        for form in forms.get(where, []) if len(seated) > 1 else ():
            if not form.places:
                continue
            begun = [t for t in seated if form.since <= _span(t)[0] <= form.to]
            for day, sitting in _together(begun, form.places):
                who = ", ".join(sorted({names(t.person) for t in sitting}))
                text = f"{who} sit in {form.places} place(s) on {iso(day)}"
                yield _cell("several holders", where, text, *sitting)


def _memberships(
    forms: dict[Any, list[Form]], held: Held, kept: dict[str, str], names: _Names
) -> Iterator[Cells]:
    by_person: dict[tuple[str, str], list[tuple[str, Tenure]]] = {}
    for where, tenures_here in held.items():
        lasting = forms.get(where)
        if lasting and lasting[-1].membership:
            for t in tenures_here:
                person = kept.get(t.person, t.person)
                by_person.setdefault((where[0], person), []).append((where[1], t))
    for (body, person), sitting in by_person.items():
        for (seat, one), (other_seat, other) in combinations(sitting, 2):
            (a, b), (c, d) = _span(one), _span(other)
            if seat != other_seat and max(a, c) < min(b, d):
                text = f"{names(person)} sits in {seat} and {other_seat} at once"
                yield _cell("two memberships", (body, seat), text, one, other)


def _offices(forms: dict[Any, list[Form]], held: Held, day: int, names: _Names) -> Iterator[Cells]:
    for where, tenures_here in held.items():
        lasting = forms.get(where)
        if not lasting or not lasting[-1].among_members:
            continue
        members = [
            t
            for other, there in held.items()
            if other[0] == where[0] and forms.get(other) and forms[other][-1].membership
            for t in there
        ]
        for t in tenures_here:
            lacking = _day_beside(t, [m for m in members if m.person == t.person], day)
            if lacking is not None:
                text = f"{names(t.person)} is no member beside this office on {iso(lacking)}"
                yield _cell("office without membership", where, text, t)


def _day_beside(office: Tenure, memberships: list[Tenure], upto: int) -> int | None:
    """The first day up to another on which an office is surely held, and surely no membership."""
    day = office.first.latest
    for member in sorted(memberships, key=lambda t: t.first):
        if member.first.earliest <= day <= member.last.latest:
            day = member.last.latest + 1
    return day if day <= min(office.last.earliest, upto) else None


def _ex_officio(
    connection: Connection, forms: dict[Any, list[Form]], day: int, at: int | None, names: _Names
) -> Iterator[Cells]:
    for where, lasting in forms.items():
        office = lasting[-1].held_with
        if office is None:
            continue
        body, _, seat = office.partition("/")
        due = _sure(connection, body, seat, day, at)
        sits = _sure(connection, where[0], where[1], day, at)
        if due and due != sits:
            came, left = sorted(due - sits), sorted(sits - due)
            incoming = came[0] if came else "?"
            follow = (
                f"fasti replace {where[0]} {where[1]} --outgoing {left[0]} --incoming {incoming}"
                " --on DAY --mode 'ex officio'"
                if left and came
                else f"fasti appoint {where[0]} {where[1]} {incoming} --from DAY"
                " --mode 'ex officio'"
            )
            who = ", ".join(called(connection, [p], day, at)[p].name for p in sorted(due))
            yield _cell("ex officio", where, f"{office} is held by {who}; would follow: {follow}")


def _sure(connection: Connection, body: str, seat: str, day: int, at: int | None) -> set[str]:
    return {s.person for s in Seats(connection).holders(body, seat, day, at) if s.certain}


def _merged(held: Held, kept: dict[str, str]) -> Iterator[Cells]:
    for where, tenures_here in held.items():
        for lost in sorted({t.person for t in tenures_here} & set(kept)):
            others = [
                t
                for (body, _), there in held.items()
                if body == where[0]
                for t in there
                if t.person == kept[lost]
            ]
            if others:
                text = f"{lost} is the same person as {kept[lost]}; both sit or sat in {where[0]}"
                mine = [t for t in tenures_here if t.person == lost]
                yield _cell("merged persons in one body", where, text, *mine, *others)


def _despite(connection: Connection, at: int | None, body: str | None) -> Iterator[Cells]:
    for row in despite(connection, at, f"body:{body}" if body else None):
        noun, slug = row.stream.split(":", 1)[0], slug_in(row.stream)
        yield {
            "check": "recorded despite a rule",
            "body": slug if noun == "body" else None,
            "seat": row.seat,
            "person": slug if noun == "person" else None,
            "text": row.despite,
            "entries": [row.number],
        }


def _alike(connection: Connection) -> Iterator[Cells]:
    """Persons whose names are the same when letters are folded: proposed, never merged by guess."""
    from domain.text import fold

    kept = surviving(connection, None)
    groups: dict[str, list[str]] = {}
    for candidate in all_persons(connection):
        if candidate.slug not in kept:
            groups.setdefault(fold(candidate.name), []).append(candidate.slug)
    for slugs in groups.values():
        distinct = sorted(set(slugs))
        if len(distinct) > 1:
            text = f"may be one person; if so: fasti person merge {distinct[0]} {distinct[1]}"
            yield {
                "check": "alike names",
                "body": None,
                "seat": None,
                "person": distinct[0],
                "text": f"{', '.join(distinct)}: {text} --reason TEXT",
                "entries": [],
            }
