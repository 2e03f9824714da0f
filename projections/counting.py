"""The holders of each body counted against its seats, on every day on which something changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from domain.form import Form
from domain.tenure import Tenure
from domain.when import BEGINNING, END, iso
from projections.composition import form_of, seats, tenure_of, tenures
from projections.persons import surviving
from projections.schema import known, read

Cells = dict[str, Any]


class Count(NamedTuple):
    """How many places there are on a day, how many persons surely and at most hold one, and how
    many too many and too few there are, seat by seat."""

    places: int = 0
    certain: int = 0
    possible: int = 0
    over: int = 0
    vacant: int = 0

    def plus(self, other: Count, sign: int = 1) -> Count:
        """The counts of two seats together, or without the other."""
        return Count(*(a + sign * b for a, b in zip(self, other, strict=True)))


def daily(connection: Connection, at: int | None, body: str | None) -> list[Cells]:
    """The days on which the holders of a body do not fit its seats: more than there is room for, or
    fewer than there surely are places. Seats with any number of places are not counted."""
    kept = surviving(connection, at)
    found: list[Cells] = []
    for name, turns in _bodies(connection, at, body, kept):
        found += _misfits(name, turns)
    return found


def _bodies(
    connection: Connection, at: int | None, body: str | None, kept: dict[str, str]
) -> Iterator[tuple[str, dict[int, Count]]]:
    """Each body with what changes in its counts, day by day."""
    forms = select(seats).where(known(seats, at)).order_by(seats.c.body, seats.c.since)
    held = select(tenures).where(known(tenures, at), tenures.c.sort == "tenure")
    if body is not None:
        forms = forms.where(seats.c.body == body)
        held = held.where(tenures.c.body == body)
    sitting: dict[tuple[str, str], list[Tenure]] = {}
    for row in read(connection, held):
        t = tenure_of(row)
        if t.absent is None:
            person = kept.get(t.person, t.person)
            sitting.setdefault((row.body, row.seat), []).append(t._replace(person=person))
    shapes: dict[str, dict[str, list[Form]]] = {}
    for row in read(connection, forms):
        form = form_of(row)
        since, to = max(form.since, row.exists_from), min(form.to, row.exists_to)
        lasting = form._replace(since=since, to=to)
        shapes.setdefault(row.body, {}).setdefault(row.seat, []).append(lasting)
    for name, of_body in shapes.items():
        turns: dict[int, Count] = {}
        for seat, several in of_body.items():
            for day, change in _changes(several, sitting.get((name, seat), [])):
                turns[day] = turns.get(day, Count()).plus(change)
        yield name, turns


def _changes(forms: Sequence[Form], held: Sequence[Tenure]) -> Iterator[tuple[int, Count]]:
    """How the count of one seat changes, from the first day on which anything is known of it."""
    if not held:
        return
    first = min(t.first.earliest for t in held)
    before = Count()
    for day in sorted(_days(forms, held)):
        if first <= day < END:
            now = _count(forms, held, day)
            if now != before:
                yield day, now.plus(before, -1)
            before = now


def _days(forms: Iterable[Form], held: Iterable[Tenure]) -> set[int]:
    days = {day for form in forms for day in (form.since, form.to + 1)}
    for t in held:
        days |= {t.first.earliest, t.first.latest, t.first.earliest + 1}
        days |= {t.last.earliest + 1, t.last.latest + 1}
    return days


def _count(forms: Sequence[Form], held: Sequence[Tenure], day: int) -> Count:
    form = next((form for form in forms if form.since <= day <= form.to), None)
    if form is None or not form.places:
        return Count()
    certain = len({t.person for t in held if t.certain(day)})
    possible = len({t.person for t in held if t.possible(day)})
    over, vacant = max(0, certain - form.places), max(0, form.places - possible)
    return Count(form.places, certain, possible, over, vacant)


def _misfits(body: str, turns: dict[int, Count]) -> Iterator[Cells]:
    count = Count()
    for day, after in pairwise([*sorted(turns), END]):
        count = count.plus(turns[day])
        if count.over or count.vacant:
            yield {
                "body": body,
                "from": iso(day) if day > BEGINNING else "..",
                "until": iso(after - 1) if after < END else None,
                "places": count.places,
                "holders": count.certain,
                "at_most": count.possible,
                "too_many": count.over,
                "too_few": count.vacant,
            }
