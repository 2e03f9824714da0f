"""Names of persons in papers: letters, initials, particles, titles, parties; what is no name."""

from __future__ import annotations

import pytest

from intake.danish.persons import persons
from tests.papers_made import fields, told

NAMES = (
    "Thomas von Ahlefeldt",
    "Charlotte de la Cour",
    "Pieter van der Meer",
    "Anne-Mette af Rosenborg",
    "Mohamed bin Said",
    "Hans P. Jensen",
    "H.C. Ørsted-Krog",
    "Karen Ø. Nygård",
    "Bjørn O'Hara",
    "Özlem Yıldız",
    "Łukasz Nowak",
    "Šefika Hadžić",
    "Émile Dupont-Aignan",
    "Karen HOLM",
    "KAREN HOLM",
    "Søren Skole",
    "Mai Marts Sørensen",
    "Tom Midt",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_with_a_party_behind_it_is_a_person(name: str):
    text = f"Derudover er {name} (A) udpeget til Lillestrand Havns bestyrelse."
    assert [(one.name, one.affiliation) for one in persons(text)] == [(name, "A")]


PARTIES = {
    "(V)": "V",
    "(C )": "C",
    "(Venstre)": "V",
    "(Det Konservative Folkeparti)": "C",
    "(SF)": "F",
    "(DF)": "O",
    "(Lokallisten Ravnsø)": "Lokallisten Ravnsø",
    "(løsgænger)": "løsgænger",
    ", Enhedslisten,": "Ø",
}


@pytest.mark.parametrize("party", PARTIES)
def test_a_party_is_told_by_its_letter_or_its_name(party: str):
    behind = party if party.startswith(",") else f" {party}"
    (act,) = told(f"Bo Åkjær{behind} er udpeget til Lillestrand Havns bestyrelse.").acts()
    assert (act.person, act.affiliation) == ("Bo Åkjær", PARTIES[party])


DESCRIBED = {
    "Fhv. borgmester Lars Krag (V)": ("Lars Krag", "fhv. borgmester", None),
    "Første viceborgmester Mette Krag (A)": ("Mette Krag", "første viceborgmester", None),
    "Borgmester i Ravnsø Karsten Läng (V)": ("Karsten Läng", "borgmester", "Ravnsø"),
    "Borgmester i Ravnsø, Karsten Läng (V),": ("Karsten Läng", "borgmester", "Ravnsø"),
    "Karsten Läng (V), borgmester i Ravnsø Kommune,": (
        "Karsten Läng",
        "borgmester",
        "Ravnsø Kommune",
    ),
    "Borgmester Anna Holm, Ravnsø Kommune (A),": ("Anna Holm", "borgmester", "Ravnsø Kommune"),
    "Advokat Lise Lund, Advokatfirmaet Krog,": ("Lise Lund", "advokat", "Advokatfirmaet Krog"),
    "Ib Krag, formand for Dansk Sejlads,": ("Ib Krag", "formand", "Dansk Sejlads"),
}


@pytest.mark.parametrize("text", DESCRIBED)
def test_a_title_stands_before_or_behind_a_name(text: str):
    (act,) = told(f"{text} er udpeget til Lillestrand Havns bestyrelse.").acts()
    assert fields(act, "person", "position", "organisation") == DESCRIBED[text]


NOBODY = (
    "Radikale Venstre (B) og Dansk Folkeparti (O) stemte for.",
    "Peter Krag Solceller A/S og Nordkyst Affald I/S har svaret.",
    "Udpegning af havnens nye områder ved Hans Jensens Vej.",
    "Nordkyst Revision og Bo Berg Arkitekter rådgiver.",
    "Erhvervshus Nordkyst og Region Nordkyst deltager.",
)


@pytest.mark.parametrize("text", NOBODY)
def test_parties_firms_and_roads_are_nobody(text: str):
    assert list(persons(text)) == []
