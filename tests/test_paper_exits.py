"""More ways in which papers say that somebody leaves, is away, or is put forward."""

from __future__ import annotations

import pytest

from tests.papers_made import told
from tests.test_paper_entries import B, in_short

LEAVES = {
    "Bo Berg (V) har meddelt, at han udtræder af {B} med udgangen af maj.": (
        "resign Bo Berg, member of the board, until 2022-05-31",
    ),
    "Byrådet har fritaget Bo Berg (V) for hvervet som medlem af {B}.": (
        "vacate Bo Berg, member of the board, until ..2022-05-12, cause excused",
    ),
    "Bo Berg (V) blev den 3. maj 2022 fritaget for sit hverv som medlem af {B}.": (
        "vacate Bo Berg, member of the board, until 2022-05-02..2022-05-03, cause excused",
    ),
    "Bo Berg (V) er afgået ved døden.": (
        "vacate Bo Berg, member of the board, until ..2022-05-12, cause death",
    ),
    "Bo Berg (V), der var medlem af {B}, er død.": (
        "vacate Bo Berg, member of the board, until ..2022-05-12, cause death",
    ),
    "Bo Berg (V) er flyttet fra kommunen og er derfor udtrådt af {B}.": (
        "vacate Bo Berg, member of the board, until ..2022-05-12, cause moved away",
    ),
    "Bo Berg (V) stopper som formand for {B} med udgangen af juni.": (
        "resign Bo Berg, chair of the board, until 2022-06-30",
    ),
    "Bo Berg (V) stopper i {B} den 30. juni 2022.": (
        "resign Bo Berg, member of the board, until 2022-06-29..2022-06-30",
    ),
    "Bo Berg (V) forlader {B} ved udgangen af maj.": (
        "resign Bo Berg, member of the board, until 2022-05-31",
    ),
    "Bo Berg (V) har meddelt sin udtræden af {B}.": ("resign Bo Berg, member of the board",),
    "Som følge af Kris Hegårds udtræden af {B} indtræder 1. stedfortræder for Radikale "
    "Venstre, Marianne Bred Karlsen, som medlem af bestyrelsen.": (
        "resign Kris Hegård, member of the board",
        "appoint Marianne Bred Karlsen, member of the board",
    ),
    "Bo Berg (V) udtræder, og Cy Dahl (V) indtræder i {B}.": (
        "resign Bo Berg, member of the board",
        "appoint Cy Dahl, member of the board",
    ),
    "Bo Berg (V) er fratrådt sit hverv som formand for {B}.": (
        "resign Bo Berg, chair of the board, until ..2022-05-12",
    ),
    "Bo Berg (V) trådte ud af {B} den 30. april 2022.": (
        "resign Bo Berg, member of the board, until 2022-04-29..2022-04-30",
    ),
    "Bo Berg (V) udtræder af {B} fra og med den 1. juni 2022.": (
        "resign Bo Berg, member of the board, until 2022-05-31",
    ),
    "Bo Berg (V) udtræder af {B} fra den 1. juni 2022.": (
        "resign Bo Berg, member of the board, until 2022-05-31",
    ),
    "Bo Berg (V) sidder i {B} til og med den 31. maj 2022.": (
        "vacate Bo Berg, member of the board, until 2022-05-31, cause term end",
    ),
    "Bo Berg (V) fortsætter i {B} frem til den 31. maj 2022.": (
        "vacate Bo Berg, member of the board, until 2022-05-31, cause term end",
    ),
    "Bo Berg (V) har nedlagt sine hverv i {B}.": (
        "resign Bo Berg, member of the board, until ..2022-05-12",
    ),
    "Bo Berg (V) er ikke længere medlem af {B}.": (
        "vacate Bo Berg, member of the board, until ..2022-05-12, cause not stated",
    ),
    "Bo Berg (V) er valgt til Folketinget og har derfor trukket sig fra {B}.": (
        "resign Bo Berg, member of the board, until ..2022-05-12",
    ),
    "Der er modtaget meddelelse om, at Bo Berg (V) er udtrådt af {B}.": (
        "resign Bo Berg, member of the board, until ..2022-05-12",
    ),
    "Bo Berg (V) og Cy Dahl (Ø) udtræder begge af {B} med virkning fra den 15. maj 2022.": (
        "resign Bo Berg, member of the board, until 2022-05-14",
        "resign Cy Dahl, member of the board, until 2022-05-14",
    ),
    "Formanden for {B}, Bo Berg (V), er trådt tilbage.": (
        "resign Bo Berg, chair of the board, until ..2022-05-12",
    ),
    "Ole Bøgh (A) har den 2. maj 2022 oplyst, at han udtræder af {B}.": (
        "resign Ole Bøgh, member of the board",
    ),
    "Ole Bøgh (A) har opsagt sin plads i {B}.": ("resign Ole Bøgh, member of the board",),
    "Ole Bøgh (A) udtræder af {B} ultimo juni 2022.": (
        "resign Ole Bøgh, member of the board, until 2022-06-30",
    ),
    "Ole Bøgh (A) er ikke længere en del af {B}.": (
        "vacate Ole Bøgh, member of the board, until ..2022-05-12, cause not stated",
    ),
    "Ole Bøgh (A) sad i {B} frem til sin død den 2. maj 2022.": (
        "vacate Ole Bøgh, member of the board, until 2022-05-02, cause death",
    ),
    "Ole Bøgh (A) gik bort den 2. maj 2022.": (
        "vacate Ole Bøgh, member of the board, until 2022-05-02, cause death",
    ),
    "Bo Berg (V) har bedt om at blive løst fra hvervet som næstformand for {B} pr. 30. juni "
    "2022.": ("resign Bo Berg, deputy chair of the board, until 2022-06-29..2022-06-30",),
    "Bo Berg (V) er løst fra hvervet som formand for {B}.": (
        "resign Bo Berg, chair of the board, until ..2022-05-12",
    ),
    "Bo Berg (V) stopper som formand for {B}.": ("resign Bo Berg, chair of the board",),
    "Bo Berg (V) nedlægger hvervet som formand for {B}.": ("resign Bo Berg, chair of the board",),
    "Byrådet har tilbagekaldt udpegningen af Ole Bøgh (A) til {B}.": (
        "vacate Ole Bøgh, member of the board, until ..2022-05-12, cause removal",
    ),
}
AWAY = {
    "Bo Berg (V) har orlov fra Havneudvalget fra 1. maj til 31. august.": (
        "leave Bo Berg, member of the committee, from 2022-05-01, until 2022-08-31",
    ),
    "Bo Berg (V) er på barselsorlov fra Havneudvalget indtil 31. december 2022.": (
        "leave Bo Berg, member of the committee, until 2022-12-31",
    ),
    "Under Bo Bergs orlov indtræder Cy Dahl (V) i Havneudvalget.": (
        "substitute Cy Dahl, member of the committee, for Bo Berg",
    ),
    "Cy Dahl (V) indkaldes som stedfortræder for Bo Berg (V) i Havneudvalget.": (
        "substitute Cy Dahl, member of the committee, for Bo Berg",
    ),
    "1. suppleant Cy Dahl (V) er indkaldt som stedfortræder for Bo Berg (V) i "
    "Havneudvalget fra den 1. maj 2022.": (
        "substitute Cy Dahl, member of the committee, for Bo Berg, from 2022-05-01",
    ),
    "Cy Dahl (V) indtræder som stedfortræder for Bo Berg (V) i Havneudvalget under dennes orlov.": (
        "substitute Cy Dahl, member of the committee, for Bo Berg",
    ),
    "Ole Kamp (V), der er 2. stedfortræder for Venstre, indtræder i Havneudvalget under Ib "
    "Bjergs orlov.": ("substitute Ole Kamp, member of the committee, for Ib Bjerg",),
    "Bo Berg (V) får orlov fra Havneudvalget i perioden 1. juni - 31. august 2022, hvor Cy "
    "Dahl (V) indtræder som stedfortræder.": (
        "leave Bo Berg, member of the committee, from 2022-06-01, until 2022-08-31",
        "substitute Cy Dahl, member of the committee, for Bo Berg, from 2022-06-01, until "
        "2022-08-31",
    ),
    "Bo Berg (V) har sygeorlov fra Havneudvalget fra 1. juni 2022.": (
        "leave Bo Berg, member of the committee, from 2022-06-01",
    ),
    "Ole Bøgh (A) afholder barselsorlov fra 1. juni 2022 til 30. september 2022, og Grete "
    "Holst (F) indkaldes som stedfortræder.": (
        "leave Ole Bøgh, member of the board, from 2022-06-01, until 2022-09-30",
        "substitute Grete Holst, member of the board, for Ole Bøgh, from 2022-06-01, until "
        "2022-09-30",
    ),
    "Stedfortræder Grete Holst (F) indkaldes i perioden 1. juni til 30. september 2022 for "
    "Ole Bøgh (A).": (
        "substitute Grete Holst, member of the board, for Ole Bøgh, from 2022-06-01, until "
        "2022-09-30",
    ),
    "Grete Holst (F) indkaldes som stedfortræder, mens Ole Bøgh (A) har orlov fra {B}.": (
        "leave Ole Bøgh, member of the board",
        "substitute Grete Holst, member of the board, for Ole Bøgh",
    ),
    "Ole Bøgh (A) har forfald i perioden 1. juni - 31. august 2022, og 1. suppleant Grete "
    "Holst (F) indtræder i hans sted.": (
        "substitute Grete Holst, member of the board, for Ole Bøgh, from 2022-06-01, until "
        "2022-08-31",
    ),
}
BODIES = {
    "Bestyrelsen udvides med to medlemmer pr. 1. juni 2022.": (
        "create-seats, member of the board, from 2022-06-01",
    ),
    "Antallet af medlemmer i {B} øges fra 5 til 7.": ("create-seats, member of the board",),
    "Der oprettes to nye pladser i {B} fra 1. juni 2022.": (
        "create-seats, member of the board, from 2022-06-01",
    ),
    "Byrådet har nedsat Klimaudvalget med virkning fra 1. januar 2022.": (
        "establish-body, Klimaudvalget, from 2022-01-01",
    ),
    "Der er nedsat en Energikommission.": ("establish-body, Energikommission",),
    "Strandudvalget er erstattet af Naturudvalget.": (
        "dissolve-body, Strandudvalget, for Naturudvalget",
    ),
    "Strandudvalget nedlægges, og opgaverne overgår til Naturudvalget.": (
        "dissolve-body, Strandudvalget",
    ),
    "{B} suppleres med tre medlemmer.": ("create-seats, member of the board",),
    "Antallet af pladser i {B} forhøjes fra syv til ni med virkning fra den 1. januar 2023.": (
        "create-seats, member of the board, from 2023-01-01",
    ),
    "Byrådet besluttede den 3. maj 2022 at nedsætte et Klimaråd.": ("establish-body, Klimaråd",),
    "Strandudvalget blev nedlagt ved årsskiftet.": ("dissolve-body, Strandudvalget",),
}
FORWARD = {
    "Anna Holm (V) indstilles af Venstre til {B}.": (
        "nominate Anna Holm, member of the board, put forward by Venstre",
    ),
    "Venstre indstiller Anna Holm (V) som nyt medlem af {B}.": (
        "nominate Anna Holm, member of the board, put forward by Venstre",
    ),
    "Venstre peger på Anna Holm (V) som nyt medlem af {B}.": (
        "nominate Anna Holm, member of the board, put forward by Venstre",
    ),
    "Venstre har indstillet Anna Holm (V) til {B}.": (
        "nominate Anna Holm, member of the board, put forward by Venstre",
    ),
    "Venstre foreslår Anna Holm (V) som nyt medlem af {B}.": (
        "nominate Anna Holm, member of the board, put forward by Venstre",
    ),
    "Anna Holm (V) er indstillet af Venstre til {B}.": (
        "nominate Anna Holm, member of the board, put forward by Venstre",
    ),
    "Dansk Industri har indstillet direktør Lise Lund, Lund A/S, til {B}.": (
        "nominate Lise Lund, member of the board, put forward by Dansk Industri",
    ),
    "Kommunerne i Nordkyst har indstillet følgende kandidater til {B}: Anna Holm (A) og Bo "
    "Berg (V).": (
        "nominate Anna Holm, member of the board, put forward by Kommunerne i Nordkyst",
        "nominate Bo Berg, member of the board, put forward by Kommunerne i Nordkyst",
    ),
}


@pytest.mark.parametrize("text", LEAVES | AWAY | BODIES | FORWARD)
def test_what_becomes_of_a_seat_however_it_is_said(text: str):
    expected = (LEAVES | AWAY | BODIES | FORWARD)[text]
    assert [in_short(act) for act in told(text.replace("{B}", B)).acts()] == list(expected)
