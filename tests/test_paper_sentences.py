"""What sentences tell: who gets a seat, who leaves one, from when; and what tells nothing."""

from __future__ import annotations

import pytest

from tests.papers_made import fields, told

BOARD = "Lillestrand Havns bestyrelse"
COMMITTEE = "Havneudvalget i Lillestrand"

BEGINS = {
    "Byrådet udpegede den 3. maj 2022 Anna Holm (A) som medlem af Lillestrand Havns bestyrelse.": (
        ("appoint", BOARD, "member", "Anna Holm", "appointed", "2022-05-03..", None, "Byrådet"),
    ),
    "Anna Holm (A) blev valgt til formand for Havneudvalget den 3. maj 2022.": (
        ("appoint", COMMITTEE, "chair", "Anna Holm", "elected", "2022-05-03..", None, None),
    ),
    "Som formand for Lillestrand Havns bestyrelse valgtes Anna Holm (A) og som næstformand Bo Berg"
    " (V).": (
        ("appoint", BOARD, "chair", "Anna Holm", "elected", None, None, None),
        ("appoint", BOARD, "deputy chair", "Bo Berg", "elected", None, None, None),
    ),
    "Til formand valgtes Anna Holm, og til næstformand valgtes Bo Berg.": (
        ("appoint", BOARD, "chair", "Anna Holm", "elected", None, None, None),
        ("appoint", BOARD, "deputy chair", "Bo Berg", "elected", None, None, None),
    ),
    "Bestyrelsen konstituerede sig med Anna Holm som formand og Bo Berg som næstformand.": (
        ("appoint", BOARD, "chair", "Anna Holm", "elected", None, None, BOARD),
        ("appoint", BOARD, "deputy chair", "Bo Berg", "elected", None, None, BOARD),
    ),
    "Venstre har udpeget Cy Dahl (V) som nyt medlem af Lillestrand Havns bestyrelse.": (
        ("appoint", BOARD, "member", "Cy Dahl", "appointed", None, None, "Venstre"),
    ),
    "Anna Holm (A) og H.C. Berg (V) er udpeget til Lillestrand Havns bestyrelse "
    "for perioden 1. januar"
    " 2022 til 31. december 2025.": (
        ("appoint", BOARD, "member", "Anna Holm", "appointed", "2022-01-01", "2025-12-31", None),
        ("appoint", BOARD, "member", "H.C. Berg", "appointed", "2022-01-01", "2025-12-31", None),
    ),
    "Anna Holm (A) udpeges til Lillestrand Havns bestyrelse fra juni 2022 til "
    "udgangen af 2023 med Dora"
    " Eg (A) som personlig stedfortræder.": (
        ("appoint", BOARD, "member", "Anna Holm", "appointed", "2022-06", "2023-12-31", None),
        ("appoint", BOARD, "substitute", "Dora Eg", "appointed", "2022-06", "2023-12-31", None),
    ),
    "Borgmester Anna Holm (A) er født medlem af Lillestrand Havns bestyrelse.": (
        ("appoint", BOARD, "member", "Anna Holm", "ex officio", None, None, None),
    ),
    "Anna Holm blev valgt som formand med 5 stemmer mod 4 for Bo Berg.": (
        ("appoint", BOARD, "chair", "Anna Holm", "elected", None, None, None),
    ),
    "Den nye bestyrelse består af Anna Holm (A) og Bo Berg (V).": (
        ("appoint", BOARD, "member", "Anna Holm", "not stated", None, None, None),
        ("appoint", BOARD, "member", "Bo Berg", "not stated", None, None, None),
    ),
    "KKR besluttede at udpege Anna Holm (A) til Movias bestyrelse.": (
        ("appoint", "Movias bestyrelse", "member", "Anna Holm", "appointed", None, None, "KKR"),
    ),
    "Følgende er valgt til Lillestrand Havns bestyrelse:\n– Borgmester Anna Holm (A), Ø Kommune\n"
    "– Bo Berg (V)": (
        ("appoint", BOARD, "member", "Anna Holm", "elected", None, None, None),
        ("appoint", BOARD, "member", "Bo Berg", "elected", None, None, None),
    ),
    "Formand: Anna Holm (A)\nNæstformand for Havneudvalget: Bo Berg (V)": (
        ("appoint", BOARD, "chair", "Anna Holm", "not stated", None, None, None),
        ("appoint", COMMITTEE, "deputy chair", "Bo Berg", "not stated", None, None, None),
    ),
    "Pladserne i bestyrelsen besættes af:\n– Anna Holm (A)": (
        ("appoint", BOARD, "member", "Anna Holm", "not stated", None, None, None),
    ),
}


@pytest.mark.parametrize("text", BEGINS)
def test_who_gets_a_seat(text: str):
    names = ("act", "body", "role", "person", "mode", "first_day", "until", "appointed_by")
    assert [fields(act, *names) for act in told(text).acts()] == list(BEGINS[text])


def test_who_is_elected_again_is_told():
    (act,) = told("Anna Holm (A) genvælges som formand for Lillestrand Havns bestyrelse.").acts()
    assert fields(act, "person", "role", "mode", "reappointment") == (
        "Anna Holm",
        "chair",
        "elected",
        True,
    )


def test_a_person_is_described_by_title_organisation_party_and_nominator():
    text = (
        "Regionsrådet har den 1. marts 2022 udpeget sundheds- og "
        "omsorgsborgmester, Finn Friis (O), Ø"
        " Kommune, til Lillestrand Havns bestyrelse efter indstilling fra Kystens Forbund og Fisk."
    )
    (act,) = told(text).acts()
    assert fields(
        act, "affiliation", "position", "organisation", "appointed_by", "nominated_by", "made_on"
    ) == (
        "O",
        "sundheds- og omsorgsborgmester",
        "Ø Kommune",
        "Regionsrådet",
        ("Kystens Forbund", "Fisk"),
        "2022-03-01",
    )


LEAVES = {
    "Bo Berg (V) udtræder af Lillestrand Havns bestyrelse med virkning fra 15. maj 2022.": (
        ("resign", BOARD, "Bo Berg", None, "2022-05-14"),
    ),
    "Bo Berg (V) udtræder af Lillestrand Havns bestyrelse med virkning fra juni 2022.": (
        ("resign", BOARD, "Bo Berg", None, "2022-05-31"),
    ),
    "Bo Berg (V) udtræder af Lillestrand Havns bestyrelse med udgangen af maj.": (
        ("resign", BOARD, "Bo Berg", None, "2022-05-31"),
    ),
    "Bo Berg (V) er trådt tilbage som medlem af bestyrelsen.": (
        ("resign", BOARD, "Bo Berg", None, "..2022-05-12"),
    ),
    "Bo Berg (V) er trådt tilbage som medlem af Havneudvalget og af Movias bestyrelse.": (
        ("resign", COMMITTEE, "Bo Berg", None, "..2022-05-12"),
        ("resign", "Movias bestyrelse", "Bo Berg", None, "..2022-05-12"),
    ),
    "Bo Berg er fratrådt som formand for Havneudvalget den 30. april 2022.": (
        ("resign", COMMITTEE, "Bo Berg", None, "2022-04-29..2022-04-30"),
    ),
    "Lone Ås og Kim Bo er udtrådt af Lillestrand Havns bestyrelse.": (
        ("resign", BOARD, "Lone Ås", None, "..2022-05-12"),
        ("resign", BOARD, "Kim Bo", None, "..2022-05-12"),
    ),
    "Fra Lillestrand Havns bestyrelse udtræder Bo Berg (V).": (
        ("resign", BOARD, "Bo Berg", None, None),
    ),
    "Bo Berg (V) har nedlagt sit mandat i Havneudvalget.": (
        ("resign", COMMITTEE, "Bo Berg", None, "..2022-05-12"),
    ),
    "Bo Berg (V) er fraflyttet kommunen og udtræder dermed af Havneudvalget.": (
        ("vacate", COMMITTEE, "Bo Berg", "moved away", "..2022-05-12"),
    ),
    "Bo Berg (V) er afgået ved døden den 2. maj 2022.": (
        ("vacate", BOARD, "Bo Berg", "death", "2022-05-02"),
    ),
    "Bo Berg (V) har mistet sin valgbarhed og udtræder af Havneudvalget.": (
        ("vacate", COMMITTEE, "Bo Berg", "loss of office", "..2022-05-12"),
    ),
    "Bo Sporleder har skiftet job og er ikke længere medlem af Lillestrand Havns bestyrelse.": (
        ("vacate", BOARD, "Bo Sporleder", "not stated", "..2022-05-12"),
    ),
    "Bo Berg (V) er ekskluderet af bestyrelsen.": (
        ("vacate", BOARD, "Bo Berg", "removal", "..2022-05-12"),
    ),
    "Bo Berg (V) sidder i Lillestrand Havns bestyrelse frem til den 31. maj 2022.": (
        ("vacate", BOARD, "Bo Berg", "term end", "2022-05-31"),
    ),
}


@pytest.mark.parametrize("text", LEAVES)
def test_who_leaves_a_seat_and_when(text: str):
    names = ("act", "body", "person", "cause", "until")
    assert [fields(act, *names) for act in told(text).acts()] == list(LEAVES[text])


def test_an_exit_per_a_day_is_asked_about():
    found = told("Bo Berg (V) udtræder af Lillestrand Havns bestyrelse pr. 1. juni 2022.")
    (act,) = found.acts()
    assert act.until == "2022-05-31..2022-06-01"
    assert [q.why for q in found.questions] == [
        "'pr. 2022-06-01' may be the last day or the day after it"
    ]


REPLACES = (
    "Cy Dahl (V) indtræder i stedet for Bo Berg (V) i {0} med virkning fra 1. juni 2022.",
    "Bo Berg (V) afløses af Cy Dahl (V) som medlem af {0} pr. 1. juni 2022.",
    "Cy Dahl (V) erstatter Bo Berg (V) i {0} fra den 1. juni 2022.",
    "Cy Dahl (V), borgmester, Storby, afløste i maj Bo Berg (V) i {0} fra den 1. juni 2022.",
    "Som nyt medlem af {0} indtræder Cy Dahl (V) efter Bo Berg (V) fra 1. juni 2022.",
    "1. suppleant Cy Dahl (V) indtræder i {0} i stedet for Bo Berg (V), der er trådt tilbage, fra"
    " 1. juni 2022.",
    "Cy Dahl (V) overtager Bo Bergs plads i {0} fra 1. juni 2022.",
)


@pytest.mark.parametrize("text", REPLACES)
def test_who_takes_whose_seat(text: str):
    (act,) = told(text.format(BOARD)).acts()
    assert fields(act, "act", "body", "person", "other", "first_day") == (
        "replace",
        BOARD,
        "Cy Dahl",
        "Bo Berg",
        "2022-06-01",
    )


def test_leave_and_its_substitute():
    found = told(
        "Anna Holm (A) bevilges orlov fra Havneudvalget fra 1. juni til 30. "
        "september 2022, og Dora Eg"
        " (A) indkaldes som stedfortræder for Anna Holm. Stedfortræder Per Ask (V) "
        "er indkaldt for Bo"
        " Berg (V) fra den 1. juni 2022."
    )
    assert [fields(a, "act", "person", "other", "first_day", "until") for a in found.acts()] == [
        ("leave", "Anna Holm", None, "2022-06-01", "2022-09-30"),
        ("substitute", "Dora Eg", "Anna Holm", "2022-06-01", "2022-09-30"),
        ("substitute", "Per Ask", "Bo Berg", "2022-06-01", None),
    ]
    assert {act.body for act in found.acts()[:2]} == {COMMITTEE}


BODIES = {
    "Lillestrand Havns bestyrelse udvides med to pladser fra 1. januar 2023.": (
        ("create-seats", BOARD, None, (None, 2), "2023-01-01", None),
    ),
    "Lillestrand Havns bestyrelse udvides fra 5 til 7 medlemmer.": (
        ("create-seats", BOARD, None, (5, 7), None, None),
    ),
    "Strandudvalget er nedlagt og erstattes af Kystudvalget.": (
        ("dissolve-body", "Strandudvalget", "Kystudvalget", None, None, None),
    ),
    "Strandudvalget nedlægges med virkning fra den 1. juli 2022.": (
        ("dissolve-body", "Strandudvalget", None, None, None, "2022-06-30"),
    ),
    "Der er nedsat et nyt Kystudvalg fra 1. juli 2022.": (
        ("establish-body", "Kystudvalg", None, None, "2022-07-01", None),
    ),
}


@pytest.mark.parametrize("text", BODIES)
def test_what_becomes_of_bodies_and_their_seats(text: str):
    names = ("act", "body", "other", "places", "first_day", "until")
    assert [fields(act, *names) for act in told(text).acts()] == list(BODIES[text])


def test_to_whom_a_vacated_seat_belongs():
    for text in (
        "Venstre skal udpege til pladsen i henhold til konstitueringsaftalen for udvalget.",
        "Pladsen tilfalder Venstre, jf. konstitueringsaftalen for udvalget.",
        "Pladsen tilhører i henhold til konstitueringsaftalen for udvalget Venstre.",
        "Udpegningsretten tilkommer Venstre ifølge konstitueringsaftalen for udvalget.",
        "Det er Venstre, der skal udpege til pladsen efter konstitueringsaftalen for udvalget.",
        "Venstre udpeger et nyt medlem i henhold til konstitueringsaftalen for udvalget.",
        "Pladsen er Venstres, jf. konstitueringsaftalen for udvalget.",
        "Venstre har udpegningsretten til pladsen, jf. konstitueringsaftalen for udvalget.",
    ):
        (act,) = told(f"Bo Berg (V) er udtrådt af Lillestrand Havns bestyrelse. {text}").acts()
        assert (act.entitled, act.basis) == ("Venstre", "konstitueringsaftalen for udvalget")


def test_a_place_belongs_to_whom_it_is_told_in_that_body_only():
    text = (
        "Bo Berg (V) er udtrådt af Lillestrand Havns bestyrelse. Ib Lund (C) er udtrådt af Movias"
        " bestyrelse. Pladsen i Movias bestyrelse tilfalder Moderaterne. Den besættes snart."
    )
    exits = [act for act in told(text).acts() if act.act == "resign"]
    assert [(act.person, act.entitled) for act in exits] == [
        ("Bo Berg", None),
        ("Ib Lund", "Moderaterne"),
    ]
