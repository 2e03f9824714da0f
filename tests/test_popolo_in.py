"""Popolo in: as the specification has it, and as two bundles of parliaments write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.calling import Fasti
from tests.giving import popolo

HOUSE = {"id": "house", "name": "Folketinget", "classification": "legislature"}
PARTY = {"id": "a", "name": "Parti A", "classification": "party"}
OTHER = {"id": "b", "name": "Parti B", "classification": "party"}
NORTH = {"id": "cons/1", "label": "Nord", "organization_id": "house", "role": "MP"}
SOUTH = {"id": "cons/2", "area": {"name": "Syd"}, "organization_id": "house", "role": "MP"}
BO = {"id": "p/1", "name": "Bo Hansen"}
AASE = {"id": "p/2", "name": "Åse Ærø"}


def sat(person: str, **more: Any) -> dict[str, Any]:
    return {"person_id": person, "post_id": "cons/1", **more}


def board(fasti: Fasti, body: str, on: str) -> list[tuple[Any, ...]]:
    seats = fasti.json(f"board {body} --on {on}")["seats"]
    return [
        (seat["seat"], holder["name"], holder["affiliation"], holder["from"], holder["until"])
        for seat in seats
        for holder in seat["holders"]
    ]


def test_a_party_change_splits_a_membership_and_is_no_replacement(fasti: Fasti, tmp_path: Path):
    fasti.done(
        popolo(
            tmp_path,
            organizations=[HOUSE, PARTY, OTHER],
            posts=[NORTH, SOUTH],
            persons=[
                BO
                | {
                    "name": None,
                    "other_names": [
                        {"note": "Alternate", "name": "B. Hansen"},
                        {
                            "note": "Main",
                            "given_name": "Bo",
                            "family_name": "Holm",
                            "start_date": "2001-01-01",
                        },
                        {"note": "Main", "given_name": "Bo", "family_name": "Hansen"},
                    ],
                },
                AASE | {"identifiers": [{"scheme": "wikidata", "identifier": "Q1"}, {}, 1]},
            ],
            memberships=[
                sat("p/1", on_behalf_of_id="a", start_date="1997-05-01", end_date="1999-03-01"),
                sat(
                    "p/1",
                    on_behalf_of_id="b",
                    start_date="1999-03-02",
                    end_date="2001-05-14",
                    end_reason="died",
                ),
                sat("p/2", start_date="2001-11-22", start_reason="by_election"),
                {"id": "m/9", "redirect": "m/1"},
                {"organization_id": "house"},
            ],
            speeches=[{}],
        )
    )
    assert board(fasti, "folketinget", "1999-03-01") == [
        ("nord", "Bo Hansen", "Parti A", "1997-05-01", "1999-03-01")
    ]
    assert board(fasti, "folketinget", "2001-05-14") == [
        ("nord", "Bo Holm", "Parti B", "1999-03-02", "2001-05-14")
    ]
    assert [(row["check"], row["seat"], row["text"]) for row in fasti.json("check")] == [
        (
            "party change",
            "nord",
            "Bo Holm goes on in the seat on 1999-03-02: Parti A became Parti B",
        )
    ]
    assert [row["text"] for row in fasti.json("find died")] == ["died"]
    vacant = fasti.json("vacancies --on 2001-06-01")
    assert [row["seat"] for row in vacant] == ["nord"]


def test_terms_give_the_days_that_memberships_leave_out(fasti: Fasti, tmp_path: Path):
    line = popolo(
        tmp_path,
        meta={"source": "x"},
        organizations=[HOUSE | {"founding_date": "1867", "dissolution_date": "1880"}, PARTY],
        areas=[{"id": "area/n", "name": "Nord"}],
        events=[
            {"id": "term/1", "name": "1.", "start_date": "1867-11", "end_date": "1872-09-04"},
            {"id": "term/2", "name": "2.", "start_date": "1872-09-05"},
        ],
        persons=[BO, AASE],
        memberships=[
            {
                "organization_id": "house",
                "area_id": "area/n",
                "legislative_period_id": "term/1",
                "on_behalf_of_id": "a",
                "person_id": "p/1",
                "role": "member",
            },
            {
                "organization_id": "house",
                "area": {"name": "Syd"},
                "legislative_period_id": "term/2",
                "person_id": "p/1",
                "start_date": "1873",
            },
            {"organization_id": "house", "area_id": "area/x", "person_id": "p/2"},
            {"organization_id": "house", "person_id": "p/2", "role": "Chair", "start_date": "1870"},
            {"organization_id": "a", "person_id": "p/2", "end_date": "1869"},
        ],
    )
    fasti.done(line)
    assert board(fasti, "folketinget", "1871-01-01") == [
        ("nord", "Bo Hansen", "Parti A", "1867-11", "1872-09-04"),
        ("area-x", "Åse Ærø", None, "..", "1880"),
        ("chair", "Åse Ærø", None, "1870", "1880"),
    ]
    assert fasti.json("seat folketinget syd")[1]["from"] == "1873"
    assert fasti.json("board folketinget --on 1871-01-01")["seats"][-1]["role"] == "chair"
    last = fasti.last()
    fasti.done(line)
    assert fasti.last() == last


def test_a_file_taken_in_batches_is_the_same(fasti: Fasti, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("exchange.inward.recording.COMMAND", 2)
    monkeypatch.setattr("exchange.inward.recording.TOGETHER", 3)
    monkeypatch.setattr("application.papers.LARGEST", 1)
    held = [sat("p/1", start_date="1997", end_date="1999"), sat("p/2", start_date="2000")]
    given = {"organizations": [HOUSE], "posts": [NORTH], "persons": [BO, AASE]}
    line = popolo(tmp_path, "--last-day included --in-batches", **given, memberships=held)
    result = fasti.run(line)
    assert (result.stdout, fasti.last()) == ("#1 to #6\n", 6)
    assert "popolo.json is too large to be kept as a paper; keep it yourself" in result.stderr
    assert len({row["recorded"] for row in fasti.json("log")}) == 3
    assert len(board(fasti, "folketinget", "2001-01-01")) == 1


def test_what_stands_inside_another_object_belongs_to_it(fasti: Fasti, tmp_path: Path):
    fasti.done(
        popolo(
            tmp_path,
            people=[BO | {"memberships": [{"post_id": "cons/1", "start_date": "2020"}]}],
            organisations=[HOUSE | {"posts": [NORTH | {"organization_id": None}]}],
        )
    )
    assert [row[:2] for row in board(fasti, "folketinget", "2021-01-01")] == [("nord", "Bo Hansen")]


def test_redirected_identifiers_are_one_person(fasti: Fasti, tmp_path: Path):
    line = popolo(
        tmp_path,
        organizations=[HOUSE],
        posts=[NORTH, {"id": "cons/old", "redirect": "cons/1"}],
        persons=[BO, {"id": "p/8", "redirect": "p/9"}, {"id": "p/9", "redirect": "p/1"}],
        memberships=[{"person_id": "p/8", "post_id": "cons/old", "start_date": "2020"}],
    )
    fasti.done(line)
    last = fasti.last()
    fasti.done(line)
    assert fasti.last() == last
    assert board(fasti, "folketinget", "2021-01-01") == [("nord", "Bo Hansen", None, "2020", None)]
    assert fasti.json("person p-8")[0]["person"] == "bo-hansen"


def test_last_days_are_days_in_the_seat_or_not(fasti: Fasti, tmp_path: Path):
    given = {"organizations": [HOUSE], "posts": [NORTH], "persons": [BO]}
    held = [sat("p/1", start_date="1997-05-01", end_date="1997-05")]
    fasti.refused(
        popolo(tmp_path, "", **given, memberships=held),
        "--last-day: the file does not say whether last days are included; give it: included or"
        " excluded",
        2,
    )
    fasti.done(popolo(tmp_path, "--last-day excluded", **given, memberships=held))
    assert board(fasti, "folketinget", "1997-05-02") == [
        ("nord", "Bo Hansen", None, "1997-05-01", "1997-04-30..1997-05-30")
    ]
    one_day = [sat("p/1", start_date="1999-05-01", end_date="1999-05-01")]
    fasti.done(popolo(tmp_path, "--last-day excluded", **given, memberships=one_day))
    assert [row["check"] for row in fasti.json("check")] == ["zero-length interval"]


def test_peers_and_persons_without_a_name_are_called_something(fasti: Fasti, tmp_path: Path):
    lord = {"honorific_prefix": "Lord", "lordname": "Bo", "lordofname": "Ærø", "note": "Main"}
    fasti.done(popolo(tmp_path, persons=[{"id": "p/1", "other_names": [lord]}, {"id": "p/2"}]))
    assert [fasti.json(f"log --person {p}")[0]["text"] for p in ("lord-bo-of-aeroe", "p-2")] == [
        "Lord Bo of Ærø was registered.",
        "p/2 was registered.",
    ]


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"persons": {}}, "persons: is no list"),
    ({"persons": [1]}, "persons[0]: is no object"),
    ({"persons": [{"name": "X"}]}, "persons[0]: 'id' is missing"),
    ({"persons": [{"id": "x", "name": 7}]}, "persons[0]: 'name' is no text"),
    ({"persons": [BO, BO]}, "persons[1]: has the id 'p/1' of persons[0]"),
    ({"persons": [{"id": "x", "redirect": "x"}]}, "persons[0]: is led in a circle from 'x'"),
    ({"persons": [{"id": "x", "redirect": "y"}]}, "persons[0]: names 'y', which is not among the"),
    ({"memberships": [sat("p/9")]}, "memberships[0]: names 'p/9', which is not among the persons"),
    (
        {"persons": [BO], "memberships": [sat("p/1")]},
        "memberships[0]: names 'cons/1', which is not among the posts",
    ),
    (
        {"persons": [BO], "posts": [NORTH]},
        "posts[0]: names 'house', which is not among the organizations",
    ),
    (
        {"persons": [BO], "memberships": [{"person_id": "p/1"}]},
        "memberships[0]: 'organization_id' is missing",
    ),
    (
        {
            "persons": [BO],
            "organizations": [HOUSE],
            "memberships": [
                {"person_id": "p/1", "organization_id": "house", "start_date": "i går"}
            ],
        },
        "memberships[0]: 'i går' is no date; write it like 2022-03-25, 2022-03 or 2022",
    ),
    ({"persons": [{"id": "x", "name": "X\u0007"}]}, "persons[0]: name contains the character"),
    ({}, "has no persons and no memberships; is it Popolo?"),
]


@pytest.mark.parametrize(("objects", "message"), BROKEN)
def test_what_cannot_be_taken_is_listed_with_its_place(fasti, tmp_path, objects, message):
    result = fasti.run(popolo(tmp_path, **objects))
    assert (result.exit_code, fasti.last(), result.stdout) == (2, 0, "")
    place = ": " if message.startswith("has no") else ", "
    assert result.stderr.startswith(f"fasti: {tmp_path}/popolo.json{place}{message}")


def test_two_that_bear_one_identifier_are_listed(fasti: Fasti, tmp_path: Path):
    same = {"identifiers": [{"scheme": "wikidata", "identifier": "Q1"}]}
    fasti.done(popolo(tmp_path, persons=[BO | same, AASE | same]))
    assert [(row["check"], row["text"]) for row in fasti.json("check")] == [
        (
            "two ids of a person",
            "aase-aeroe, bo-hansen bear wikidata:Q1; if they are one person:"
            " fasti person merge aase-aeroe bo-hansen --reason TEXT",
        )
    ]


def test_a_source_that_contradicts_a_rule_is_kept_despite_it(fasti: Fasti, tmp_path: Path):
    fasti.done(
        popolo(
            tmp_path,
            organizations=[HOUSE | {"founding_date": "1990", "dissolution_date": "1980"}],
            posts=[NORTH | {"start_date": "1970", "end_date": "1960"}],
            persons=[BO],
            memberships=[sat("p/1", start_date="1950")],
        )
    )
    assert {row["text"] for row in fasti.json("check --kind 'recorded despite a rule'")} == {
        "the source states it"
    }


def test_a_post_that_is_wrong_is_told_where_it_is_held_too(fasti: Fasti, tmp_path: Path):
    result = fasti.run(popolo(tmp_path, persons=[BO], posts=[NORTH], memberships=[sat("p/1")]))
    assert [line.split(", ")[1].split(":")[0] for line in result.stderr.splitlines()] == [
        "posts[0]",
        "memberships[0]",
    ]
