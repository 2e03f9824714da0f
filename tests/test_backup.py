"""Backups are read back whole; what a restore would lose is said, acknowledged and recorded."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from application.copying import copy_files
from application.notes import VerifierKey
from tests.calling import Fasti
from tests.places import InFolder

pytestmark = pytest.mark.in_folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_backup_is_one_folder_without_side_files_and_without_keys(kept: Fasti, tmp_path: Path):
    names = [name.partition("/")[0] for name in files(tmp_path / "backup")]
    assert names == ["backup.json", "events.db", "papers", "private", "views.db"]
    told = json.loads((tmp_path / "backup" / "backup.json").read_text())
    assert told["entries"] == 9
    assert len(told["files"]) == 4
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["bo"]


def test_a_backup_is_made_in_a_new_place_of_a_register_that_is_whole(kept: Fasti, tmp_path: Path):
    kept.refused(
        f"backup {tmp_path}/backup", f"{tmp_path}/backup is not empty; a backup is made in a new"
        " place", 2,
    )  # fmt: skip
    [paper] = (kept.folder / "papers").iterdir()
    content = paper.read_bytes()
    paper.write_bytes(b"x" + content)
    result = kept.run(f"backup {tmp_path}/other")
    assert result.exit_code == 3
    assert "no backup is made of a damaged register" in result.stderr
    assert not (tmp_path / "other").exists()
    paper.unlink()
    result = kept.run(f"backup {tmp_path}/other")
    assert result.stderr.startswith(f"#8: paper {paper.name[:12]}… was kept and is lost;")
    assert kept.run("backup /proc/nix").exit_code == 3


def test_what_is_recorded_and_signed_meanwhile_is_not_in_a_backup(
    kept: Fasti, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def others_sign_first(*given: Any) -> None:
        kept.done("person register x --name X", "checkpoint")
        copy_files(*given)

    kept.done("key new havneraad", "checkpoint")
    monkeypatch.setattr("application.backup.copy_files", others_sign_first)
    assert kept.run(f"backup {tmp_path}/other").stderr == (
        f"#1 to #9 are in {tmp_path}/other, read back whole\n"
    )
    assert InFolder(tmp_path / "other").run("verify").exit_code == 0


def test_what_was_lost_with_the_machine_comes_back(kept: Fasti, tmp_path: Path):
    answers = [kept.run(line).stdout for line in ("board raad --on 2020-01-01 --why", "log")]
    shutil.rmtree(kept.folder)
    result = kept.run(f"restore {tmp_path}/backup --keys {tmp_path}/keys")
    assert result.stderr == "restored up to #9; run 'fasti verify'\n"
    assert [
        kept.run(line).stdout for line in ("board raad --on 2020-01-01 --why", "log")
    ] == answers
    assert kept.json("person private bo")[0]["value"] == "er bange for hunde"
    assert kept.run("verify").exit_code == 0
    assert kept.done("person register x --name X") == ["#10"]


def test_nothing_is_lost_where_nothing_was_recorded_after_the_backup(kept: Fasti, tmp_path: Path):
    result = kept.run(f"restore {tmp_path}/backup")
    assert result.stderr.splitlines() == [
        "restored up to #9; run 'fasti verify'",
        f"what was there is in {kept.folder}.before-restore-1",
    ]
    assert kept.json("person private bo")[0]["value"] == "er bange for hunde"
    assert kept.last() == 9


def test_an_older_state_is_refused_until_the_loss_is_acknowledged(kept: Fasti, tmp_path: Path):
    kept.done("person register x --name X", "person register y --name Y")
    before = (kept.folder / "views.db").read_bytes()
    kept.refused(
        f"restore {tmp_path}/backup",
        "the backup ends at #9, but #11 was recorded; what is between is lost: say so with"
        " --acknowledge-loss REASON",
    )
    assert (kept.folder / "views.db").read_bytes() == before
    result = kept.run(f"restore {tmp_path}/backup --acknowledge-loss 'disken brændte'")
    assert result.stderr.splitlines() == [
        "restored up to #9; run 'fasti verify'",
        "lost, as the record says: #10 to #11",
        f"what was there is in {kept.folder}.before-restore-1",
    ]
    assert kept.done("why 10")[0] == (
        "#10 What was recorded after #9 was lost, last known number 11: disken brændte"
    )
    assert InFolder(kept.folder.with_name("register.before-restore-1")).last() == 11
    assert kept.run("verify").exit_code == 0
    assert kept.run("replay --check").exit_code == 0
    kept.refused(
        "retract 10 --reason nej", "#10 cannot be retracted: what is gone does not come back by it"
    )


def test_where_the_log_cannot_be_read_nobody_can_tell_what_is_lost(kept: Fasti, tmp_path: Path):
    (kept.folder / "events.db").write_bytes(b"x" * 5000)
    result = kept.run(f"restore {tmp_path}/backup")
    assert result.exit_code == 1
    assert "nobody can tell what was recorded after #9" in result.stderr
    result = kept.run(f"restore {tmp_path}/backup --acknowledge-loss 'disken brændte'")
    assert "nobody can tell what was recorded after it; the record says so" in result.stderr
    assert "last known number not stated: disken" in kept.done("why 10")[0]


def test_what_was_signed_is_remembered_when_the_machine_is_lost(kept: Fasti, tmp_path: Path):
    kept.done("person register x --name X", "key new havneraad", "checkpoint")
    shutil.rmtree(kept.folder)
    assert InFolder(tmp_path / "backup").run("log").exit_code == 0
    result = kept.run(f"restore {tmp_path}/backup")
    assert result.exit_code == 1
    assert result.stderr.startswith("fasti: the backup ends at #9, but #10 was recorded")
    told = kept.run(f"restore {tmp_path}/backup --acknowledge-loss brand").stderr
    assert kept.run("verify").exit_code == 0
    assert "havneraad has signed what is lost" in kept.run("checkpoint").stderr
    void = VerifierKey.parse((tmp_path / "signing" / "havneraad.pub").read_text())
    named = f"havneraad+{void.id.hex()} signed what"
    assert f"{named} is lost, as the record says, and signs no more" in told
    assert f"the key {named} was lost" in kept.run("why 10").stdout


def test_an_older_log_put_in_place_by_hand_is_noticed(kept: Fasti, tmp_path: Path):
    kept.done("person register x --name X")
    shutil.copy(tmp_path / "backup" / "events.db", kept.folder / "events.db")
    told = (
        "the views contain #10, the log ends at #9: the log has lost entries, or an older one was"
        " put in its place, or one without its -wal; find it, or accept the loss with 'fasti"
        " restore --acknowledge-loss REASON'"
    )
    for line in ("board raad", "person register z --name Z", "replay"):
        kept.refused(line, told, 3)
    kept.refused("restore", "name a backup, or say with --acknowledge-loss why entries are lost;"
                 " see 'fasti restore --help'", 2)  # fmt: skip
    result = kept.run("restore --acknowledge-loss 'lagt tilbage i hånden'")
    assert "lost, as the record says: #10" in result.stderr
    assert kept.run("verify").exit_code == 0
    kept.refused(
        "restore --acknowledge-loss x",
        f"nothing is known to be lost from {kept.folder}; it ends at #10",
    )


def test_a_stale_side_file_beside_a_restored_copy_is_not_played_back(kept: Fasti, tmp_path: Path):
    with closing(sqlite3.connect(kept.folder / "events.db")) as holding:
        holding.execute("SELECT 1 FROM stored_events").fetchall()
        kept.done("person register x --name X")
        stale = (kept.folder / "events.db-wal").read_bytes()
    assert stale
    shutil.copy(tmp_path / "backup" / "events.db", kept.folder / "events.db")
    (kept.folder / "events.db-wal").write_bytes(stale)
    told = (
        f"{kept.folder}/events.db-wal belongs to another events.db than the one beside it; move it"
        " away, then run 'fasti verify'"
    )
    for line in ("board raad", "person register z --name Z", "verify", "replay"):
        result = kept.run(line)
        assert (result.exit_code, result.stderr) == (3, f"fasti: {told}\n"), line
    assert (kept.folder / "events.db-wal").read_bytes() == stale


def test_what_is_not_the_backup_that_was_made_is_not_restored(kept: Fasti, tmp_path: Path):
    for name, spoil in (
        ("events.db", lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x")),
        ("views.db", lambda path: path.unlink()),
        ("papers/extra", lambda path: path.write_bytes(b"x")),
        ("backup.json", lambda path: path.write_text("nix")),
    ):
        copy = tmp_path / "copy"
        shutil.copytree(tmp_path / "backup", copy)
        spoil(copy / name)
        result = kept.run(f"restore {copy}")
        assert (result.exit_code, name in result.stderr) == (3, True), name
        shutil.rmtree(copy)
    kept.refused(
        f"restore {tmp_path}",
        f"{tmp_path} is no backup: it has no backup.json; make one with 'fasti backup'",
        2,
    )
    other = InFolder(tmp_path / "other")
    other.done(f"init {other.folder}", "person register x --name X")
    other.refused(
        f"restore {tmp_path}/backup",
        f"{other.folder} holds another register; restore into a new folder",
        3,
    )


def test_an_old_backup_does_not_undo_an_erasure(kept: Fasti, tmp_path: Path):
    kept.done("erase bo --basis 'art. 17' --name")
    kept.done(f"backup {tmp_path}/later --keys {tmp_path}/keys")
    assert [path.suffix for path in (tmp_path / "keys").iterdir()] == [".erased"]
    shutil.rmtree(kept.folder)
    result = kept.run(f"restore {tmp_path}/backup --keys {tmp_path}/keys")
    assert "but #10 was recorded; what is between is lost" in result.stderr
    kept.done(f"restore {tmp_path}/backup --keys {tmp_path}/keys --acknowledge-loss brand")
    assert "Bo Hansen" not in kept.run("log").stdout
    assert kept.run("verify").exit_code == 0


def test_an_erasure_that_a_restore_would_lose_is_recorded_anew(kept: Fasti, tmp_path: Path):
    shutil.copytree(tmp_path / "keys", tmp_path / "older-keys")
    kept.done("erase bo --basis 'art. 17' --name")
    result = kept.run(
        f"restore {tmp_path}/backup --keys {tmp_path}/older-keys --acknowledge-loss brand"
    )
    assert "the erasure of bo was lost too, and is recorded anew" in result.stderr
    assert kept.done("why 11")[0] == "#11 What is personal of [erased] was erased: art. 17"
    assert not (kept.folder / "keys" / "bo").exists()
    assert "Bo Hansen" not in kept.run("board raad --on 2020-01-01").stdout
    assert kept.run("person private bo").stdout == ""


def test_a_name_that_alone_was_erased_stays_erased_when_an_old_backup_is_put_back(
    kept: Fasti, tmp_path: Path
):
    kept.done("erase aase --basis dom --name")
    kept.done(f"restore {tmp_path}/backup --acknowledge-loss brand")
    assert "Åse Ærø" not in kept.run("log").stdout
    assert kept.run("person private aase").exit_code == 0


def test_a_log_that_is_in_use_is_not_replaced(kept: Fasti, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("application.restoration.DEADLINE", 0)
    with closing(sqlite3.connect(kept.folder / "events.db")) as other:
        other.execute("BEGIN")
        other.execute("SELECT 1 FROM stored_events").fetchall()
        result = kept.run(f"restore {tmp_path}/backup")
    assert (result.exit_code, "is locked" in result.stderr) == (3, True)
    assert kept.last() == 9


def test_a_backup_replaces_a_log_with_a_side_file_that_is_not_its_own(kept: Fasti, tmp_path: Path):
    with closing(sqlite3.connect(kept.folder / "events.db")) as holding:
        holding.execute("SELECT 1 FROM stored_events").fetchall()
        kept.done("person register x --name X")
        stale = (kept.folder / "events.db-wal").read_bytes()
    shutil.copy(tmp_path / "backup" / "events.db", kept.folder / "events.db")
    (kept.folder / "events.db-wal").write_bytes(stale)
    kept.done(f"restore {tmp_path}/backup --acknowledge-loss brand")
    assert (tmp_path / "register.before-restore-1" / "events.db-wal").read_bytes() == stale
    assert kept.run("verify").exit_code == 0


def test_where_no_log_is_left_a_backup_is_put_beside_what_is(kept: Fasti, tmp_path: Path):
    (kept.folder / "events.db").unlink()
    kept.done(f"restore {tmp_path}/backup")
    assert kept.json("person private bo")[0]["value"] == "er bange for hunde"


def test_entries_in_a_side_file_that_cannot_be_read_are_not_passed_over(
    kept: Fasti, tmp_path: Path
):
    copy = tmp_path / "copy"
    with closing(sqlite3.connect(kept.folder / "events.db")) as holding:
        holding.execute("SELECT 1 FROM stored_events").fetchall()
        kept.done("person register x --name X")
        shutil.copytree(kept.folder, copy, ignore=shutil.ignore_patterns("*-shm", "views.db"))
    (copy / "events.db-shm").symlink_to(tmp_path / "no" / "where")  # nothing is written beside it
    result = InFolder(copy).run("log")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "events.db-wal holds entries that can be read only where files can be" in result.stderr


def test_a_place_that_takes_no_keys_is_told(kept: Fasti, tmp_path: Path):
    shutil.rmtree(kept.folder / "keys")
    (kept.folder / "keys").symlink_to(tmp_path / "nowhere")
    result = kept.run("person note cy --note x")
    assert result.exit_code == 3
    assert result.stderr.startswith(f"fasti: {kept.folder}/keys cannot be written: ")
    assert kept.last() == 9
