"""Who is put forward for a seat: told of the proposal that leaves it open, and its person once it
is adopted; and who is adopted in the place of others."""

from __future__ import annotations

from pathlib import Path

from intake.drafts.known import Known, KnownBody, KnownPerson, KnownProposal
from intake.drafts.strict_yaml import load
from tests.calling import Fasti
from tests.papers_made import PAPERS, acts, drafted, told, verbs
from tests.test_paper_minutes import AGENDA, BODIES, KNOWN_ACT

ASKED = "Det indstilles, at udvalget udpeger et nyt medlem til Lillestrand Havns bestyrelse."
FORWARD = "Venstre indstiller Cy Dahl (V) som nyt medlem af Lillestrand Havns bestyrelse."


def nominations(text: str) -> list[dict[str, str]]:
    return [one for verb, one in acts(text) if verb == "nominate"]


def decided(text: str) -> list[dict[str, object]]:
    return [one["decide"] for one in load(text).value["acts"] if "decide" in one]


def test_a_nomination_is_told_of_the_proposal_that_leaves_the_seat_open():
    assert nominations(drafted(FORWARD, asked=ASKED)) == [
        {
            "proposal": "havneudvalget-i-lillestrand-2022-05-12-1-1",
            "person": "cy-dahl",
            "seat": "medlem",
            "by": "Venstre",
        }
    ]


def test_an_adoption_names_who_was_put_forward():
    assert decided(drafted(FORWARD, asked=ASKED, decided="Godkendt."))[0]["outcome"] == "adopted"
    two = FORWARD + " Dansk Folkeparti indstiller Ib Lund (O) til Lillestrand Havns bestyrelse."
    found = drafted(two, asked=ASKED, decided="Godkendt.")
    assert decided(found) == []
    assert "OPEN: the decision names nobody for a seat" in found


def test_who_the_proposal_names_is_put_forward_for_that_seat():
    asked = "Det indstilles, at Cy Dahl (V) udpeges til Lillestrand Havns bestyrelse."
    (found,) = nominations(drafted(FORWARD, asked=asked))
    assert (found["person"], found["seat"]) == ("cy-dahl", "medlem")


def test_a_nomination_that_no_proposal_fits_waits():
    found = drafted(FORWARD)
    assert "OPEN: for which proposal is this nomination?" in found
    assert "nominate" not in verbs(found)


def test_a_nomination_without_a_place_takes_the_one_that_is_open_or_is_asked_about():
    text = "Venstre peger på Cy Dahl (V)."
    act = told(text, title="Orientering", asked=ASKED).acts()[-1]
    assert (act.act, act.body) == ("nominate", "Lillestrand Havns bestyrelse")
    found = told(text, title="Orientering")
    assert found.acts() == []
    assert [q.why for q in found.questions] == ["puts somebody forward; for which seat is not said"]


CY = KnownPerson("cy", "Cy Dahl", "V")


def test_a_nomination_on_record_is_not_made_again():
    known = Known(
        AGENDA.bodies,
        (CY,),
        AGENDA.seats,
        AGENDA.meetings,
        (AGENDA.proposals[0]._replace(candidates=("cy",)),),
    )
    found = drafted(FORWARD, known, asked=ASKED, decided="Godkendt.")
    assert nominations(found) == []
    assert "recorded already: cy is nominated" in found
    assert decided(found)[0]["outcome"] == "adopted"


def test_two_of_one_name_are_put_forward_by_a_persons_choice():
    known = Known(BODIES, (CY, KnownPerson("cy-2", "Cy Dahl", "A")))
    assert "OPEN: which Cy Dahl?" in drafted(FORWARD, known, asked=ASKED)


CHANGED = "Godkendt, dog således at Mia Toft (B) udpeges i stedet for Bo Berg (V)."
PROPOSED = "Det indstilles, at Bo Berg (V) og Ib Lund (A) udpeges til Lillestrand Havns bestyrelse."


def test_a_decision_may_put_somebody_else_in_the_place_of_one_who_was_asked_for():
    found = told("x", asked=PROPOSED, decided=CHANGED)
    (point,) = found.items[0].points
    assert point.outcome == "adopted with changes"
    assert [act.person for act in point.adopted()] == ["Mia Toft", "Ib Lund"]
    (decision,) = decided(drafted("x", asked=PROPOSED, decided=CHANGED))
    assert [one["appoint"]["person"] for one in decision["acts"]] == ["mia-toft", "ib-lund"]


def test_of_a_recorded_proposal_the_others_are_adopted_as_they_stand():
    named = KNOWN_ACT.naming("bo")
    proposal = KnownProposal("p1", "m1", "1", 1, "Bo Berg udpeges", (named,))
    known = Known(AGENDA.bodies, AGENDA.persons, AGENDA.seats, AGENDA.meetings, (proposal,))
    asked = "Det indstilles, at Bo Berg (V) udpeges til Lillestrand Havns bestyrelse."
    (decision,) = decided(drafted("x", known, asked=asked, decided=CHANGED))
    assert (decision["outcome"], decision["acts"]) == (
        "adopted with changes",
        [
            {
                "appoint": {
                    "body": "havnen",
                    "seat": "s2",
                    "person": "mia-toft",
                    "first_day": "2022-05-12..",
                }
            }
        ],
    )


def test_whom_a_change_means_is_chosen_where_two_have_that_name():
    known = Known(
        (KnownBody("havnen", "Lillestrand Havns bestyrelse"),),
        (KnownPerson("mia", "Mia Toft", "B"), KnownPerson("mia-2", "Mia Toft", "A")),
    )
    assert decided(drafted("x", known, asked=PROPOSED, decided=CHANGED)) == []


def test_a_nominated_person_sits_once_the_minutes_adopt(fasti: Fasti, tmp_path: Path):
    for number, sort in enumerate(("dagsorden", "referat")):
        fasti.done(f"read {PAPERS}/kkr-midtkyst-{sort}.txt -o {tmp_path}/{number}.yaml")
        fasti.done(f"record {tmp_path}/{number}.yaml")
        seats = fasti.json("board vaekstforum-midtkyst --on 2022-07-02")["seats"]
        sitting = [held["name"] for seat in seats for held in seat["holders"]]
        assert sitting == ["Lene Due-Holm"] * number
    (seat,) = [
        s
        for s in fasti.json("board bestyrelsen-for-midtkyst-trafik --on 2022-07-02")["seats"]
        if s["seat"] == "venstre"
    ]
    assert [held["name"] for held in seat["holders"]] == ["Ditte von Bülow"]
    pending = [row["proposal"] for row in fasti.json("proposal list")]
    assert pending == ["kkr-midtkyst-2022-06-10-2-1-2"]
    assert fasti.run("check").stdout.strip() == ""
