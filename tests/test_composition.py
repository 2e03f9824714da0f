"""Who sits on a day, how surely, and how much room is left."""

from __future__ import annotations

import pytest

from domain.body import Body
from domain.body_events import BodyDissolved, KeptVacant, SeatChanged, SeatCreated
from domain.composition import Vacancy, vacancies
from domain.tenure_events import Appointed, LeaveGranted, Reappointed, Replaced, Resigned
from tests.decisions import RAAD, body, day, given, ordinal


def appointed(person: str, first: str, until: str | None = None, **more):
    planned = day(until) if until else None
    return body(
        Appointed(seat="s1", person=person, first_day=day(first), planned_last_day=planned, **more)
    )


def seen(state, on: str, seat: str = "s1") -> tuple[list[tuple[str, bool]], tuple[int, int] | None]:
    """Who holds the seat and how surely, and its room (certain, possible)."""
    found = state.world.body("raad")
    holding = [(h.tenure.person, h.certain) for h in found.holders(seat, ordinal(on))]
    room = found.room(seat, ordinal(on))
    return holding, tuple(room) if room else None


def test_of_a_seat_of_which_nothing_is_known_the_room_is_unknown():
    state = given(*RAAD, appointed("bo", "2018-01-01"))
    assert seen(state, "2017-12-31") == ([], None)
    assert seen(state, "2018-01-01") == ([("bo", True)], (0, 0))


def test_a_seat_kept_vacant_is_known_to_have_room():
    state = given(*RAAD, body(KeptVacant(seat="s1", first_day=day("2015-01-01"))))
    assert seen(state, "2014-12-31") == ([], None)
    assert seen(state, "2015-01-01") == ([], (1, 1))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2017-12-31", ([], None)),
        ("2018-06-01", ([("bo", False)], (0, 1))),
        ("2018-12-31", ([("bo", True)], (0, 0))),
        ("2022-03-24", ([("bo", False)], (0, 1))),
        ("2022-03-26", ([], (1, 1))),
    ],
)
def test_imprecise_days_make_possible_answers(on, expected):
    gone = body(Resigned(seat="s1", person="bo", last_day=day("2022-03-10..2022-03-25")))
    assert seen(given(*RAAD, appointed("bo", "2018"), gone), on) == expected


def test_on_one_imprecise_handover_day_the_seat_is_never_vacant():
    moved = body(Replaced(seat="s1", outgoing="bo", incoming="cy", first_day=day("2022-03")))
    state = given(*RAAD, appointed("bo", "2018-01-01"), moved)
    assert seen(state, "2022-02-27") == ([("bo", True)], (0, 0))
    assert seen(state, "2022-03-15") == ([("bo", False), ("cy", False)], (0, 0))
    assert seen(state, "2022-03-31") == ([("cy", True)], (0, 0))


def test_who_is_reappointed_on_an_imprecise_day_surely_sits():
    again = body(Reappointed(seat="s1", person="bo", first_day=day("2022-03")))
    state = given(*RAAD, appointed("bo", "2018-01-01"), again)
    assert seen(state, "2022-03-15") == ([("bo", True)], (0, 0))


def test_a_person_in_two_tenures_of_a_seat_counts_once():
    again = appointed("bo", "2019", despite="to kilder")
    state = given(*RAAD, appointed("bo", "2018-01-01"), again)
    assert seen(state, "2019-06-01") == ([("bo", True)], (0, 0))


def test_room_is_counted_in_the_form_of_the_day():
    wider = body(SeatChanged(seat="s1", places=3, first_day=day("2020-01-01")))
    state = given(*RAAD, appointed("bo", "2018-01-01"), wider)
    assert seen(state, "2019-12-31")[1] == (0, 0)
    assert seen(state, "2020-01-01")[1] == (2, 2)


def test_a_dissolved_body_ends_its_tenures():
    ended = body(BodyDissolved(last_day=day("2021-12-31")))
    state = given(
        *RAAD, appointed("bo", "2018-01-01"), appointed("cy", "2018-01-01", despite="x"), ended
    )
    assert len(seen(state, "2021-12-31")[0]) == 2
    assert seen(state, "2022-01-01")[0] == []
    (held,) = state.world.body("raad").seats["s1"].tenures_of("bo", day("2021-12-31"))
    assert held.until == day("2021-12-31")


def test_a_seat_without_limits_has_no_room_to_count():
    free = body(SeatCreated(seat="s3", title="Frit", places=0))
    assert seen(given(*RAAD, free), "2020-01-01", "s3") == ([], None)


def gaps(state, known_from: str, seat: str = "s1") -> list[tuple[str, str | None, int, int]]:
    """The vacancies of a seat: first and last day, places surely and possibly free."""
    from domain.when import END, iso

    found = state.world.body("raad").seats[seat]
    return [
        (iso(v.first), iso(v.last) if v.last < END - 1 else None, *v.room)
        for v in vacancies(found.life.forms, found.tenures(), found.leaves, ordinal(known_from))
    ]


def test_vacancies_lie_between_tenures():
    state = given(*RAAD, appointed("bo", "2018-01-01", "2019-12-31"), appointed("cy", "2021"))
    assert gaps(state, "2018-01-01") == [
        ("2020-01-01", "2020-12-31", 1, 1),
        ("2021-01-01", "2021-12-30", 0, 1),
    ]


def test_a_vacancy_goes_on_through_a_change_that_leaves_its_room():
    renamed = body(SeatChanged(seat="s1", title="Nyt", first_day=day("2021-01-01")))
    away = body(LeaveGranted(seat="s1", person="bo", first_day=day("2018-06-01")))
    state = given(*RAAD, appointed("bo", "2018-01-01", "2019-12-31"), away, renamed)
    assert gaps(state, "2018-01-01") == [("2020-01-01", None, 1, 1)]


def test_before_its_first_form_a_seat_has_no_vacancy():
    form = given(*RAAD).world.body("raad").seats["s1"].life.forms[0]
    later = form._replace(since=ordinal("2020-01-01"))
    (gap,) = vacancies([later], [], [], ordinal("2019-01-01"))
    assert isinstance(gap, Vacancy)
    assert gap.first == ordinal("2020-01-01")


def test_who_sits_in_a_seat_that_was_never_created_is_known_its_room_is_not():
    begun = Appointed(seat="s9", person="bo", first_day=day("2018-01-01"))
    raad = Body("raad").evolve(1, begun)
    (tenure,) = raad.tenures("s9")
    assert (tenure.person, tenure.began) == ("bo", 1)
    assert raad.seats["s9"].life.forms == ()
    assert raad.room("s9", ordinal("2018-01-01")) is None
