"""Many commands together are all recorded or none, and stored as one after another would be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pytest

from application.failures import Failure
from application.folder.storing import MANY
from application.log import Log
from application.register import Register, create_register
from application.verification import verify
from domain.act import Act, act
from domain.person_events import PersonRegistered, PersonRenamed
from domain.refusal import Refusals
from tests.calling import Fasti

NOW = datetime(2026, 11, 26, tzinfo=UTC)
TABLES = ("SELECT * FROM stored_events", "SELECT * FROM commands", "SELECT * FROM tree")


@pytest.fixture
def register(fasti: Fasti) -> Iterator[Register]:
    with fasti.register(writer="test") as register:
        yield register


def persons(count: int, first: int = 0) -> list[Act]:
    named = range(first, first + count)
    return [act(f"p{number}", PersonRegistered(name="Åse Ærø")) for number in named]


def in_parts(acts: Sequence[Act], sizes: Iterable[int]) -> Iterator[Sequence[Act]]:
    at = 0
    for size in cycle(sizes):
        yield acts[at : at + size]
        at += size
        if at >= len(acts):
            return


def sound(register: Register) -> bool:
    return verify(register.storage, []).findings == []


def stored(folder: Path) -> list[list[object]]:
    register = Register(folder)
    with register.log() as log, log._transaction() as cursor:
        return [cursor.execute(f"{table} ORDER BY 1").fetchall() for table in TABLES]


SIZES = [(1000,), (MANY,), (1, MANY - 1), (7, 2 * MANY + 1), (MANY + 1, MANY - 2, 1), (4 * MANY,)]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_what_is_stored_beside_the_deciding_is_what_is_stored_at_once(
    tmp_path: Path, sizes: tuple[int, ...]
):
    for name in ("together", "alone"):
        create_register(tmp_path / name)
        register = Register(tmp_path / name, writer="test", clock=lambda: NOW)
        with register.writing() as log, log.together() if name == "together" else nullcontext():
            for number, part in enumerate(in_parts(persons(3 * MANY + 17), sizes)):
                register.record(part, command=f"c{number}", project=False)
    assert stored(tmp_path / "together") == stored(tmp_path / "alone")
    assert sound(Register(tmp_path / "together"))


def test_what_is_read_in_between_is_there(register: Register):
    with register.writing() as log, log.together():
        register.record(persons(MANY + 5), command="first", project=False)
        register.record(persons(3, MANY + 5), command="second", project=False)
        assert log.last()[0] == MANY + 8
        assert [entry.stream for entry in log.numbered([1, MANY, MANY + 8])] == [
            "person:p0",
            f"person:p{MANY - 1}",
            f"person:p{MANY + 7}",
        ]
        renamed = register.record([act("p0", PersonRenamed(name="Bo"))], project=False)
        assert renamed.first == MANY + 9
        with pytest.raises(Refusals, match="already registered"):
            register.record(persons(1, 4), project=False)
        again = register.record(persons(3, MANY + 5), command="second", project=False)
        assert (again.first, again.last, again.before) == (MANY + 6, MANY + 8, True)
    assert sound(register)


def test_a_command_that_was_recorded_before_is_not_recorded_again_together(register: Register):
    register.record(persons(2), command="first", project=False)
    with register.writing() as log, log.together():
        assert register.record(persons(2), command="first", project=False).before
        register.record(persons(2, 2), command="second", project=False)
        assert register.record(persons(2, 2), command="second", project=False).before
    assert register.last() == 4


def test_what_ends_in_between_leaves_nothing(register: Register):
    def stopped(log: Log) -> None:
        with log.together():
            register.record(persons(2 * MANY), command="first", project=False)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), register.writing() as log:
        stopped(log)
    assert register.last() == 0
    assert not register.record(persons(2), command="first", project=False).before
    assert sound(register)


@pytest.fixture
def small(tmp_path: Path) -> Register:
    """A register that has no room for many entries."""
    create_register(tmp_path / "register")
    return Register(tmp_path / "register", writer="test")


@contextmanager
def together_in_little_room(log: Log) -> Iterator[None]:
    with log.together():
        with log._transaction() as cursor:
            cursor.execute("PRAGMA max_page_count = 300")
        yield


@pytest.mark.parametrize("after", [(), (1,), (MANY, MANY)], ids=str)
def test_what_cannot_be_stored_ends_it_and_leaves_nothing(small: Register, after: tuple[int, ...]):
    def full(log: Log) -> None:
        with together_in_little_room(log):
            for number, size in enumerate((MANY, *after)):
                small.record(persons(size, number * MANY), project=False)

    with pytest.raises(Failure, match="full; nothing was changed"), small.writing() as log:
        full(log)
    assert small.last() == 0


def test_what_could_not_be_stored_is_not_forgotten_by_who_goes_on(small: Register):
    def heedless(log: Log) -> None:
        with together_in_little_room(log):
            small.record(persons(MANY), command="c", project=False)
            with suppress(sqlite3.Error):
                log.last()
            with suppress(sqlite3.Error):
                small.record(persons(1, MANY), project=False)

    with pytest.raises(Failure, match="full; nothing was changed"), small.writing() as log:
        heedless(log)
    assert (small.last(), small.commanded("c")) == (0, False)
