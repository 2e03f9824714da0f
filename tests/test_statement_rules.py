"""What a source states is not judged; what it withdraws must have been stated."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from domain.act import act
from domain.body import Body
from domain.proposal_events import Retracted
from domain.register_events import SourceTimesTaken
from domain.stated_events import StatementWithdrawn, TenureStated
from domain.tenure_events import Appointed, Resigned
from tests.decisions import BO, RAAD, SEAT, body, day, given

BO_SAT = TenureStated(seat="s1", person="bo", first_day=day("2012"), last_day=day("2015-06-30"))
NO_LONGER = StatementWithdrawn(
    seat="s1", person="bo", first_day=day("2012"), last_day=day("2015-06-30")
)
SAID = body(BO_SAT)


def test_statements_may_contradict_each_other():
    reversed_days = BO_SAT.model_copy(update={"last_day": day("2001")})
    beside = BO_SAT.model_copy(update={"person": "aase"})
    far = BO_SAT.model_copy(update={"last_day": day("2999-12-31")})
    given(*RAAD, SAID).when(body(reversed_days), body(beside), body(far)).accepted()


def test_a_statement_is_about_a_seat_and_a_person_on_record():
    given(*RAAD).when(body(BO_SAT.model_copy(update={"seat": "s9"}))).refused(
        "Rådet has no seat 's9'; create it first, or name one of: s1, s2"
    )
    given(*RAAD).when(body(BO_SAT.model_copy(update={"person": "nix"}))).refused(
        "no person 'nix' is registered; do it first with 'fasti person register'"
    )


def test_a_withdrawal_names_the_last_of_the_statements_that_say_so():
    state = given(*RAAD, SAID, SAID).when(body(NO_LONGER))
    first = state.then(NO_LONGER.model_copy(update={"entry": 8}))
    second = first.when(body(NO_LONGER)).then(NO_LONGER.model_copy(update={"entry": 7}))
    second.when(body(NO_LONGER)).refused(
        "nothing states that Bo Hansen held seat s1 from 2012 to 2015-06-30; it cannot be withdrawn"
    )
    assert second.world.body("raad").seated["bo"] == ()


def test_what_was_never_stated_cannot_be_withdrawn():
    appointed = Appointed(seat="s1", person="bo", first_day=day("2012"))
    open_ended = StatementWithdrawn(seat="s1", person="bo", first_day=day("2012"))
    message = "nothing states that Bo Hansen held seat s1 from 2012 to no end;"
    given(*RAAD, body(appointed)).when(body(open_ended)).refused(
        f"{message} it cannot be withdrawn"
    )
    given(*RAAD).when(body(open_ended.model_copy(update={"seat": "s9"}))).refused(
        "Rådet has no seat 's9'; create it first, or name one of: s1, s2"
    )


def test_a_fold_takes_a_withdrawal_of_nothing_without_question():
    gone = NO_LONGER.model_copy(update={"entry": 3})
    state = Body("raad").evolve(1, SEAT.event).evolve(2, BO_SAT).evolve(4, gone)
    assert [tenure.entries for tenure in state.tenures("s1")] == [(2,)]
    assert Body("raad").evolve(1, gone).seats == {}


def test_a_statement_is_retracted_like_any_entry():
    state = given(*RAAD, SAID).when(act("raad", Retracted(entry=7, reason="fejl"))).accepted()
    assert state.world.body("raad").seats["s1"].chains == {}


def test_one_who_is_stated_to_sit_can_resign_and_others_cannot_take_the_seat():
    open_ended = body(TenureStated(seat="s1", person="bo", first_day=day("2012-01-01")))
    later = Appointed(seat="s1", person="aase", first_day=day("2016-01-01"))
    left = Resigned(seat="s1", person="bo", last_day=day("2014-12-31"))
    state = given(*RAAD, open_ended)
    state.when(body(later)).refused(
        "Bo Hansen holds seat s1 with no end known; record the exit first"
    )
    state.recorded(body(left)).when(body(later)).accepted()


def test_two_statements_keep_the_order_of_their_days():
    earlier = BO_SAT.model_copy(update={"first_day": day("2010"), "last_day": day("2011")})
    state = given(*RAAD, SAID, body(earlier))
    assert [t.first.text for t in state.world.body("raad").tenures("s1")] == ["2010", "2012"]


def test_the_times_of_a_source_are_taken_first_of_all():
    taken = SourceTimesTaken(source="f.csv", digest="0" * 64, read="2026-11-26T12:00:00Z")
    given().when(act("known-times", taken)).accepted()
    given(BO).when(act("known-times", taken)).refused(
        "the known times of a source are taken into an empty register only"
    )


def test_what_a_source_calls_something_is_kept_letter_by_letter():
    odd = " 05 "
    assert BO_SAT.model_validate({**dict(BO_SAT), "source": odd}).source == odd
    for wrong, message in (
        ("", "is no identifier of 1 to 500 characters"),
        ("x" * 501, "is no identifier of 1 to 500 characters"),
        ("a\u202eb", "contains a character that cannot be printed; take it out"),
    ):
        with pytest.raises(ValidationError, match=message):
            BO_SAT.model_validate({**dict(BO_SAT), "source": wrong})
