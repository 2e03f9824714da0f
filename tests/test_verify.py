"""Whatever is changed, removed, reordered or back-dated is found, entry by entry."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from application.register import Register
from domain.act import act
from domain.person_events import PersonRegistered
from tests.calling import Fasti
from tests.tampering import changed, tampered, tree_made_anew

KEY = "example.org/raad"


@pytest.fixture
def signed(raad: Fasti) -> Fasti:
    """A register of nine entries, signed at the seventh."""
    raad.done(
        f"key new {KEY}",
        "checkpoint",
        "appoint raad s1 bo --from 2018-01-01",
        "resign raad s1 bo --effective 2019-12-31",
    )
    assert raad.last() == 9
    return raad


def found(fasti: Fasti, options: str = "") -> list[tuple[str, int | None, str]]:
    """The damage that verify reports, and what it says is safe to believe."""
    result = fasti.run(f"verify {options} --format json")
    rows = json.loads(result.stdout)
    damage = [(r["part"], r["entry"], r["text"]) for r in rows if r["state"] == "DAMAGED"]
    assert result.exit_code == (3 if damage else 0)
    return [*damage, (rows[-1]["part"], None, rows[-1]["text"])]


def safe(fasti: Fasti) -> str:
    return found(fasti)[-1][2]


NEWER = (
    "only as their leaves say, and who can write the file can make those anew; sign with"
    " 'fasti checkpoint'"
)


def test_a_sound_register_says_what_is_signed_and_what_is_not_yet(signed: Fasti):
    told = f"#1 to #7: what was signed; #8 to #9: {NEWER}"
    assert found(signed) == [("to believe", None, told)]
    signed.done("checkpoint")
    assert safe(signed) == "#1 to #9: what was signed"
    rows = signed.json("verify")
    assert [(row["part"], row["text"]) for row in rows[:4]] == [
        ("entries", "9 read, with their leaves and commands"),
        ("checkpoints", "3 compared, 3 signed by a known key, 0 witnessed"),
        ("papers", "0 kept, 0 named"),
        ("views", "up to #9, against a rebuild"),
    ]


def test_what_nobody_known_signed_is_not_called_signed(signed: Fasti, keys: Path):
    public = signed.done("key show")[0]
    (keys / "example-org-raad.pub").unlink()
    told = safe(signed)
    assert told.startswith("#1 to #9: only as their leaves say")
    assert told.endswith("name the key that signed with --key")
    assert found(signed, f"--key {public}")[-1][2].startswith("#1 to #7: what was signed")


def test_an_empty_register_is_sound(fasti: Fasti):
    assert found(fasti) == [("to believe", None, "there is no entry yet")]
    with fasti.storage() as storage:
        storage.views.discard()
    assert fasti.json("verify")[3]["text"] == "none; they are made when something is asked"


def test_every_changed_entry_is_named_and_the_others_are_believed(signed: Fasti):
    changed(signed, 4, "Hansen", "Jensen")
    changed(signed, 6, "Ærø", "Ørn")
    told = found(signed)
    assert ("entries", 4, "is not what its leaf says") in told
    assert ("entries", 6, "is not what its leaf says") in told
    assert {entry for part, entry, _ in told if part == "entries"} == {4, 6}
    assert safe(signed) == f"#1 to #3, #5, #7: what was signed; #8 to #9: {NEWER}"


def test_a_changed_entry_is_found_though_nothing_is_signed(raad: Fasti):
    changed(raad, 3, "places", "placez")
    told = found(raad)
    assert ("entries", 3, "is not what its leaf says") in told
    assert told[-1][2] == f"#1 to #2, #4 to #7: {NEWER}"


def test_a_tree_made_anew_by_an_insider_is_not_what_was_signed(signed: Fasti):
    signed.done("checkpoint")
    changed(signed, 8, "2018-01-01", "2017-01-01")
    tree_made_anew(signed)
    message = "is not the log whose #1 to #9 were signed"
    assert message in signed.run("board raad").stderr
    told = found(signed)
    text = "9.checkpoint: the entries up to #9 are not all as they were signed"
    assert ("checkpoints", 9, text) in told
    assert told[-1][2] == "#1 to #7: what was signed"


def test_a_lost_last_entry_is_noticed_with_its_leaf_and_without(signed: Fasti, tmp_path: Path):
    copy = signed.copy(tmp_path / "copy")
    tampered(copy, "DELETE FROM stored_events WHERE rowid = 9")
    assert "has not one leaf for each entry" in copy.run("board raad").stderr
    told = found(copy)
    assert ("tree", None, "the tree has 9 leaves, the log ends at #8") in told
    assert ("entries", 9, "is missing, or cannot be read") in told
    tree_made_anew(copy)
    assert "the views contain #9, the log ends at #8" in copy.run("board raad").stderr
    told = found(copy)
    assert ("commands", 9, "a command says it made #9 to #9; the entries do not") in told
    assert ("views", None, "they contain #9, the log ends at #8: the log has lost entries") in told


def test_a_lost_signed_entry_is_noticed_at_open(signed: Fasti):
    signed.done("checkpoint")
    tampered(signed, "DELETE FROM stored_events WHERE rowid = 9")
    tree_made_anew(signed)
    result = signed.run("board raad")
    assert result.exit_code == 3
    assert "ends at #8, but #9 was signed" in result.stderr
    assert signed.run("person register x --name X").exit_code == 3
    told = found(signed)
    assert ("entries", 9, "was signed, and is lost") in told
    assert told[-1][2] == "#1 to #7: what was signed"


SWAP = "UPDATE stored_events SET originator_id = ?, originator_version = ? WHERE rowid = ?"


def test_swapped_streams_are_found(signed: Fasti):
    changes = [
        (SWAP, ("person:x", 1, 4)),
        (SWAP, ("person:bo", 1, 6)),
        (SWAP, ("person:aase", 1, 4)),
    ]
    tampered(signed, *changes)
    told = found(signed)
    for number in (4, 6):
        assert ("entries", number, "is not what its leaf says") in told


def test_reordered_entries_are_found(signed: Fasti):
    move = "UPDATE stored_events SET rowid = {} WHERE rowid = {}"
    steps = (move.format(*pair) for pair in ((99, 4), (4, 6), (6, 99)))
    tampered(signed, *steps)
    told = found(signed)
    for number in (4, 6):
        assert ("entries", number, "is not what its leaf says") in told


def test_a_back_dated_entry_is_found_though_the_tree_is_made_anew(signed: Fasti):
    changed(signed, 8, '"recorded":"2', '"recorded":"1')
    tree_made_anew(signed)
    told = [text for part, entry, text in found(signed) if (part, entry) == ("times", 8)]
    assert len(told) == 1
    assert told[0].endswith("before the one before it")


def test_versions_of_a_stream_follow_one_another(signed: Fasti):
    tampered(signed, (SWAP, ("body:raad", 7, 9)))
    tree_made_anew(signed)
    assert ("entries", 9, "is version 7 of body:raad, where 5 follows") in found(signed)


def test_a_foreign_kind_is_never_run_and_is_found(signed: Fasti):
    tampered(signed, "UPDATE stored_events SET topic = 'os:system' WHERE rowid = 8")
    tree_made_anew(signed)
    told = [text for part, entry, text in found(signed) if (part, entry) == ("entries", 8)]
    assert told[0].startswith("cannot be read: entry #8 in stream 'body:raad' cannot be read as")


@pytest.mark.in_folder
def test_forged_views_and_lost_triggers_are_found(signed: Fasti):
    with signed.views() as views:
        views.execute("UPDATE tenures SET person = 'cy'")
    with closing(sqlite3.connect(signed.folder / "events.db")) as log:
        log.execute("DROP TRIGGER tree_delete")
    told = found(signed)
    assert ("storage", None, "the trigger tree_delete, against changes, is gone") in told
    assert next(text for part, _, text in told if part == "views").startswith("tenures, row 1")
    (signed.folder / "views.db").write_bytes(b"SQLite format 3\0" + bytes(4000))
    assert found(signed)[-1][0] == "to believe"


def test_a_changed_paper_is_found_and_a_lost_one_too(signed: Fasti, tmp_path: Path):
    (tmp_path / "referat.txt").write_text("Bo Hansen fratræder.", "utf-8")
    signed.done(f"person rename bo --name 'Bo Holm' --paper {tmp_path}/referat.txt")
    assert len(found(signed)) == 1
    with signed.storage() as storage:
        (paper,) = storage.papers.names()
        storage.papers.put(paper, b"Bo Hansen bliver.")
    name = f"{paper[:12]}…"
    assert found(signed)[0] == ("papers", 10, f"paper {name} is not the one that was kept")
    with signed.storage() as storage:
        storage.papers.remove(paper)
    result = signed.run("verify --format json")
    assert result.exit_code == 3
    lost = [row["text"] for row in json.loads(result.stdout) if row["state"] == "LOST"]
    assert lost == [f"paper {name} was kept and is lost; copy it back from a backup"]
    signed.done(f"person rename bo --name 'Bo Holm' --paper {tmp_path}/referat.txt", "verify")


def test_nodes_above_sound_leaves_are_told_apart_from_entries(signed: Fasti):
    tampered(signed, ("UPDATE tree SET hash = ? WHERE place = 2", (bytes(32),)))
    told = found(signed)
    text = "nodes are not the hashes of their children; the entries agree with their leaves"
    assert ("tree", None, text) in told
    assert told[-1][2].startswith("#1 to #7: what was signed")
    tampered(signed, ("UPDATE tree SET hash = ? WHERE place = 0", (b"no hash",)))
    text = "its leaf is damaged; the entry itself is what was signed"
    assert ("tree", 1, text) in found(signed)


def test_commands_that_were_forged_are_found(signed: Fasti):
    tampered(signed, "DELETE FROM commands WHERE first = 9")
    assert found(signed)[0] == ("commands", 9, "no command says it made #9 to #9")


@pytest.mark.in_folder
def test_text_where_bytes_should_be_is_damage(signed: Fasti):
    tampered(signed, "UPDATE stored_events SET state = 'text' WHERE rowid = 8")
    assert ("entries", 8, "is missing, or cannot be read") in found(signed)
    tampered(signed, "UPDATE stored_events SET state = CAST(state AS TEXT)")
    for line in ("why 8", "replay", "export entries -o /dev/null"):
        result = signed.run(line)
        assert (result.exit_code, result.stderr.count("\n")) == (3, 1), result.stderr


@pytest.mark.in_folder
@pytest.mark.parametrize(
    "change",
    ["originator_id = CAST(originator_id AS BLOB)", "originator_version = 'one'", "topic = x'61'"],
)
def test_values_of_another_type_than_were_stored_are_damage(signed: Fasti, change: str):
    tampered(signed, f"UPDATE stored_events SET {change} WHERE rowid = 8")
    for line in ("log", "why 8", "verify", "replay", "export entries -o /dev/null"):
        result = signed.run(line)
        assert (result.exit_code, "Traceback" in result.output) == (3, False), line


@pytest.mark.in_folder
def test_a_broken_file_is_read_as_far_as_it_can_be(raad: Fasti):
    people = [act(f"p{n}", PersonRegistered(name=f"Person {n}")) for n in range(60)]
    Register(raad.folder).record(people)
    log = raad.folder / "events.db"
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(log.read_bytes())
    page = content.index(b"Person 30") // 4096 * 4096
    content[page : page + 4096] = bytes(4096)
    log.write_bytes(content)
    told = found(raad)
    assert any(part == "storage" for part, _, _ in told)
    assert any(part == "entries" for part, _, _ in told)
    assert told[-1][2].startswith("#1 to #")


def test_an_entry_in_no_stream_is_damage(signed: Fasti):
    tampered(signed, (SWAP, ("parson:bo", 1, 4)))
    told = found(signed)
    damaged = "cannot be read: entry #4 stands in 'parson:bo', which is no stream: it is damaged"
    assert ("entries", 4, damaged) in told
    assert "which is no stream" in signed.run("replay").stderr
