"""What is refused when holders go on leave and substitutes are called in."""

from domain.tenure_events import Appointed, LeaveEnded, LeaveGranted, SubstituteCalled
from tests.decisions import RAAD, body, day, given

BO_IN = body(Appointed(seat="s1", person="bo", first_day=day("2018-01-01")))
BO_AWAY = body(LeaveGranted(seat="s1", person="bo", first_day=day("2020-01-01")))


def test_only_a_holder_goes_on_leave_and_not_twice_at_once():
    state = given(*RAAD, BO_IN)
    granted = state.when(BO_AWAY).accepted()
    granted.when(body(LeaveGranted(seat="s1", person="bo", first_day=day("2020-02-01")))).refused(
        "Bo Hansen is on leave already, from 2020-01-01"
    )
    state.when(body(LeaveGranted(seat="s1", person="cy", first_day=day("2020-02-01")))).refused(
        "Cy Øst does not hold seat s1 of Rådet on 2020-02-01; Bo Hansen holds it"
    )
    backwards = LeaveGranted(
        seat="s1", person="bo", first_day=day("2020-02-01"), planned_last_day=day("2020-01-01")
    )
    state.when(body(backwards)).refused(
        "the last day 2020-01-01 lies before the first day 2020-02-01"
    )


def test_only_a_leave_that_began_ends():
    back = body(LeaveEnded(seat="s1", person="bo", last_day=day("2020-06-30")))
    given(*RAAD, BO_IN, BO_AWAY).when(back).accepted()
    given(*RAAD, BO_IN).when(back).refused("Bo Hansen was not on leave from seat s1 by 2020-06-30")


def called(person: str, absent: str, first: str = "2020-01-01"):
    return body(SubstituteCalled(seat="s1", person=person, absent=absent, first_day=day(first)))


def test_a_substitute_sits_for_somebody_on_leave():
    given(*RAAD, BO_IN, BO_AWAY).when(called("cy", "bo")).accepted()
    given(*RAAD, BO_IN).when(called("cy", "bo")).refused(
        "Bo Hansen is not on leave from seat s1 on 2020-01-01; grant the leave first"
    )
    given(*RAAD, BO_IN, BO_AWAY).when(called("bo", "bo")).refused(
        "Bo Hansen cannot stand in for themselves"
    )
