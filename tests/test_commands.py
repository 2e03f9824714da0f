"""Every kind of event is reachable from the command line, and every command tells its use."""

from __future__ import annotations

from domain.kinds import KINDS
from tests.calling import Fasti
from tests.every_kind import ASKED
from tests.giving import STATED, WITHDRAWN, statements


def test_every_kind_of_event_is_reachable(every_kind: Fasti, tmp_path):
    history = every_kind.elsewhere(tmp_path / "history")
    history.done(f"init {history.address}", statements(tmp_path, STATED, WITHDRAWN))
    recorded = set()
    for fasti in (every_kind, history):
        with fasti.register() as register, register.log() as log:
            recorded |= {entry.event.kind for entry in log.entries()}
    assert recorded == set(KINDS) - {"loss-acknowledged/1", "clock-acknowledged/1"}
    assert every_kind.run("replay --check").exit_code == 0


def test_every_question_is_answered_at_80_columns(every_kind: Fasti):
    for line in ASKED:
        result = every_kind.run(line)
        assert result.exit_code == 0, line
        if "schema" not in line and "csv" not in line and "json" not in line:
            assert max(map(len, result.output.splitlines()), default=0) <= 80, line


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
