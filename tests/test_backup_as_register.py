"""A backup is asked like a register, and nothing is written into it or beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.calling import Fasti
from tests.places import InFolder
from tests.test_backup import files
from tests.test_notes import WITNESS

pytestmark = pytest.mark.in_folder


def test_a_backup_is_asked_like_a_register_and_nothing_is_written_beside_it(
    kept: Fasti, tmp_path: Path
):
    backup = InFolder(tmp_path / "backup")
    before = files(backup.folder)
    for line in ("board raad --on 2020-01-01", "log", "check", "verify", "replay --check"):
        assert backup.run(line).stdout == kept.run(line).stdout, line
    assert files(backup.folder) == before
    backup.refused(
        "person register x --name X",
        f"{backup.folder} is a backup; put it back first, with 'fasti restore'",
        2,
    )
    assert files(backup.folder) == before


def test_nothing_is_written_into_a_backup_by_a_command_that_is_refused(kept: Fasti, tmp_path: Path):
    backup = InFolder(tmp_path / "backup")
    before = files(backup.folder)
    (tmp_path / "paper").write_bytes(b"bilag")
    kept.done("key new havneraad")
    for line in (
        "person note bo --note x",
        "erase bo --basis x --name",
        f"person register x --name X --paper {tmp_path}/paper",
        "replay",
        "checkpoint",
        f"checkpoint cosign {tmp_path}/paper --witness {WITNESS.public}",
        f"restore {tmp_path}/backup --acknowledge-loss x",
        "restore --acknowledge-loss x",
    ):
        assert backup.run(line).stderr == (
            f"fasti: {backup.folder} is a backup; put it back first, with 'fasti restore'\n"
        ), line
    assert files(backup.folder) == before


def test_views_of_another_shape_are_made_elsewhere_than_in_a_backup(kept: Fasti, tmp_path: Path):
    backup = InFolder(tmp_path / "backup")
    with closing(sqlite3.connect(backup.folder / "views.db")) as views, views:
        views.execute("UPDATE position SET tables = 'older'")
    before = files(backup.folder)
    line = "board raad --on 2020-01-01"
    assert backup.run(line).stdout == kept.run(line).stdout
    assert files(backup.folder) == before


def test_a_backup_never_has_a_smaller_tree_signed_than_was_signed(kept: Fasti, tmp_path: Path):
    kept.done("key new havneraad", "checkpoint", "person register x --name X", "checkpoint")
    [seen] = (tmp_path / "signing" / "seen").iterdir()
    before = seen.read_bytes()
    assert InFolder(tmp_path / "backup").run("checkpoint").exit_code == 2
    assert seen.read_bytes() == before
