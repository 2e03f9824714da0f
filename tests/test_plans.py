"""What a server does to answer: it looks up what is asked for, also where it knows nothing yet of
how much its tables hold."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Connection, event

from application.register import Register
from domain.act import act
from domain.body_events import SeatCreated
from domain.person_events import PersonRegistered
from domain.tenure_events import Appointed
from domain.when import When
from projections.composition import composition
from tests.calling import Fasti

SEATS = 300
FIRST, DAY = When.parse("2020-01-01"), When.parse("2021-01-01").earliest


@pytest.mark.on_server
@pytest.mark.parametrize("at", [None, 10_000])
@pytest.mark.parametrize("body", [None, "raad"])
def test_a_board_is_not_searched_again_for_each_seat(raad: Fasti, body: str | None, at: int | None):
    names = [f"n{n}" for n in range(SEATS)]
    asked = [act("raad", SeatCreated(seat=name, title="Sæde")) for name in names]
    asked += [act(name, PersonRegistered(name="Åse")) for name in names]
    asked += [act("raad", Appointed(seat=name, person=name, first_day=FIRST)) for name in names]
    with closing(Register(raad.address, writer="test")) as register:
        register.record(asked)
        with register.asking() as connection:
            said = _said(connection)
            standing = composition(connection, DAY, at, body)
            plans = [_plan(connection, *each) for each in said]
    assert len(standing) > SEATS
    assert len(plans) == 3
    assert sum(map(_in_vain, plans)) < 3 * SEATS


def _said(connection: Connection) -> list[tuple[str, Any]]:
    """What will be said to the server: statements and values."""
    said: list[tuple[str, Any]] = []

    @event.listens_for(connection, "before_cursor_execute")
    def _hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        said.append((statement, values))

    return said


def _plan(connection: Connection, statement: str, values: Any) -> dict[str, Any]:
    cursor = connection.connection.cursor()
    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values)
    (((plan,),),) = cursor.fetchall()
    return dict(plan["Plan"])


def _in_vain(plan: dict[str, Any]) -> float:
    """How many rows were looked at and not taken."""
    here = sum(times for what, times in plan.items() if what.startswith("Rows Removed by"))
    return here * plan["Actual Loops"] + sum(map(_in_vain, plan.get("Plans", ())))
