"""A checkpoint is signed only over what follows from the last one, and is kept twice."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from application.checkpoints import abandon
from application.heads import keys_folder
from application.keys import key_in
from application.notes import COSIGNATURE, SigningKey, check
from domain.checkpoint import Head
from tests.calling import Fasti
from tests.tampering import changed, tampered, tree_made_anew
from verify_certificate import checked

KEY = "example.org/raad"
WITNESS = SigningKey.new("witness.example/w1", COSIGNATURE)


@pytest.fixture
def signed(raad: Fasti) -> Fasti:
    """A register whose seven entries are signed."""
    raad.done(f"key new {KEY}", "checkpoint")
    return raad


def notes(fasti: Fasti) -> dict[str, str]:
    """The checkpoints it keeps, by name."""
    with fasti.storage() as storage:
        files = storage.checkpoints
        return {name: files.read(name).decode() for name in files.names()}


def test_a_key_is_its_owners_alone_and_its_public_half_is_printed(fasti: Fasti, keys: Path):
    (public,) = fasti.done(f"key new {KEY}")
    path = keys / "example-org-raad.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert fasti.done("key show") == [public] == [path.with_suffix(".pub").read_text().strip()]
    fasti.refused(f"key new {KEY}", f"{path} exists already; a key is never overwritten", 2)
    path.chmod(0o640)
    fasti.refused("key show", f"{path} can be read by others; take that right away with chmod 600")


@pytest.mark.in_folder
def test_a_key_is_kept_outside_the_register(raad: Fasti, tmp_path: Path):
    inside = raad.folder / "raad.key"
    raad.refused(
        f"key new {KEY} --key {inside}",
        f"{inside} lies in the register; a key that guards it is kept elsewhere",
    )
    raad.refused(
        f"key new {KEY} --key {tmp_path}/raad",
        f"{tmp_path}/raad does not end with .key; give it that ending",
    )
    raad.done(f"key new {KEY} --key {tmp_path}/raad.key", f"checkpoint --key {tmp_path}/raad.key")


@pytest.mark.in_folder
def test_what_a_program_killed_while_it_signed_left_hinders_no_later_one(signed: Fasti):
    (seen,) = (keys_folder() / "seen").iterdir()
    kept = signed.folder / "checkpoints" / "7.checkpoint"
    left = [path.with_name(f".{path.name}-1-1") for path in (seen, kept)]
    for path in left:
        path.write_bytes(b"")
        os.utime(path, (1, 1))
    signed.done("person register x --name X", "checkpoint", "verify")
    assert not left[0].exists()


def test_which_key_is_meant_must_be_clear(raad: Fasti, keys: Path, tmp_path: Path):
    raad.refused("checkpoint", f"no key in {keys}; make one with 'fasti key new'", 2)
    raad.done("key new a", "key new b")
    raad.refused("checkpoint", f"2 keys in {keys}; name one with --key", 2)
    none = tmp_path / "none.key"
    raad.refused(
        f"checkpoint --key {none}",
        f"no key can be read at {none}; make one with 'fasti key new'",
        2,
    )
    none.write_text("PRIVATE+KEY+a")
    none.chmod(0o600)
    raad.refused(
        f"checkpoint --key {none}", f"{none} is no signing key; make one with 'fasti key new'", 2
    )


def test_keys_are_found_where_the_system_keeps_settings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("FASTI_KEYS")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/settings")
    assert keys_folder() == Path("/settings/fasti")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", "/home/aase")
    assert keys_folder() == Path("/home/aase/.config/fasti")


def test_a_checkpoint_is_a_signed_note_kept_in_the_register_and_outside(signed: Fasti, keys: Path):
    (note,) = notes(signed).values()
    (seen,) = (keys / "seen").iterdir()
    assert seen.read_text("utf-8") == note
    text, (by,) = check(note, [key_in(None).public])
    assert (by.key.name, Head.parse(text).origin, Head.parse(text).size) == (KEY, KEY, 7)


def test_where_no_key_can_be_kept_nothing_is_written(raad: Fasti, tmp_path: Path, monkeypatch):
    (tmp_path / "file").write_text("")
    raad.refused(
        f"key new {KEY} --key {tmp_path}/file/a.key",
        f"{tmp_path}/file/a.key cannot be written: File exists",
        3,
    )
    raad.done(f"key new {KEY} --key {tmp_path}/a.key")
    monkeypatch.setenv("FASTI_KEYS", str(tmp_path / "file"))
    result = raad.run(f"checkpoint --key {tmp_path}/a.key")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "cannot be written: " in result.stderr
    assert notes(raad) == {}


def test_what_is_signed_is_not_signed_again(signed: Fasti):
    before = notes(signed)
    result = signed.run("checkpoint")
    assert [result.stdout] == list(before.values())
    assert result.stderr == "everything up to #7 was signed before\n"
    with signed.storage() as storage:
        storage.checkpoints.remove("7.checkpoint")
    signed.done("checkpoint")
    assert notes(signed) == before


def test_each_checkpoint_follows_from_the_last(signed: Fasti):
    signed.done("appoint raad s1 bo --from 2018-01-01", "checkpoint")
    assert list(notes(signed)) == ["7.checkpoint", "8.checkpoint"]
    signed.done("resign raad s1 bo --effective 2019", "checkpoint")
    assert signed.run("verify").exit_code == 0


def test_an_empty_register_is_not_signed(fasti: Fasti):
    fasti.done(f"key new {KEY}")
    fasti.refused("checkpoint", "the register has no entry yet; there is nothing to sign")


def test_what_does_not_follow_is_not_signed(signed: Fasti):
    signed.done("appoint raad s1 bo --from 2018-01-01")
    changed(signed, 8, "2018", "2017")
    result = signed.run("checkpoint")
    assert result.exit_code == 3
    assert "an entry from #8 to #8 is not what its leaf says" in result.stderr
    tampered(signed, "UPDATE stored_events SET state = 'text' WHERE rowid = 8")
    assert "an entry from #8 to #8 is not what its leaf says" in signed.run("checkpoint").stderr
    tampered(signed, "DELETE FROM stored_events WHERE rowid > 6")
    tree_made_anew(signed)
    assert "ends at #6, but #7 was signed" in signed.run("checkpoint").stderr
    assert list(notes(signed)) == ["7.checkpoint"]


def test_two_roots_for_one_size_are_not_signed(signed: Fasti):
    changed(signed, 7, "Cy", "Ib")
    tree_made_anew(signed)
    result = signed.run("checkpoint")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "is not the log whose #1 to #7 were signed" in result.stderr


def test_a_register_put_back_as_a_whole_is_noticed(signed: Fasti, tmp_path: Path):
    older = signed.copy(tmp_path / "older")
    signed.done("appoint raad s1 bo --from 2018-01-01", "checkpoint")
    result = older.run("board raad")
    assert result.exit_code == 3
    assert "ends at #7, but #8 was signed" in result.stderr


def test_an_older_register_that_somebody_takes_upon_them_can_be_gone_on_with(
    signed: Fasti, tmp_path: Path
):
    older = signed.copy(tmp_path / "older")
    signed.done("appoint raad s1 bo --from 2018-01-01", "checkpoint")
    with older.storage() as storage:
        assert [head.size for head in abandon(storage)] == [8]
    older.done("appoint raad s1 cy --from 2018-01-01")
    assert "has signed what is lost" in older.run("checkpoint").stderr
    older.done(
        f"key new {KEY}-2", "checkpoint --key " + str(keys_folder() / "example-org-raad-2.key")
    )
    assert older.run("verify").exit_code == 0


@pytest.mark.in_folder
def test_after_a_loss_another_key_signs_on_and_certificates_hold_under_it(
    signed: Fasti, tmp_path: Path, keys: Path
):
    signed.done("appoint raad s1 bo --from 2018-01-01", "checkpoint", f"backup {tmp_path}/b")
    signed.done("person register x --name X", "checkpoint")
    signed.done(f"restore {tmp_path}/b --acknowledge-loss brand", "key new raad-2")
    signed.done(f"checkpoint --key {keys}/raad-2.key", "verify")
    signed.done(f"prove raad s1 bo --on 2020-01-01 -o {tmp_path}/c.json")
    certificate = json.loads((tmp_path / "c.json").read_text("utf-8"))
    told = checked(certificate, (keys / "raad-2.pub").read_text().strip(), [])
    assert told[0] == "raad-2 signed everything up to #9"


def test_a_key_signs_for_one_log_only(signed: Fasti, tmp_path: Path, keys: Path):
    other = signed.elsewhere(tmp_path / "other")
    other.done(f"init {other.address}", "person register x --name X")
    (seen,) = (keys / "seen").iterdir()
    other.refused(
        "checkpoint",
        f"{KEY} has signed for another log ({seen}), and a key signs for one;"
        " make a new one with 'fasti key new'",
    )


def test_who_signs_on_must_know_who_signed_before(signed: Fasti, tmp_path: Path, keys: Path):
    public = (keys / "example-org-raad.pub").read_text("utf-8").strip()
    signed.done("person register x --name X", f"key new b --key {tmp_path}/b.key")
    for path in keys.glob("*.pub"):
        path.unlink()
    with signed.storage() as storage:
        kept = storage.checkpoints.where("7.checkpoint")
    line = f"checkpoint --key {tmp_path}/b.key"
    signed.refused(line, f"{kept} is signed by no key known here; name it with --trust")
    signed.refused(
        f"{line} --trust {tmp_path}/none.pub",
        f"no public key at {tmp_path}/none.pub; name a file, or the key itself",
        2,
    )
    signed.done(f"{line} --trust {public}")
    assert signed.run(f"verify --key {public} --key {tmp_path}/b.pub").exit_code == 0


def test_a_checkpoint_whose_signature_does_not_hold_is_damage(signed: Fasti):
    (kept,) = notes(signed).values()
    with signed.storage() as storage:
        storage.checkpoints.put("7.checkpoint", f"{kept[:-12]}AAAAAAAAAA=\n".encode())
    signed.done("person register x --name X")
    result = signed.run("checkpoint")
    assert result.exit_code == 3
    assert f"the signature of {KEY} does not hold; run 'fasti verify'" in result.stderr
    assert f"the signature of {KEY} does not hold" in signed.run("verify --format csv").stdout


def test_a_checkpoint_that_cannot_be_read_is_noticed_at_open(signed: Fasti):
    (note,) = notes(signed).values()
    with signed.storage() as storage:
        kept = storage.checkpoints.where("7.checkpoint")
        storage.checkpoints.put("7.checkpoint", note.replace("\n7\n", "\n6\n").encode())
    assert f"{kept} holds a checkpoint of #6" in signed.run("board raad").stderr
    with signed.storage() as storage:
        storage.checkpoints.put("7.checkpoint", b"\xff")
    assert f"{kept} cannot be read as a checkpoint" in signed.run("board raad").stderr
    assert signed.run("verify").exit_code == 3


def test_what_witnesses_signed_is_kept_and_counted(signed: Fasti, tmp_path: Path):
    (note,) = notes(signed).values()
    text = Head.parse(note).text
    (tmp_path / "w.pub").write_text(str(WITNESS.public), "utf-8")
    (tmp_path / "seen.txt").write_text(note + WITNESS.line(text, 1_700_000_000), "utf-8")
    line = f"checkpoint cosign {tmp_path}/seen.txt --witness {tmp_path}/w.pub"
    assert signed.run(line).stderr == "the last checkpoint has 2 signatures\n"
    rows = signed.json(f"verify --key {tmp_path}/w.pub --checkpoint {tmp_path}/seen.txt")
    assert rows[1]["text"] == "3 compared, 3 signed by a known key, 3 witnessed"
    (tmp_path / "seen.txt").write_text("nothing", "utf-8")
    signed.refused(
        line,
        f"{tmp_path}/seen.txt is no signed note: a text, an empty line, and lines of signatures",
    )
    signed.refused(
        f"checkpoint cosign {tmp_path}/none.txt --witness {WITNESS.public}",
        f"no note can be read at {tmp_path}/none.txt",
        2,
    )


def test_without_a_checkpoint_there_is_nothing_to_witness(raad: Fasti, tmp_path: Path):
    raad.refused(
        f"checkpoint ask-stamp -o {tmp_path}/x",
        "no checkpoint was signed yet; sign one with 'fasti checkpoint'",
        2,
    )
