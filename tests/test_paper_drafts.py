"""Drafts made from readings: names matched to the register, what is open left open."""

from __future__ import annotations

from typing import Any

import pytest

from domain.act import act as act_of
from domain.tenure_events import Appointed
from domain.when import When
from intake.draft import read_draft
from intake.drafting import draft
from intake.known import (
    Known,
    KnownBody,
    KnownMeeting,
    KnownPerson,
    KnownProposal,
    KnownSeat,
)
from intake.matching import body, person, proposal
from intake.strict_yaml import load
from tests.papers_made import TITLE, named, told

NOTHING = Known()
BOARD = KnownBody("havnen", "Lillestrand Havns bestyrelse")
BODIES = (KnownBody("havneudvalg", "Havneudvalget i Lillestrand"), BOARD)
BO, BENT = KnownPerson("bo", "Bo Berg", "V", "Ø Kommune"), KnownPerson("bo-2", "Bo  Bérg", "A")
SEATS = (
    KnownSeat("havnen", "s1", "Sæde 1", "member", "Venstre", ("bo",)),
    KnownSeat("havnen", "s2", "Sæde 2"),
)


def drafted(text: str, known: Known = NOTHING, **more: str) -> str:
    """The draft of minutes that tell a text."""
    found = draft(told(text, **more), known, "referat.txt")
    read_draft(found)
    return found


def acts(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The acts of a draft, without meetings, items and proposals, those of proposals included."""
    found = []
    for one in load(text).value["acts"]:
        (verb,) = set(one) - {"evidence"}
        for inner in one[verb].pop("acts", ()):
            found += list(inner.items())
        if verb not in ("convene meeting", "file paper", "list item", "propose", "decide"):
            found.append((verb, one[verb]))
    return found


def verbs(text: str) -> list[str]:
    return [verb for verb, _ in acts(text)]


def test_a_body_is_matched_by_its_name_however_it_is_written():
    known = Known(bodies=BODIES)
    for name in ("Lillestrand Havns bestyrelse", "lillestrand havns Bestyrelsen", "havnen"):
        assert body(name, known).slug == "havnen"
    assert body("Lillestrand Havns bestyrelser A", known) == (None, ("havnen",))
    assert body("Strandudvalget", known) == (None, ())


def test_a_person_is_matched_exactly_or_left_to_choose():
    known = Known(persons=(BO, KnownPerson("aase", "Åse Ærø")))
    assert person("bo berg", known).slug == "bo"
    assert person("Aase Aeroe", known).slug == "aase"
    assert person("Bo Bergh", known) == (None, ("bo (Bo Berg; V, Ø Kommune)",))
    both = Known(persons=(BO, BENT))
    assert person("Bo Berg", both).near == ("bo (Bo Berg; V, Ø Kommune)", "bo-2 (Bo  Bérg; A)")


LEFT = "Bo Berg (V) er udtrådt af Lillestrand Havns bestyrelse."


def test_a_new_body_and_person_are_made_known_first():
    found = acts(drafted(LEFT))
    assert [verb for verb, _ in found] == [
        "establish body",
        "establish body",
        "register person",
        "affiliate",
        "create seat",
        "appoint",
        "resign",
    ]
    assert found[-1][1] == {
        "body": "lillestrand-havns-bestyrelse",
        "seat": "medlem",
        "person": "bo-berg",
        "last_day": "..2022-05-12",
    }


def test_the_seat_that_the_register_knows_is_taken():
    text = drafted(LEFT, Known(BODIES, (BO,), SEATS))
    assert acts(text) == [
        ("resign", {"body": "havnen", "seat": "s1", "person": "bo", "last_day": "..2022-05-12"})
    ]


def test_a_known_person_with_another_party_is_affiliated_anew():
    text = drafted(LEFT.replace("(V)", "(A)"), Known(BODIES, (BO,), SEATS))
    assert acts(text)[0] == (
        "affiliate",
        {"person": "bo", "affiliation": "A", "first_day": "..2022-05-12"},
    )


OPEN = {
    "two of one name": (LEFT, Known(BODIES, (BO, BENT), SEATS), "OPEN: which Bo Berg?", ["resign"]),
    "no seat of theirs": (
        LEFT.replace("Bo", "Ib"),
        Known(BODIES, (BO,), SEATS),
        "OPEN: Ib Berg holds no seat here that the register knows",
        ["resign"],
    ),
    "no seat told": (
        "Cy Dahl (V) er udpeget til Lillestrand Havns bestyrelse.",
        Known(BODIES, (BO,), SEATS),
        "OPEN: which seat? its seats: s1 (Sæde 1), s2 (Sæde 2)",
        ["appoint"],
    ),
    "whose seat": (
        "Cy Dahl (V) afløser Bo Berg (V) i Lillestrand Havns bestyrelse.",
        Known(BODIES, (BO, BENT), SEATS),
        "OPEN: which Bo Berg?",
        ["replace"],
    ),
    "whose leave": (
        "Bo Berg (V) har orlov fra Lillestrand Havns bestyrelse.",
        Known(BODIES, (BO, BENT), SEATS),
        "OPEN: which Bo Berg?",
        ["leave"],
    ),
    "no seat of a leave": (
        "Ib Berg (V) har orlov fra Lillestrand Havns bestyrelse.",
        Known(BODIES, (BO,), SEATS),
        "OPEN: Ib Berg holds no seat here",
        ["leave"],
    ),
    "no seat of the absent": (
        "Stedfortræder Cy Dahl (V) er indkaldt for Ib Berg (V) i Lillestrand Havns bestyrelse.",
        Known(BODIES, (BO,), SEATS),
        "OPEN: Ib Berg holds no seat here",
        ["substitute"],
    ),
    "in which body": (
        "Anna Holm (A) blev valgt til formand.",
        Known(BODIES),
        "OPEN: in which body?",
        ["appoint"],
    ),
}


@pytest.mark.parametrize("case", OPEN)
def test_what_a_person_has_to_choose_is_no_act_but_a_remark(case: str):
    text, known, remark, held = OPEN[case]
    title = "Orientering" if case == "in which body" else TITLE
    found = drafted(text, known, title=title)
    assert remark in " ".join(found.replace("\n  # ", " ").split())
    for verb in held:
        assert f"  # - {verb}:" in found
        assert verb not in verbs(found)


def test_a_person_near_a_known_one_is_registered_with_a_remark():
    found = drafted(LEFT, Known(BODIES, (KnownPerson("bob", "Bo Bergh", "V"),)))
    assert "register person" in verbs(found)
    assert "OPEN: may be one the register knows: bob (Bo Bergh; V)" in found


def test_a_body_near_a_known_one_is_established_with_a_remark():
    found = drafted(LEFT, Known((KnownBody("havne", "Lillestrand Havnes bestyrelser B"),)))
    assert "OPEN: near it in the register: havne" in found


def test_a_vacated_seat_is_the_one_that_is_filled():
    text = f"{LEFT} Cy Dahl (V) er udpeget til Lillestrand Havns bestyrelse."
    found = acts(drafted(text, Known(BODIES, (BO,), SEATS)))
    assert [(verb, one.get("seat")) for verb, one in found if verb in ("resign", "appoint")] == [
        ("resign", "s1"),
        ("appoint", "s1"),
    ]


def test_an_office_and_an_entitled_seat_are_found():
    seats = (
        KnownSeat("havnen", "f", "Formand", "chair"),
        KnownSeat("havnen", "v", "Sæde", "member", "Venstre"),
    )
    text = "Anna Holm (A) er valgt til formand for Lillestrand Havns bestyrelse."
    found = acts(drafted(text, Known(BODIES, (), seats)))
    assert found[-1][1]["seat"] == "f"
    asked = "Det indstilles, at udvalget udpeger nyt medlem til Lillestrand Havns bestyrelse."
    whose = "Venstre skal udpege til pladsen."
    found = acts(drafted(whose, Known(BODIES, (), seats), asked=asked))
    assert found[-1] == (
        "appoint",
        {"body": "havnen", "seat": "v", "person": "?", "first_day": "2022-05-12.."},
    )


def test_a_seat_named_by_its_group_is_found_or_made():
    asked = (
        "Det indstilles, at udvalget udpeger Cy Dahl, Dahl Både A/S (genudpegning) "
        "til Lillestrand Havns"
        " bestyrelse inden for målgruppen Sæde 2"
    )
    known = Known(BODIES, (BO,), SEATS)
    (verb, found) = acts(drafted("x", known, asked=asked))[-1]
    assert (verb, found["seat"], found["person"]) == ("reappoint", "s2", "cy-dahl")
    (_, made) = acts(drafted("x", known, asked=asked.replace("Sæde 2", "store og små skibe")))[-2]
    assert (made["seat"], made["title"]) == ("store-smaa-skibe", "store og små skibe")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cy Dahl (V) afløser Bo Berg (V) i Lillestrand Havns bestyrelse.", ["replace"]),
        ("Bo Berg (V) har orlov fra Lillestrand Havns bestyrelse.", ["grant leave"]),
        (
            "Stedfortræder Cy Dahl er indkaldt for Bo Berg (V) i Lillestrand Havns bestyrelse.",
            ["grant leave", "call substitute"],
        ),
        (
            "Bo Berg (V) har orlov fra Lillestrand Havns bestyrelse. Cy Dahl er indkaldt som"
            " stedfortræder for Bo Berg (V) i Lillestrand Havns bestyrelse.",
            ["grant leave", "call substitute"],
        ),
        ("Bo Berg (V) er afgået ved døden den 2. maj 2022.", ["vacate"]),
        ("Bo Berg (V) udtræder af Lillestrand Havns bestyrelse.", ["resign"]),
        ("Lillestrand Havns bestyrelse udvides med to pladser.", ["create seat", "create seat"]),
        ("Der er nedsat et nyt Kystudvalg.", ["establish body"]),
        ("Lillestrand Havns bestyrelse erstattes af Kystudvalget.", ["dissolve body"]),
    ],
    ids=range(9),
)
def test_every_fact_becomes_its_act(text: str, expected: list[str]):
    known = Known(
        BODIES + (KnownBody("kyst", "Kystudvalget"),) * ("erstattes" in text), (BO,), SEATS
    )
    found = verbs(drafted(text, known))
    assert [verb for verb in found if verb not in ("register person", "affiliate")] == expected


def test_a_body_that_is_known_is_not_set_up_again():
    found = drafted(
        "Der er nedsat et nyt Kystudvalg.", Known((*BODIES, KnownBody("kyst", "Kystudvalg")))
    )
    assert "known already" in found
    assert verbs(found) == []


def test_seats_whose_holders_are_named_elsewhere_wait_for_a_look():
    found = drafted(
        "Lillestrand Havns bestyrelse udvides fra 5 til 7 pladser. Anna Holm (A) er udpeget til"
        " Lillestrand Havns bestyrelse."
    )
    assert found.count("  # - create seat:") == 2


def test_an_unsure_act_says_so():
    assert "unsure (0.7): look at it" in drafted("Formand: Anna Holm (A)")


KNOWN_ACT = act_of("havnen", Appointed(seat="s2", person="?", first_day=When.parse("2022-05-12..")))
AGENDA = Known(
    BODIES,
    (BO,),
    SEATS,
    (KnownMeeting("m1", "havneudvalg", "2022-05-12", ("1",)),),
    (
        KnownProposal(
            "p1", "m1", "1", 1, "udvalget udpeger nyt medlem til bestyrelsen", (KNOWN_ACT,)
        ),
    ),
)
ASKED = "Det indstilles, at udvalget udpeger nyt medlem til Lillestrand Havns bestyrelse."


def decided(known: Known, text: str) -> str:
    return drafted("x", known, asked=ASKED, decided=text)


def test_minutes_decide_the_proposals_of_the_recorded_agenda():
    found = decided(AGENDA, "Cy Dahl (V) blev udpeget til Lillestrand Havns bestyrelse.")
    assert "convene meeting" not in found
    assert "list item" not in found
    assert "- propose:" not in found
    assert "proposal: p1" in found
    assert acts(found)[-1] == (
        "appoint",
        {"body": "havnen", "seat": "s2", "person": "cy-dahl", "first_day": "2022-05-12.."},
    )


def test_an_adoption_that_names_nobody_waits():
    for known in (AGENDA, Known(BODIES, (BO,))):
        found = decided(known, "Godkendt.")
        assert "OPEN: the decision names nobody for a seat" in found
        assert "  # - decide:" in found


def test_minutes_without_the_agenda_bring_their_own_proposals():
    found = decided(Known(), "Udsat til mødet den 9. juni 2022. Venstre stemte imod.")
    assert "- propose:" in found
    assert "deferred_until: 2022-06-09" in found
    assert "- {who: Venstre, position: against}" in found


def test_a_proposal_is_found_by_its_place_or_its_text():
    one = KnownProposal("p1", "m1", "1", 1, "Planen for stranden godkendes")
    two = KnownProposal("p2", "m1", "1", 2, "Orienteringen tages til efterretning")
    both = (one, two)
    assert proposal("1", 1, "Planen for stranden godkendes", "m1", both) == one
    assert proposal("1", 1, "Orienteringen tages til efterretning", "m1", both) == two
    assert proposal("1", 2, "noget helt andet her", "m1", both) == two
    assert proposal("1", 9, "noget helt andet her", "m1", both) is None
    assert proposal("2", 1, "Planen for stranden godkendes", "m1", both) is None


def test_absence_personal_data_and_attachments_stand_in_the_draft():
    text = draft(named("kkr-nordkyst-referat.txt"), Known(), "referat.txt")
    assert "# Absent: Kim Ås, Lone Ørn" in text
    assert "# Left out as personal: home address, 1 times" in drafted(
        "Bo Berg, Havnevej 3, 9999 Lillestrand, er valgt."
    )
    assert "# Attached: Status" in draft(named("kkr-nordkyst-dagsorden.txt"), Known(), "d.txt")
