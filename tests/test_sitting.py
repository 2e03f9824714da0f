"""One seat: its answer is found in the same steps, whatever else is on record."""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import count
from typing import cast

import pytest

from application.register import Register
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered
from domain.tenure_events import Appointed
from domain.when import on
from projections.sitting import Seats
from tests.calling import Fasti

DAY = date(2020, 1, 1)


def steps(register: Register, seat: str) -> tuple[list[str], int]:
    """Who holds a seat of the council, and the instructions of SQLite it took to tell."""
    with register.asking() as connection:
        raw = cast("sqlite3.Connection", connection.connection.driver_connection)
        seats, taken = Seats(connection), count()
        seats.holders("raad", seat, DAY.toordinal(), None)  # SQLite reads its schema
        raw.set_progress_handler(lambda: next(taken) < 0, 1)
        held = seats.holders("raad", seat, DAY.toordinal(), None)
        raw.set_progress_handler(None, 1)
    return [one.person for one in held], next(taken)


@pytest.mark.in_folder
def test_one_seat_takes_the_same_steps_whatever_else_there_is(raad: Fasti):
    with raad.register() as register:
        for seat, person in (("s1", "bo"), ("s2", "cy")):
            register.record([act("raad", Appointed(seat=seat, person=person, first_day=on(DAY)))])
        alone = steps(register, "s1")
        more = [act(f"b{at}", BodyEstablished(name="Udvalg")) for at in range(50)]
        for body in ("raad", *(f"b{at}" for at in range(50))):
            for at in range(20):
                person = f"{body}-p{at}"
                more.append(act(person, PersonRegistered(name="Åse Ærø")))
                more.append(act(body, SeatCreated(seat=f"x{at}", title="Plads")))
                more.append(act(body, Appointed(seat=f"x{at}", person=person, first_day=on(DAY))))
        register.record(more)
        assert steps(register, "s1") == alone
    assert alone[0] == ["bo"]
    assert 0 < alone[1] < 100
