"""Bad input gives one line that says what, where and what to do, and leaves nothing behind."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from application.failures import ClockBehind
from domain.act import act
from domain.person_events import PersonRegistered
from tests.calling import Fasti
from tests.places import InFolder, OnServer
from tests.tampering import tampered, tree_made_anew


def test_dates_that_are_none(raad: Fasti):
    raad.refused(
        "appoint raad s1 bo --from 2022-02-30",
        "Invalid value for '--from': '2022-02-30' is no date: the calendar has no such day;"
        " see 'fasti appoint --help'",
        2,
    )
    raad.refused(
        "board raad --on 2022-02",
        "Invalid value for '--on': '2022-02' is no single day; write it like 2022-03-25;"
        " see 'fasti board --help'",
        2,
    )
    raad.refused(
        "board raad --on i-går",
        "Invalid value for '--on': 'i-går' is no date; write it like 2022-03-25, 2022-03 or 2022;"
        " see 'fasti board --help'",
        2,
    )


def test_times_that_are_none_or_not_yet(raad: Fasti):
    raad.refused(
        "board raad --known-at nix",
        "'nix' is no time; write it like 2022-03-26, 2022-03-26T12:00Z or '#12';"
        " see 'fasti board --help'",
        2,
    )
    raad.refused(
        "board raad --known-at 2999-01-01",
        "2999-01-01 lies in the future; the register knows nothing of it yet",
    )
    today = datetime.now(UTC).date()
    assert raad.run(f"board raad --known-at {today}").exit_code == 0
    assert raad.run("board raad --known-at 2999-01-01T00:00+02:00").exit_code == 1


def test_names_that_could_bite(fasti: Fasti):
    for name, point in (("a\nb", "000A"), ("a\x1b[31mb", "001B"), ("a\u202eb", "202E")):
        fasti.refused(
            f"person register x --name '{name}'",
            f"name: contains the character U+{point}; take it out",
            2,
        )
    fasti.refused(
        f"person register x --name {'a' * 10_000}",
        "name: has 10,000 characters; at most 200 are kept",
        2,
    )
    fasti.refused("person register x --name ' '", "name: is empty; write a text", 2)
    fasti.refused(
        "person register '!!' --name X",
        "'!!' makes no identifier; use letters and digits, at most 120",
    )


def test_a_name_may_hold_a_space_that_does_not_break(fasti: Fasti):
    fasti.done("person register bo --name 'Bo\u00a0Hansen'")
    assert fasti.json("log")[0]["text"] == "Bo\u00a0Hansen was registered."


def test_two_spellings_of_one_letter_are_one(fasti: Fasti):
    fasti.done("person register aarhus --name 'A\u030arhus'")
    assert fasti.json("log")[0]["text"] == "Århus was registered."
    assert fasti.done("find århus")[1].split()[0] == "#1"


def test_unknown_and_ambiguous_names_list_candidates(raad: Fasti):
    raad.refused("person bo-hansn", "no person 'bo-hansn'; near it: bo (Bo Hansen)")
    raad.refused(
        "person s",
        "'s' may be several: aase (Åse Ærø); bo (Bo Hansen); cy (Cy Øst); name one of them",
    )
    raad.refused("person '!!'", "no person '!!'; record it first with 'fasti person register'")
    raad.refused("board nix", "no body 'nix'; record it first with 'fasti body establish'")
    raad.refused(
        "seat raad s", "'s' may be several in raad: s1 (Sæde 1); s2 (Sæde 2); name one of them"
    )
    raad.refused("meeting m", "no meeting 'm'; record it first with 'fasti meeting convene'")
    raad.refused("proposal p", "no proposal 'p'; record it first with 'fasti propose'")


def test_merged_and_former_names_keep_working(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "person rename cy --name 'Cy Vest'",
        "person merge cy bo --reason samme",
    )
    for name in ("bo", "Bo Hansen", "cy", "Cy Øst", "vest"):
        assert raad.json(f"person '{name}'")[0]["name"] == "Cy Vest"
    assert raad.json("board raad --on 2020-01-01")["seats"][0]["holders"][0]["person"] == "cy"
    raad.done("resign raad s1 cy --effective 2020-01-01")


def test_misuse(raad: Fasti):
    raad.refused("nope", "No such command 'nope'; see 'fasti --help'", 2)
    raad.refused("board", "name one body, or --all; see 'fasti board --help'", 2)
    raad.refused(
        "resign raad s1 bo",
        "give --effective, the last day in the seat, or --tendered; see 'fasti resign --help'",
        2,
    )
    raad.refused(
        "seat change raad s1 --on 2020 --places mange",
        "Invalid value for '--places': 'mange' is no number of places; write 1, 2, … or unlimited;"
        " see 'fasti seat change --help'",
        2,
    )
    raad.refused(
        "person affiliate bo",
        "give a party or group, or --none; see 'fasti person affiliate --help'",
        2,
    )
    raad.refused("find ' '", "give a text to look for; see 'fasti find --help'", 2)
    raad.refused(
        "replay --into x", "--known-at and --into go together; see 'fasti replay --help'", 2
    )
    raad.refused("why 99", "there is no entry #99")
    raad.refused("retract 99 --reason fejl", "there is no entry #99")
    raad.refused("decisions --outcome nix", raad.run("decisions --outcome nix").stderr[7:-1], 2)
    result = raad.run("log --kind nix")
    assert (result.exit_code, result.stderr.startswith("fasti: no kind 'nix'; there are")) == (
        2,
        True,
    )
    raad.done("propose p1 --body raad --text X")
    raad.refused(
        "proposal amend p1",
        "give what is new: --text or --act; see 'fasti proposal amend --help'",
        2,
    )
    raad.refused(
        "decide p1 --outcome adopted --on 2020-01-01 --votes mange",
        "--votes 'mange': write for, against, abstaining like 12/3/1; see 'fasti decide --help'",
        2,
    )


def test_acts_of_a_proposal_are_commands_that_record(raad: Fasti):
    for text in ("nix", "board raad", "seat raad s1", "seat show raad s1", "body list", ""):
        raad.refused(
            f"propose p1 --body raad --text X --act '{text}'",
            f"--act '{text}' asks for nothing that a proposal can carry;"
            " see 'fasti propose --help'",
            2,
        )
    raad.refused(
        'propose p1 --body raad --text X --act "appoint \'raad"',
        "--act \"appoint 'raad\": No closing quotation; see 'fasti propose --help'",
        2,
    )


def test_a_register_is_made_in_a_new_place(raad: Fasti):
    used = {
        InFolder: "{} is not empty; a register is made in a new or empty folder",
        OnServer: "the schema fasti of {} is not empty; a register is made in new schemas, named"
        " with ?schema=",
    }
    raad.refused(f"init {raad.address}", used[type(raad)].format(raad.where), 2)
    result = raad.run("--register /nix/da board raad")
    assert (result.exit_code, result.stderr) == (
        2,
        "fasti: no register at /nix/da; name one with --register, or make one with 'fasti init'\n",
    )
    assert raad.run("init /proc/nix").exit_code == 3


def spoiled(fasti: Fasti, *statements: str) -> None:
    with closing(sqlite3.connect(fasti.folder / "events.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_files_that_are_no_register(tmp_path: Path):
    for name, content in (("empty", b""), ("foreign", b"SQLite format 3\0" + b"x" * 200)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "events.db").write_bytes(content)
        result = InFolder(folder).run("board raad")
        assert result.exit_code == 3
        assert result.stderr.count("\n") == 1


@pytest.mark.in_folder
def test_a_register_of_a_newer_version_is_not_touched(raad: Fasti):
    spoiled(raad, "PRAGMA user_version = 9")
    result = raad.run("board raad")
    assert (result.exit_code, result.stderr) == (
        3,
        f"fasti: {raad.folder / 'events.db'} was written by a newer Fasti (format 9, this one"
        " reads 1); install the newer version\n",
    )
    assert raad.run("person register x --name X").exit_code == 3


@pytest.mark.in_folder
def test_the_log_takes_no_change(raad: Fasti):
    for statement in ("UPDATE stored_events SET topic = 'x'", "DELETE FROM stored_events"):
        with pytest.raises(sqlite3.IntegrityError, match="the log is append-only"):
            spoiled(raad, statement)


def test_entries_that_cannot_be_read_are_damage(raad: Fasti):
    columns = "rowid, originator_id, originator_version, topic, state"
    insert = f"INSERT INTO stored_events ({columns}) VALUES (?, ?, ?, ?, ?)"
    tampered(raad, (insert, (8, "body:x", 1, "os/system", b"{}")))
    assert "has not one leaf for each entry" in raad.run("log").stderr
    tree_made_anew(raad)
    result = raad.run("log")
    assert result.exit_code == 3
    assert "entry #8 in stream 'body:x' cannot be read as 'os/system'" in result.stderr


def test_a_clock_behind_the_last_entry_is_refused(raad: Fasti):
    early = datetime(2001, 1, 1, tzinfo=UTC)
    told = "the clock says 2001-01-01T00:00:00"
    with raad.register(clock=lambda: early) as register, pytest.raises(ClockBehind, match=told):
        register.record([act("x", PersonRegistered(name="X"))])
    assert raad.last() == 7


@pytest.mark.in_folder
def test_a_locked_register_says_who_to_wait_for(raad: Fasti, monkeypatch):
    monkeypatch.setattr("application.folder.log.DEADLINE", 1)
    hold = (
        "import sqlite3,sys,time;c=sqlite3.connect(sys.argv[1]);c.execute('BEGIN IMMEDIATE');"
        "print('held',flush=True);time.sleep(30)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(raad.folder / "events.db")], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        result = raad.run("person register x --name X")
        other.kill()
    assert result.exit_code == 3
    assert f"is locked by process {other.pid} (" in result.stderr
    assert raad.run("person register x --name X").exit_code == 0


@pytest.mark.in_folder
def test_views_may_be_deleted_or_spoiled_at_any_moment(raad: Fasti):
    before = raad.run("log").stdout
    (raad.folder / "views.db").unlink()
    assert raad.run("log").stdout == before
    (raad.folder / "views.db").write_bytes(b"nonsense")
    assert raad.run("log").stdout == before
    (raad.folder / "views.db").unlink()
    raad.done("person register x --name X")
    assert raad.run("replay --check").exit_code == 0


@pytest.mark.in_folder
def test_where_views_cannot_be_written_the_register_can_still_be_asked(raad: Fasti):
    before = raad.run("log").stdout
    (raad.folder / "views.db").unlink()
    (raad.folder / "views.db").mkdir()
    assert raad.run("log").stdout == before
    result = raad.run("person register x --name X")
    assert (result.exit_code, result.stdout) == (0, "#8\n")
    assert result.stderr == "recorded; the views are behind, run fasti replay\n"
