"""The database refuses two in one place, and nothing that the rules let pass."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import errors

from application.register import create_register
from application.server.address import Address
from domain.act import Act, act
from domain.body_events import BodyDissolved, SeatAbolished, SeatChanged, SeatCreated
from domain.decide import decide
from domain.entry import Entry, Event
from domain.proposal_events import Retracted
from domain.refusal import Refusals
from domain.seat import Seat
from domain.stated_events import StatementWithdrawn, TenureStated
from domain.tenure import Fact
from domain.tenure_events import (
    Appointed,
    LeaveGranted,
    Reappointed,
    Replaced,
    Resigned,
    SubstituteCalled,
    Vacated,
)
from domain.when import spanning
from domain.world import World
from projections.composition import tenures
from projections.guarding import exempt, two_in_one_place
from projections.openings import openings
from projections.rows_of_body import Composition
from projections.schema import STILL
from tests.calling import Fasti
from tests.databases import Databases
from tests.decisions import AASE, BO, CY, ESTABLISHED, TODAY, body, day
from tests.places import OnServer
from tests.test_timeline import FIRST, PERSONS

ROW = (
    "INSERT INTO tenures SELECT body, {known_from}, slot, known_to, seat, '{person}', sort,"
    " {first}, {first}, {last}, {last}, first, until, planned, mode, by, made_on, nominated_by,"
    " decision, absent, began, ended, entries, {exempt} FROM tenures LIMIT 1"
)


@pytest.fixture
def served(served: OnServer) -> OnServer:
    """The register of a council on a server, in which somebody sits until the end of 2021."""
    served.done("appoint raad s1 bo --from 2020-01-01 --until 2021-12-31")
    return served


def forged(person: str, first: str, last: str, exempt: str = "NULL", known_from: int = 99) -> str:
    """A row of a tenure in the seat of the one that is there."""
    days = {"first": day(first).earliest, "last": day(last).earliest}
    return ROW.format(known_from=known_from, person=person, exempt=exempt, **days)


def written(register: OnServer, statement: str) -> None:
    with register.views() as cursor:
        cursor.execute(statement)


def test_a_row_that_puts_two_into_one_place_is_refused(served: OnServer):
    for first, last in (("2021-06-01", "2022-06-01"), ("2020-06-01", "2020-06-01")):
        with pytest.raises(errors.ExclusionViolation):
            written(served, forged("aase", first, last))
    for first, last, why in (
        ("2021-12-31", "2022-06-01", "NULL"),
        ("2021-06-01", "2022-06-01", "'stated by a source'"),
    ):
        written(served, forged("aase", first, last, why, day(first).earliest))


def test_a_row_is_there_once(served: OnServer):
    with pytest.raises(errors.UniqueViolation):
        written(served, "INSERT INTO tenures SELECT * FROM tenures")


def test_what_a_forged_row_keeps_out_is_recorded_and_told_with_names(served: OnServer):
    written(served, forged("cy", "2022-03-01", "2023-03-01"))
    done = served.run("appoint raad s1 aase --from 2022-01-01")
    assert (done.exit_code, done.stdout) == (0, "#9\n")
    assert done.stderr == "recorded; the views are behind, run fasti replay\n"
    asked = served.run("board raad --on 2022-06-01 --format json")
    told = "do not take aase and cy in seat s1 of raad, which has one place; what is recorded"
    assert told in asked.stderr
    sitting = json.loads(asked.stdout)["seats"][0]["holders"]
    assert [holder["person"] for holder in sitting] == ["aase"]
    served.done("retract 9 --reason fejl")
    served.done("replay", "replay --check")


def test_views_that_would_put_two_into_one_place_are_not_kept(
    served: OnServer, monkeypatch: pytest.MonkeyPatch
):
    served.done("appoint raad s1 aase --from 2021-01-01 --despite 'står i referatet'")
    monkeypatch.setattr("projections.rows_of_body.exempt", lambda seat, tenure: None)
    served.refused(
        "replay",
        f"the views at {served.where} do not take bo and aase in seat s1 of raad, which has one"
        " place; what is recorded stands: 'fasti check' lists it, 'fasti replay' makes the views"
        " anew",
        3,
    )
    with served.register() as register:
        assert register.views.position() == 9
        register.views.discard()
    listed = served.run("check --kind 'several holders'")
    assert "do not take bo and aase in seat s1 of raad" in listed.stderr
    assert "Åse Ærø" in listed.stdout
    monkeypatch.undo()
    served.done("replay")
    with served.views() as cursor:
        cursor.execute("SELECT person, exempt FROM tenures ORDER BY known_from")
        assert cursor.fetchall() == [("bo", None), ("aase", "recorded despite a rule")]


def seat_with(*events: Event) -> Seat:
    seat = Seat("s")
    for number, event in enumerate(events, 1):
        if isinstance(event, StatementWithdrawn):
            seat.withdraw(event.person, event.entry)
        elif isinstance(event, Retracted):
            seat = seat.forgetting(event.entry)
        else:
            seat.learn(Fact(number, event))
    return seat


APPOINTED = Appointed(seat="s", person="bo", first_day=day("2020-01-01"))
ONE, STATED = SeatCreated(seat="s", title="S"), TenureStated(seat="s", person="bo")
WIDER = SeatChanged(seat="s", first_day=day("2022-01-01"), places=2)
OVER = SeatChanged(seat="s", first_day=day("2022-01-01"), holds_over=True)
LATER = Reappointed(seat="s", person="bo", first_day=day("2021-01-01"))
AWAY = LeaveGranted(seat="s", person="bo", first_day=day("2020-06"))
SUBSTITUTE = SubstituteCalled(seat="s", person="bo", absent="cy", first_day=day("2020-06"))
LEFT = Resigned(seat="s", person="bo", last_day=day("2021-01-01"))


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([APPOINTED], None),
        ([APPOINTED, LEFT], None),
        ([APPOINTED, SeatAbolished(seat="s", last_day=day("2022"))], None),
        ([APPOINTED, WIDER], "not of one place only"),
        ([APPOINTED, OVER], "not of one place only"),
        ([APPOINTED, STATED], "stated by a source"),
        ([APPOINTED, STATED, StatementWithdrawn(seat="s", person="bo", entry=3)], "something"),
        ([APPOINTED, LEFT, Retracted(entry=3, reason="fejl")], "something was retracted"),
        ([APPOINTED, WIDER, Retracted(entry=3, reason="fejl")], "something was retracted"),
        ([LEFT], "only its end is known"),
        ([APPOINTED.model_copy(update={"despite": "kilden"})], "recorded despite a rule"),
        ([APPOINTED, SUBSTITUTE], "a substitute"),
        ([LATER, APPOINTED], "its tenures were learned out of order"),
        ([APPOINTED, AWAY], None),
        ([APPOINTED, LEFT.model_copy(update={"last_day": day("2021")})], "its days are not exact"),
    ],
)
def test_what_the_rules_do_not_vouch_for_is_exempt_and_says_why(
    events: list[Event], why: str | None
):
    seat = seat_with(ONE, *events)
    (found,) = {exempt(seat, tenure) for tenure in seat.tenures()}
    assert (found or "None").startswith(why or "None")


def test_when_the_end_of_a_body_is_retracted_all_its_tenures_are_exempt():
    world = World()
    number = 1
    for one in (ESTABLISHED, BO, AASE, body(ONE), body(APPOINTED), body(ENDED), body(UNENDED)):
        followed, world = decide(world, [one], today=TODAY, next_number=number)
        number += len(followed)
    seat = world.body("raad").seats["s"]
    assert [exempt(seat, tenure) for tenure in seat.tenures()] == ["something was retracted"]


ENDED = BodyDissolved(last_day=day("2022"))
UNENDED = Retracted(entry=6, reason="fejl")


Drawn = tuple[int, str, str, int, int, bool, bool]
DRAWN = st.tuples(
    st.integers(0, 22),
    PERSONS,
    PERSONS,
    st.integers(0, 12),
    st.integers(0, 12),
    st.booleans(),
    st.sampled_from([True, True, True, True, False]),
)


def event_of(drawn: Drawn) -> Event:
    """A fact about one seat, nearly always of exact days that lie close together."""
    kind, person, other, since, until, open_ended, exact = drawn
    low = FIRST + since * 60
    first, last = spanning(low, low if exact else low + 90), spanning(*[FIRST + until * 60] * 2)
    planned = None if open_ended else last
    begun = {"seat": "s", "first_day": first, "planned_last_day": planned}
    stated = {"seat": "s", "person": person, "first_day": first, "last_day": planned}
    match kind:
        case 0 | 1 | 2 | 3 | 4 | 5:
            return Appointed(person=person, **begun)
        case 6 | 7:
            return Reappointed(person=person, **begun)
        case 8 | 9:
            return Replaced(outgoing=other, incoming=person, last_day=planned, **begun)
        case 10 | 11 | 12:
            return Resigned(seat="s", person=person, last_day=last)
        case 13:
            return Vacated(seat="s", person=person, last_day=last)
        case 14:
            return TenureStated(**stated)
        case 15:
            return StatementWithdrawn(**stated)
        case 16:
            return SeatChanged(seat="s", first_day=first, places=1 + open_ended)
        case 17:
            return SeatChanged(seat="s", first_day=first, holds_over=open_ended)
        case 18:
            return SeatAbolished(seat="s", last_day=last)
        case 19:
            return BodyDissolved(last_day=last)
        case _:
            return Retracted(entry=6 + until, reason="fejl")


def decided(happened: Sequence[Event]) -> list[Entry]:
    """The entries of a body, of what the rules let pass of some facts."""
    world, entries = World(), []
    for one in (ESTABLISHED, BO, AASE, CY, body(ONE), *map(asked, happened)):
        number = len(entries) + 1
        try:
            followed, world = decide(world, [one], today=TODAY, next_number=number)
        except Refusals:
            continue
        for at, (_, stream, event) in enumerate(followed, number):
            entries.append(Entry(at, stream, at, "", "", str(number), None, event))
    return [entry for entry in entries if entry.stream == "body:raad"]


def asked(event: Event) -> Act:
    if isinstance(event, Retracted):
        return Act.model_construct(stream="body:raad", kind=Retracted.kind, event=event)
    return act("raad", event)


def rows_of(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The rows of tenures."""
    keys = tenures.columns.keys()
    found = openings(Composition(), entries)
    return [dict(zip(keys, row, strict=True)) for table, row in found if table is tenures]


@pytest.fixture(scope="module")
def guarding(postgres: Databases) -> Iterator[psycopg.Connection]:
    """A connection to the views of an empty register on a server."""
    address = Address(postgres.new_database())
    create_register(address.text)
    with psycopg.connect(**address.parameters(address.schemas[1])) as connection:
        yield connection
    postgres.drop(address.text)


@settings(max_examples=100)
@given(st.lists(DRAWN, min_size=4, max_size=14))
def test_the_guard_lets_through_whatever_the_rules_let_pass(
    guarding: psycopg.Connection, drawn: list[Drawn]
):
    rows = rows_of(decided([event_of(one) for one in drawn]))
    assert two_in_one_place(rows) is None
    for number in {row["known_from"] for row in rows}:
        known = [row for row in rows if row["known_from"] <= number < row["known_to"]]
        assert two_in_one_place(row | {"known_to": STILL} for row in known) is None
    marks = ", ".join(["%s"] * len(tenures.columns))
    with guarding.cursor() as cursor:
        cursor.executemany(f"INSERT INTO tenures VALUES ({marks})", [[*r.values()] for r in rows])
    guarding.rollback()


def test_a_tenure_that_is_only_marked_otherwise_is_not_restated(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2020-01-01 --until 2020-12-31")
    raad.done("appoint raad s1 bo --from 2019-01-01 --until 2019-12-31")
    (row,) = raad.json("restated --since '#8'")
    assert (row["before"], row["after"]) == ("not in the seat", "2019-01-01 to 2019-12-31")
