"""What longer sentences say of several persons, and what they do not say of them."""

from __future__ import annotations

import pytest

from tests.papers_made import fields, told
from tests.test_paper_entries import B, in_short

TOLD = {
    "Havnerådet har valgt Dorte Eg til {B}, og foreningerne har udpeget Maja Lund.": (
        "appoint Dorte Eg, member of the board, by Havnerådet",
        "appoint Maja Lund, member of the board, by foreningerne",
    ),
    "Poul Gran (C) vælges som medlem af {B}, mens Sanne Udby (A) vælges som hans suppleant.": (
        "appoint Poul Gran, member of the board",
        "appoint Sanne Udby, substitute of the board",
    ),
    "Den 4. maj 2022 valgte Fælles Klimaforum Rasmus Birk (B) som formand.": (
        "appoint Rasmus Birk, chair of Fælles Klimaforum, from 2022-05-04.., made 2022-05-04,"
        " by Fælles Klimaforum",
    ),
    "Da Peter Lauge (V) er tiltrådt som direktør i Vandværket, udtræder han af {B}.": (
        "resign Peter Lauge, member of the board",
    ),
    "Tove Lind er indkaldt som nyt medlem af {B} fra 1. juni 2022.": (
        "appoint Tove Lind, member of the board, from 2022-06-01",
    ),
    "Aksel Berg (F) overtager fra den 1. juni 2022 Dorthe Skipper Lunds plads i {B}, mens Dorthe"
    " Skipper Lund (F) bliver suppleant.": (
        "replace Aksel Berg, member of the board, for Dorthe Skipper Lund, from 2022-06-01",
    ),
    "{B} består af formand Ellinor Kragh, Tage Vester og Ulla Sej.": (
        "appoint Ellinor Kragh, chair of the board",
        "appoint Tage Vester, member of the board",
        "appoint Ulla Sej, member of the board",
    ),
    "Formand for bestyrelsen Flemming Bak (A) fratræder på generalforsamlingen i april 2023.": (
        "resign Flemming Bak, chair of the board",
    ),
    "Per Aa. Dahl er valgt som medlem af {B}.": ("appoint Per Aa. Dahl, member of the board",),
    "Regionsrådsformand Anders Kühn (V) er født formand for {B}.": (
        "appoint Anders Kühn, chair of the board",
    ),
}
ASKED = {
    "at Eva Eg (A) udpeges til {B} i Bo Bergs sted.": (
        "replace Eva Eg, member of the board, for Bo Berg",
    ),
    "at udvalget tager til efterretning, at Bo Berg (V) er indtrådt i {B}, og udpeger Eva Eg (A)"
    " som hans personlige suppleant.": ("appoint Eva Eg, substitute of the board",),
    "at udvalget anmoder Viborg Kommune om at udpege en repræsentant til {B}.": (),
    "at udvalget udpeger én af de to til styregruppen for Loop City.": (),
    "at Eva Eg (A) indtræder i {B} den 1. juni 2022.": (
        "appoint Eva Eg, member of the board, from 2022-06-01",
    ),
    "at Bo Bergs ønske om at udtræde af {B} med udgangen af maj imødekommes.": (
        "resign Bo Berg, member of the board, until 2022-05-31",
    ),
    "at Eva Eg (A) indtræder i Bo Bergs sted i {B} i samme periode.": (),
}
UNCLEAR = (
    "Kim Bay genopstillede ikke.",
    "Pladserne tilfalder henholdsvis Venstre og Socialdemokratiet.",
    "Der er nedsat et udvalg bestående af Tove Hjelm og Jes Bondo.",
    "Tenna Bay (C) indkaldes.",
    "I perioden varetager Ulla Sten (C) hans opgaver.",
    "Venstre indstiller Gitte Holm til de ledige poster.",
)


@pytest.mark.parametrize("text", TOLD)
def test_each_clause_tells_of_its_own_persons(text: str):
    assert [in_short(act) for act in told(text.format(B=B)).acts()] == list(TOLD[text])


@pytest.mark.parametrize("asked", ASKED)
def test_a_point_asks_for_what_it_says_and_no_more(asked: str):
    (item,) = told("x", asked=f"Det indstilles, {asked.format(B=B)}").items
    acts = [in_short(act) for point in item.points for act in point.acts]
    assert acts == list(ASKED[asked])


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_understood_is_asked_about(text: str):
    found = told(text)
    assert [question.written.quote for question in found.questions] == [text]
    assert [act for act in found.acts() if act.person] == []


def test_a_change_is_of_the_point_that_asks_for_whom_it_replaces():
    asked = (
        "Det indstilles, at\n1) Ane Gram (F) udpeges til Havnefondens råd.\n"
        "2) Kaj Rytter (I) udpeges som observatør i Kystrådet fra den 1. juli 2022."
    )
    decided = "Tiltrådt, idet Bo Krarup (I) udpeges i stedet for Kaj Rytter (I)."
    points = told("x", title="Valg", asked=asked, decided=decided).items[0].points
    adopted = [act for point in points for act in point.adopted()]
    assert [fields(act, "person", "body", "role", "first_day") for act in adopted] == [
        ("Ane Gram", "Havnefondens råd", "member", None),
        ("Bo Krarup", "Kystrådet", "observer", "2022-07-01"),
    ]


def test_who_is_appointed_instead_takes_the_place_of_whom_the_point_asks_for():
    asked = f"Det indstilles, at udvalget udpeger Anni Lund (O) til {B}."
    decided = (
        "Udvalget udpegede i stedet Bent Lauge (O), idet Anni Lund har trukket sit kandidatur."
    )
    (point,) = told("x", asked=asked, decided=decided).items[0].points
    assert [act.person for act in point.adopted()] == ["Bent Lauge"]


def test_the_term_for_which_somebody_is_to_be_appointed_is_the_points_term():
    text = "Udvalget skal udpege et medlem for perioden 1. juni 2022 til 31. maj 2026."
    asked = f"Det indstilles, at Eva Eg (A) udpeges til {B}."
    (act,) = told(text, asked=asked).items[0].points[0].acts
    assert fields(act, "first_day", "until") == ("2022-06-01", "2026-05-31")
