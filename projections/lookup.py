"""Finding bodies, seats, persons, meetings and proposals by identifier, name or part of a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from domain.text import fold, slug_of
from projections.composition import bodies, seats
from projections.decisions import proposals
from projections.meetings import meetings
from projections.persons import persons, surviving
from projections.schema import STILL, known

NOWHERE = "\uffff"
"""Stands in no name, as U+0000 does, which cannot even be asked for in PostgreSQL."""


class Candidate(NamedTuple):
    """Something that a text may mean."""

    slug: str
    name: str


def _best(text: str, known: Iterable[Candidate]) -> list[Candidate]:
    """Those whose identifier is the text, else whose name is, else that contain it."""
    found = list(dict.fromkeys(known))
    plain, slug = fold(text.strip()), slug_of(text)
    tests: tuple[Callable[[Candidate], bool], ...] = (
        lambda c: c.slug == text,
        lambda c: c.slug == slug or fold(c.name) == plain,
        lambda c: plain in fold(c.name) or (slug != "" and slug in c.slug),
    )
    for test in tests:
        fitting = [c for c in found if test(c)]
        if fitting:
            return list({c.slug: c for c in fitting}.values())
    return []


def find_body(connection: Connection, text: str) -> list[Candidate]:
    """Bodies by what they are or ever were called."""
    rows = connection.execute(select(bodies.c.body, bodies.c.name).order_by(bodies.c.body))
    return _best(text, (Candidate(*row) for row in rows))


def find_seat(connection: Connection, body: str, text: str) -> list[Candidate]:
    """Seats of a body by what they are or ever were called."""
    query = select(seats.c.seat, seats.c.title).where(seats.c.body == body)
    rows = connection.execute(query.order_by(seats.c.rank))
    return _best(text, (Candidate(*row) for row in rows))


def find_person(connection: Connection, text: str) -> list[Candidate]:
    """Persons by what they are or ever were called; merged identifiers find the one that stays."""
    kept = surviving(connection, None)
    if text in kept:
        return _names(connection, [kept[text]])
    plain, slug = fold(text.strip()).replace("\0", NOWHERE), slug_of(text)
    query = select(persons.c.person, persons.c.name).order_by(persons.c.person)
    some = persons.c.folded.contains(plain, autoescape=True)
    if slug:
        some |= persons.c.person.contains(slug, autoescape=True)
    rows = connection.execute(query.where(some))
    found = _best(text, (Candidate(*row) for row in rows))
    return _names(connection, dict.fromkeys(kept.get(c.slug, c.slug) for c in found))


def _names(connection: Connection, slugs: Iterable[str]) -> list[Candidate]:
    wanted = list(slugs)
    query = select(persons.c.person, persons.c.name).where(
        persons.c.known_to == STILL, persons.c.person.in_(wanted[:100])
    )
    rows = connection.execute(query.order_by(persons.c.since))
    latest = {row.person: row.name for row in rows}
    return [Candidate(slug, latest.get(slug, slug)) for slug in wanted]


def find_meeting(connection: Connection, text: str) -> list[Candidate]:
    """Meetings by identifier or title."""
    query = select(meetings.c.meeting, meetings.c.title).order_by(meetings.c.meeting)
    rows = connection.execute(query)
    return _best(text, (Candidate(row.meeting, row.title or row.meeting) for row in rows))


def find_proposal(connection: Connection, text: str) -> list[Candidate]:
    """Proposals by identifier."""
    rows = connection.execute(select(proposals.c.proposal).order_by(proposals.c.proposal))
    return _best(text, (Candidate(row.proposal, row.proposal) for row in rows))


def all_persons(connection: Connection) -> list[Candidate]:
    """Every person by the names they bear now."""
    query = select(persons.c.person, persons.c.name).where(persons.c.known_to == STILL)
    rows = connection.execute(query.order_by(persons.c.person, persons.c.since))
    return list({row.person: Candidate(*row) for row in rows}.values())


def every_person_name(connection: Connection) -> list[Candidate]:
    """Every person by every name they bear or bore; merged ones by the identifier that stays."""
    kept = surviving(connection, None)
    query = select(persons.c.person, persons.c.name).where(persons.c.known_to == STILL)
    rows = connection.execute(query.order_by(persons.c.person, persons.c.since))
    return list(dict.fromkeys(Candidate(kept.get(p, p), name) for p, name in rows))


def all_bodies(connection: Connection) -> list[Candidate]:
    """Every body by its first name."""
    query = select(bodies.c.body, bodies.c.name).where(bodies.c.known_to == STILL)
    return [Candidate(*row) for row in connection.execute(query.order_by(bodies.c.body))]


def ended_bodies(connection: Connection) -> set[str]:
    """The bodies whose last day is on record."""
    query = select(bodies.c.body).where(bodies.c.known_to == STILL, bodies.c.last.is_not(None))
    return set(connection.execute(query).scalars())


def body_names(connection: Connection, day: int, at: int | None) -> dict[str, str]:
    """Body → its name on a day, as known at an entry number."""
    query = select(bodies.c.body, bodies.c.name, bodies.c.since).where(known(bodies, at))
    found: dict[str, str] = {}
    for row in connection.execute(query.order_by(bodies.c.since, bodies.c.known_from)):
        if row.since <= day or row.body not in found:
            found[row.body] = row.name
    return found
