"""`fasti check` lists contradictions by kind, and what should be looked at again."""

from __future__ import annotations

from tests.calling import Fasti


def found(fasti: Fasti, line: str = "check") -> list[tuple[str, str | None, str]]:
    return [(row["check"], row["seat"], row["text"]) for row in fasti.json(line)]


def test_nothing_is_found_in_a_register_without_contradictions(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01")
    assert found(raad) == []
    assert raad.run("check").stderr == "nothing found\n"


def test_what_was_recorded_despite_a_rule_is_listed(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "appoint raad s1 cy --from 2019-01-01 --despite 'referat 3'",
        "resign raad s2 aase --effective 2019-12-31 --despite 'referat 4'",
        "person rename bo --name Bo --on 2062 --despite 'tastefejl i kilden'",
    )
    assert found(raad) == [
        ("end without beginning", "s2", "Åse Ærø left by 2019-12-31; no beginning is on record"),
        ("several holders", "s1", "Bo Hansen, Cy Øst sit in 1 place(s) on 2019-01-01"),
        ("recorded despite a rule", "s1", "referat 3"),
        ("recorded despite a rule", "s2", "referat 4"),
        ("recorded despite a rule", None, "tastefejl i kilden"),
    ]
    assert [check for check, *_ in found(raad, "check --body raad")] == [
        "end without beginning",
        "several holders",
        "recorded despite a rule",
        "recorded despite a rule",
    ]
    assert [check for check, *_ in found(raad, "check --known-at '#9'")] == [
        "several holders",
        "recorded despite a rule",
    ]
    assert "recorded despite a rule: referat 3" in raad.run("why 9").stdout


def test_an_office_that_outlives_the_membership_is_listed(raad: Fasti):
    raad.done(
        "seat create raad formand --title Formand --role chair --office",
        "appoint raad s1 bo --from 2012-01-01 --until 2015-12-31",
        "appoint raad s1 bo --from 2018-01-01 --until 2019-12-31",
        "reappoint raad s1 bo --from 2020-01-01",
        "appoint raad formand bo --from 2019-01-01",
    )
    assert found(raad) == []
    raad.done("resign raad s1 bo --effective 2021-06-30")
    told = "Bo Hansen is no member beside this office on 2021-07-01"
    assert found(raad) == [("office without membership", "formand", told)]


def test_several_ends_of_one_tenure_are_listed(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "resign raad s1 bo --effective 2021-06-30",
        "vacate raad s1 bo --on 2021-04-30 --cause death",
    )
    told = "Bo Hansen left several times (#9, #10); the earliest day counts"
    assert found(raad) == [("several ends", "s1", told)]


def test_a_resignation_without_a_day_is_no_second_end_beside_the_one_that_gives_it(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "resign raad s1 bo --tendered 2021-03-01",
        "replace raad s1 --outgoing bo --incoming cy --on 2021-05-01",
    )
    assert found(raad) == []
    raad.done("resign raad s1 bo --effective 2021-03-31")
    told = "Bo Hansen left several times (#10, #11); the earliest day counts"
    assert found(raad) == [("several ends", "s1", told)]


def test_intervals_that_end_before_they_begin_are_listed(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2020-01-01 --until 2019-01-01 --despite kilden")
    assert found(raad)[0] == (
        "reversed interval",
        "s1",
        "Bo Hansen ends on 2019-01-01 before beginning on 2020-01-01",
    )


def test_two_memberships_and_an_office_without_one_are_listed(raad: Fasti):
    raad.done(
        "seat create raad formand --title Formand --role chair --office",
        "appoint raad formand aase --from 2020-01-01",
        "appoint raad s1 bo --from 2018-01-01",
        "appoint raad s2 bo --from 2019-01-01 --despite referatet",
    )
    assert found(raad)[:2] == [
        ("two memberships", "s1", "Bo Hansen sits in s1 and s2 at once"),
        (
            "office without membership",
            "formand",
            "Åse Ærø is no member beside this office on 2020-01-01",
        ),
    ]
    raad.done("appoint raad s2 aase --from 2019-06-01")
    assert "office without membership" not in [check for check, *_ in found(raad)]


def test_merged_persons_that_sit_in_one_body_are_listed(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01 --until 2018-12-31",
        "appoint raad s2 cy --from 2019-01-01",
        "person merge cy bo --reason samme",
    )
    assert found(raad) == [
        (
            "merged persons in one body",
            "s1",
            "bo is the same person as cy; both sit or sat in raad",
        )
    ]


def test_a_merger_with_one_who_never_sat_there_is_no_finding(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "person merge cy bo --reason samme",
    )
    assert found(raad) == []


def test_names_that_are_alike_are_proposed_never_merged(raad: Fasti):
    raad.done("person register bo-2 --name 'BO HANSEN'")
    ((check, _, text),) = found(raad)
    assert (check, text) == (
        "alike names",
        "bo, bo-2: may be one person; if so: fasti person merge bo bo-2 --reason TEXT",
    )
    raad.done("person merge bo bo-2 --reason samme")
    assert found(raad) == []


def test_an_office_that_changed_hands_names_the_acts_that_would_follow(raad: Fasti):
    raad.done(
        "body establish udvalg --name Udvalget",
        "seat create udvalg foedt --title 'Født medlem' --held-with raad/s1",
        "appoint raad s1 bo --from 2018-01-01",
    )
    assert found(raad) == [
        (
            "ex officio",
            "foedt",
            "raad/s1 is held by Bo Hansen; would follow: fasti appoint udvalg foedt bo"
            " --from DAY --mode 'ex officio'",
        )
    ]
    raad.done("appoint udvalg foedt bo --from 2018-01-01 --mode 'ex officio'")
    assert found(raad) == []
    raad.done("replace raad s1 --outgoing bo --incoming cy --on 2020-01-01")
    assert found(raad) == [
        (
            "ex officio",
            "foedt",
            "raad/s1 is held by Cy Øst; would follow: fasti replace udvalg foedt --outgoing bo"
            " --incoming cy --on DAY --mode 'ex officio'",
        )
    ]


def test_an_office_that_may_have_two_holders_is_due_to_the_certain_one(raad: Fasti):
    raad.done(
        "body establish udvalg --name Udvalget",
        "seat create udvalg foedt --title 'Født medlem' --held-with raad/s2",
        "appoint raad s2 bo --from 2018-01-01 --until 2999 --despite kilden",
        "appoint raad s2 cy --from 2019..",
        "appoint udvalg foedt bo --from 2018-01-01 --mode 'ex officio'",
    )
    assert "ex officio" not in [check for check, *_ in found(raad)]
