"""Histories, changes and the names of a day, each as of its known time."""

from __future__ import annotations

from domain.body import Body
from domain.proposal_events import Retracted
from projections import catalog
from projections.rows_of_body import Composition
from projections.schema import SHAPE, digest_of_tables
from tests.calling import Fasti


def test_the_shape_of_the_views_is_that_of_their_tables():
    assert catalog.TABLES
    assert digest_of_tables() == SHAPE


def test_what_is_retracted_leaves_the_views_but_not_the_past(raad: Fasti):
    raad.done(
        "body establish andet --name Andet",
        "meeting convene m1 --body raad --on 2020-01-08",
        "person register eva --name Eva",
        "retract 8 9 10 --reason fejl",
    )
    assert [row["body"] for row in raad.json("body list")] == ["raad"]
    assert [row["body"] for row in raad.json("body list --known-at '#10'")] == ["andet", "raad"]
    assert raad.json("meeting list") == []
    assert len(raad.json("meeting list --known-at '#9'")) == 1
    assert raad.json("log")[9]["retracted_by"] == 13
    assert raad.json("log --known-at '#10'")[9]["retracted_by"] is None
    assert "retracted by #13" in raad.run("why 10").stdout
    assert raad.run("replay --check").exit_code == 0


def test_a_seat_retracted_with_its_history_is_gone(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01", "retract 2 8 --reason fejl")
    assert [seat["seat"] for seat in raad.json("board raad")["seats"]] == ["s2"]
    assert raad.run("replay --check").exit_code == 0


def test_a_retraction_of_nothing_changes_nothing():
    event = Retracted(entry=99, reason="fejl")
    assert list(Composition().touched(Body("raad"), event)) == []


def test_names_are_those_of_the_day(raad: Fasti):
    raad.done(
        "body rename raad --name 'Det nye råd' --on 2020-01-01",
        "person rename bo --name 'Bo Holm' --on 2020-01-01",
        "person affiliate bo SF --from 2020-01-01 --until 2020-12-31",
        "appoint raad s1 bo --from 2018-01-01",
    )
    for on, body, name, group in (
        ("2019-12-31", "Rådet", "Bo Hansen", "V"),
        ("2020-06-01", "Det nye råd", "Bo Holm", "SF"),
        ("2021-01-01", "Det nye råd", "Bo Holm", None),
    ):
        answer = raad.json(f"board raad --on {on}")
        holder = answer["seats"][0]["holders"][0]
        assert (answer["name"], holder["name"], holder["affiliation"]) == (body, name, group)


def test_changes_are_what_may_have_begun_or_ended_between_two_days(raad: Fasti):
    raad.done(
        "seat create raad s3 --title Kort --on 2019-01-01 --until 2019-12-31",
        "seat create raad s4 --title Senere --on 2023-01-01",
        "appoint raad s1 bo --from 2018-01-01 --until 2021-12-31",
        "leave grant raad s1 bo --from 2019-02-01 --until 2019-03-31",
        "leave substitute raad s1 cy --for bo --from 2019-02-01",
        "appoint raad s2 aase --from 2019",
    )
    rows = raad.json("changes raad --since 2019-01-01 --until 2019-06-30")
    assert [(r["day"], r["change"], r["seat"], r["name"], r["certain"]) for r in rows] == [
        ("2019-01-01", "seat created", "s3", None, True),
        ("2019", "tenure began", "s2", "Åse Ærø", False),
        ("2019-02-01", "leave began", "s1", "Bo Hansen", True),
        ("2019-02-01", "substitution began", "s1", "Cy Øst", True),
        ("2019-03-31", "leave ended", "s1", "Bo Hansen", True),
        ("2019-03-31", "substitution ended", "s1", "Cy Øst", True),
    ]
    later = raad.json("changes raad --since 2019-07-01 --until 2022-01-01")
    assert [(r["day"], r["change"]) for r in later] == [
        ("2019", "tenure began"),
        ("2019-12-31", "seat ended"),
        ("2021-12-31", "tenure ended"),
    ]
    assert (
        raad.run("changes raad --since 2024-01-01").stderr == "nothing is known to have changed\n"
    )


def test_changes_lie_between_an_earlier_and_a_later_day(raad: Fasti):
    raad.refused(
        "changes raad --since 2022-01-01 --until 2021-01-01",
        "2022-01-01 lies after 2021-01-01; write the earlier day first; see 'fasti changes --help'",
        2,
    )


def test_the_history_of_a_seat_has_its_vacancies(raad: Fasti):
    assert raad.json("seat raad s1") == []
    raad.done(
        "seat keep-vacant raad s1 --from 2016-01-01 --until 2016-12-31",
        "appoint raad s1 bo --from 2018-01-01 --until 2019-12-31",
        "leave grant raad s1 bo --from 2018-03-01 --until 2018-04-30",
    )
    rows = raad.json("seat raad s1")
    assert [(r["status"], r["from"], r["until"]) for r in rows] == [
        ("kept vacant", "2016-01-01", "2016-12-31"),
        ("vacant", "2016-01-01", "2017-12-31"),
        ("sitting", "2018-01-01", None),
        ("on leave", "2018-03-01", "2018-04-30"),
        ("vacant", "2020-01-01", None),
    ]


def test_the_log_and_search_answer_as_of_a_known_time(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01 --despite 'ingen grund'")
    assert len(raad.json("log --person bo")) == 3
    assert len(raad.json("log --person bo --known-at '#7'")) == 2
    assert raad.json("log --body raad --kind appointed/1")[0]["entry"] == 8
    assert raad.json("find 'bo HANSEN'")[0]["entry"] == 4
    assert raad.json("find hansen --known-at '#3'") == []
    assert [row["check"] for row in raad.json("check --known-at '#7'")] == []


def test_identical_state_gives_identical_bytes(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01")
    asked = ("board raad --on 2020-01-01", "person bo", "seat raad s1", "log", "vacancies")
    first = [raad.run(f"{line} --format json").stdout for line in asked]
    raad.done("replay")
    assert [raad.run(f"{line} --format json").stdout for line in asked] == first


def test_restated_names_the_entry_that_says_otherwise(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "propose p1 --body raad --text X --act 'resign raad s1 bo --effective 2019-12-31'"
        " --act 'appoint raad s2 cy --from 2020-01-09'",
        "decide p1 --outcome adopted --on 2019-12-01",
        "retract 11 --reason fejl",
    )
    rows = raad.json("restated --since '#9'")
    assert [(r["entry"], r["seat"], r["name"]) for r in rows] == [
        (11, "s1", "Bo Hansen"),
        (12, "s2", "Cy Øst"),
        (13, "s1", "Bo Hansen"),
    ]


def test_a_person_is_told_with_names_affiliations_and_positions(raad: Fasti):
    raad.done(
        "person rename bo --name 'Bo Holm' --on 2020-01-01",
        "person affiliate bo --none --from 2021-01-01",
        "person take-position bo borgmester --organisation Gladsaxe --from 2018-01-01",
        "person leave-position bo borgmester --organisation Gladsaxe --on 2021-12-31",
        "person take-position bo gårdejer",
        "person merge bo cy --reason samme",
    )
    assert raad.run("person bo").stdout.splitlines() == [
        "name: Bo Hansen",
        "name: Cy Øst",
        "name: Bo Holm, from 2020-01-01",
        "affiliation: V, until 2020-12-31",
        "affiliation: none, from 2021-01-01",
        "position: borgmester (Gladsaxe), from 2018-01-01, until 2021-12-31",
        "position: gårdejer",
        "",
    ]
