"""All entries out and in again: the same register."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from application.leaves import ENTRIES
from domain.act import act
from domain.person_events import PersonRegistered
from exchange.entries import lines
from tests.calling import Fasti
from tests.every_kind import ASKED


@pytest.fixture
def full(every_kind: Fasti) -> Fasti:
    """A register with every kind of event, and evidence."""
    every_kind.done("person register dy --name 'Dy Ål' --quote 'møde \"4\" \\ é'")
    return every_kind


@pytest.fixture
def empty(fasti: Fasti, tmp_path: Path) -> Fasti:
    """Another register, empty."""
    other = fasti.elsewhere(tmp_path / "other")
    other.done(f"init {other.address}")
    return other


def stored(fasti: Fasti) -> list[tuple[Any, ...]]:
    with fasti.log() as log:
        entries = log.execute(f"{ENTRIES} ORDER BY rowid").fetchall()
        return entries + log.execute("SELECT * FROM commands ORDER BY id").fetchall()


def exported(fasti: Fasti, tmp_path: Path, options: str = "") -> Path:
    file = tmp_path / "all.jsonl"
    fasti.done(f"export entries -o {file} {options}")
    return file


def test_a_copy_has_the_same_rows_and_the_same_answers(full: Fasti, empty: Fasti, tmp_path):
    file = exported(full, tmp_path)
    empty.done(f"import entries {file}")
    assert stored(empty) == stored(full)
    for line in (*ASKED, "board raad --on 2019-01-01 --known-at '#20' --format json"):
        assert empty.run(line).stdout == full.run(line).stdout
    again = file.read_bytes()
    assert exported(empty, tmp_path).read_bytes() == again


def test_papers_that_entries_name_were_never_kept_in_a_copy_until_they_are(
    raad: Fasti, empty: Fasti, tmp_path: Path
):
    raad.done("person rename bo --name Bo --paper README.md", "person note bo --note x")
    empty.done(f"import entries {exported(raad, tmp_path)}", "verify")
    states = [row["state"] for row in empty.json("verify")]
    assert (states.count("never kept"), states.count("LOST")) == (2, 0)
    empty.done("person rename cy --name Cy --paper README.md", "verify")
    assert [row["state"] for row in empty.json("verify")].count("never kept") == 1
    with empty.storage() as storage:
        [paper] = storage.papers.names()
        storage.papers.remove(paper)
    assert empty.run("verify").exit_code == 3


def test_a_copy_goes_on_where_it_stopped(full: Fasti, empty: Fasti, tmp_path, monkeypatch):
    monkeypatch.setattr("exchange.entries.TOGETHER", 5)
    empty.done(f"import entries {exported(full, tmp_path, '--known-at #10')}")
    assert empty.last() == 10
    file = exported(full, tmp_path)
    empty.done(f"import entries {file} --in-batches")
    assert stored(empty) == stored(full)
    result = empty.run(f"import entries {file}")
    assert result.stderr == "nothing to add; all of it is on record already\n"
    empty.done("person register ny --name Ny")
    empty.refused(
        f"import entries {file}",
        f"entry #{empty.last()} of the register is not that of the file; entries are taken into an"
        " empty register, made with 'fasti init', or one that holds the first of them",
    )
    full.done("person register ny --name Nyt")
    result = empty.run(f"import entries {exported(full, tmp_path)}")
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"number": 4}, "has the number 4; 3 comes next"),
        ({"stream": "person"}, "names no stream"),
        ({"stream": 7}, "names no stream"),
        ({"stream": "body:bo"}, "is a person-registered/1 in the stream of a body"),
        ({"version": 2}, "is version 2 of person:cy; one is missing"),
        ({"version": "1"}, "names no version or kind"),
        ({"kind": "os.system"}, "is no entry of the kind 'os.system'"),
        ({"event": {"name": "X", "y": 1}}, "is no entry of the kind 'person-registered/1'"),
        ({"recorded": "i går"}, "is no entry of the kind 'person-registered/1'"),
        ({"recorded": "2001-01-01T00:00:00.000000Z"}, "was recorded before the entry above it"),
        ({"command": None}, "is no entry of the kind 'person-registered/1'"),
        ({"command": "a\0b"}, "contains a NUL character"),
        ({"writer": "a\0b"}, "contains a NUL character"),
    ],
)
def test_lines_that_are_no_entries_are_listed(fasti, empty, tmp_path, more, message):
    fasti.done(*(f"person register {name} --name {name}" for name in ("aa", "bo", "cy")))
    file = exported(fasti, tmp_path)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    lines[3] |= more
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    result = empty.run(f"import entries {file}")
    assert (result.exit_code, empty.last()) == (2, 0)
    assert result.stderr == f"fasti: {file}, line 4: {message}\n"


def test_a_line_that_is_missing_twice_or_broken_is_told_once(fasti, empty, tmp_path: Path):
    fasti.done(
        "body establish raad --name Rådet",
        *(f"body rename raad --name Rådet{n} --on 2020-01-0{n}" for n in range(1, 6)),
    )
    file = exported(fasti, tmp_path)
    lines = file.read_text("utf-8").splitlines()
    for broken, told in (
        ([*lines[:3], lines[2], *lines[3:]], "line 4: has the number 2; 3 comes next"),
        ([*lines[:3], *lines[4:]], "line 4: has the number 4; 3 comes next"),
        ([*lines[:3], "{", *lines[4:]], "line 4: is no JSON: Expecting property name"),
    ):
        file.write_text("\n".join(broken), "utf-8")
        result = empty.run(f"import entries {file}")
        (line,) = result.stderr.splitlines()
        assert told in line
        assert empty.last() == 0


@pytest.mark.parametrize("promised", ["abc", -5, [1], None])
def test_a_head_says_how_many_entries_follow(empty: Fasti, tmp_path: Path, promised: object):
    file = tmp_path / "all.jsonl"
    file.write_text(json.dumps({"fasti": "entries/1", "entries": promised}), "utf-8")
    told = "line 1: does not say how many entries follow"
    empty.refused(f"import entries {file}", f"{file}, {told}", 2)


def test_commands_are_whole(fasti: Fasti, empty: Fasti, tmp_path: Path):
    fasti.done(*(f"person register {name} --name {name}" for name in ("aa", "bo", "cy")))
    file = exported(fasti, tmp_path)
    head, *lines = map(json.loads, file.read_text("utf-8").splitlines())
    again = [lines[0], lines[1], lines[2] | {"command": lines[0]["command"]}]
    other = [lines[0], lines[1] | {"command": lines[0]["command"], "writer": "x"}, lines[2]]
    for given, message in (
        (again, "line 4: belongs to a command that ended before"),
        (other, "line 3: differs in time or writer from others of its command"),
    ):
        file.write_text("\n".join(map(json.dumps, (head, *given))), "utf-8")
        result = empty.run(f"import entries {file}")
        assert (result.exit_code, empty.last()) == (2, 0)
        assert result.stderr.startswith(f"fasti: {file}, {message}")


def test_a_command_that_was_cut_in_two_does_not_go_on(fasti: Fasti, empty: Fasti, tmp_path: Path):
    with fasti.register() as register:
        register.record([act(name, PersonRegistered(name=name)) for name in ("aa", "bo", "cy")])
        whole = list(lines(register, None))
        (tmp_path / "cut.jsonl").write_bytes(b"".join(lines(register, 2)))
    (tmp_path / "whole.jsonl").write_bytes(b"".join(whole))
    empty.done(f"import entries {tmp_path / 'cut.jsonl'}")
    told = "a command of the file goes on at #3, but the register has it as whole with #2"
    assert told in empty.run(f"import entries {tmp_path / 'whole.jsonl'}").stderr
    assert empty.last() == 2


def test_files_that_hold_no_entries_or_not_all_are_refused(fasti, empty, tmp_path):
    fasti.done("person register bo --name Bo", "person register cy --name Cy")
    file = exported(fasti, tmp_path)
    lines = file.read_text("utf-8").splitlines()
    for text, message in (
        ("", 'line 1: holds no entries of Fasti; they begin with {"fasti":"entries/1",…}'),
        ("[1]\n", 'line 1: holds no entries of Fasti; they begin with {"fasti":"entries/1",…}'),
        (f"{lines[0]}\n[1]\n{lines[2]}", "line 2: is no entry"),
        (f"{lines[0]}\n{{\n", "line 2: is no JSON: Expecting property name"),
    ):
        file.write_text(text, "utf-8")
        result = empty.run(f"import entries {file}")
        assert (result.exit_code, empty.last()) == (2, 0)
        assert result.stderr.startswith(f"fasti: {file}, {message}")
    file.write_text("\n".join(lines[:2]), "utf-8")
    result = empty.run(f"import entries {file}")
    assert result.stderr == f"fasti: {file}: has 1 entries, but its first line says 2\n"
    file.write_text("\n".join((lines[0], *["{}"] * 1200)), "utf-8")
    result = empty.run(f"import entries {file}")
    assert result.stderr.count("\n") == 101
    assert result.stderr.endswith("and 901 more; nothing was recorded\n")
    assert empty.last() == 0


def test_a_register_that_is_behind_its_file_s_start_is_refused(fasti, empty, tmp_path):
    fasti.done("person register bo --name Bo")
    file = exported(fasti, tmp_path)
    empty.done(f"import entries {file}", "person register cy --name Cy")
    empty.refused(
        f"import entries {file}",
        "entry #2 of the register is not that of the file; entries are taken into an empty"
        " register, made with 'fasti init', or one that holds the first of them",
    )
