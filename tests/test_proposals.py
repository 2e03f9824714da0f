"""Proposal, decision, effect: only an adopting decision makes acts happen."""

import pytest

from domain.act import CARRIED, Act
from domain.body_events import SeatAbolished, SeatCreated
from domain.meeting_events import ItemListed, MeetingConvened
from domain.proposal_events import (
    CandidateNominated,
    Decided,
    DecisionAnnulled,
    ProposalAmended,
    ProposalWithdrawn,
    Proposed,
    Retracted,
)
from domain.tenure_events import Appointed, Replaced, Resigned, Vacated
from domain.words import PENDING
from tests.decisions import RAAD, act, body, day, given


def appoint(person: str, seat: str = "s1") -> Act:
    return body(Appointed(seat=seat, person=person, first_day=day("2022-04-01")))


def proposed(*acts: Act, **more) -> Act:
    return act("p1", Proposed(body="raad", text="Udpegning", acts=acts, **more))


def decided(outcome="adopted", **more) -> Act:
    return act("p1", Decided(outcome=outcome, day=day("2022-03-25"), **more))


def effect(person: str, seat: str = "s1") -> Appointed:
    """What an adopted appointment is recorded as."""
    return Appointed(
        seat=seat,
        person=person,
        first_day=day("2022-04-01"),
        by="Rådet",
        made_on=day("2022-03-25"),
        decision="p1",
    )


def test_an_adoption_makes_the_acts_happen_in_the_same_append():
    both = (appoint("bo"), appoint("cy", "s2"))
    given(*RAAD, proposed(*both)).when(decided()).then(
        Decided(outcome="adopted", day=day("2022-03-25"), acts=both),
        effect("bo"),
        effect("cy", "s2"),
    )


@pytest.mark.parametrize("outcome", sorted(PENDING))
def test_a_pending_outcome_makes_nothing_happen_and_leaves_it_to_be_decided(outcome):
    state = given(*RAAD, proposed(appoint("bo"))).when(decided(outcome)).accepted()
    state.recorded(decided())


@pytest.mark.parametrize("outcome", ["rejected", "noted", "discussed", "withdrawn"])
def test_any_other_outcome_settles_it_and_makes_nothing_happen(outcome):
    state = given(*RAAD, proposed(appoint("bo"))).when(decided(outcome)).accepted()
    state.when(decided()).refused(f"proposal 'p1' is settled already: {outcome} on 2022-03-25")


def test_only_an_adoption_lists_acts():
    given(*RAAD, proposed()).when(decided("noted", acts=(appoint("bo"),))).refused(
        "'noted' makes no acts happen; leave them out, or adopt"
    )


def test_a_decision_may_adopt_some_acts_or_others():
    changed = decided("adopted with changes", acts=(appoint("aase"),))
    given(*RAAD, proposed(appoint("bo"), appoint("cy", "s2"))).when(changed).then(
        changed.event, effect("aase")
    )


def test_an_open_act_waits_for_one_nomination_or_for_the_decision():
    state = given(*RAAD, proposed(appoint("?")))
    state.when(decided()).refused(
        "proposal 'p1' names nobody for seat s1; nominate one person, or name one in the decision"
    )
    bo, cy = (act("p1", CandidateNominated(person=p, seat="s1")) for p in ("bo", "cy"))
    one = state.recorded(bo)
    one.when(decided()).then(
        Decided(outcome="adopted", day=day("2022-03-25"), acts=(appoint("bo"),)), effect("bo")
    )
    one.recorded(cy).when(decided()).refused(
        "proposal 'p1' names nobody for seat s1; nominate one person, or name one in the decision"
    )
    incoming = Replaced(seat="s1", outgoing="bo", incoming="?", first_day=day("2023-01-01"))
    assert body(incoming).naming("cy").event.incoming == "cy"


def test_what_a_rule_forbids_is_not_adopted():
    sitting = body(Appointed(seat="s1", person="cy", first_day=day("2020-01-01")))
    given(*RAAD, sitting, proposed(appoint("bo"))).when(decided()).refused(
        "Cy Øst holds seat s1 with no end known; record the exit first"
    )
    given(*RAAD, sitting, proposed(appoint("bo"))).recorded(decided(despite="som referatet siger"))


def test_a_proposal_is_made_once_to_a_body_on_a_listed_item():
    given(*RAAD, proposed()).when(proposed()).refused("proposal 'p1' is already registered")
    given().when(proposed()).refused(
        "no body 'raad' is registered; establish it with 'fasti body establish'"
    )
    given(*RAAD).when(proposed(item="4.3")).refused(
        "item 4.3 needs the meeting whose agenda it stands on"
    )
    given(*RAAD).when(proposed(meeting="m1")).refused(
        "no meeting 'm1' is registered; convene it with 'fasti meeting convene'"
    )
    convened = act("m1", MeetingConvened(body="raad", day=day("2022-03-25")))
    given(*RAAD, convened).when(proposed(meeting="m1", item="4.3")).refused(
        "meeting 'm1' has no item 4.3; list it with 'fasti meeting item'"
    )
    listed = act("m1", ItemListed(item="4.3", title="Udpegning"))
    given(*RAAD, convened, listed).when(proposed(meeting="m1", item="4.3")).accepted()


def test_nothing_is_said_of_a_proposal_that_is_not_there():
    message = "no proposal 'p1' is registered; record it with 'fasti propose'"
    given(*RAAD).when(decided("noted")).refused(message)
    given(*RAAD).when(act("p1", ProposalWithdrawn(day=day("2022")))).refused(message)


def test_what_is_withdrawn_is_neither_decided_nor_changed():
    state = given(*RAAD, proposed(), act("p1", ProposalWithdrawn(day=day("2022-03-24"))))
    message = "proposal 'p1' was withdrawn on 2022-03-24"
    state.when(decided()).refused(message)
    state.when(act("p1", ProposalAmended(text="Nyt"))).refused(message)
    state.when(act("p1", CandidateNominated(person="bo"))).refused(message)
    assert state.world.proposal("p1").status == "withdrawn"


def test_an_amendment_takes_the_place_of_text_and_acts():
    amended = act("p1", ProposalAmended(text="Nyt", acts=(appoint("cy"),)))
    state = given(*RAAD, proposed(appoint("bo")), amended)
    assert state.world.proposal("p1").text == "Nyt"
    assert state.world.proposal("p1").status == "proposed"
    state.when(decided()).then(
        Decided(outcome="adopted", day=day("2022-03-25"), acts=(appoint("cy"),)), effect("cy")
    )


def test_another_body_that_decides_is_known():
    given(*RAAD, proposed()).when(decided("noted", body="andet")).refused(
        "no body 'andet' is registered; establish it with 'fasti body establish'"
    )


ANNULLED = DecisionAnnulled(by="Ankestyrelsen", reason="inhabilitet")


def test_an_annulment_from_the_start_undoes_what_the_decision_made():
    state = given(*RAAD, proposed(appoint("bo")), decided())
    gone = state.when(act("p1", ANNULLED)).then(
        ANNULLED, Retracted(entry=9, reason="inhabilitet", annulled="p1")
    )
    assert gone.world.body("raad").tenures("s1") == ()
    assert gone.world.proposal("p1").status == "annulled"
    gone.when(act("p1", ANNULLED)).refused("the decision on 'p1' is annulled already")


def test_an_annulment_from_a_day_ends_what_the_decision_began():
    created = body(SeatCreated(seat="s3", title="S"))
    state = given(*RAAD, proposed(appoint("bo"), created), decided())
    event = ANNULLED.model_copy(update={"first_day": day("2022-06-01")})
    last = day("2022-05-31")
    state.when(act("p1", event)).then(
        event,
        Vacated(seat="s1", person="bo", last_day=last, cause="annulled"),
        SeatAbolished(seat="s3", last_day=last),
    )


def test_a_proposal_whose_decision_is_void_from_the_start_can_be_decided_again():
    state = given(*RAAD, proposed(appoint("bo")), decided(), act("p1", ANNULLED))
    assert state.world.proposal("p1").pending
    again = state.recorded(decided())
    assert again.world.proposal("p1").status == "adopted"
    assert len(again.world.body("raad").tenures("s1")) == 1
    event = ANNULLED.model_copy(update={"first_day": day("2023-01-01")})
    later = again.recorded(act("p1", event))
    assert later.world.proposal("p1").status == "annulled"
    later.when(decided()).refused("proposal 'p1' is settled already: adopted on 2022-03-25")


def test_a_replacement_annulled_from_a_day_ends_the_tenure_it_began():
    sitting = body(Appointed(seat="s1", person="cy", first_day=day("2020-01-01")))
    swap = Replaced(seat="s1", outgoing="cy", incoming="bo", first_day=day("2022-04-01"))
    event = ANNULLED.model_copy(update={"first_day": day("2022-06-01")})
    state = given(*RAAD, sitting, proposed(body(swap)), decided())
    ended = Vacated(seat="s1", person="bo", last_day=day("2022-05-31"), cause="annulled")
    state.when(act("p1", event)).then(event, ended)
    gone = state.recorded(body(Resigned(seat="s1", person="bo", last_day=day("2022-05-15"))))
    gone.when(act("p1", event)).then(event)


def test_an_exit_is_not_annulled_from_a_day():
    sitting = body(Appointed(seat="s1", person="cy", first_day=day("2020-01-01")))
    out = body(Resigned(seat="s1", person="cy", last_day=day("2022-03-31")))
    event = ANNULLED.model_copy(update={"first_day": day("2022-06-01")})
    given(*RAAD, sitting, proposed(out), decided()).when(act("p1", event)).refused(
        "#10 (resign) cannot be undone from a day on; annul the decision from the start, or record"
        " what happened on that day"
    )


def test_there_is_nothing_to_annul_before_an_adoption():
    given(*RAAD, proposed()).when(act("p1", ANNULLED)).refused(
        "proposal 'p1' was not adopted; there is no decision to annul"
    )


def test_a_proposal_carries_acts_on_bodies_and_persons_only():
    stored = appoint("bo").model_dump(mode="json")
    assert Act.model_validate(stored) == appoint("bo")
    assert appoint("bo").slug == "raad"
    assert "decided/1" not in CARRIED
    with pytest.raises(ValueError, match="is an act that no proposal can carry"):
        Act.model_validate({**stored, "kind": "decided/1"})
