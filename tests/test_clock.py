"""Clocks that jump, nights on which an hour is there twice or not at all, and two zones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from application.clock import acknowledge, written
from application.failures import ClockBehind
from cli.options import today
from domain.act import act
from domain.person_events import PersonRegistered
from domain.refusal import Refusals
from domain.register_events import ClockAcknowledged
from tests.calling import Fasti

COPENHAGEN, TOKYO = ZoneInfo("Europe/Copenhagen"), ZoneInfo("Asia/Tokyo")
NOW = datetime(2022, 3, 25, 12, tzinfo=UTC)


def at(moment: datetime, fasti: Fasti, person: str) -> int:
    """Register a person at a moment; the number of the entry."""
    with fasti.register(clock=lambda: moment) as register:
        return register.record([act(person, PersonRegistered(name="Åse Ærø"))]).last


def recorded(fasti: Fasti) -> list[str]:
    return [row["recorded"] for row in fasti.json("log")]


def test_a_clock_that_jumps_back_a_year_records_nothing_until_it_is_right(fasti: Fasti):
    at(NOW, fasti, "bo")
    with pytest.raises(ClockBehind, match="the clock says 2021-03-25T12:00:00"):
        at(NOW - timedelta(days=365), fasti, "cy")
    assert fasti.last() == 1
    assert at(NOW + timedelta(seconds=1), fasti, "cy") == 2
    assert fasti.run("verify").exit_code == 0


def test_what_a_clock_a_year_ahead_recorded_stays_and_nothing_is_dated_before_it(fasti: Fasti):
    at(NOW, fasti, "bo")
    at(NOW + timedelta(days=365), fasti, "cy")
    with pytest.raises(ClockBehind, match="but entry #2 was recorded at 2023-03-25T12:00:00"):
        at(NOW + timedelta(days=1), fasti, "aase")
    assert recorded(fasti) == ["2022-03-25T12:00:00.000000Z", "2023-03-25T12:00:00.000000Z"]
    assert len(fasti.json("log --known-at 2022-12-31")) == 1
    assert fasti.run("verify").exit_code == 0


AHEAD = datetime(2999, 1, 1, tzinfo=UTC)


def test_where_a_clock_was_ahead_that_is_acknowledged_and_an_entry(fasti: Fasti):
    at(AHEAD, fasti, "bo")
    refused = fasti.run("person register cy --name Cy")
    assert refused.exit_code == 1
    assert "entry #1 was recorded at 2999-01-01T00:00:00.000000Z" in refused.stderr
    assert "run 'fasti clock --acknowledge REASON'" in refused.stderr
    shown = fasti.run("clock")
    assert "entry #1 was recorded at 2999-01-01T00:00:00.000000Z" in shown.stdout
    assert shown.stderr.startswith("the clock is behind")
    assert fasti.done("clock --acknowledge 'uret gik forkert'") == ["#2"]
    assert fasti.done("person register cy --name Cy", "person register dy --name Dy") == ["#4"]
    tail = [moment[20:] for moment in recorded(fasti)]
    assert tail == ["000000Z", "000001Z", "000002Z", "000003Z"]
    assert fasti.done("why 2")[0].endswith(": uret gik forkert")
    assert len(fasti.json("log --known-at '#3'")) == 3
    assert fasti.run("verify").exit_code == 0
    assert fasti.run("replay --check").exit_code == 0
    fasti.refused(
        "retract 2 --reason fejl", "#2 cannot be retracted: the times that follow rest on it"
    )


def test_a_clock_that_is_right_has_nothing_to_acknowledge(fasti: Fasti):
    assert fasti.run("clock").stdout.startswith("the clock says 2")
    at(NOW, fasti, "bo")
    refused = fasti.run("clock --acknowledge uret")
    assert (refused.exit_code, fasti.last()) == (1, 1)
    assert refused.stderr.endswith(
        "which is not before entry #1; there is nothing to acknowledge\n"
    )


@pytest.mark.parametrize(
    ("last", "ahead"), [(5, "2999-01-01T00:00:00.000000Z"), (1, "2021-01-01T00:00:00.000000Z")]
)
def test_what_is_acknowledged_is_the_last_entry_with_a_time_to_come(
    fasti: Fasti, last: int, ahead: str
):
    at(NOW, fasti, "bo")
    said = ClockAcknowledged(last=last, ahead=ahead, clock=written(NOW), reason="uret")
    told = "is not the last entry, or its time is not still to come"
    with fasti.register(clock=lambda: NOW) as register, pytest.raises(Refusals, match=told):
        register.record([act("this", said)])


def test_one_acknowledgement_covers_one_clock_that_was_ahead(fasti: Fasti):
    at(AHEAD, fasti, "bo")
    with fasti.register(clock=lambda: NOW) as register:
        acknowledge(register, "uret")
    assert at(NOW, fasti, "cy") == 3
    with pytest.raises(ClockBehind):
        at(NOW - timedelta(days=1), fasti, "dy")  # behind even what was acknowledged
    assert at(AHEAD + timedelta(days=1), fasti, "dy") == 4
    assert at(AHEAD + timedelta(days=400), fasti, "ey") == 5
    with pytest.raises(ClockBehind):
        at(AHEAD + timedelta(days=2), fasti, "fy")
    with fasti.register(clock=lambda: AHEAD + timedelta(days=2)) as register:
        acknowledge(register, "uret igen")
    assert at(AHEAD + timedelta(days=3), fasti, "fy") == 7
    assert fasti.run("verify").exit_code == 0


def test_half_past_two_in_autumn_is_there_twice_and_both_are_told_apart(fasti: Fasti):
    for fold, person in ((0, "bo"), (1, "cy")):
        at(datetime(2022, 10, 30, 2, 30, fold=fold, tzinfo=COPENHAGEN), fasti, person)
    assert recorded(fasti) == ["2022-10-30T00:30:00.000000Z", "2022-10-30T01:30:00.000000Z"]
    for zone, known in (("+02:00", 1), ("+01:00", 2)):
        assert len(fasti.json(f"log --known-at 2022-10-30T02:30{zone}")) == known


def test_half_past_two_in_spring_is_no_moment_there_and_the_order_stays(fasti: Fasti):
    at(datetime(2022, 3, 27, 1, 59, tzinfo=COPENHAGEN), fasti, "bo")
    at(datetime(2022, 3, 27, 3, 1, tzinfo=COPENHAGEN), fasti, "cy")
    assert recorded(fasti) == ["2022-03-27T00:59:00.000000Z", "2022-03-27T01:01:00.000000Z"]
    assert len(fasti.json("log --known-at 2022-03-27T01:00Z")) == 1
    assert len(fasti.json("log --known-at 2022-03-27T02:30+01:00")) == 2


def test_two_zones_write_one_order_and_read_one_answer(fasti: Fasti):
    at(datetime(2022, 3, 25, 23, 0, tzinfo=TOKYO), fasti, "bo")
    at(datetime(2022, 3, 25, 15, 1, tzinfo=COPENHAGEN), fasti, "cy")
    assert recorded(fasti) == ["2022-03-25T14:00:00.000000Z", "2022-03-25T14:01:00.000000Z"]
    asked = [
        fasti.json(f"log --known-at {moment}")
        for moment in ("2022-03-25T23:00+09:00", "2022-03-25T15:00+01:00", "2022-03-25T14:00")
    ]
    assert [len(rows) for rows in asked] == [1, 1, 1]


@pytest.fixture
def _zone_put_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_zone_put_back")
def test_today_is_the_day_where_the_question_is_asked(monkeypatch: pytest.MonkeyPatch):
    found: list[date] = []
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):  # 25 hours apart: never on one day
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found.append(today())
    assert found[0] > found[1]
