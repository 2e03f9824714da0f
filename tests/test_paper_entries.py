"""More ways in which papers say who gets a seat, leaves one, is away, or is put forward."""

from __future__ import annotations

import pytest

from intake.reading.found import Act
from tests.papers_made import told

B = "Lillestrand Havns bestyrelse"
BODIES = {B: "the board", "Havneudvalget i Lillestrand": "the committee"}


def in_short(act: Act) -> str:
    """An act on one line: what, who, in which place, and what else is told."""
    body = BODIES.get(act.body or "", act.body)
    place = f"{act.role} of {body}" if act.role else body
    told_of = {
        "for": act.other,
        "from": act.first_day,
        "until": act.until,
        "made": act.made_on,
        "by": act.appointed_by,
        "put forward by": ", ".join(act.nominated_by),
        "cause": act.cause,
    }
    more = [f"{word} {value}" for word, value in told_of.items() if value]
    return ", ".join([" ".join(filter(None, (act.act, act.person))), str(place), *more])


BEGINS = {
    "FH har som ny repræsentant i {B} udpeget faglig sekretær Cy Dahl.": (
        "appoint Cy Dahl, member of the board, by FH",
    ),
    "FH har som ny repræsentant udpeget Cy Dahl.": ("appoint Cy Dahl, member of the board, by FH",),
    "Cy Dahl (V) udpeges som efterfølger for Bo Berg (V).": (
        "replace Cy Dahl, member of the board, for Bo Berg",
    ),
    "Byrådet udpegede Anna Holm (A) som medlem af {B} for perioden 2026-2029.": (
        "appoint Anna Holm, member of the board, from 2026, until 2029, by Byrådet",
    ),
    "Byrådet udpegede Anna Holm (A) som medlem af {B} for resten af valgperioden 2022-2025.": (
        "appoint Anna Holm, member of the board, until 2025, by Byrådet",
    ),
    "Byrådet udpegede Anna Holm (A) til {B} for perioden 2018-2025.": (
        "appoint Anna Holm, member of the board, until 2025, by Byrådet",
    ),
    "Byrådet udpegede Anna Holm (A) til {B} for resten af funktionsperioden, der udløber den "
    "31. december 2025.": ("appoint Anna Holm, member of the board, until 2025-12-31, by Byrådet",),
    "Byrådet udpegede Anna Holm (A) til {B} for resten af perioden, som slutter med udgangen af "
    "2025.": ("appoint Anna Holm, member of the board, until 2025-12-31, by Byrådet",),
    "Som nyt medlem af {B} udpegedes Anna Holm (A).": ("appoint Anna Holm, member of the board",),
    "Til bestyrelsen valgtes Anna Holm (A) med Bo Berg (V) som suppleant.": (
        "appoint Anna Holm, member of the board",
        "appoint Bo Berg, substitute of the board",
    ),
    "Anna Holm (A) blev på det konstituerende møde den 6. december 2021 valgt som formand "
    "for Havneudvalget.": (
        "appoint Anna Holm, chair of the committee, from 2021-12-06.., made 2021-12-06",
    ),
    "Anna Holm (A) er af og blandt borgmestrene valgt som medlem af {B}.": (
        "appoint Anna Holm, member of the board, by borgmestrene",
    ),
    "Anna Holm (A) er valgt af de kommunale ejere som medlem af {B}.": (
        "appoint Anna Holm, member of the board, by de kommunale ejere",
    ),
    "Anna Holm (A), der er valgt på det konstituerende møde den 6. december 2021, sidder i {B}.": (
        "appoint Anna Holm, member of the board, from 2021-12-06.., made 2021-12-06",
    ),
    "Anna Holm (A), Bo Berg (V) og Cy Dahl (Ø) indtræder i {B} pr. 1. juni 2022.": (
        "appoint Anna Holm, member of the board, from 2022-06-01",
        "appoint Bo Berg, member of the board, from 2022-06-01",
        "appoint Cy Dahl, member of the board, from 2022-06-01",
    ),
    "Anna Holm (A) indtrådte i {B} den 1. maj 2022.": (
        "appoint Anna Holm, member of the board, from 2022-05-01",
    ),
    "Anna Holm (A) tiltræder som formand for Havneudvalget den 1. juni 2022.": (
        "appoint Anna Holm, chair of the committee, from 2022-06-01",
    ),
    "Anna Holm (A) overtager posten som formand for Havneudvalget fra den 1. juni 2022.": (
        "appoint Anna Holm, chair of the committee, from 2022-06-01",
    ),
    "Anna Holm (A) bliver medlem af {B} i stedet for Bo Berg (V).": (
        "replace Anna Holm, member of the board, for Bo Berg",
    ),
    "Anna Holm (A) bliver ny formand for Havneudvalget.": (
        "appoint Anna Holm, chair of the committee",
    ),
    "Anna Holm (A) træder ind i {B} i stedet for Bo Berg (V).": (
        "replace Anna Holm, member of the board, for Bo Berg",
    ),
    "Anna Holm (A) indtræder på pladsen efter Bo Berg (V) i {B}.": (
        "replace Anna Holm, member of the board, for Bo Berg",
    ),
    "Regionsrådet har genudpeget Anna Holm (A) til {B}.": (
        "appoint Anna Holm, member of the board, by Regionsrådet",
    ),
    "Byrådet har på sit møde den 3. maj 2022 udpeget Anna Holm (A) til {B}.": (
        "appoint Anna Holm, member of the board, from 2022-05-03.., made 2022-05-03, by Byrådet",
    ),
    "Byrådet godkendte, at Anna Holm (A) udpeges til {B}.": (
        "appoint Anna Holm, member of the board",
    ),
    "Det blev besluttet at udpege Anna Holm (A) til {B}.": (
        "appoint Anna Holm, member of the board",
    ),
    "Anna Holm (A) udpeget som medlem af {B}.": ("appoint Anna Holm, member of the board",),
    "Valgt blev Anna Holm (A).": ("appoint Anna Holm, member of the board",),
    "Anna Holm (A) og Bo Berg (V) valgt som medlemmer af {B}.": (
        "appoint Anna Holm, member of the board",
        "appoint Bo Berg, member of the board",
    ),
    "Anna Holm (A) er udpeget til {B} fra og med den 1. juni 2022 til og med den 31. maj 2024.": (
        "appoint Anna Holm, member of the board, from 2022-06-01, until 2024-05-31",
    ),
    "Anna Holm (A) er udpeget til {B} med virkning fra den 1. juni d.å.": (
        "appoint Anna Holm, member of the board, from 2022-06-01",
    ),
    "Anna Holm (A) er udpeget til {B} med virkning pr. 1/6 2022.": (
        "appoint Anna Holm, member of the board, from 2022-06-01",
    ),
    "Anna Holm (A) er udpeget til {B} med Eva Eg (A) som stedfortræder.": (
        "appoint Anna Holm, member of the board",
        "appoint Eva Eg, substitute of the board",
    ),
    "Som personlig suppleant for Anna Holm (A) i {B} er udpeget Eva Eg (A).": (
        "appoint Eva Eg, substitute of the board",
    ),
    "Eva Eg (A) er udpeget som suppleant for Anna Holm (A) i {B}.": (
        "appoint Eva Eg, substitute of the board",
    ),
    "Anna Holm (A) er som borgmester født medlem af {B}.": (
        "appoint Anna Holm, member of the board",
    ),
    "Anna Holm (A) er indvalgt i {B} ved suppleringsvalg den 4. maj 2022.": (
        "appoint Anna Holm, member of the board, from 2022-05-04.., made 2022-05-04",
    ),
    "Anna Holm (A) fik 7 stemmer og Bo Berg (V) 4 stemmer, hvorefter Anna Holm (A) er "
    "valgt som formand for Havneudvalget.": ("appoint Anna Holm, chair of the committee",),
    "Anna Holm (A) er konstitueret som formand for Havneudvalget fra 1. juni 2022.": (
        "appoint Anna Holm, chair of the committee, from 2022-06-01",
    ),
    "Pladsen i {B} overtages af Anna Holm (A).": ("appoint Anna Holm, member of the board",),
    "Pladsen er efter aftale besat af Anna Holm (A).": ("appoint Anna Holm, member of the board",),
    "Regionsrådet i Region Nordkyst har den 26. april 2022 valgt Anna Holm (A) og Bo Berg "
    "(V) til {B}.": (
        "appoint Anna Holm, member of the board, from 2022-04-26.., made 2022-04-26, by "
        "Regionsrådet i Region Nordkyst",
        "appoint Bo Berg, member of the board, from 2022-04-26.., made 2022-04-26, by "
        "Regionsrådet i Region Nordkyst",
    ),
    "Anna Holm (A), Ravnsø Kommune, Bo Berg (V), Storby Kommune, og Cy Dahl (Ø), Lilleby "
    "Kommune, er udpeget til {B}.": (
        "appoint Anna Holm, member of the board",
        "appoint Bo Berg, member of the board",
        "appoint Cy Dahl, member of the board",
    ),
    "Anna Holm (A) er udpeget til {B} og Bo Berg (V) til Strandudvalget.": (
        "appoint Anna Holm, member of the board",
        "appoint Bo Berg, member of Strandudvalget",
    ),
    "Anna Holm (A) er udpeget til både {B} og Strandudvalget.": (
        "appoint Anna Holm, member of the board",
        "appoint Anna Holm, member of Strandudvalget",
    ),
    "Bo Berg (V) er afgået som formand for {B} og afløst af Anna Holm (A).": (
        "replace Anna Holm, chair of the board, for Bo Berg",
    ),
    "Det meddeles, at Grete Holst (F) er tiltrådt som medlem af {B} den 2. maj 2022.": (
        "appoint Grete Holst, member of the board, from 2022-05-02",
    ),
    "Ved valget den 10. maj 2022 blev følgende valgt til {B}: Grete Holst (F), Jens-Erik "
    "Lau (V) og Ole Bøgh (A).": (
        "appoint Grete Holst, member of the board, from 2022-05-10.., made 2022-05-10",
        "appoint Jens-Erik Lau, member of the board, from 2022-05-10.., made 2022-05-10",
        "appoint Ole Bøgh, member of the board, from 2022-05-10.., made 2022-05-10",
    ),
    "Medarbejderne har valgt Grete Holst og Ole Bøgh til {B}.": (
        "appoint Grete Holst, member of the board, by Medarbejderne",
        "appoint Ole Bøgh, member of the board, by Medarbejderne",
    ),
    "Som medarbejderrepræsentanter i {B} er valgt Grete Holst og Ole Bøgh.": (
        "appoint Grete Holst, member of the board",
        "appoint Ole Bøgh, member of the board",
    ),
    "Socialdemokratiets byrådsgruppe har udpeget Grete Holst (A) til {B}.": (
        "appoint Grete Holst, member of the board, by Socialdemokratiets byrådsgruppe",
    ),
    "Grete Holst (F), Ravnsø, afløser pr. 1. juni 2022 Ole Bøgh (A), Storby, som medlem af {B}.": (
        "replace Grete Holst, member of the board, for Ole Bøgh, from 2022-06-01",
    ),
    "Ole Bøgh (A) erstattes pr. 1. juni 2022 af Grete Holst (F) i {B}.": (
        "replace Grete Holst, member of the board, for Ole Bøgh, from 2022-06-01",
    ),
    "I stedet for Ole Bøgh (A) udpeges Grete Holst (F) til {B}.": (
        "replace Grete Holst, member of the board, for Ole Bøgh",
    ),
    "Efter Ole Bøgh (A) er Grete Holst (F) udpeget til {B}.": (
        "replace Grete Holst, member of the board, for Ole Bøgh",
    ),
    "Ole Bøghs plads i {B} overtages af Grete Holst (F).": (
        "replace Grete Holst, member of the board, for Ole Bøgh",
    ),
    "Grete Holst (F) har overtaget formandsposten i {B}.": (
        "appoint Grete Holst, chair of the board",
    ),
    "KL har udpeget Grete Holst (F) som KL's repræsentant i {B} frem til 31. december 2024.": (
        "appoint Grete Holst, member of the board, until 2024-12-31, by KL",
    ),
    "Bestyrelsen har den 3. maj 2022 konstitueret sig med Grete Holst (F) som formand.": (
        "appoint Grete Holst, chair of the board, from 2022-05-03.., made 2022-05-03, by "
        "Lillestrand Havns bestyrelse",
    ),
    "Nyt medlem af {B} bliver Grete Holst (F).": ("appoint Grete Holst, member of the board",),
    "{B} får to nye medlemmer: Grete Holst (F) og Ole Bøgh (A).": (
        "appoint Grete Holst, member of the board",
        "appoint Ole Bøgh, member of the board",
    ),
}


@pytest.mark.parametrize("text", BEGINS)
def test_who_gets_a_seat_however_it_is_said(text: str):
    found = told(text.replace("{B}", B))
    assert [in_short(act) for act in found.acts()] == list(BEGINS[text])
    assert found.questions == []
