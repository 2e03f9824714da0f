"""A mistake of the register is undone from the start, but not from under what rests on it."""

from domain.act import Act
from domain.body_events import BodyRenamed, SeatCreated
from domain.meeting_events import ItemListed, MeetingConvened
from domain.person_events import PersonRenamed
from domain.proposal_events import Decided, Proposed, Retracted
from domain.tenure_events import Appointed, LeaveEnded, LeaveGranted, Resigned, SubstituteCalled
from tests.decisions import RAAD, act, body, day, given

BO_IN = body(Appointed(seat="s1", person="bo", first_day=day("2018-01-01")))
BO_OUT = body(Resigned(seat="s1", person="bo", last_day=day("2022-03-31")))
AWAY = body(LeaveGranted(seat="s1", person="bo", first_day=day("2020-01-01")))
BACK = body(LeaveEnded(seat="s1", person="bo", last_day=day("2020-06-30")))
CALLED = body(SubstituteCalled(seat="s1", person="cy", absent="bo", first_day=day("2020-01-01")))


def retract(entry: int, stream: str = "body:raad") -> Act:
    return Act(stream=stream, kind=Retracted.kind, event=Retracted(entry=entry, reason="tastefejl"))


def carries(entry: int, *resting: int) -> str:
    named = ", ".join(f"#{number}" for number in resting)
    return f"#{entry} carries other entries: {named}; retract them in the same command"


def test_a_retracted_entry_never_held():
    state = given(*RAAD, BO_IN, BO_OUT).when(retract(8)).accepted()
    assert [t.until for t in state.world.body("raad").tenures("s1")] == [None]
    state.when(retract(8)).refused(
        "#8 is not a live entry of body:raad; it may be retracted already"
    )


def test_what_is_recorded_with_it_is_no_entry_to_retract():
    state = given(*RAAD)
    number = state.number
    state.when(BO_IN, retract(number)).refused(f"there is no entry #{number}")


def test_a_decision_leaves_the_world_it_was_given_as_it_was():
    state = given(*RAAD, BO_IN)
    raad = state.world.body("raad")
    known, held, seated = list(raad.facts()), raad.tenures("s1"), dict(raad.seated)
    joined = body(Appointed(seat="s2", person="aase", first_day=day("2020-01-01")))
    state.when(BO_OUT, AWAY, CALLED, joined).accepted()
    early = body(Appointed(seat="s1", person="cy", first_day=day("2020-01-01")))
    state.when(BO_OUT, joined, early).refused(
        "Bo Hansen holds seat s1 until 2022-03-31; record the exit first"
    )
    state.when(retract(7)).accepted()
    assert state.world.body("raad") is raad
    assert (list(raad.facts()), raad.tenures("s1"), raad.seated) == (known, held, seated)


def test_a_beginning_is_not_retracted_from_under_its_end():
    state = given(*RAAD, BO_IN, BO_OUT)
    state.when(retract(7)).refused(carries(7, 8))
    state.when(retract(7), retract(8)).accepted()
    state.when(retract(8), retract(7)).accepted()


def test_a_right_entry_may_take_the_place_of_a_wrong_one_in_the_same_append():
    right = body(Appointed(seat="s1", person="bo", first_day=day("2017-01-01")))
    given(*RAAD, BO_IN, BO_OUT).when(retract(7), right).accepted()


def test_a_leave_is_not_retracted_from_under_its_end_or_its_substitute():
    state = given(*RAAD, BO_IN, AWAY, BACK, CALLED)
    state.when(retract(8)).refused(carries(8, 9, 10))
    state.when(retract(7)).refused(carries(7, 8))
    state.when(retract(10)).accepted()


def test_a_seat_or_body_is_not_retracted_from_under_its_history():
    state = given(*RAAD, BO_IN)
    state.when(retract(2)).refused(carries(2, 7))
    state.when(retract(1)).refused(carries(1, 2, 3, 7))
    state.when(retract(3)).accepted()
    renamed = body(BodyRenamed(name="Nyt", first_day=day("2020-01-01")))
    given(*RAAD, renamed).when(retract(7)).accepted()


def test_a_person_is_not_retracted_while_others_name_them():
    state = given(*RAAD, BO_IN)
    state.when(retract(4, "person:bo")).refused(carries(4, 7))
    state.when(retract(4, "person:bo"), retract(7)).accepted()
    state.when(retract(5, "person:aase")).accepted()


def test_a_person_is_not_retracted_from_under_a_renaming():
    renamed = act("bo", PersonRenamed(name="Bo Holm"))
    given(*RAAD, renamed).when(retract(4, "person:bo")).refused(carries(4, 7))
    given(*RAAD, renamed).when(retract(7, "person:bo")).accepted()


MEETING = act("m1", MeetingConvened(body="raad", day=day("2022-03-25")))
ITEM = act("m1", ItemListed(item="1", title="Valg"))
OTHER = act("m1", ItemListed(item="2", title="Eventuelt"))
PROPOSED = act("p1", Proposed(body="raad", text="Bo", meeting="m1", item="1", acts=(BO_IN,)))
DECIDED = act("p1", Decided(outcome="adopted", day=day("2022-03-25")))


def test_a_meeting_its_items_and_proposals_carry_what_was_proposed_and_decided():
    state = given(*RAAD, MEETING, ITEM, OTHER, PROPOSED, DECIDED)
    state.when(retract(7, "meeting:m1")).refused(carries(7, 8, 9, 10))
    state.when(retract(8, "meeting:m1")).refused(carries(8, 10))
    state.when(retract(9, "meeting:m1")).accepted()
    state.when(retract(10, "proposal:p1")).refused(carries(10, 11, 12))
    state.when(retract(11, "proposal:p1")).refused(carries(11, 12))
    state.when(retract(11, "proposal:p1"), retract(12)).accepted()


def test_of_many_that_rest_on_an_entry_the_first_are_named():
    seats = [body(SeatCreated(seat=f"s{n}", title="S")) for n in range(10, 22)]
    given(*RAAD, *seats).when(retract(1)).refused(
        "#1 carries other entries: #2, #3, #7, #8, #9, #10, #11, #12, #13, #14 and 4 more;"
        " retract them in the same command"
    )
