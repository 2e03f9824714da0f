"""Every kind of event is reachable from the command line, and every command tells its use."""

from __future__ import annotations

from application.register import Register
from domain.kinds import KINDS
from tests.calling import Fasti
from tests.giving import STATED, WITHDRAWN, statements

EVERY_KIND = (
    "body establish andet --name Andet",
    "body rename andet --name 'Det andet' --on 2015-01-01",
    "body dissolve andet --on 2019-12-31 --succeeded-by raad",
    "seat create raad formand --title Formand --role chair --office --held-with raad/s1",
    "seat change raad s2 --on 2020-01-01 --places unlimited --clear basis --role observer",
    "seat abolish raad s2 --on 2030-12-31",
    "seat keep-vacant raad formand --from 2012-01-01 --until 2012-12-31 --reason sparet",
    "appoint raad s1 bo --from 2013-01-01 --until 2016-12-31 --mode elected --by Byrådet"
    " --made-on 2012-12-20 --nominated-by Venstre --nominated-by KL",
    "reappoint raad s1 bo --from 2017-01-01",
    "leave grant raad s1 bo --from 2018-01-01 --until 2018-06-30",
    "leave substitute raad s1 cy --for bo --from 2018-01-01",
    "leave end raad s1 bo --on 2018-05-31",
    "resign raad s1 bo --tendered 2018-11-01",
    "replace raad s1 --outgoing bo --incoming aase --on 2019-01-01",
    "vacate raad s1 aase --on 2019-06-30 --cause 'moved away'",
    "person rename bo --name 'Bo Holm' --on 2020-01-01",
    "person affiliate bo --none --from 2020-01-01",
    "person take-position bo borgmester --organisation Gladsaxe --from 2018-01-01",
    "person leave-position bo borgmester --organisation Gladsaxe --on 2021-12-31",
    "person register bo-2 --name 'Bo Hansen'",
    "person merge bo bo-2 --reason 'samme fødselsdag'",
    "meeting convene m1 --body raad --on 2020-01-08 --begins 10:00 --ends 12:00 --place Rådhuset",
    "meeting item m1 1 --title Konstituering --case S-1 --officer ssan --section Valg --closed",
    "meeting item m1 2 --title Eventuelt",
    "meeting strike m1 2 --reason udsat",
    "meeting approve-minutes m1 --on 2020-02-08 --at m1",
    "meeting file m1 README.md --sort minutes --item 1",
    "propose p1 --body raad --text Udpegning --purpose appoint --meeting m1 --item 1 --point 1"
    " --act 'appoint raad s1 ? --from 2020-01-09'",
    "proposal nominate p1 cy --seat s1 --by KL",
    "proposal amend p1 --text 'Udpegning af én' --by KL",
    "decide p1 --outcome adopted --on 2020-01-08 --manner 'by vote' --votes 5/1 --for V --against A"
    " --abstaining B --reservation C --minority Uenige --text Vedtaget --meeting m1 --item 1",
    "proposal annul p1 --by Ankestyrelsen --reason inhabil --on 2020-03-01 --from 2020-03-01",
    "propose p2 --body raad --text Andet",
    "proposal withdraw p2 --on 2020-01-07 --by KL",
    "retract 10 --reason 'tastefejl'",
    "person note bo --birth-date 1961-04-02",
    "person hold bo --reason 'sag 1'",
    "person release bo --reason slut",
    "erase bo --basis 'art. 17'",
)


def test_every_kind_of_event_is_reachable(raad: Fasti, tmp_path):
    for line in EVERY_KIND:
        raad.done(line)
    history = Fasti(tmp_path / "history")
    history.done(f"init {history.folder}", statements(tmp_path, STATED, WITHDRAWN))
    recorded = set()
    for fasti in (raad, history):
        with Register(fasti.folder).log() as log:
            recorded |= {entry.event.kind for entry in log.entries()}
    assert recorded == set(KINDS) - {"loss-acknowledged/1", "clock-acknowledged/1"}
    assert raad.run("replay --check").exit_code == 0


ASKED = (
    "board raad --on 2018-02-01 --why",
    "board raad --on 2018-02-01 --format csv",
    "board --all --on 2018-02-01",
    "body list",
    "person bo",
    "person aase --format csv",
    "person private aase",
    "seat raad s1",
    "seat show raad formand --format json",
    "meeting m1",
    "meeting list --body raad",
    "proposal p1",
    "proposal list",
    "decisions --body raad --person cy --since 2020-01-01 --until 2020-12-31",
    "decisions --case nix",
    "vacancies --body raad --on 2025-01-01",
    "changes raad --since 2010-01-01 --until 2021-01-01",
    "restated --since '#7' --body raad",
    "log --body raad --person bo --kind appointed",
    "why 12",
    "find Udpegning",
    "check",
    "check --body raad",
    "schema",
)


def test_every_question_is_answered_at_80_columns(raad: Fasti):
    for line in EVERY_KIND:
        raad.done(line)
    for line in ASKED:
        result = raad.run(line)
        assert result.exit_code == 0, line
        if "schema" not in line and "csv" not in line and "json" not in line:
            assert max(map(len, result.output.splitlines()), default=0) <= 300, line


def test_a_repeated_command_is_answered_with_what_it_made(raad: Fasti):
    line = "--command-id c-1 appoint raad s1 bo --from 2018-01-01"
    first, again = raad.run(line), raad.run(line)
    assert (first.stdout, first.stderr) == ("#8\n", "")
    assert (again.stdout, again.stderr, again.exit_code) == ("#8\n", "already recorded as #8\n", 0)


def test_a_decision_may_adopt_some_acts_or_others(raad: Fasti):
    acts = " ".join(
        f"--act 'appoint raad {seat} {who} --from 2020-01-01'"
        for seat, who in (("s1", "bo"), ("s2", "cy"))
    )
    raad.done(f"propose p1 --body raad --text To {acts}")
    raad.refused(
        "decide p1 --outcome adopted --on 2020-01-01 --only 3",
        "proposal 'p1' carries 2 acts; there is no act 3",
    )
    raad.refused(
        "decide p1 --outcome adopted --on 2020-01-01 --name aase",
        "1 persons are named, but 0 acts wait for one",
    )
    raad.done(
        "decide p1 --outcome 'adopted with changes' --on 2020-01-01 --only 2"
        " --act 'appoint raad s1 aase --from 2020-02-01'"
    )
    seats = raad.json("board raad --on 2020-03-01")["seats"]
    assert [seat["holders"][0]["person"] for seat in seats] == ["aase", "cy"]
    assert {seat["holders"][0]["decision"] for seat in seats} == {"p1"}


def test_a_deferred_proposal_is_decided_later_elsewhere(raad: Fasti):
    raad.done(
        "body establish andet --name Andet",
        "propose p1 --body raad --text Bo --act 'appoint raad s1 bo --from 2020-03-01'",
        "decide p1 --outcome deferred --on 2020-01-01 --deferred-until 2020-02",
        "decide p1 --outcome referred --on 2020-02-01 --referred-to Andet",
        "decide p1 --outcome adopted --on 2020-02-10 --body andet",
    )
    rows = raad.json("decisions")
    assert [(row["outcome"], row["body"]) for row in rows] == [
        ("deferred", "raad"),
        ("referred", "raad"),
        ("adopted", "andet"),
    ]
    assert raad.json("person bo")[0]["by"] == "Andet"
