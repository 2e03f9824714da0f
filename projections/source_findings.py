"""Contradictions in what sources state: kept as they are, listed to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from domain.tenure import Tenure
from domain.text import fold
from domain.when import BEGINNING, END, When
from projections.composition import seats
from projections.history import words
from projections.persons import affiliations, persons, surviving
from projections.schema import known, unlisted

Cells = dict[str, Any]
Held = dict[tuple[str, str], list[Tenure]]
_ELECTED_BETWEEN = re.compile(r"\bby[ _-]?election\b", re.IGNORECASE)
STATED = "not stated"
"""The mode of a tenure of which only that it was is known, as of all that sources state."""


def zero_length(held: Held) -> Iterator[tuple[tuple[str, str], str, Tenure]]:
    """Tenures that begin and end on one day, or end the day before they begin."""
    for where, tenures_here in held.items():
        for t in tenures_here:
            if t.first.exact and t.last.exact and 0 <= t.first.earliest - t.last.earliest <= 1:
                yield where, f"begins on {t.first} and ends on {t.last}", t


def adjoining(
    connection: Connection, held: Held, kept: dict[str, str], at: int | None
) -> Iterator[tuple[str, tuple[str, str], str, Tenure, Tenure]]:
    """Where a person follows themselves in a seat: a party change splits one tenure in two, or a
    source counts them as their own successor. Who is elected for another term does neither."""
    parties, said_of = _parties(connection, at), _words(connection)
    for where, tenures_here in held.items():
        by_person: dict[str, list[Tenure]] = {}
        for t in tenures_here:
            if t.mode == STATED:
                by_person.setdefault(kept.get(t.person, t.person), []).append(t)
        for person, mine in by_person.items():
            for one, other in pairwise(sorted(mine, key=lambda t: t.first)):
                before, after = (parties.get((person, *_spelled_days(t))) for t in (one, other))
                said, then = said_of.get(one.began, {}), said_of.get(other.began, {})
                another_term = said.get("term") != then.get("term")
                if _meet(one.last, other.first) and before != after and not another_term:
                    told = f"goes on in the seat on {other.first}: {before or 'no group'} became"
                    yield "party change", where, f"{told} {after or 'no group'}", one, other
                elif not another_term and (
                    _meet(one.last, other.first)
                    or _ELECTED_BETWEEN.search(then.get("began_by", ""))
                ):
                    told = f"follows themselves in the seat on {other.first}"
                    yield "replaced themselves", where, told, one, other


def _spelled_days(tenure: Tenure) -> tuple[str, str]:
    return tenure.first.text, tenure.until.text if tenure.until else ""


def _meet(last: When, first: When) -> bool:
    """Whether a day is, or may be, the day of another or the day before it; open ends are not."""
    bounded = (
        min(last.earliest, first.earliest) > BEGINNING and max(last.latest, first.latest) < END
    )
    return bounded and first.earliest <= last.latest + 1 and last.earliest <= first.latest


def _words(connection: Connection) -> dict[int, dict[str, str]]:
    """Entry → the words of a source for how a tenure began, for its term, and its identifier."""
    query = select(words).where(words.c.field.in_(("began_by", "term", "source")))
    found: dict[int, dict[str, str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.number, {})[row.field] = row.text
    return found


def told_twice(
    connection: Connection, held: Held
) -> Iterator[tuple[tuple[str, str], str, list[Tenure]]]:
    """Memberships that a source states in two ways under one identifier: it was corrected between
    two readings of it."""
    said_of = _words(connection)
    by_source: dict[str, list[tuple[tuple[str, str], Tenure]]] = {}
    for where, tenures_here in held.items():
        for t in tenures_here:
            source = said_of.get(t.began, {}).get("source") if t.mode == STATED else None
            if source:
                by_source.setdefault(source, []).append((where, t))
    for source, several in by_source.items():
        if len(several) > 1:
            told = sorted((t for _, t in several), key=lambda t: t.began)
            older = told[0].began
            text = f"{source} is stated in several ways; if the older is out of date:"
            yield several[0][0], f"{text} fasti retract {older} --reason TEXT", told


def _parties(connection: Connection, at: int | None) -> dict[tuple[str, str, str], str | None]:
    """Person and the days of an affiliation → what it is."""
    query = select(affiliations).where(known(affiliations, at))
    return {
        (row.person, row.first, row.last or ""): row.affiliation
        for row in connection.execute(query)
    }


def spellings(
    connection: Connection, at: int | None, body: str | None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Seats of one body whose titles differ in spelling only: body, seats, titles."""
    query = select(seats.c.body, seats.c.seat, seats.c.title).where(known(seats, at))
    if body is not None:
        query = query.where(seats.c.body == body)
    groups: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for row in connection.execute(query.order_by(seats.c.body, seats.c.rank, seats.c.since)):
        groups.setdefault((row.body, _spelled(row.title)), {})[row.seat] = row.title
    for (of, _), named in groups.items():
        if len(set(named.values())) > 1:
            yield of, list(named), list(named.values())


def _spelled(title: str) -> tuple[str, ...]:
    """The words and numbers of a title: `District 05` and `district-5` are one, and without
    numbers so are `North East Fife` and `Fife, North East`."""
    words_of = re.findall(r"\d+|[^\W\d_]+", fold(title).replace("&", " and "))
    if any(word.isdigit() for word in words_of):
        return tuple(word.lstrip("0") or "0" if word.isdigit() else word for word in words_of)
    return tuple(sorted(words_of))


def shared_identifiers(connection: Connection, at: int | None) -> Iterator[tuple[str, list[str]]]:
    """Identifiers issued elsewhere that two persons bear: identifier, persons."""
    kept = surviving(connection, at)
    bearers: dict[str, set[str]] = {}
    query = select(persons.c.person, persons.c.identifiers).where(
        known(persons, at), persons.c.identifiers.is_not(None)
    )
    for row in connection.execute(query):
        for identifier in unlisted(row.identifiers):
            bearers.setdefault(identifier, set()).add(kept.get(row.person, row.person))
    for identifier, several in bearers.items():
        if len(several) > 1:
            yield identifier, sorted(several)
