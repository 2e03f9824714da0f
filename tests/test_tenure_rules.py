"""What is refused, and what is not, when people take and leave seats."""

from domain.body_events import BodyDissolved, KeptVacant, SeatAbolished, SeatChanged, SeatCreated
from domain.person_events import PersonsMerged
from domain.tenure_events import (
    Appointed,
    Reappointed,
    Replaced,
    Resigned,
    Vacated,
)
from tests.decisions import BO, RAAD, act, body, day, given


def appointed(person: str, first: str, until: str | None = None, seat: str = "s1", **more):
    planned = day(until) if until else None
    return body(
        Appointed(seat=seat, person=person, first_day=day(first), planned_last_day=planned, **more)
    )


def resigned(person: str, last: str | None, seat: str = "s1", **more):
    when = day(last) if last else None
    return body(Resigned(seat=seat, person=person, last_day=when, **more))


BO_IN = appointed("bo", "2018-01-01")
BO_UNTIL_2022 = appointed("bo", "2018-01-01", "2022-03-31")


def test_only_the_holder_can_resign():
    given(*RAAD, BO_IN).when(resigned("aase", "2022-03-31")).refused(
        "Åse Ærø does not hold seat s1 of Rådet on 2022-03-31; Bo Hansen holds it"
    )


def test_nobody_resigns_from_an_empty_seat():
    given(*RAAD).when(resigned("aase", "2022-03-31")).refused(
        "Åse Ærø does not hold seat s1 of Rådet on 2022-03-31; nobody is known to hold it"
    )


def test_an_unregistered_person_holds_nothing():
    given(*RAAD).when(resigned("eva", None)).refused(
        "'eva' does not hold seat s1 of Rådet on 2026-11-24; nobody is known to hold it"
    )


def test_what_a_paper_states_is_recorded_despite_the_rule():
    given(*RAAD).when(resigned("aase", "2022-03-31", despite="referat 3")).accepted()


def test_a_holder_resigns():
    given(*RAAD, BO_IN).when(resigned("bo", "2022-03-31")).accepted()


def test_a_tendered_resignation_leaves_the_holder_sitting():
    state = given(*RAAD, BO_IN).when(resigned("bo", None, tendered=day("2022-03-01"))).accepted()
    state.when(appointed("cy", "2022-04-01")).refused(
        "Bo Hansen holds seat s1 with no end known; record the exit first"
    )


def test_nobody_leaves_twice():
    given(*RAAD, BO_IN, resigned("bo", "2022-03-31")).when(resigned("bo", "2022-03-31")).refused(
        "Bo Hansen held seat s1 until 2022-03-31 only (#7, #8)"
    )


def test_nobody_leaves_after_the_planned_last_day():
    given(*RAAD, BO_UNTIL_2022).when(resigned("bo", "2022-06-30")).refused(
        "Bo Hansen held seat s1 until 2022-03-31 only (#7)"
    )


def test_the_same_exit_is_not_recorded_twice():
    state = given(*RAAD, BO_IN, resigned("bo", "..2022-03-31"))
    state.when(resigned("bo", "..2022-03-31")).refused(
        "that Bo Hansen left by ..2022-03-31 is recorded already as #8"
    )
    state.when(resigned("bo", "2022-03")).accepted()


def test_an_earlier_end_may_overtake_a_later_one():
    vacated = body(Vacated(seat="s1", person="bo", last_day=day("2022-02-10"), cause="death"))
    given(*RAAD, BO_IN, resigned("bo", "2022-03-31")).when(vacated).accepted()


def test_a_seat_has_room_for_one():
    given(*RAAD, BO_UNTIL_2022).when(appointed("cy", "2020-01-01")).refused(
        "Bo Hansen holds seat s1 until 2022-03-31; record the exit first"
    )


def test_an_earlier_tenure_does_not_run_into_a_later_one():
    given(*RAAD, appointed("bo", "2023-01-01")).when(appointed("cy", "2022-01-01")).refused(
        "Bo Hansen holds seat s1 from 2023-01-01 with no end known; record the exit first"
    )


def test_on_one_shared_handover_day_both_may_sit():
    given(*RAAD, BO_UNTIL_2022).when(appointed("cy", "2022-03-31")).accepted()


def test_a_day_in_the_middle_of_a_tenure_is_no_handover():
    given(*RAAD, BO_UNTIL_2022).when(appointed("cy", "2020-01-01", "2020-01-01")).refused(
        "Bo Hansen holds seat s1 until 2022-03-31; record the exit first"
    )


def test_a_merely_possible_overlap_is_accepted():
    given(*RAAD, appointed("bo", "2018-01-01", "2022")).when(
        appointed("cy", "2022-06-01")
    ).accepted()


def test_a_late_resignation_makes_room_in_the_past():
    given(*RAAD, BO_IN).when(appointed("cy", "2020-01-01"), resigned("bo", "2019-12-31")).accepted()


def test_a_seat_with_two_places_takes_two_and_no_third():
    two = body(SeatCreated(seat="s3", title="To pladser", places=2))
    state = given(
        *RAAD,
        two,
        appointed("bo", "2018-01-01", seat="s3"),
        appointed("cy", "2018-01-01", seat="s3"),
    )
    state.when(appointed("aase", "2019-01-01", seat="s3")).refused(
        "all 2 places of seat s3 are taken on 2019-01-01: Bo Hansen, Cy Øst"
    )


def test_any_number_may_sit_where_places_are_unlimited():
    free = body(SeatCreated(seat="s3", title="Frit", places=0, role="observer"))
    state = given(*RAAD, free, appointed("bo", "2018-01-01", seat="s3"))
    state.when(appointed("cy", "2018-01-01", seat="s3")).accepted()
    state.when(appointed("bo", "2019-01-01", seat="s3")).refused(
        "Bo Hansen holds seat s3 already, with no end known; use reappoint for a new tenure"
    )


def test_a_holder_is_not_appointed_again_but_reappointed():
    state = given(*RAAD, BO_IN)
    state.when(appointed("bo", "2020-01-01")).refused(
        "Bo Hansen holds seat s1 already, with no end known; use reappoint for a new tenure"
    )
    state.when(body(Reappointed(seat="s1", person="bo", first_day=day("2020-01-01")))).accepted()


def test_a_reappointment_needs_no_earlier_tenure_on_record():
    given(*RAAD).when(
        body(Reappointed(seat="s1", person="bo", first_day=day("2020-01-01")))
    ).accepted()


def test_a_person_has_one_membership_in_a_body():
    given(*RAAD, BO_UNTIL_2022).when(appointed("bo", "2020-01-01", seat="s2")).refused(
        "Bo Hansen already sits in Rådet in seat s1, until 2022-03-31;"
        " a person has one membership in a body"
    )


def test_who_left_one_seat_may_take_another():
    given(*RAAD, BO_UNTIL_2022).when(appointed("bo", "2022-04-01", seat="s2")).accepted()
    merged = act("aase", PersonsMerged(lost="bo", reason="samme"))
    state = given(*RAAD, BO_UNTIL_2022, appointed("cy", "2023-01-01"), merged)
    state.when(appointed("aase", "2022-04-01", seat="s2")).accepted()
    state.when(appointed("aase", "2022-01-01", seat="s2")).refused(
        "Åse Ærø already sits in Rådet in seat s1, until 2022-03-31;"
        " a person has one membership in a body"
    )


def test_an_office_among_members_is_held_beside_a_membership():
    chair = body(SeatCreated(seat="formand", title="Formand", role="chair", among_members=True))
    given(*RAAD, chair, BO_IN).when(appointed("bo", "2018-01-01", seat="formand")).accepted()


def test_an_observer_is_no_member():
    seat = body(SeatCreated(seat="obs", title="Observatør", role="observer"))
    given(*RAAD, seat, appointed("bo", "2018-01-01", seat="obs")).when(BO_IN).accepted()


def test_a_tenure_lies_within_seat_and_body():
    ended = body(SeatAbolished(seat="s2", last_day=day("2020-12-31")))
    dissolved = body(BodyDissolved(last_day=day("2021-12-31")))
    late = body(SeatCreated(seat="s3", title="Nyt", first_day=day("2019-01-01")))
    state = given(*RAAD, late, ended, dissolved)
    state.when(appointed("bo", "2009-12-31")).refused(
        "Rådet exists from 2010-01-01 only, not on 2009-12-31"
    )
    state.when(appointed("bo", "2022-01-01")).refused(
        "Rådet was dissolved, last day 2021-12-31, before 2022-01-01"
    )
    state.when(appointed("bo", "2021-01-01", seat="s2")).refused(
        "seat s2 ended on 2020-12-31, before 2021-01-01"
    )
    state.when(appointed("bo", "2018-01-01", seat="s3")).refused(
        "seat s3 exists from 2019-01-01 only, not on 2018-01-01"
    )


def test_the_last_day_does_not_lie_before_the_first():
    given(*RAAD).when(appointed("bo", "2022-04-01", "2022-03-31")).refused(
        "the last day 2022-03-31 lies before the first day 2022-04-01"
    )


def test_more_than_ten_years_ahead_needs_a_reason():
    state = given(*RAAD)
    state.when(appointed("bo", "2062-04-01")).refused(
        "2062-04-01 is more than 10 years ahead; correct it, or say why with --despite"
    )
    state.when(appointed("bo", "2062-04-01", despite="livstid")).accepted()


def test_seat_and_person_must_be_known():
    given(*RAAD).when(appointed("eva", "2020-01-01")).refused(
        "no person 'eva' is registered; do it first with 'fasti person register'"
    )
    given(*RAAD).when(appointed("bo", "2020-01-01", seat="s9")).refused(
        "Rådet has no seat 's9'; create it first, or name one of: s1, s2"
    )
    given(BO).when(BO_IN).refused(
        "no body 'raad' is registered; establish it with 'fasti body establish'"
    )


def test_an_open_person_is_only_for_proposals():
    given(*RAAD).when(appointed("?", "2020-01-01")).refused(
        "nobody is named for seat s1; name a person"
    )


def test_a_tenure_rests_on_an_adopted_proposal_only():
    given(*RAAD).when(appointed("bo", "2020-01-01", decision="p1")).refused(
        "'p1' is not an adopted proposal; decide it first, or leave --decision out"
    )


def replaced(outgoing: str, incoming: str, first: str, last: str | None = None):
    when = day(last) if last else None
    return body(
        Replaced(
            seat="s1", outgoing=outgoing, incoming=incoming, first_day=day(first), last_day=when
        )
    )


def test_a_replacement_names_the_holder():
    state = given(*RAAD, BO_IN)
    state.when(replaced("aase", "cy", "2020-01-01")).refused(
        "Åse Ærø does not hold seat s1 of Rådet on 2019-12-31; Bo Hansen holds it"
    )
    state.when(replaced("bo", "cy", "2020-01-01")).accepted()


def test_a_replacement_may_leave_a_gap_but_not_overlap():
    state = given(*RAAD, BO_IN)
    state.when(replaced("bo", "cy", "2020-01-01", "2019-06-30")).accepted()
    state.when(replaced("bo", "cy", "2020-01-01", "2020-06-30")).refused(
        "the outgoing person's last day 2020-06-30 lies after the incoming person's first day"
        " 2020-01-01"
    )


def test_a_replacement_may_have_the_same_person_on_both_sides():
    given(*RAAD, BO_IN).when(replaced("bo", "bo", "2020-01-01")).accepted()


def test_a_seat_that_is_taken_is_not_kept_vacant():
    vacant = body(KeptVacant(seat="s1", first_day=day("2020-01-01")))
    given(*RAAD, BO_IN).when(vacant).refused(
        "Bo Hansen holds seat s1 with no end known; it has no room"
    )
    given(*RAAD, BO_UNTIL_2022, resigned("bo", "2021-12-31")).when(vacant).refused(
        "Bo Hansen holds seat s1 until 2021-12-31; it has no room"
    )
    given(*RAAD).when(vacant).accepted()
    backwards = KeptVacant(seat="s1", first_day=day("2020-01-01"), last_day=day("2019-01-01"))
    given(*RAAD).when(body(backwards)).refused(
        "the last day 2019-01-01 lies before the first day 2020-01-01"
    )


def test_places_are_not_taken_from_those_who_sit():
    two = body(SeatCreated(seat="s3", title="To pladser", places=2))
    fewer = body(SeatChanged(seat="s3", places=1, first_day=day("2020-01-01")))
    sitting = [appointed(person, "2018-01-01", seat="s3") for person in ("bo", "cy")]
    given(*RAAD, two, *sitting).when(fewer).refused(
        "2 hold seat s3 on 2020-01-01; 1 places are too few for them"
    )
    given(*RAAD, two, sitting[0]).when(fewer).accepted()


def test_a_merged_person_leaves_the_seat_under_the_identifier_it_knows():
    merged = act("aase", PersonsMerged(lost="bo", reason="samme fødselsdag"))
    given(*RAAD, BO_IN, merged).when(resigned("aase", "2022-03-31")).then(
        Resigned(seat="s1", person="bo", last_day=day("2022-03-31"))
    )
