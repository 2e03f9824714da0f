"""What the register has from sources: their identifiers, and what they state of whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from projections.composition import bodies, seats, tenures
from projections.persons import affiliations, identities, persons
from projections.schema import STILL

Statement = tuple[str, str, str, str]
"""Body, seat, person, first day."""


@dataclass
class OnRecord:
    """What need not be recorded again; sources by identifier, slugs that are taken."""

    bodies: dict[str, str] = field(default_factory=dict)
    dissolved: set[str] = field(default_factory=set)
    persons: dict[str, str] = field(default_factory=dict)
    seats: dict[str, dict[str, str]] = field(default_factory=dict)
    """Body → source identifier of a seat → slug."""
    posts: dict[str, str] = field(default_factory=dict)
    """Source identifier of a seat → that of its body."""
    taken: dict[str, set[str]] = field(default_factory=dict)
    """`body`, `person`, or `body:SLUG` for its seats → slugs in use."""
    stated: dict[Statement, list[tuple[str | None, int]]] = field(default_factory=dict)
    """Statement → the last day of each tenure that began so, and the entry of its beginning."""
    affiliated: set[tuple[str, str | None, str, str | None]] = field(default_factory=set)
    named: set[tuple[str, str]] = field(default_factory=set)
    merged: set[tuple[str, str]] = field(default_factory=set)


def on_record(connection: Connection) -> OnRecord:
    """Everything an import must know of a register to add nothing twice."""
    found = OnRecord(taken={"body": set(), "person": set()})
    for row in connection.execute(select(bodies).where(bodies.c.known_to == STILL)):
        found.taken["body"].add(row.body)
        found.bodies[row.source or row.body] = row.body
        if row.last:
            found.dissolved.add(row.body)
    sources = {slug: source for source, slug in found.bodies.items()}
    for row in connection.execute(select(seats).where(seats.c.known_to == STILL)):
        source = row.source or f"{sources[row.body]}/{row.seat}"
        found.posts[source] = sources[row.body]
        found.taken.setdefault(f"body:{row.body}", set()).add(row.seat)
        found.seats.setdefault(row.body, {})[source] = row.seat
    for row in connection.execute(select(persons).where(persons.c.known_to == STILL)):
        found.taken["person"].add(row.person)
        found.persons[row.source or row.person] = row.person
        found.named.add((row.person, row.name))
    _statements(connection, found)
    return found


def _statements(connection: Connection, found: OnRecord) -> None:
    held = select(tenures).where(tenures.c.known_to == STILL, tenures.c.sort == "tenure")
    for row in connection.execute(held):
        said = (row.body, row.seat, row.person, row.first)
        found.stated.setdefault(said, []).append((row.until, row.began))
    for row in connection.execute(select(affiliations).where(affiliations.c.known_to == STILL)):
        found.affiliated.add((row.person, row.affiliation, row.first, row.last))
    for row in connection.execute(select(identities).where(identities.c.known_to == STILL)):
        found.merged.add((row.person, row.lost))
