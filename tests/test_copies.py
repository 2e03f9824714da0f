"""Copies that lack a part, or have one of another time: they are noticed."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from application.folder.storage import Folder
from tests.calling import Fasti
from tests.places import InFolder

pytestmark = pytest.mark.in_folder


def test_a_copy_of_the_db_file_alone_is_noticed(raad: Fasti, tmp_path: Path):
    raad.done("key new example.org/raad", "checkpoint")
    copy = InFolder(tmp_path / "copy")
    with closing(Folder(raad.folder).log(writable=True)):
        raad.done("person register x --name X", "checkpoint")
        shutil.copytree(raad.folder, copy.folder, ignore=shutil.ignore_patterns("events.db-*"))
    result = copy.run("board raad")
    assert result.exit_code == 3
    assert "ends at #7, but #8 was signed" in result.stderr


def test_a_copy_without_its_wal_is_noticed_by_its_views_too(raad: Fasti, tmp_path: Path):
    copy = InFolder(tmp_path / "copy")
    with closing(Folder(raad.folder).log(writable=True)):
        raad.done("person register x --name X")
        shutil.copytree(raad.folder, copy.folder, ignore=shutil.ignore_patterns("events.db-*"))
    told = "the views contain #8, the log ends at #7: the log has lost entries"
    assert told in copy.run("board raad").stderr
    assert told in copy.run("person register y --name Y").stderr
    copy.done("restore --acknowledge-loss nedbrud", "person register y --name Y")


def test_a_stale_wal_beside_a_copy_that_was_put_back_is_noticed(raad: Fasti, tmp_path: Path):
    log_path = raad.folder / "events.db"
    raad.done("key new example.org/raad")
    with closing(Folder(log_path.parent).log(writable=True)):
        raad.done("person register x --name X")
        shutil.copy(raad.folder / "events.db-wal", tmp_path / "stale")
    raad.done("person register y --name Y", "appoint raad s1 x --from 2020-01-01", "checkpoint")
    shutil.copy(tmp_path / "stale", raad.folder / "events.db-wal")
    assert raad.run("board raad").exit_code == 3
    assert raad.run("verify").exit_code == 3
