"""What recommended points ask for: acts of a proposal, facts that are noted, or nothing."""

from __future__ import annotations

import pytest

from tests.papers_made import told
from tests.test_paper_entries import B, in_short

ASKED = {
    "byrådet udpeger Anna Holm (A) til {B}.": ("appoint: appoint Anna Holm, member of the board",),
    "byrådet vælger et medlem og en suppleant til {B}.": (
        "appoint: appoint, member of the board",
        "appoint: appoint, substitute of the board",
    ),
    "Anna Holm (A) indtræder i {B} i stedet for Bo Berg (V) med virkning fra den 1. juni 2022.": (
        "other: replace Anna Holm, member of the board, for Bo Berg, from 2022-06-01",
    ),
    "Bo Berg (V) fritages for hvervet som medlem af {B}, og at Anna Holm (A) udpeges i stedet.": (
        "approve: vacate Bo Berg, member of the board, cause excused",
        "appoint: appoint Anna Holm, member of the board",
    ),
    "anmodningen fra Bo Berg (V) om at udtræde af {B} imødekommes.": (
        "approve: resign Bo Berg, member of the board",
    ),
    "det godkendes, at Bo Berg (V) udtræder af {B} pr. 1. juni 2022.": (
        "approve: resign Bo Berg, member of the board, until 2022-05-31..2022-06-01",
        "? 'pr. 2022-06-01' may be the last day or the day after it",
    ),
    "udvalget godkender indstillingen af Anna Holm (A) til {B}.": (
        "? names somebody; who takes or leaves which seat is not clear",
    ),
    "udvalget indstiller Anna Holm (A) til Danmarks Erhvervsfremmebestyrelse.": (
        "recommend: nominate Anna Holm, member of Danmarks Erhvervsfremmebestyrelse, put "
        "forward by Havneudvalget i Lillestrand",
    ),
    "udvalget peger på Anna Holm (A) som kandidat til Danmarks Erhvervsfremmebestyrelse.": (
        "recommend: nominate Anna Holm, member of Danmarks Erhvervsfremmebestyrelse, put "
        "forward by Havneudvalget i Lillestrand",
    ),
    "udvalget tager udpegningen af Anna Holm (A) til {B} til efterretning.": (
        "fact: appoint Anna Holm, member of the board",
    ),
    "udvalget tager til efterretning, at Regionsrådet har udpeget Anna Holm (A) til {B}.": (
        "fact: appoint Anna Holm, member of the board, by Regionsrådet",
    ),
    "udvalget tager til efterretning, at Bo Berg (V) er udtrådt af {B}.": (
        "fact: resign Bo Berg, member of the board, until ..2022-05-12",
    ),
    "{B} udvides med to medlemmer fra den 1. juli 2022.": (
        "other: create-seats, member of the board, from 2022-07-01",
    ),
    "der nedsættes et Klimaudvalg pr. 1. januar 2023.": (
        "approve: establish-body, Klimaudvalg, from 2023-01-01",
    ),
    "Strandudvalget nedlægges med udgangen af 2022.": (
        "other: dissolve-body, Strandudvalget, until 2022-12-31",
    ),
    "Strandudvalget og Kystudvalget sammenlægges til Naturudvalget fra den 1. juli 2022.": (
        "other: dissolve-body, Strandudvalget, for Naturudvalget, until 2022-06-30",
        "other: dissolve-body, Kystudvalget, for Naturudvalget, until 2022-06-30",
        "other: establish-body, Naturudvalget, from 2022-07-01",
    ),
    "Bo Berg (V) bevilges orlov fra Havneudvalget fra den 1. juni til den 31. august 2022, "
    "og at Eva Eg (A) indkaldes som stedfortræder.": (
        "approve: leave Bo Berg, member of the committee, from 2022-06-01, until 2022-08-31",
        "approve: substitute Eva Eg, member of the committee, for Bo Berg, from "
        "2022-06-01, until 2022-08-31",
    ),
    "1. suppleant Eva Eg (A) indkaldes som stedfortræder for Bo Berg (V) i Havneudvalget i "
    "perioden 1. juni til 31. august 2022.": (
        "approve: substitute Eva Eg, member of the committee, for Bo Berg, from "
        "2022-06-01, until 2022-08-31",
    ),
    "udvalget konstituerer sig med Anna Holm (A) som formand og Bo Berg (V) som næstformand.": (
        "appoint: appoint Anna Holm, chair of the committee",
        "appoint: appoint Bo Berg, deputy chair of the committee",
    ),
    "udvalget vælger ny formand for Havneudvalget efter Bo Berg (V).": (
        "appoint: appoint, chair of the committee",
    ),
    "Venstre udpeger et nyt medlem til {B}.": ("appoint: appoint, member of the board",),
    "udvalget genudpeger Anna Holm (A) og Bo Berg (V) til {B} for perioden 2022-2026.": (
        "appoint: appoint Anna Holm, member of the board, from 2022, until 2026",
        "appoint: appoint Bo Berg, member of the board, from 2022, until 2026",
    ),
    "udvalget ikke udpeger et medlem til {B}.": (),
    "udvalget drøfter, om Anna Holm (A) skal udpeges til {B}.": (
        "? says what is wished, proposed or to come, not what happened",
    ),
    "proceduren for udpegning af medlemmer til {B} godkendes.": (
        "? speaks of seats or their holders without naming anybody",
    ),
    "Anna Holm (A), Ravnsø, udpeges som medlem, og at Bo Berg (V), Storby, udpeges som "
    "suppleant i {B}.": (
        "appoint: appoint Anna Holm, member of the board",
        "appoint: appoint Bo Berg, substitute of the board",
    ),
    "valget af Anna Holm (A) som formand for Havneudvalget godkendes.": (
        "approve: appoint Anna Holm, chair of the committee",
    ),
    "udvalget godkender følgende udpegninger til {B}: Anna Holm (A) og Bo Berg (V).": (
        "appoint: appoint Anna Holm, member of the board",
        "appoint: appoint Bo Berg, member of the board",
    ),
    "pladsen i {B} besættes af Anna Holm (A) frem til 31. december 2025.": (
        "other: appoint Anna Holm, member of the board, until 2025-12-31",
    ),
    "sagen om udpegning af Anna Holm (A) udsættes.": (
        "? names somebody; who takes or leaves which seat is not clear",
    ),
}


@pytest.mark.parametrize("text", ASKED)
def test_what_a_point_asks_for(text: str):
    found = told("Se bilaget.", asked=f"Det indstilles, at {text.replace('{B}', B)}")
    (item,) = found.items
    acts = [f"{point.kind}: {in_short(act)}" for point in item.points for act in point.acts]
    facts = [f"fact: {in_short(act)}" for act in item.facts]
    asked = [f"? {question.why}" for question in found.questions]
    assert [*acts, *facts, *asked] == list(ASKED[text])
