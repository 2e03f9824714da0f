"""What minutes say was decided: outcomes of items and points, votes, dissent, acts adopted."""

from __future__ import annotations

import pytest

from intake.reading.reading import read
from tests.papers_made import fields, named, paper, told

OUTCOMES = {
    "Godkendt.": "adopted",
    "Indstillingen blev fulgt.": "adopted",
    "Kommunalbestyrelsen tiltrådte indstillingen.": "adopted",
    "Imødekommet.": "adopted",
    "Tilbagesendes Teknik med bemærkning, at byrådet har vedtaget indstillingen.": "adopted",
    "Godkendt med den ændring, at beløbet halveres.": "adopted with changes",
    "Vedtaget med følgende tilføjelse: Der sættes skilte op.": "adopted with changes",
    "Godkendt uden ændringer.": "adopted",
    "Forslaget blev forkastet.": "rejected",
    "Indstillingen blev ikke godkendt.": "rejected",
    "Afvist.": "rejected",
    "Taget til efterretning.": "noted",
    "Udvalget tog orienteringen til efterretning.": "noted",
    "Udvalget drøftede sagen.": "discussed",
    "Drøftet.": "discussed",
    "Forslagsstilleren trak forslaget tilbage.": "withdrawn",
    "Sagen blev taget af dagsordenen.": "struck",
    "Punktet udgår.": "struck",
    "Udvalget anbefaler indstillingen godkendt.": "recommended",
    "Sendes tilbage til fornyet behandling i forvaltningen.": "sent back",
    "Tilbagesendes Teknik og Miljø.": "sent back",
    "Kim Ås var til stede.": None,
}


@pytest.mark.parametrize("text", OUTCOMES)
def test_the_outcome_follows_from_the_words(text: str):
    decision = told("x", decided=text).items[0].decision
    assert decision is not None
    assert decision.outcome == OUTCOMES[text]


SENT = {
    "Fremsendes til Teknisk Udvalg til behandling i henhold til beslutning.": "Teknisk Udvalg",
    "Oversendt til Økonomiudvalget.": "Økonomiudvalget",
    "Sagen henvises til Børn og Unge-udvalget med henblik på udtalelse.": "Børn og Unge-udvalget",
    "Fremsendes med forslaget fra V til Afdelingen for Skole og Afdelingen for By og Land.": (
        "Afdelingen for Skole; Afdelingen for By og Land"
    ),
    "Fremsendes til Teknisk Udvalg og Kulturudvalget.": "Teknisk Udvalg og Kulturudvalget",
}


@pytest.mark.parametrize("text", SENT)
def test_to_whom_it_was_sent(text: str):
    decision = told("x", decided=text).items[0].decision
    assert decision is not None
    assert (decision.outcome, decision.referred_to) == ("referred", SENT[text])


DEFERRED = {
    "Udsat til mødet den 9. juni 2022.": "2022-06-09",
    "Sagen udsættes til juni.": "2022-06",
    "Punktet blev udskudt til næste møde.": "næste møde",
    "Udsat.": None,
}


@pytest.mark.parametrize("text", DEFERRED)
def test_until_when_it_was_put_off(text: str):
    decision = told("x", decided=text).items[0].decision
    assert decision is not None
    assert (decision.outcome, decision.deferred_to) == ("deferred", DEFERRED[text])


VOTED = {
    "Godkendt med 14 stemmer for og 9 imod.": (14, 9, 0, "by vote"),
    "Vedtaget med 17 stemmer mod 14.": (17, 14, 0, "by vote"),
    "For stemte 14 (A, F), imod stemte 9 (V, C), 2 undlod (Ø). Vedtaget.": (14, 9, 2, "by vote"),
    "Vedtaget. Ja: 12. Nej: 3.": (12, 3, 0, "by vote"),
    "Et flertal på 12 (A, V) stemte for. Imod stemte 3 (C). Vedtaget.": (12, 3, 0, "by vote"),
    "Vedtaget, ja: 12, nej: 3, blank: 1.": (12, 3, 1, "by vote"),
    "Vedtaget med fem stemmer mod to.": (5, 2, 0, "by vote"),
}


@pytest.mark.parametrize("text", VOTED)
def test_how_many_voted_how(text: str):
    decision = told("x", decided=text).items[0].decision
    assert decision is not None
    votes = decision.votes
    found = votes and (votes.in_favour, votes.against, votes.abstained, decision.manner)
    assert (found, decision.outcome) == (VOTED[text], "adopted")


def test_the_manner_is_told():
    for text, manner in (
        ("Enstemmigt godkendt.", "unanimous"),
        ("Godkendt uden afstemning.", "without a vote"),
        ("Godkendt ved formandsbeslutning.", "by the chair alone"),
        ("Et flertal stemte for. Godkendt.", "by vote"),
        ("Godkendt.", None),
    ):
        decision = told("x", decided=text).items[0].decision
        assert decision is not None
        assert decision.manner == manner, text


DISSENT = {
    "Venstre kunne ikke tiltræde indstillingen.": (("Venstre",), (), "against"),
    "Socialistisk Folkepartis og Alternativets byrådsgrupper og Ib Lund kunne ikke "
    "tiltræde punkt 1 og"
    " 2.": (("Socialistisk Folkeparti", "Alternativet", "Ib Lund"), (1, 2), "against"),
    "Danmarksdemokraternes byrådsgruppe kunne ikke tiltræde indstillingens beslutningspunkt 5.": (
        ("Danmarksdemokraterne",),
        (5,),
        "against",
    ),
    "Venstre og Bo Berg (C) tog forbehold for punkt 2-4.": (
        ("Venstre", "Bo Berg"),
        (2, 3, 4),
        "reservation",
    ),
    "Bo Berg (V) stemte imod.": (("Bo Berg",), (), "against"),
    "Imod stemte V og C.": (("V", "C"), (), "against"),
    "Kim Ås (V) undlod at stemme.": (("Kim Ås",), (), "abstaining"),
    "Hverken for eller imod stemte Enhedslisten.": (("Enhedslisten",), (), "abstaining"),
    "Et mindretal bestående af Venstre stemte imod, idet det er for dyrt.": (
        ("Venstre",),
        (),
        "against",
    ),
}


@pytest.mark.parametrize("text", DISSENT)
def test_who_did_not_go_along(text: str):
    decision = told("x", decided=f"Godkendt. {text}").items[0].decision
    assert decision is not None
    assert decision.outcome == "adopted"
    assert [(d.who, d.points, d.position) for d in decision.dissent] == [DISSENT[text]]


def test_counted_groups_are_told_by_side():
    decision = (
        told("x", decided="For stemte 14 (A, F), imod stemte 9 (V og C), 2 undlod (Ø).")
        .items[0]
        .decision
    )
    assert decision is not None
    assert [(d.who, d.position) for d in decision.dissent] == [
        (("V", "C"), "against"),
        (("Ø",), "abstaining"),
    ]


def test_the_reason_of_a_dissent_is_kept():
    text = (
        "Godkendt. Venstre kunne ikke tiltræde indstillingen, men henholdt sig til det "
        "første forslag."
    )
    decision = told("x", decided=text).items[0].decision
    assert decision is not None
    assert decision.dissent[0].note == "men henholdt sig til det første forslag"


def test_points_fare_differently():
    item = named("kkr-nordkyst-referat.txt").items[1]
    assert [point.outcome for point in item.points] == ["discussed", "deferred", "noted"]
    assert item.decision is not None
    assert item.decision.deferred_to == "2022-06-03"
    for text in (
        "Ad 1) Godkendt.\nAd 2) Taget til efterretning.",
        "1. Godkendt.\n2. Taget til efterretning.",
        "a) Godkendt\nb) Taget til efterretning",
        "Indstillingens punkt 1 godkendt. Punkt 2 taget til efterretning.",
        "Første punkt godkendt. Andet punkt taget til efterretning.",
    ):
        asked = "Det indstilles:\n1. planen godkendes\n2. orienteringen tages til efterretning"
        points = told("x", asked=asked, decided=text).items[0].points
        assert [point.outcome for point in points] == ["adopted", "noted"], text


def test_another_bodys_decision_before_it_is_not_this_ones():
    item = named("lillestrand-referat.txt").items[1]
    assert item.decision is not None
    assert item.decision.outcome == "adopted"


def test_a_closed_item_without_a_heading_for_it_has_no_outcome():
    item = named("sundby-referat.txt").items[-1]
    assert (item.closed, item.decision) == (True, None)


def test_a_decision_names_whom_its_proposal_left_open():
    points = named("kkr-nordkyst-referat.txt").items[2].points
    assert [fields(act, "person", "body", "entitled") for p in points for act in p.acts] == [
        ("Ib Lund", "KKR Nordkyst", "Venstre"),
        ("Ib Lund", "Erhvervshus Nordkysts bestyrelse", "Venstre"),
    ]


def test_an_election_without_a_point_is_a_fact_of_this_body():
    found = told("x", decided="Anna Holm (A) blev valgt som formand for Havneudvalget.").items[0]
    assert [fields(f, "person", "role", "appointed_by", "made_on") for f in found.facts] == [
        ("Anna Holm", "chair", "Havneudvalget i Lillestrand", "2022-05-12")
    ]


ASKED = {
    "at Bo Bergs anmodning om udtræden af Havneudvalget imødekommes": ("resign", "Bo Berg"),
    "at Bo Berg (V) fritages for hvervet som medlem af Havneudvalget": ("vacate", "Bo Berg"),
    "at Bo Berg (V) bevilges orlov fra Havneudvalget til 1. juli 2022": ("leave", "Bo Berg"),
    "at Cy Dahl (V) indtræder i Havneudvalget i stedet for Bo Berg (V)": ("replace", "Cy Dahl"),
    "at Havneudvalget udvides fra 5 til 7 medlemmer": ("create-seats", None),
    "at der nedsættes et nyt Kystudvalg": ("establish-body", None),
    "at Strandudvalget nedlægges": ("dissolve-body", None),
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_a_point_asks_for_hangs_on_it(asked: str):
    (item,) = told("x", asked=f"Det indstilles, {asked}.").items
    assert item.facts == []
    assert [fields(act, "act", "person") for act in item.points[0].acts] == [ASKED[asked]]


def test_a_condition_in_a_point_makes_no_act_and_is_asked():
    found = told("x", asked="Det indstilles, at Cy Dahl (V) udpeges, såfremt Bo Berg (V) udtræder.")
    assert found.acts() == []
    assert [q.why for q in found.questions] == [
        "says what follows on a condition; record it when that is met"
    ]


def test_seats_to_be_filled_are_as_many_as_are_asked_for():
    (item,) = told(
        "x", asked="Det indstilles, at udvalget udpeger tre medlemmer til Havneudvalget."
    ).items
    assert [act.person for act in item.points[0].acts] == [None] * 3


def test_a_result_may_stand_without_a_heading():
    text = (
        "Havnerådet\nREFERAT\nMødedato: 3. maj 2022\n\n1. Godkendelse af "
        "dagsorden\nSagsnr. 22/101\nGodkendt."
        "\n\n2. Plan\nSagsnr. 22/102\nIndstilling\nDet indstilles, at Havnerådet "
        "godkender planen.\n\n"
        "Havnerådet godkendte indstillingen.\n\n3. Sag\nSagsnr. "
        "22/3\nBaggrund\nHavnerådet vedtog en plan"
        " i 2019.\n"
    )
    found = read(paper(text))
    outcomes = [item.decision and item.decision.outcome for item in found.items]
    assert outcomes == ["adopted", "adopted", None]


def test_what_is_only_noted_is_noted_where_the_rest_is_adopted():
    asked = "Det indstilles:\n1. planen godkendes\n2. orienteringen tages til efterretning"
    said = "Udvalget godkendte planen og tog orienteringen til efterretning."
    item = told("x", asked=asked, decided=said).items[0]
    assert [point.outcome for point in item.points] == ["adopted", "noted"]


def test_those_elected_may_stand_below_the_words_that_elect_them():
    said = (
        "Udvalget udpegede for perioden 1. juni 2022 - 31. december 2025:\nLone "
        "Vind (A) og Sara Bæk (Ø)"
        " som medlemmer af Movias bestyrelse\nPer Lykke (C) som suppleant for Lone Vind."
    )
    facts = told("x", decided=said).items[0].facts
    assert [fields(f, "person", "body", "role", "first_day", "until") for f in facts] == [
        ("Lone Vind", "Movias bestyrelse", "member", "2022-06-01", "2025-12-31"),
        ("Sara Bæk", "Movias bestyrelse", "member", "2022-06-01", "2025-12-31"),
        ("Per Lykke", "Movias bestyrelse", "substitute", "2022-06-01", "2025-12-31"),
    ]
    (chosen,) = told("x", decided="Udvalget valgte Ib Lund som 1. viceborgmester.").items[0].facts
    assert fields(chosen, "role", "person") == ("deputy chair", "Ib Lund")
