"""Persons: names, affiliations, positions, and identifiers that turned out to be one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Index, Table, select

from domain.when import BEGINNING, iso
from projections.schema import STILL, among, known, numbers, read, texts, versioned

persons = versioned(
    "persons",
    "person",
    *numbers("since"),
    *texts("name", "folded", "source", "identifiers"),
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


@dataclass(frozen=True)
class Known:
    """What to call a person on a day: the surviving identifier, name, affiliation, source."""

    person: str
    name: str
    affiliation: str | None
    source: str | None


class Trait(NamedTuple):
    """Something known of a person besides their seats: a name, an affiliation, a position."""

    what: str
    text: str
    first: str | None
    last: str | None


def traits(connection: Connection, slug: str, at: int | None) -> list[Trait]:
    """The names, affiliations and positions of a person under any of their identifiers."""
    people = [slug, *(lost for lost, kept in surviving(connection, at).items() if kept == slug)]
    found: list[Trait] = []
    for table in (persons, affiliations, positions):
        query = select(table).where(known(table, at), among(connection, table.c.person, people))
        rows = connection.execute(query.order_by(table.c.known_from, table.c.slot))
        found += [_trait(table, row) for row in rows]
    return found


def _trait(table: Table, row: Any) -> Trait:
    if table is persons:
        since = iso(row.since) if row.since > BEGINNING + 1 else None
        return Trait("name", row.name, since, None)
    if table is affiliations:
        return Trait("affiliation", row.affiliation or "none", row.first, row.last)
    at = f" ({row.organisation})" if row.organisation else ""
    return Trait("position", f"{row.position}{at}", row.first, row.last)


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


def identities_of(connection: Connection, person: str) -> list[str]:
    """A person's identifier, and every one that turned out to be theirs."""
    kept = surviving(connection, None)
    return [person, *sorted(lost for lost, survivor in kept.items() if survivor == person)]


def called(
    connection: Connection, slugs: Iterable[str], day: int, at: int | None
) -> dict[str, Known]:
    """Slug → what the person is called on a day, as known at an entry number."""
    asked = set(slugs)
    kept = surviving(connection, at)
    wanted = {kept.get(slug, slug) for slug in asked}
    names: dict[str, tuple[str, str | None]] = {}
    query = select(persons).where(known(persons, at), among(connection, persons.c.person, wanted))
    for row in read(connection, query.order_by(persons.c.since, persons.c.known_from)):
        if row.since <= day or row.person not in names:
            names[row.person] = (row.name, row.source)
    query = select(affiliations).where(
        known(affiliations, at),
        among(connection, affiliations.c.person, wanted),
        affiliations.c.since <= day,
        affiliations.c.to >= day,
    )
    found = read(connection, query.order_by(affiliations.c.since))
    groups = {row.person: row.affiliation for row in found}
    return {
        slug: Known(name, *_named(names, groups, name))
        for slug in asked
        for name in [kept.get(slug, slug)]
    }


def organisations(connection: Connection) -> dict[str, str]:
    """Person → the organisation of the position they were last known to take."""
    query = select(positions.c.person, positions.c.organisation).where(
        positions.c.known_to == STILL, positions.c.organisation.is_not(None)
    )
    rows = connection.execute(query.order_by(positions.c.person, positions.c.known_from))
    return {row.person: row.organisation for row in rows}


def _named(
    names: dict[str, tuple[str, str | None]], groups: dict[str, str | None], slug: str
) -> tuple[str, str | None, str | None]:
    name, source = names.get(slug, (slug, None))
    return name, groups.get(slug), source
