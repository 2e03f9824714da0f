"""The files of a register: what is not ours is left alone, what is lost is noticed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from application.failures import Busy, Damaged, Unwritable
from application.folder.identity import (
    IMMUTABLE,
    bring_together,
    signs,
    still,
    storage_failure,
)
from domain.act import act
from domain.person_events import PersonRegistered
from tests.calling import Fasti
from tests.places import InFolder

WRITE = "person register x --name X"


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_refused_command_leaves_a_file_that_is_no_register_as_it_was(tmp_path: Path):
    changed(tmp_path / "foreign.db", "CREATE TABLE t (x)")
    (tmp_path / "empty.db").touch()
    for name in ("foreign", "empty"):
        folder = tmp_path / name
        folder.mkdir()
        (tmp_path / f"{name}.db").rename(folder / "events.db")
        before = (folder / "events.db").read_bytes()
        for line in (WRITE, "board raad"):
            result = InFolder(folder).run(line)
            told = f"fasti: {folder / 'events.db'} is not a Fasti register\n"
            assert (result.exit_code, result.stderr) == (3, told)
        assert (folder / "events.db").read_bytes() == before
        assert [path.name for path in folder.iterdir()] == ["events.db"]


@pytest.mark.in_folder
@pytest.mark.parametrize("name", ["events.db", "views.db"])
def test_views_of_a_known_time_overwrite_nothing(raad: Fasti, name: str):
    path = raad.folder / name
    raad.refused(
        f"replay --known-at '#7' --into {path}",
        f"{path} exists already; name a new file; see 'fasti replay --help'",
        2,
    )


@pytest.mark.in_folder
def test_views_keep_their_rights_when_they_are_rebuilt(raad: Fasti):
    views = raad.folder / "views.db"
    for rights in (0o664, 0o640):
        views.chmod(rights)
        raad.done("replay")
        assert views.stat().st_mode & 0o777 == rights
    log = raad.folder / "events.db"
    views.unlink()
    raad.done("log")
    assert views.stat().st_mode == log.stat().st_mode


@pytest.mark.in_folder
def test_a_replay_that_cannot_be_written_says_so_in_one_line(raad: Fasti):
    views = raad.folder / "views.db"
    views.unlink()
    views.mkdir()
    raad.refused("replay", f"{views} cannot be written: Is a directory", 3)


@pytest.mark.in_folder
def test_entries_that_are_gone_are_noticed_by_a_replay(raad: Fasti):
    log = raad.folder / "events.db"
    changed(log, "DROP TRIGGER stored_events_delete", "DELETE FROM stored_events WHERE rowid = 3")
    for line in ("replay", "replay --check"):
        raad.refused(line, f"{log} lacks entries: its last is #7, but some before it are gone", 3)


def test_the_name_of_a_writer_is_a_name(raad: Fasti):
    raad.refused(
        f"--writer 'a\x1b]0;b' {WRITE}",
        "the name of the writer contains the character U+001B; take it out;"
        " give another with --writer",
    )


def test_a_known_time_given_by_an_entry_knows_all_that_was_recorded_with_it(raad: Fasti):
    raad.done("propose p1 --body raad --text X --act 'appoint raad s1 bo --from 2020-01-09'")
    raad.done("decide p1 --outcome adopted --on 2020-01-08")
    seat = raad.json("board raad --on 2020-02-01 --known-at '#9'")["seats"][0]
    assert seat["holders"][0]["entries"] == [10]


def half_written(fasti: Fasti, folder: Path) -> Fasti:
    """A copy of a register, taken while its views were being written: their journal is there."""
    with closing(sqlite3.connect(fasti.folder / "views.db", isolation_level=None)) as views:
        views.execute("PRAGMA cache_size = 10")
        views.execute("BEGIN IMMEDIATE")
        views.execute("UPDATE persons SET name = 'Forged'")
        views.execute("CREATE TABLE much AS SELECT zeroblob(400000)")
        shutil.copytree(fasti.folder, folder)
        views.execute("ROLLBACK")
    assert b"Forged" in (folder / "views.db").read_bytes()
    assert (folder / "views.db-journal").stat().st_size
    return InFolder(folder)


@pytest.mark.in_folder
@pytest.mark.parametrize("line", ["person bo", "verify", "replay", WRITE, "restore BACKUP"])
def test_views_half_written_when_the_program_was_killed_are_put_right(
    raad: Fasti, tmp_path: Path, line: str
):
    raad.done(f"backup {tmp_path / 'backup'}")
    copy = half_written(raad, tmp_path / "copy")
    for program in (raad, copy):
        program.done(line.replace("BACKUP", str(tmp_path / "backup")))
    assert copy.done("person bo") == raad.done("person bo")
    copy.done("replay --check")
    assert not (copy.folder / "views.db-journal").exists()


@pytest.mark.in_folder
@pytest.mark.parametrize("content", [None, b"no views" * 9000])
def test_what_is_left_of_other_views_is_not_played_into_new_ones(
    raad: Fasti, tmp_path: Path, content: bytes | None
):
    copy = half_written(raad, tmp_path / "copy")
    (copy.folder / "views.db").unlink()
    if content is not None:
        (copy.folder / "views.db").write_bytes(content)
    assert copy.done("person bo") == raad.done("person bo")
    copy.done(WRITE, "replay --check", "verify")


@pytest.mark.in_folder
def test_views_that_others_are_writing_are_not_replaced(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("application.folder.views.DEADLINE", 0)
    views = raad.folder / "views.db"
    with closing(sqlite3.connect(views, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = raad.run("replay")
    assert (result.exit_code, f"{views} is locked" in result.stderr) == (3, True)
    raad.done("replay")


@pytest.mark.in_folder
@pytest.mark.parametrize("forged", ["until = 'soon'", "entries = '[x'", "first_earliest = 'a'"])
def test_forged_views_that_say_nothing_are_told_in_one_line(raad: Fasti, forged: str):
    raad.done("appoint raad s1 bo --from 2018-01-01")
    changed(raad.folder / "views.db", f"UPDATE tenures SET {forged}")
    raad.refused("check", "the views differ from the log; run 'fasti replay'", 3)
    raad.done("replay", "check")


@pytest.mark.in_folder
def test_forged_views_that_know_not_what_they_contain_are_made_anew(raad: Fasti):
    changed(raad.folder / "views.db", "UPDATE position SET number = 'x'")
    raad.done("board raad", "verify")


@pytest.mark.parametrize("line", ["log", "board raad --format json", WRITE])
def test_an_answer_that_nothing_takes_is_one_line_and_an_exit_code(raad: Fasti, line: str):
    program = [str(Path(sys.executable).parent / "fasti"), "--register", raad.address]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*program, *line.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    told = "fasti: no space left on device; 'fasti log' tells what is recorded\n"
    assert (done.returncode, done.stderr) == (3, told)
    assert raad.last() == (8 if line == WRITE else 7)


@pytest.mark.in_folder
def test_a_log_whose_side_file_others_read_is_not_moved(raad: Fasti, monkeypatch):
    monkeypatch.setattr("application.folder.identity.DEADLINE", 0)
    log = raad.folder / "events.db"
    with closing(sqlite3.connect(log)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM stored_events").fetchall()
        raad.done(WRITE)
        with pytest.raises(Busy, match="is locked"):
            bring_together(log)
    bring_together(log)
    with pytest.raises(Damaged):
        bring_together(Path(__file__))


def test_a_disk_that_fails_is_told_apart_from_one_that_is_full(tmp_path: Path):
    for text, told in (
        ("disk I/O error", "the disk fails (disk I/O error); once it is sound, 'fasti log' tells"),
        ("database or disk is full", "database or disk is full; nothing was changed"),
    ):
        failure = storage_failure(sqlite3.OperationalError(text), tmp_path / "events.db")
        assert isinstance(failure, Unwritable)
        assert told in str(failure)


def other(raad: Fasti, *words: str) -> str:
    """What another program says."""
    fasti = [str(Path(sys.executable).parent / "fasti"), "--register", raad.address]
    return subprocess.run([*fasti, *words], check=True, capture_output=True, text=True).stdout


@pytest.mark.in_folder
def test_a_log_that_is_read_without_locks_is_opened_anew_when_others_have_written(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch
):
    for module in ("identity", "log"):
        monkeypatch.setattr(f"application.folder.{module}.reading_mode", lambda path: IMMUTABLE)
    path = Path(raad.address) / "events.db"
    with raad.register() as register, register.log() as log:
        assert log.last()[0] == 7
        other(raad, "person", "register", "dy", "--name", "Dy")
        assert log.last()[0] == 8
        with pytest.raises(Busy, match="written to while it was read"), register.storage.reading():
            other(raad, "person", "register", "ea", "--name", "Ea")
    with pytest.raises(Busy), still(path, IMMUTABLE, []):
        raise Damaged("half of it is new")
    with pytest.raises(Damaged), still(path, IMMUTABLE, signs(path)):
        raise Damaged("it is so")


@pytest.mark.in_folder
def test_who_looks_at_a_log_while_it_writes_keeps_what_it_writes(raad: Fasti):
    with raad.register() as register, register.writing():
        register.record([act("dy", PersonRegistered(name="Dy"))], project=False)
        register.last()  # a look of its own at the file that it has open
        other(raad, "person", "register", "ea", "--name", "Ea")
        register.record([act("fi", PersonRegistered(name="Fi"))], project=False)
        seen = json.loads(other(raad, "log", "--format", "json"))
    assert [line["entry"] for line in seen] == list(range(1, 11))
