"""What is certainly impossible for bodies, seats, persons and meetings."""

from domain.body_events import (
    BodyDissolved,
    BodyEstablished,
    BodyRenamed,
    SeatAbolished,
    SeatChanged,
    SeatCreated,
)
from domain.meeting_events import (
    ItemListed,
    ItemStruck,
    MeetingConvened,
    MinutesApproved,
    PaperFiled,
)
from domain.person_events import (
    PersonRegistered,
    PersonsMerged,
    PositionLeft,
    PositionTaken,
)
from tests.decisions import BO, RAAD, act, body, day, given

DISSOLVED = body(BodyDissolved(last_day=day("2020-12-31")))


def test_a_body_is_established_once():
    given(*RAAD).when(body(BodyEstablished(name="Rådet igen"))).refused(
        "'raad' is already established as Rådet (#1)"
    )


def test_a_body_must_exist_before_anything_is_said_of_it():
    message = "no body 'raad' is registered; establish it with 'fasti body establish'"
    given().when(body(BodyRenamed(name="Nyt", first_day=day("2020")))).refused(message)
    given().when(DISSOLVED).refused(message)
    given().when(body(SeatCreated(seat="s", title="S"))).refused(message)


def test_a_body_bears_its_names_in_turn():
    later = body(BodyRenamed(name="Tredje", first_day=day("2021-01-01")))
    earlier = body(BodyRenamed(name="Andet", first_day=day("2015-01-01")))
    state = given(*RAAD, later, earlier)
    assert [name for _, name in state.world.body("raad").being.names] == [
        "Rådet",
        "Andet",
        "Tredje",
    ]


def test_a_body_ends_once_not_before_it_begins_with_a_known_successor():
    given(*RAAD, DISSOLVED).when(DISSOLVED).refused(
        "Rådet is already dissolved, last day 2020-12-31 (#7)"
    )
    given(*RAAD).when(body(BodyDissolved(last_day=day("2009")))).refused(
        "Rådet began on 2010-01-01, after 2009"
    )
    successor = BodyDissolved(last_day=day("2020"), succeeded_by="andet")
    given(*RAAD).when(body(successor)).refused(
        "no body 'andet' is registered; establish it with 'fasti body establish'"
    )


def test_a_seat_is_created_once_within_the_life_of_its_body():
    state = given(*RAAD)
    state.when(body(SeatCreated(seat="s1", title="Igen"))).refused(
        "Rådet already has a seat 's1' (Sæde 1, #2)"
    )
    state.when(body(SeatCreated(seat="s3", title="S", first_day=day("2009-12-31")))).refused(
        "Rådet exists from 2010-01-01 only, not on 2009-12-31"
    )
    backwards = SeatCreated(
        seat="s3", title="S", first_day=day("2020-01-01"), last_day=day("2019-01-01")
    )
    state.when(body(backwards)).refused(
        "the last day 2019-01-01 lies before the first day 2020-01-01"
    )


def test_a_seat_changes_within_its_life():
    seat = body(
        SeatCreated(seat="s3", title="S", first_day=day("2015-01-01"), last_day=day("2019-12-31"))
    )
    state = given(*RAAD, seat)

    def change(first: str, **more):
        return body(SeatChanged(seat="s3", first_day=day(first), **more))

    state.when(change("2014-12-31", title="T")).refused("seat s3 exists from 2015-01-01 only")
    state.when(change("2020-01-01", title="T")).refused("seat s3 ended on 2019-12-31")
    state.when(change("2016-01-01", cleared=("farve",))).refused(
        "'farve' cannot be cleared; these can: appointer, nominators, entitled, basis,"
        " stands_in_for, held_with"
    )
    later = state.recorded(change("2018-01-01", title="C"), change("2016-01-01", title="B"))
    forms = later.world.body("raad").seats["s3"].life.forms
    assert [form.title for form in forms] == ["S", "B", "C"]


def test_what_is_cleared_holds_no_longer():
    seat = body(SeatCreated(seat="s3", title="S", entitled="V", nominators=("KL",)))
    change = SeatChanged(seat="s3", first_day=day("2016-01-01"), cleared=("entitled", "nominators"))
    form = given(*RAAD, seat, body(change)).world.body("raad").seats["s3"].life.lasting
    assert form is not None
    assert (form.entitled, form.nominators) == (None, ())


def test_a_seat_ends_once_not_before_it_begins():
    ended = body(SeatAbolished(seat="s1", last_day=day("2020-12-31")))
    given(*RAAD, ended).when(ended).refused("seat s1 already ended on 2020-12-31 (#7)")
    given(*RAAD).when(body(SeatAbolished(seat="s1", last_day=day("2009")))).refused(
        "seat s1 began on 2010-01-01, after 2009"
    )
    both = body(SeatCreated(seat="s3", title="S", last_day=day("2022-12-31")))
    state = given(*RAAD, both, body(SeatAbolished(seat="s3", last_day=day("2021-12-31"))))
    assert state.world.body("raad").seats["s3"].life.last_day == day("2021-12-31")


def test_a_person_is_registered_once_and_first():
    given(BO).when(act("bo", PersonRegistered(name="Bo Holm"))).refused(
        "'bo' is already registered as Bo Hansen (#1)"
    )
    given().when(act("bo", PositionTaken(position="borgmester"))).refused(
        "no person 'bo' is registered; do it first with 'fasti person register'"
    )


def test_only_a_position_that_was_taken_is_left():
    left = act("bo", PositionLeft(position="borgmester", last_day=day("2020")))
    given(BO).when(left).refused("Bo Hansen is not known to be borgmester")
    given(BO, act("bo", PositionTaken(position="borgmester"))).when(left).accepted()


def merged(kept: str, lost: str):
    return act(kept, PersonsMerged(lost=lost, reason="samme"))


def test_two_persons_are_merged_once_and_one_way():
    state = given(*RAAD)
    state.when(merged("bo", "bo")).refused("'bo' cannot be merged with itself")
    state.when(merged("bo", "eva")).refused(
        "no person 'eva' is registered; do it first with 'fasti person register'"
    )
    one = state.when(merged("bo", "cy")).accepted()
    one.when(merged("bo", "cy")).refused("'cy' is already the same person as 'bo'")
    one.when(merged("cy", "bo")).refused("'cy' was merged into 'bo'; it cannot go both ways")


MEETING = act("m1", MeetingConvened(body="raad", day=day("2022-03-25")))
ITEM = act("m1", ItemListed(item="4.3", title="Udpegning"))


def test_a_meeting_is_convened_once_by_a_body():
    given(*RAAD, MEETING).when(MEETING).refused("meeting 'm1' is already convened")
    given().when(MEETING).refused(
        "no body 'raad' is registered; establish it with 'fasti body establish'"
    )
    given(*RAAD).when(ITEM).refused(
        "no meeting 'm1' is registered; convene it with 'fasti meeting convene'"
    )


def test_items_have_numbers_of_their_own():
    state = given(*RAAD, MEETING, ITEM)
    state.when(ITEM).refused("meeting 'm1' already has an item 4.3")
    state.when(act("m1", ItemStruck(item="5"))).refused("meeting 'm1' has no item 5")
    state.when(act("m1", ItemStruck(item="4.3"))).accepted()


def test_minutes_are_approved_at_a_known_meeting():
    approved = MinutesApproved(day=day("2022-06-21"), at="m2")
    given(*RAAD, MEETING).when(act("m1", approved)).refused(
        "no meeting 'm2' is registered; convene it with 'fasti meeting convene'"
    )
    given(*RAAD, MEETING).when(act("m1", MinutesApproved(day=day("2022-06-21")))).accepted()


def test_a_paper_belongs_to_a_listed_item():
    def paper(item: str | None):
        return act("m1", PaperFiled(paper="0" * 64, title="Bilag", item=item))

    given(*RAAD, MEETING).when(paper("9")).refused(
        "meeting 'm1' has no item 9; list it with 'fasti meeting item'"
    )
    given(*RAAD, MEETING, ITEM).when(paper("4.3"), paper(None)).accepted()


def test_a_body_or_a_seat_is_not_changed_after_the_body_ended():
    ended = body(BodyDissolved(last_day=day("2022-12-31")))
    state = given(*RAAD, ended)
    told = "was dissolved, last day 2022-12-31, before 2024-01-01"
    state.when(body(BodyRenamed(name="Nyt", first_day=day("2024-01-01")))).refused(f"Nyt {told}")
    changed = SeatChanged(seat="s1", title="Ny", first_day=day("2024-01-01"))
    state.when(body(changed)).refused(f"Rådet {told}")
