"""The demonstration states the spring of 2022 as the agenda does, and invents no decision."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.calling import Fasti
from tests.conftest import Models

PAPERS = Path(__file__).parent.parent.parent / "shared" / "papers"


@pytest.fixture
def demo(models: Models) -> Fasti:
    return models.once("demo", demonstrated)


def demonstrated(empty: Fasti) -> Fasti:
    fasti = empty.elsewhere(Path(f"{empty.address}-demo"))
    result = fasti.run("demo")
    assert result.exit_code == 0
    fasti.told = result.stdout
    return fasti


def test_what_it_says_to_type_next_works(demo: Fasti):
    lines = [line.strip() for line in demo.told.splitlines() if line.startswith("  fasti ")]
    assert len(lines) > 8
    for line in lines:
        assert demo.run(" ".join(map(shlex.quote, shlex.split(line)[1:]))).exit_code == 0, line


def test_two_seats_stand_vacant_that_venstre_is_to_fill(demo: Fasti):
    rows = demo.json("vacancies --on 2022-03-26")
    assert [(r["body"], r["basis"]) for r in rows if r["entitled"] == "Venstre"] == [
        ("erhvervshus-hovedstaden", "konstitueringsaftalen for KKR Hovedstaden"),
        ("kkr-hovedstaden", "konstitueringsaftalen for KKR Hovedstaden"),
    ]
    assert all(r["certain"] == 1 for r in rows if r["entitled"] == "Venstre")


def test_on_the_day_of_the_paper_the_one_who_left_possibly_sat(demo: Fasti):
    seat = demo.json("board kkr-hovedstaden --on 2022-03-25")["seats"][0]
    (holder,) = seat["holders"]
    assert (holder["name"], holder["affiliation"]) == ("Cecilia Lonning-Skovgaard", "V")
    assert (holder["from"], holder["until"], holder["certain"]) == ("..", "..2022-03-25", False)


def test_six_members_are_proposed_from_the_first_of_april(demo: Fasti):
    asked = "board erhvervshus-hovedstaden --on 2022-04-01"
    now = [h for seat in demo.json(asked)["seats"] for h in seat["holders"]]
    result = demo.run(f"{asked} --what-if --format json")
    then = [h for seat in json.loads(result.stdout)["seats"] for h in seat["holders"]]
    assert [h["name"] for h in now] == ["Finn Rudaizky"]
    assert [h["from"] for h in then] == ["2022-04-01"] * 6 + [".."]
    assert "kkr-4-3-2 names nobody yet" in result.stderr


def test_seven_sit_in_the_committee_one_of_them_its_co_chair_too(demo: Fasti):
    seats = demo.json("board ssu-hovedstaden --on 2022-04-01")["seats"]
    members = [s["holders"][0]["name"] for s in seats if s["role"] == "member"]
    chairs = [s["holders"][0]["name"] for s in seats if s["role"] == "co-chair"]
    assert (len(members), chairs) == (7, ["Sisse Marie Welling"])
    assert chairs[0] in members


def test_no_decision_of_the_day_is_invented(demo: Fasti):
    assert demo.json("decisions --since 2022-01-01 --until 2022-12-31") == []
    assert {row["body"] for row in demo.json("decisions")} == {"havneraad-lillestrand"}


def test_a_correction_and_a_late_fact_are_told(demo: Fasti):
    row = [r for r in demo.json("restated --since '#1'") if r["name"] == "Bo Hansen"][-1]
    assert (row["before"], row["after"]) == (
        "2020-01-09 to 2021-05-31",
        "2020-01-09 to 2021-01-15",
    )
    assert demo.run("replay --check").exit_code == 0


@pytest.mark.skipif(not PAPERS.is_dir(), reason="the papers lie beside the project")
def test_the_facts_are_those_of_the_paper(demo: Fasti):
    name = "kkr-hovedstaden-2022-03-25-expected.json"
    expected = json.loads((PAPERS / name).read_text("utf-8"))
    people = [*expected["proposed_appointments"], *expected["reported_appointments"]]
    for fact in people:
        rows = demo.json(f"log --person {shlex.quote(fact['person'])}")
        assert any(fact["position"] in row["text"] for row in rows), fact
    for fact in expected["proposed_appointments"]:
        told = " ".join(row["text"] for row in demo.json(f"find {shlex.quote(fact['seat'])}"))
        assert fact["seat"] in told
    for fact in expected["reported_appointments"]:
        if fact.get("elected_on"):
            rows = demo.json(f"person {shlex.quote(fact['person'])}")
            assert fact["elected_on"] in [row["made_on"] for row in rows]


def test_the_demonstration_verifies_and_says_that_its_paper_was_never_kept(demo: Fasti):
    assert demo.run("verify").exit_code == 0
    [told] = [row["text"] for row in demo.json("verify") if row["state"] == "never kept"]
    assert told.endswith("is named, and was never kept here")
