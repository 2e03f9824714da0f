"""Whose a place is, who is put forward in lists, whose leave it is, and which body is meant."""

from __future__ import annotations

import re

import pytest

from intake.drafts.known import Known, KnownBody
from intake.drafts.matching import body
from intake.reading.reading import read
from tests.papers_made import AROUND, TITLE, fields, paper, told
from tests.test_paper_entries import B, in_short

LEFT = "Bo Berg (V) er udtrådt af {B}."
DIED = "Ib Lund (A) er afgået ved døden den 2. maj 2022."
ENTITLED = {
    f"{LEFT} Pladsen tilfalder Venstre.\n\n{DIED} Socialdemokratiet har ret til at besætte"
    " pladsen.": ["Venstre", "Socialdemokratiet"],
    f"{LEFT} Pladsen går til Venstre.\n\n{DIED}": ["Venstre", None],
    f"{LEFT}\n\n{DIED} Pladsen tilhører Socialdemokratiet.": [None, "Socialdemokratiet"],
    f"{LEFT} Ib Lund (A) udtræder også af {{B}}. Venstre råder over pladsen.": [None, "Venstre"],
    f"{LEFT}\n\n{DIED}\n\nPladsen tilfalder Venstre.": [None, None],
    f"{LEFT} {DIED}\n\nVenstre har ret til at udpege til pladserne.": ["Venstre", "Venstre"],
    f"{LEFT}\n\nEfter aftalen tilfalder pladsen Det Konservative Folkeparti.": [
        "Det Konservative Folkeparti"
    ],
    f"{LEFT} Venstre besætter pladsen.": ["Venstre"],
    f"{LEFT} Venstre skal udpege nyt medlem.": ["Venstre"],
    f"{LEFT} Byrådet skal udpege til pladsen.": [None],
    f"{LEFT} Hvis han dør, tilfalder pladsen Venstre.": [None],
    f"{LEFT} Hun tilfalder pladsen.": [None],
    f"{LEFT} Han er også næstformand i Strandudvalget. Posten skal besættes af Venstre.": [None],
}
LISTED = {
    "Dansk Industri har indstillet følgende:\n\n• Direktør Per Skov, Skov A/S (genudpegning)\n"
    "• Chef Ida Hav, Havn A/S (suppleant)": "Dansk Industri",
    "Følgende er indstillet af Dansk Industri:\n\n- Direktør Per Skov, Skov A/S (genudpegning)\n"
    "- Chef Ida Hav, Havn A/S (suppleant)": "Dansk Industri",
    "Indstillet af Dansk Industri:\n\n1. Direktør Per Skov, Skov A/S (genudpegning)\n"
    "2. Chef Ida Hav, Havn A/S (suppleant)": "Dansk Industri",
    "Dansk Industri indstiller:\n\n– Direktør Per Skov, Skov A/S (genudpegning)\n"
    "– Chef Ida Hav, Havn A/S, som suppleant": "Dansk Industri",
}
ASKED = (
    "Det indstilles, at udvalget\n1. udpeger Per Skov som medlem af Lillestrand Havns bestyrelse,\n"
    "2. udpeger Ida Hav som suppleant for Per Skov."
)
COUNCIL = AROUND.replace("Havneudvalget i Lillestrand", "Lillestrand Byråd")
LEAVES = {
    "at der meddeles Karin Vest (A) orlov fra 1. juni 2022 til og med 31. august 2022.": (
        "leave Karin Vest, member of Lillestrand Byråd, from 2022-06-01, until 2022-08-31",
    ),
    "at der bevilges Karin Vest (A) orlov fra byrådet fra 1. juni 2022.": (
        "leave Karin Vest, member of Lillestrand Byråd, from 2022-06-01",
    ),
    "at Karin Vest (A) får orlov fra 1. juni 2022.": (
        "leave Karin Vest, member of Lillestrand Byråd, from 2022-06-01",
    ),
    "at der gives orlov til byrådsmedlem Karin Vest (A) fra 1. juni 2022.": (
        "leave Karin Vest, member of Lillestrand Byråd, from 2022-06-01",
    ),
}


@pytest.mark.parametrize("text", ENTITLED)
def test_a_place_belongs_to_whom_its_own_paragraph_says(text: str):
    found = told(text.format(B=B))
    exits = [act for act in found.acts() if act.act in ("resign", "vacate")]
    assert [act.entitled for act in exits] == ENTITLED[text]


def test_a_sentence_that_says_whose_a_place_is_but_not_which_is_asked_about():
    found = told(f"{LEFT}\n\n{DIED}\n\nPladsen tilfalder Venstre.".format(B=B))
    assert [q.written.quote for q in found.questions] == ["Pladsen tilfalder Venstre."]


@pytest.mark.parametrize("text", LISTED)
def test_a_list_tells_of_those_whom_the_points_only_name(text: str):
    found = told(text, asked=ASKED)
    asked = [act for point in found.items[0].points for act in point.acts]
    names = ("person", "role", "position", "organisation", "nominated_by", "reappointment")
    assert [fields(act, *names) for act in asked] == [
        ("Per Skov", "member", "direktør", "Skov A/S", ("Dansk Industri",), True),
        ("Ida Hav", "substitute", "chef", "Havn A/S", ("Dansk Industri",), False),
    ]
    assert found.questions == []


def test_a_pronoun_is_nobodys_name():
    text = "Pladsen tilfalder Venstre, som indstiller Cy Dahl (V). {} indstiller Eva Eg (V)."
    for pronoun in ("Han", "Hun", "De", "Det", "Den"):
        acts = told(text.format(pronoun)).acts()
        assert [act.nominated_by for act in acts] == [("Venstre",), ()]


def test_who_does_not_want_to_go_on_is_asked_about():
    (question,) = told("Nuværende medlem Bo Berg (V) ønsker ikke genudpegning.").questions
    assert "Bo Berg" in question.written.quote


@pytest.mark.parametrize("asked", LEAVES)
def test_leave_of_a_councillor_is_from_the_council(asked: str):
    text = COUNCIL.format(title="Orlov", text="x", asked=f"Det indstilles, {asked}", decided="")
    (item,) = read(paper(text)).items
    assert [in_short(act) for point in item.points for act in point.acts] == list(LEAVES[asked])


def test_who_lays_down_a_mandate_leaves_the_council_whichever_body_the_item_is_about():
    text = (
        "Jette Ny (V) har nedlagt sit mandat med virkning fra den 1. juni 2022, og 1. suppleant"
        " Kaj Dam (V) indtræder i byrådet. Jette Ny er samtidig næstformand i Sundhedsudvalget."
    )
    title = "Ændring af Sundhedsudvalgets sammensætning"
    whole = COUNCIL.format(title=title, text=text, asked="Det indstilles, at x.", decided="")
    assert {in_short(act) for act in read(paper(whole)).acts()} == {
        "resign Jette Ny, member of Lillestrand Byråd, until 2022-05-31",
        "appoint Kaj Dam, member of Lillestrand Byråd, from 2022-06-01",
    }


HEADS = {
    "Vesterby Kommune\nByrådet": "Byrådet, Vesterby Kommune",
    "Vesterby Kommune\nKommunalbestyrelsen": "Kommunalbestyrelsen, Vesterby Kommune",
    "Vesterby Kommune\nUdvalget for Teknik": "Udvalget for Teknik, Vesterby Kommune",
    "Byrådet, Vesterby Kommune": "Byrådet, Vesterby Kommune",
    "Vesterby Kommune\nVesterby Byråd": "Vesterby Byråd",
    "Vesterby Kommune\nKKR Nordkyst": "KKR Nordkyst",
}


@pytest.mark.parametrize("head", HEADS)
def test_a_body_is_told_with_its_municipality(head: str):
    text = AROUND.format(title=TITLE, text="x", asked="Det indstilles, at x.", decided="x")
    whole = re.sub("Havneudvalget i Lillestrand", head, text)
    assert read(paper(whole)).meeting.body == HEADS[head]


def test_a_registered_body_is_found_with_and_without_its_municipality():
    def meant(name: str, *registered: str) -> str | None:
        bodies = tuple(KnownBody(one.casefold().replace(" ", "-"), one) for one in registered)
        return body(name, Known(bodies=bodies)).slug

    name = "Byrådet, Vesterby Kommune"
    assert meant(name, "Vesterby Byråd", "Østerby Byråd") == "vesterby-byråd"
    assert meant(name, "Byrådet", "Vesterby Byråd") == "vesterby-byråd"
    assert meant(name, "Byrådet") == "byrådet"
    assert meant(name, "Østerby Byråd", "Byrådet, Østerby Kommune") is None
