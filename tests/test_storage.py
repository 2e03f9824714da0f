"""The files of a register: what is not ours is left alone, what is lost is noticed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.calling import Fasti

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
            result = Fasti(folder).run(line)
            told = f"fasti: {folder / 'events.db'} is not a Fasti register\n"
            assert (result.exit_code, result.stderr) == (3, told)
        assert (folder / "events.db").read_bytes() == before
        assert [path.name for path in folder.iterdir()] == ["events.db"]


@pytest.mark.parametrize("name", ["events.db", "views.db"])
def test_views_of_a_known_time_overwrite_nothing(raad: Fasti, name: str):
    path = raad.folder / name
    raad.refused(
        f"replay --known-at '#7' --into {path}",
        f"{path} exists already; name a new file; see 'fasti replay --help'",
        2,
    )


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


def test_a_replay_that_cannot_be_written_says_so_in_one_line(raad: Fasti):
    views = raad.folder / "views.db"
    views.unlink()
    views.mkdir()
    raad.refused("replay", f"{views} cannot be written: Is a directory", 3)


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
