"""Drafts made from readings: names matched to the register, what is open left open."""

from __future__ import annotations

import pytest

from intake.drafts.known import (
    Known,
    KnownBody,
    KnownPerson,
    KnownSeat,
)
from intake.drafts.strict_yaml import load
from tests.papers_made import TITLE, acts, drafted, verbs

NOTHING = Known()
BOARD = KnownBody("havnen", "Lillestrand Havns bestyrelse")
BODIES = (KnownBody("havneudvalg", "Havneudvalget i Lillestrand"), BOARD)
BO, BENT = KnownPerson("bo", "Bo Berg", "V", "Ø Kommune"), KnownPerson("bo-2", "Bo  Bérg", "A")
SEATS = (
    KnownSeat("havnen", "s1", "Sæde 1", "member", "Venstre", ("bo",)),
    KnownSeat("havnen", "s2", "Sæde 2"),
)


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


def test_a_known_person_with_another_party_is_affiliated_anew_and_asked_about():
    text = drafted(LEFT.replace("(V)", "(A)"), Known(BODIES, (BO,), SEATS))
    assert "OPEN: the register has V; a change of party, or somebody else?" in text
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


SITTING = KnownSeat("havnen", "s1", "Sæde 1", "member", None, ("bo", "cy"), ("bo",), ("dan",))
AGAIN = {
    "Dan Dahl (V) er udtrådt af Lillestrand Havns bestyrelse.": "resign",
    "Cy Dahl (V) er udpeget til Lillestrand Havns bestyrelse.": "appoint",
    "Cy Dahl (V) afløser Dan Dahl (V) i Lillestrand Havns bestyrelse.": "replace",
    "Bo Berg (V) har orlov fra Lillestrand Havns bestyrelse.": "leave",
    "Stedfortræder Cy Dahl er indkaldt for Bo Berg i Lillestrand Havns bestyrelse.": "substitute",
    "Strandudvalget er nedlagt.": "dissolve body",
}


@pytest.mark.parametrize("text", AGAIN)
def test_what_the_register_has_is_not_recorded_again(text: str):
    people = (BO, KnownPerson("cy", "Cy Dahl", "V"), KnownPerson("dan", "Dan Dahl", "V"))
    bodies = (*BODIES, KnownBody("strand", "Strandudvalget", ended=True))
    found = drafted(text, Known(bodies, people, (SITTING,)))
    assert verbs(found) == []
    assert "recorded already" in found
    assert f"  # - {AGAIN[text]}:" in found


def test_a_substitute_of_one_on_leave_needs_no_leave():
    text = "Stedfortræder Eva Eg er indkaldt for Bo Berg (V) i Lillestrand Havns bestyrelse."
    found = verbs(drafted(text, Known(BODIES, (BO,), (SITTING,))))
    assert found == ["register person", "call substitute"]


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


def test_who_follows_one_that_gave_up_a_seat_without_a_day_takes_it_from_them():
    text = "Bo Berg (V) udtræder, og Cy Dahl (V) indtræder i Lillestrand Havns bestyrelse."
    found = acts(drafted(text, Known(BODIES, (BO,), SEATS)))
    assert [verb for verb, _ in found] == ["resign", "register person", "affiliate", "replace"]
    assert (found[-1][1]["outgoing"], found[-1][1]["incoming"]) == ("bo", "cy-dahl")


def test_a_proposal_whose_acts_all_wait_has_none():
    asked = "Det indstilles, at Cy Dahl (V) udpeges."
    found = drafted("x", title="Orientering", asked=asked)
    assert "      # acts:\n" in found
    assert "OPEN: in which body?" in found


def test_another_bodys_seat_that_this_one_puts_somebody_forward_for_waits():
    asked = "Det indstilles, at udvalget indstiller Cy Dahl (V) til Movias bestyrelse."
    found = drafted("x", asked=asked)
    assert "# put forward; to be recorded where that seat is decided" in found


def test_long_texts_are_folded_and_read_the_same():
    text = "Bo Berg (V) er udtrådt af Lillestrand Havns bestyrelse, " + "og det er længe siden " * 9
    found = drafted(text)
    assert max(map(len, found.splitlines())) <= 104
    (step,) = [one for one in load(found).value["acts"] if "resign" in one]
    assert step["evidence"]["quote"] == text.strip()
