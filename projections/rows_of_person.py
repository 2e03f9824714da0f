"""A person's stream as rows of names, affiliations, positions and identities."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import Table

from domain.person_events import (
    Affiliated,
    PersonRegistered,
    PersonRenamed,
    PositionLeft,
    PositionTaken,
)
from domain.record import Person
from domain.text import fold
from domain.when import BEGINNING, END, When
from projections.openings import Row
from projections.persons import affiliations, identities, persons, positions
from projections.schema import listed


class Persons:
    """The view of a person's stream: all its rows are one group."""

    noun: ClassVar = "person"
    tables: ClassVar[Sequence[Table]] = (persons, affiliations, positions, identities)

    def blank(self, slug: str) -> Person:
        """A person of whom nothing is known."""
        return Person(slug)

    def touched(self, state: Person, event: Any) -> Iterable[Hashable]:
        """Everything."""
        return ((),)

    def rows(self, state: Person, group: Hashable) -> Iterator[Row]:
        """All rows of a person."""
        yield from _names(state)
        yield from _affiliations(state)
        for taken in state.all(PositionTaken):
            same = (taken.position, taken.organisation)
            left = [p for p in state.all(PositionLeft) if (p.position, p.organisation) == same]
            last = left[0].last_day.text if left else None
            yield Row(positions, (*same, taken.first_day.text, last))
        for lost in sorted(state.absorbed):
            yield Row(identities, (lost,))


def _names(person: Person) -> Iterator[Row]:
    registered = person.first(PersonRegistered)
    if registered is None:
        return
    issued = (registered.source, listed(registered.identifiers))
    yield Row(persons, (BEGINNING, registered.name, fold(registered.name), *issued))
    for event in person.all(PersonRenamed):
        since = BEGINNING + 1 if event.first_day.earliest == BEGINNING else event.first_day.latest
        yield Row(persons, (since, event.name, fold(event.name), *issued))


def _affiliations(person: Person) -> Iterator[Row]:
    held = sorted(person.all(Affiliated), key=lambda event: event.first_day)
    for at, event in enumerate(held):
        last: When | None = event.last_day
        if last is None and at + 1 < len(held):
            last = held[at + 1].first_day.shifted(-1)
        days = (event.first_day.earliest, last.latest if last else END)
        yield Row(
            affiliations,
            (*days, event.affiliation, event.first_day.text, last.text if last else None),
        )
