"""Dates of the world: exact, partly known, bounded, unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.when import BEGINNING, END, When, iso, on, spanning


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2022-03-25", day("2022-03-25"), day("2022-03-25")),
        ("2022-02", day("2022-02-01"), day("2022-02-28")),
        ("2020-12", day("2020-12-01"), day("2020-12-31")),
        ("2022", day("2022-01-01"), day("2022-12-31")),
        ("..2022-03-25", BEGINNING, day("2022-03-25")),
        ("2022-03..", day("2022-03-01"), END),
        ("2022-01-25..2022-03", day("2022-01-25"), day("2022-03-31")),
        ("..", BEGINNING, END),
    ],
)
def test_a_date_is_the_pair_of_its_possible_days(text: str, earliest: int, latest: int) -> None:
    assert When.parse(text) == When(earliest, latest, text)


@pytest.mark.parametrize(
    "text", ["2022-02-30", "22-3-25", "2022-13", "0000", "", "2022-3", "i går", "2022-03-25..2021"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no date|ends before"):
        When.parse(text)


def test_only_text_is_read_as_a_date() -> None:
    with pytest.raises(ValueError, match="not 2022"):
        When.parse(2022)


days = st.integers(day("1700-01-01"), day("2200-01-01"))


@given(days, days)
def test_the_shortest_notation_reads_back_as_the_same_days(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert When.parse(spanning(low, high).text) == spanning(low, high)


@given(days, days, st.integers(-400, 400))
def test_a_shifted_date_keeps_its_width(one: int, other: int, by: int) -> None:
    low, high = sorted((one, other))
    shifted = spanning(low, high).shifted(by)
    assert (shifted.earliest, shifted.latest) == (low + by, high + by)


def test_open_sides_stay_open_when_shifted() -> None:
    assert When.parse("..").shifted(5) == When.parse("..")


def test_the_earlier_of_two_days_is_known_as_well_as_both_allow() -> None:
    exact, year = When.parse("2022-03-25"), When.parse("2022")
    assert exact.or_earlier(When.parse("2023")) is exact
    assert str(exact.or_earlier(year)) == "2022-01-01..2022-03-25"


def test_a_day_knows_itself() -> None:
    assert on(date(2022, 3, 25)) == When.parse("2022-03-25")
    assert When.parse("2022-03-25").exact
    assert not When.parse("2022").exact
    assert iso(day("2022-03-25")) == "2022-03-25"
    assert When.parse("2021").surely_before(When.parse("2022"))
