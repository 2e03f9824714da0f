"""Bundles of parliaments as they are found: several files, objects within objects, areas, terms."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from tests.calling import Fasti
from tests.giving import popolo
from tests.test_popolo_in import AASE, BO, HOUSE, NORTH, OTHER, PARTY, board, sat

GIVEN: dict[str, Any] = {"organizations": [HOUSE, PARTY, OTHER], "posts": [NORTH]}
TERMS = [
    {
        "id": "term/1",
        "name": "1. valgperiode",
        "start_date": "2015-01-01",
        "end_date": "2016-12-31",
    },
    {
        "id": "term/2",
        "name": "2. valgperiode",
        "start_date": "2017-01-01",
        "end_date": "2018-12-31",
    },
]


def of_area(person: str, area: str, term: str = "term/1", **more: Any) -> dict[str, Any]:
    return {
        "person_id": person,
        "organization_id": "house",
        "area_id": area,
        "legislative_period_id": term,
        **more,
    }


def found(fasti: Fasti) -> list[tuple[str, str]]:
    return [(row["check"], row["text"]) for row in fasti.json("check")]


def test_what_names_objects_that_are_nowhere_is_left_out_on_request(fasti: Fasti, tmp_path: Path):
    objects = {
        "organizations": [HOUSE],
        "posts": [NORTH, {"id": "cons/3", "organization_id": "nix"}],
        "persons": [BO, {"id": "p/8", "redirect": "nix"}],
        "memberships": [
            sat("p/1", start_date="2020-01-01"),
            sat("p/9", start_date="2019-01-01"),
            {"person_id": "p/1", "post_id": "cons/3"},
            {"person_id": "p/8", "post_id": "cons/1"},
        ],
    }
    refused = fasti.run(popolo(tmp_path, **objects))
    assert (refused.exit_code, fasti.last(), len(refused.stderr.splitlines())) == (2, 0, 5)
    result = fasti.run(popolo(tmp_path, "--last-day included --leave-out-dangling", **objects))
    assert "left out: 5 objects that name what is nowhere" in result.stderr
    assert board(fasti, "folketinget", "2020-01-01") == [
        ("nord", "Bo Hansen", None, "2020-01-01", None)
    ]


def test_a_party_that_is_nowhere_costs_no_membership(fasti: Fasti, tmp_path: Path):
    held = [sat("p/1", start_date="2020", on_behalf_of_id="nix")]
    objects = GIVEN | {"persons": [BO], "memberships": held}
    refused = fasti.run(popolo(tmp_path, **objects))
    assert "memberships[0]: names 'nix', which is not among the organizations" in refused.stderr
    result = fasti.run(popolo(tmp_path, "--last-day included --leave-out-dangling", **objects))
    assert "left out: 1 parties that are nowhere" in result.stderr
    assert board(fasti, "folketinget", "2021-01-01") == [("nord", "Bo Hansen", None, "2020", None)]


def test_a_second_file_may_name_what_the_first_put_on_record(fasti: Fasti, tmp_path: Path):
    fasti.done(popolo(tmp_path, persons=[BO, AASE], memberships=[sat("p/1")], **GIVEN))
    ministers = [
        sat("p/2", start_date="2021-01-01"),
        {
            "person_id": "p/7",
            "organization_id": "house",
            "role": "Minister",
            "start_date": "2020-02-01",
        },
    ]
    again = popolo(tmp_path, persons=[{"id": "p/7", "redirect": "p/1"}], memberships=ministers)
    fasti.done(again)
    assert board(fasti, "folketinget", "2021-06-01") == [
        ("nord", "Bo Hansen", None, "..", None),
        ("nord", "Åse Ærø", None, "2021-01-01", None),
        ("minister", "Bo Hansen", None, "2020-02-01", None),
    ]
    last = fasti.last()
    fasti.done(again)
    assert fasti.last() == last


def test_objects_may_stand_where_their_identifiers_stand(fasti: Fasti, tmp_path: Path):
    post = {"id": "cons/1", "label": "Nord", "organization": HOUSE}
    held = {"person": BO, "post": post, "on_behalf_of": PARTY, "start_date": "2020"}
    other = {"person": {"id": "p/2", "name": "Et andet navn"}, "organization": HOUSE, "role": "MF"}
    fasti.done(popolo(tmp_path, memberships=[held, other], persons=[AASE]))
    assert [row[:3] for row in board(fasti, "folketinget", "2021-01-01")] == [
        ("nord", "Bo Hansen", "Parti A"),
        ("mf", "Åse Ærø", None),
    ]
    result = fasti.run(popolo(tmp_path, memberships=[{"person": {"name": "X"}}]))
    assert "memberships[0]: 'id' is missing" in result.stderr


def test_a_membership_told_twice_is_one_and_two_of_one_id_are_refused(fasti, tmp_path: Path):
    held = sat("p/1", id="m/1", start_date="2020", organization_id="house")
    twice = {
        "organizations": [HOUSE | {"memberships": [held]}],
        "persons": [BO | {"memberships": [held]}],
        "posts": [NORTH],
    }
    fasti.done(popolo(tmp_path, **twice))
    assert len(fasti.json("log --kind tenure-stated")) == 1
    objects = GIVEN | {"persons": [BO], "memberships": [held, held | {"start_date": "2021"}]}
    refused = fasti.run(popolo(tmp_path, **objects))
    assert "memberships[1]: has the id 'm/1' of memberships[0]" in refused.stderr


def test_the_only_area_of_a_body_has_all_its_seats(fasti: Fasti, tmp_path: Path):
    house = HOUSE | {"seats": 2}
    held = [of_area("p/1", "a"), of_area("p/2", "a")]
    fasti.done(
        popolo(tmp_path, organizations=[house], events=TERMS, persons=[BO, AASE], memberships=held)
    )
    assert fasti.json("board folketinget --on 2015-06-01")["seats"][0]["places"] == 2
    assert found(fasti) == []


def test_areas_of_a_body_with_more_seats_than_areas_have_room_for_any_number(fasti, tmp_path):
    held = [of_area("p/1", "a"), of_area("p/2", "a"), of_area("p/1", "b", start_date="2016")]
    objects = {"organizations": [HOUSE | {"seats": 3}], "events": TERMS, "persons": [BO, AASE]}
    line = popolo(tmp_path, "--last-day included --places house/b=1", **objects, memberships=held)
    told = fasti.run(line).stderr
    assert told == (
        "house has 3 seats in 2 areas: how many each has is not in the file, so they are not"
        " counted; --places SEAT=NUMBER says it\n"
    )
    seats = fasti.json("board folketinget --on 2015-06-01")["seats"]
    assert [seat["places"] for seat in seats] == [None, 1]


def test_places_are_given_for_all_seats_and_for_some(fasti: Fasti, tmp_path: Path):
    posts = [NORTH, NORTH | {"id": "cons/2", "label": "Syd"}]
    held = [{"person_id": "p/1", "organization_id": "house", "role": "MF"}]
    objects = {"organizations": [HOUSE], "posts": posts, "persons": [BO], "memberships": held}
    options = "--last-day included --places 2 --places cons/2=unlimited --places house/MF=7"
    fasti.done(popolo(tmp_path, options, **objects))
    seats = fasti.json("board folketinget")["seats"]
    assert {seat["seat"]: seat["places"] for seat in seats} == {"nord": 2, "syd": None, "mf": 7}
    refused = fasti.run(popolo(tmp_path, "--last-day included --places cons/2=many", **objects))
    assert refused.exit_code == 2
    assert "'many' is no number of places" in refused.stderr


def test_who_is_elected_for_the_next_term_did_not_replace_themselves(fasti: Fasti, tmp_path: Path):
    held = [
        of_area("p/1", "a", on_behalf_of_id="a"),
        of_area("p/1", "a", "term/2", on_behalf_of_id="b"),
        of_area("p/2", "b", on_behalf_of_id="a", end_date="2016"),
        of_area("p/2", "b", on_behalf_of_id="b", start_date="2016"),
    ]
    objects = GIVEN | {"events": TERMS, "persons": [BO, AASE], "memberships": held}
    fasti.done(popolo(tmp_path, **objects))
    assert found(fasti) == [
        ("party change", "Åse Ærø goes on in the seat on 2016: Parti A became Parti B")
    ]
    assert [row["text"] for row in fasti.json("find valgperiode")][:1] == ["1. valgperiode"]


def test_who_resigned_and_won_the_by_election_replaced_themselves(fasti: Fasti, tmp_path: Path):
    held = [
        sat("p/1", start_date="2005-05-05", end_date="2008-06-18", end_reason="resigned"),
        sat("p/1", start_date="2008-07-10", end_date="2010-04-12", start_reason="by_election"),
        sat("p/1", start_date="2010-05-06", start_reason="general_election"),
    ]
    fasti.done(popolo(tmp_path, persons=[BO], memberships=held, **GIVEN))
    assert found(fasti) == [
        ("replaced themselves", "Bo Hansen follows themselves in the seat on 2008-07-10")
    ]


def test_several_holders_are_listed_each_time_somebody_begins(fasti: Fasti, tmp_path: Path):
    held = [
        sat("p/1", start_date="2005-01-01", end_date="2006-01-31"),
        sat("p/2", start_date="2006-01-01", end_date="2007-01-31"),
        sat("p/1", start_date="2007-01-01", end_date="2007-12-31"),
        sat("p/2", start_date="2007-12-31"),
    ]
    told = fasti.run(popolo(tmp_path, persons=[BO, AASE], memberships=held, **GIVEN)).stderr
    assert told.startswith("seats with one place that have several holders at once: 1, such as")
    assert found(fasti) == [
        ("several holders", "Bo Hansen, Åse Ærø sit in 1 place(s) on 2006-01-01"),
        ("several holders", "Bo Hansen, Åse Ærø sit in 1 place(s) on 2007-01-01"),
    ]


def test_a_membership_that_a_later_file_states_otherwise_is_listed(fasti: Fasti, tmp_path: Path):
    held = sat("p/1", id="m/1", start_date="2020-01-01")
    for more in ({}, {"end_date": "2021-12-31"}):
        fasti.done(popolo(tmp_path, persons=[BO], memberships=[held | more], **GIVEN))
    number = fasti.json("log --kind tenure-stated")[0]["entry"]
    told = f"m/1 is stated in several ways; if the older is out of date: fasti retract {number}"
    assert found(fasti) == [("stated in several ways", f"{told} --reason TEXT")]
    fasti.done(f"retract {number} --reason 'rettet i kilden'")
    assert found(fasti) == []
    assert board(fasti, "folketinget", "2022-06-01") == []


def test_places_go_out_and_come_in_again(raad: Fasti, tmp_path: Path):
    raad.done("seat create raad mange --title Mange --places 3 --on 2021")
    raad.done(f"export popolo -o {tmp_path}/out.json")
    other = raad.elsewhere(tmp_path / "other")
    other.done(f"init {other.address}", f"import popolo {tmp_path}/out.json")
    seats = other.json("board raad --on 2022-01-01")["seats"]
    assert {seat["title"]: seat["places"] for seat in seats}["Mange"] == 3


def test_a_register_takes_nothing_from_its_own_export(raad: Fasti, tmp_path: Path):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "resign raad s1 bo --effective 2019-12-31",
        "appoint raad s2 aase --from 2019-03",
        f"export popolo -o {tmp_path}/out.json",
    )
    last = raad.last()
    raad.done(f"import popolo {tmp_path}/out.json")
    assert raad.last() == last


@pytest.mark.in_folder
def test_a_file_that_cannot_be_kept_as_evidence_is_not_recorded(fasti, tmp_path, monkeypatch):
    def refuse(_: Path, __: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    line = popolo(tmp_path, persons=[BO])
    monkeypatch.setattr("application.folder.files.put", refuse)
    result = fasti.run(line)
    assert (result.exit_code, result.stdout, fasti.last()) == (3, "", 0)
    assert "No space left on device" in result.stderr
    monkeypatch.setattr("application.papers.keep", lambda folder, file: "0" * 64)
    fasti.refused(line, f"{tmp_path}/popolo.json: changed while it was read; import it again", 2)
    monkeypatch.undo()
    fasti.done(line)


def test_who_follows_on_the_day_another_leaves_is_not_one_too_many(fasti: Fasti, tmp_path: Path):
    held = [
        sat("p/1", start_date="2005-01-01", end_date="2008-01-31"),
        sat("p/1", start_date="2006-01-01", end_date="2006-12-31"),
        sat("p/2", start_date="2008-01-31"),
        sat("p/2", start_date="2007-01-31", end_date="2006-06-30"),
    ]
    line = popolo(tmp_path, persons=[BO, AASE], memberships=held, **GIVEN)
    assert fasti.run(line).stderr == ""
    assert "several holders" not in {check for check, _ in found(fasti)}


def test_days_before_all_records_are_no_days(fasti: Fasti, tmp_path: Path):
    held = [sat("p/1", start_date="1000-01-01", end_date="9999-12-31")]
    fasti.done(popolo(tmp_path, persons=[BO], memberships=held, **GIVEN))
    assert board(fasti, "folketinget", "2021-01-01") == [("nord", "Bo Hansen", None, "..", None)]


def test_of_a_name_that_is_too_long_the_whole_is_in_the_evidence(fasti: Fasti, tmp_path: Path):
    name, title = "Åse " * 60, "Nord " * 50
    objects = {"organizations": [HOUSE], "posts": [NORTH | {"label": title}]}
    result = fasti.run(popolo(tmp_path, persons=[BO | {"name": name}], **objects))
    assert "2 names have more than 200 characters" in result.stderr
    for said in (name, title):
        assert said.strip() in {row["text"] for row in fasti.json(f"find '{said[:9]}'")}
    refused = fasti.run(popolo(tmp_path, persons=[AASE | {"name": "x" * 200_000}]))
    assert (refused.exit_code, fasti.last()) == (2, 3)
    assert "persons[0]: quote has 200,000 characters; at most 20,000 are kept" in refused.stderr
