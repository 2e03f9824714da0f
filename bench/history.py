"""A made-up history of many bodies: terms, resignations and successors, one after another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from domain.act import Act, act
from domain.body_events import BodyEstablished, SeatCreated
from domain.entry import Evidence
from domain.person_events import PersonRegistered
from domain.tenure_events import Appointed, Resigned
from domain.when import on

SEATS = 10


def evidence(number: int) -> Evidence:
    """Where the fact of one act is written."""
    paper = hashlib.sha256(f"referat {number // 20}".encode()).hexdigest()
    page, line = number % 28 + 1, number % 40 + 1
    quote = f"Punkt {number % 20}: udpegningen blev tiltrådt med virkning fra næste møde."
    return Evidence(paper=paper, page=page, lines=f"{line}-{line + 2}", quote=quote)


def acts(entries: int, bodies: int) -> Iterator[Act]:
    """So many acts on so many bodies with ten seats each, the bodies in turn."""
    yield from islice(_round_robin(bodies), entries)


def _round_robin(bodies: int) -> Iterator[Act]:
    histories = [_body(number) for number in range(bodies)]
    while True:
        for history in histories:
            yield from next(history)


def _body(number: int) -> Iterator[list[Act]]:
    """The history of one body, in pieces that belong together."""
    slug = f"udvalg-{number:05}"
    first = date(2000, 1, 1)
    seats = [
        act(slug, SeatCreated(seat=f"s{at}", title=f"Plads {at}", first_day=on(first)))
        for at in range(SEATS)
    ]
    yield [act(slug, BodyEstablished(name=f"Udvalg nr. {number}", first_day=on(first))), *seats]
    people = [f"p{number:05}-{at}" for at in range(SEATS * 2)]
    yield [act(p, PersonRegistered(name=f"Åse Ærø {p}")) for p in people]
    days = [first] * SEATS
    turn = 0
    while True:
        for at in range(SEATS):
            person = people[at + SEATS * (turn % 2)]
            begins, last = days[at], days[at] + timedelta(days=90)
            days[at] = last + timedelta(days=1)
            seat = f"s{at}"
            yield [
                act(slug, Appointed(seat=seat, person=person, first_day=on(begins))),
                act(slug, Resigned(seat=seat, person=person, last_day=on(last))),
            ]
        turn += 1
