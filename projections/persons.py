"""Persons: names, affiliations, positions, and identifiers that turned out to be one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, Index, Table, select

from domain.names import fold
from domain.person_events import (
    Affiliated,
    PersonRegistered,
    PersonRenamed,
    PositionLeft,
    PositionTaken,
)
from domain.record import Person
from domain.when import BEGINNING, END, When
from projections.openings import Row
from projections.schema import known, numbers, texts, versioned

persons = versioned(
    "persons",
    "person",
    *numbers("since"),
    *texts("name", "folded", "source"),
    Index("persons_known", "person", "known_to"),
)
affiliations = versioned(
    "affiliations",
    "person",
    *numbers("since", "to"),
    *texts("affiliation", "first", "last"),
    Index("affiliations_known", "person", "known_to"),
)
positions = versioned("positions", "person", *texts("position", "organisation", "first", "last"))
identities = versioned(
    "identities", "person", *texts("lost"), Index("identities_lost", "lost", "known_to")
)


class Persons:
    """The view of a person's stream: all its rows are one group."""

    noun: ClassVar = "person"
    tables: ClassVar[Sequence[Table]] = (persons, affiliations, positions, identities)

    def blank(self, slug: str) -> Person:
        """A person of whom nothing is known."""
        return Person(slug)

    def touched(self, before: Person, after: Person, event: Any) -> Iterable[Hashable]:
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
    source = registered.source
    yield Row(persons, (BEGINNING, registered.name, fold(registered.name), source))
    for event in person.all(PersonRenamed):
        since = BEGINNING + 1 if event.first_day.earliest == BEGINNING else event.first_day.latest
        yield Row(persons, (since, event.name, fold(event.name), source))


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


@dataclass(frozen=True)
class Known:
    """What to call a person on a day: the surviving identifier, name, affiliation, source."""

    person: str
    name: str
    affiliation: str | None
    source: str | None


def surviving(connection: Connection, at: int | None) -> dict[str, str]:
    """Lost identifier → the person it turned out to be, through every merge."""
    query = select(identities.c.lost, identities.c.person).where(known(identities, at))
    direct = {row.lost: row.person for row in connection.execute(query)}
    found = {}
    for lost in direct:
        person, seen = lost, set[str]()
        while person in direct and person not in seen:
            seen.add(person)
            person = direct[person]
        found[lost] = person
    return found


def called(
    connection: Connection, slugs: Iterable[str], day: int, at: int | None
) -> dict[str, Known]:
    """Slug → what the person is called on a day, as known at an entry number."""
    asked = set(slugs)
    kept = surviving(connection, at)
    wanted = sorted({kept.get(slug, slug) for slug in asked})
    names: dict[str, tuple[str, str | None]] = {}
    groups: dict[str, str | None] = {}
    for part in _parts(wanted):
        query = select(persons).where(known(persons, at), persons.c.person.in_(part))
        for row in connection.execute(query.order_by(persons.c.since, persons.c.known_from)):
            if row.since <= day or row.person not in names:
                names[row.person] = (row.name, row.source)
        query = select(affiliations).where(
            known(affiliations, at),
            affiliations.c.person.in_(part),
            affiliations.c.since <= day,
            affiliations.c.to >= day,
        )
        for row in connection.execute(query.order_by(affiliations.c.since)):
            groups[row.person] = row.affiliation
    return {
        slug: Known(name, *_named(names, groups, name))
        for slug in asked
        for name in [kept.get(slug, slug)]
    }


def _named(
    names: dict[str, tuple[str, str | None]], groups: dict[str, str | None], slug: str
) -> tuple[str, str | None, str | None]:
    name, source = names.get(slug, (slug, None))
    return name, groups.get(slug), source


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), 500):
        yield values[start : start + 500]
