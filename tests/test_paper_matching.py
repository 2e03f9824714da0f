"""Names in papers matched to the register: exactly, or left to choose."""

from __future__ import annotations

import pytest

from intake.drafts.known import Known, KnownBody, KnownPerson, KnownProposal
from intake.drafts.matching import body, person, proposal

BODIES = (
    KnownBody("havneudvalg", "Havneudvalget i Lillestrand"),
    KnownBody("havnen", "Lillestrand Havns bestyrelse"),
)
BO, BENT = KnownPerson("bo", "Bo Berg", "V", "Ø Kommune"), KnownPerson("bo-2", "Bo  Bérg", "A")


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


OTHERWISE = {
    "Hanne Krog": ("V", None, ["hanne"]),
    "H.P. Jensen": ("A", None, ["peter", "peter-2"]),
    "Hans P. Jensen": ("V", None, ["peter-2", "peter"]),
    "Lise Krag": ("C", "Storby Kommune", ["lise"]),
    "Lise Kragh": ("A", "Storby Kommune", []),
    "Hans Petersen": ("A", None, []),
}
PEOPLE = (
    KnownPerson("hanne", "Hanne Krog-Lund", "V", "Ø Kommune"),
    KnownPerson("peter", "Hans Peter Jensen", "A", "Storby Kommune"),
    KnownPerson("peter-2", "Hans Peter Jensen", "V", "Ø Kommune"),
    KnownPerson("lise", "Lise Holm", "C", "Storby Kommune"),
)


@pytest.mark.parametrize("name", OTHERWISE)
def test_shortened_and_married_names_are_offered_those_of_the_party_first(name: str):
    affiliation, organisation, expected = OTHERWISE[name]
    found = person(name, Known(persons=PEOPLE), affiliation, organisation)
    assert found.slug is None
    assert [one.split(" ")[0] for one in found.near] == expected


def test_a_shorter_name_of_a_body_is_offered_and_not_taken():
    known = Known(bodies=(*BODIES, KnownBody("hus", "Erhvervshus Lillestrands bestyrelse")))
    assert body("Erhvervshusets bestyrelse", known) == (None, ("hus",))


def test_a_proposal_is_found_by_its_place_or_its_text():
    one = KnownProposal("p1", "m1", "1", 1, "Planen for stranden godkendes")
    two = KnownProposal("p2", "m1", "1", 2, "Orienteringen tages til efterretning")
    both = (one, two)
    assert proposal("1", 1, "Planen for stranden godkendes", "m1", both) == one
    assert proposal("1", 1, "Orienteringen tages til efterretning", "m1", both) == two
    assert proposal("1", 2, "noget helt andet her", "m1", both) == two
    assert proposal("1", 9, "noget helt andet her", "m1", both) is None
    assert proposal("2", 1, "Planen for stranden godkendes", "m1", both) is None
