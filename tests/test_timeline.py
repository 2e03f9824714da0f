"""Who sat when follows from the facts, in whatever order they were learned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.body_events import SeatCreated
from domain.entry import Event
from domain.seat import Seat
from domain.settlement import timeline
from domain.stated_events import TenureStated
from domain.tenure import Fact, Tenure
from domain.tenure_events import (
    Appointed,
    LeaveEnded,
    LeaveGranted,
    Reappointed,
    Replaced,
    Resigned,
    SubstituteCalled,
    Vacated,
)
from domain.when import When, spanning
from tests.decisions import day, ordinal

PERSONS = st.sampled_from(["bo", "aase", "cy"])
FIRST = ordinal("2018-01-01")


@st.composite
def dates(draw: st.DrawFn) -> When:
    """Days of two years, some of them imprecise."""
    low = FIRST + draw(st.integers(0, 40)) * 20
    return spanning(low, low + draw(st.sampled_from([0, 0, 0, 30])))


def maybe(strategy: st.SearchStrategy[When]) -> st.SearchStrategy[When | None]:
    return st.none() | strategy


@st.composite
def facts(draw: st.DrawFn) -> Event:
    """Any fact about who sits in one seat."""
    person, other, first = draw(PERSONS), draw(PERSONS), draw(dates())
    planned = draw(maybe(dates()))
    begun = {"seat": "s", "first_day": first, "planned_last_day": planned}
    return draw(
        st.sampled_from(
            [
                Appointed(person=person, **begun),
                Reappointed(person=person, **begun),
                Replaced(outgoing=other, incoming=person, last_day=draw(maybe(dates())), **begun),
                SubstituteCalled(person=person, absent=other, **begun),
                Resigned(seat="s", person=person, last_day=draw(maybe(dates()))),
                Vacated(seat="s", person=person, last_day=draw(dates())),
                LeaveGranted(seat="s", person=person, first_day=first),
                LeaveEnded(seat="s", person=person, last_day=draw(dates())),
            ]
        )
    )


@st.composite
def seats(draw: st.DrawFn) -> SeatCreated:
    """A seat with any room that may hold over and may end."""
    return SeatCreated(
        seat="s",
        title="S",
        places=draw(st.integers(0, 3)),
        holds_over=draw(st.booleans()),
        last_day=draw(maybe(dates())),
    )


def seat_of(
    created: SeatCreated, known: list[tuple[int, Event]], *, looked_at: bool = False
) -> Seat:
    """A seat that learned facts one by one, looked at after each or not."""
    seat = Seat("s")
    for fact in (Fact(0, created), *(Fact(*one) for one in known)):
        seat.learn(fact)
        if looked_at:
            seat.tenures()
    return seat


def told(tenures: tuple[Tenure, ...], known: dict[int, Event]) -> list[tuple[object, ...]]:
    """What tenures say, with the events they rest on in the place of their numbers."""
    return sorted(
        (
            *(str(value) for value in tenure[:11]),
            known.get(tenure.began, "none") and str(known.get(tenure.began)),
            str(known.get(tenure.ended)),
            sorted(str(known[number]) for number in tenure.entries),
        )
        for tenure in tenures
    )


@given(seats(), st.lists(facts(), max_size=7, unique_by=str), st.randoms())
def test_any_order_of_the_same_facts_gives_the_same_tenures(created, events, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    one, other = list(enumerate(events, 1)), list(enumerate(shuffled, 1))
    assert told(seat_of(created, one).tenures(), dict(one)) == told(
        seat_of(created, other).tenures(), dict(other)
    )


@given(seats(), st.lists(facts(), max_size=7), st.booleans())
def test_learning_step_by_step_gives_what_computing_from_nothing_gives(created, events, looked_at):
    known = [Fact(number, event) for number, event in enumerate(events, 1)]
    seat = seat_of(created, known, looked_at=looked_at)
    assert seat.tenures() == timeline(known, seat.limits(None))


@pytest.mark.parametrize("looked_at", [True, False])
@pytest.mark.parametrize("last_day", ["2017", None])
def test_an_end_that_may_be_of_a_later_tenure_is_given_to_it_whenever_it_is_looked_at(
    last_day: str | None, looked_at: bool
):
    said = {"seat": "s", "person": "bo"}
    events = (
        TenureStated(**said, first_day=day("2015"), last_day=day("2017-06-01")),
        Resigned(**said, last_day=last_day and day(last_day)),
        Appointed(**said, first_day=day("2017-09-01")),
    )
    seat = seat_of(SeatCreated(seat="s", title="S"), [*enumerate(events, 1)], looked_at=looked_at)
    assert [tenure.entries for tenure in seat.tenures()] == [(1,), (2, 3)]


@given(seats(), st.lists(facts(), min_size=1, max_size=7), st.data())
def test_retracting_an_entry_gives_what_recording_all_but_it_would_have_given(
    created, events, data
):
    known = list(enumerate(events, 1))
    gone = data.draw(st.integers(1, len(events)))
    retracted = seat_of(created, known).forgetting(gone)
    assert retracted.tenures() == seat_of(created, [k for k in known if k[0] != gone]).tenures()


def tenures(*events: Event, **form: object) -> list[tuple[str, str, str | None]]:
    """Person, first and last day of every tenure that follows."""
    created = SeatCreated(seat="s", title="S", **form)
    return [
        (t.person, t.first.text, t.last.text or None)
        for t in seat_of(created, list(enumerate(events, 1))).tenures()
    ]


def appointed(person: str, first: str, until: str | None = None) -> Appointed:
    planned = day(until) if until else None
    return Appointed(seat="s", person=person, first_day=day(first), planned_last_day=planned)


def test_a_term_ends_on_its_planned_last_day():
    assert tenures(appointed("bo", "2018-01-01", "2021-12-31")) == [
        ("bo", "2018-01-01", "2021-12-31")
    ]


def test_a_holder_stays_until_a_successor_begins_where_the_seat_says_so():
    known = appointed("bo", "2018-01-01", "2021-12-31"), appointed("cy", "2022-03-01")
    assert tenures(*known, holds_over=True) == [
        ("bo", "2018-01-01", "2022-02-28"),
        ("cy", "2022-03-01", None),
    ]
    assert tenures(known[0], holds_over=True) == [("bo", "2018-01-01", None)]


def test_of_several_whose_term_ended_the_longest_expired_leaves_first():
    assert tenures(
        appointed("bo", "2018-01-01", "2021-12-31"),
        appointed("aase", "2018-01-01", "2020-12-31"),
        appointed("cy", "2022-03-01"),
        holds_over=True,
        places=2,
    ) == [
        ("aase", "2018-01-01", "2022-02-28"),
        ("bo", "2018-01-01", None),
        ("cy", "2022-03-01", None),
    ]


def test_a_reappointment_adjoins():
    again = Reappointed(seat="s", person="bo", first_day=day("2022-01-01"))
    assert tenures(again, appointed("bo", "2018-01-01")) == [
        ("bo", "2018-01-01", "2021-12-31"),
        ("bo", "2022-01-01", None),
    ]
    assert tenures(again, appointed("bo", "2018-01-01", "2020-12-31"))[0][2] == "2020-12-31"


def test_an_end_belongs_to_the_tenure_that_had_begun_by_then():
    resigned = Resigned(seat="s", person="bo", last_day=day("2019-06-30"))
    assert tenures(appointed("bo", "2021-01-01"), resigned, appointed("bo", "2018-01-01")) == [
        ("bo", "2018-01-01", "2019-06-30"),
        ("bo", "2021-01-01", None),
    ]


def test_of_two_ends_the_earlier_counts():
    ends = [Resigned(seat="s", person="bo", last_day=day(text)) for text in ("2019-06-30", "2019")]
    assert tenures(appointed("bo", "2018-01-01"), *ends)[0][2] == "2019-01-01..2019-06-30"


def test_an_end_without_a_beginning_on_record_still_ends_a_tenure():
    gone = Resigned(seat="s", person="bo", last_day=day("2022-03-25"))
    assert tenures(gone) == [("bo", "..2022-03-25", "2022-03-25")]
    orphan = Replaced(seat="s", outgoing="bo", incoming="cy", first_day=day("2022-03-26"))
    assert tenures(orphan)[0] == ("bo", "..2022-03-25", "2022-03-25")


def test_a_replacement_may_have_one_person_on_both_sides_and_a_gap():
    moved = Replaced(
        seat="s",
        outgoing="bo",
        incoming="bo",
        first_day=day("2020-07-01"),
        last_day=day("2019-12-31"),
    )
    assert tenures(appointed("bo", "2018-01-01"), moved) == [
        ("bo", "2018-01-01", "2019-12-31"),
        ("bo", "2020-07-01", None),
    ]


def test_tenures_end_with_their_seat():
    assert tenures(appointed("bo", "2018-01-01"), last_day=day("2019-12-31")) == [
        ("bo", "2018-01-01", "2019-12-31")
    ]


def test_a_substitute_sits_no_longer_than_the_leave():
    known = (
        appointed("bo", "2018-01-01"),
        LeaveGranted(seat="s", person="bo", first_day=day("2019-01-01")),
        SubstituteCalled(seat="s", person="cy", absent="bo", first_day=day("2019-01-01")),
    )
    assert tenures(*known)[1] == ("cy", "2019-01-01", None)
    back = LeaveEnded(seat="s", person="bo", last_day=day("2019-06-30"))
    assert tenures(*known, back)[1] == ("cy", "2019-01-01", "2019-06-30")
    gone = Resigned(seat="s", person="bo", last_day=day("2019-03-31"))
    assert tenures(*known, back, gone)[1] == ("cy", "2019-01-01", "2019-03-31")


def test_the_end_of_a_leave_that_had_not_begun_ends_none():
    known = (
        LeaveGranted(seat="s", person="bo", first_day=day("2019-01-01")),
        LeaveEnded(seat="s", person="bo", last_day=day("2018-06-30")),
    )
    created = SeatCreated(seat="s", title="S")
    (leave,) = seat_of(created, list(enumerate(known, 1))).leaves
    assert (leave.last.text, leave.entries) == ("", (1,))
