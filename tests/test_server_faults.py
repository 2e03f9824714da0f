"""Short versions of what `make faults` does to servers: nothing acknowledged is lost or doubled,
and a person is told in one line what, where and what to do."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Event, Timer

import psycopg
import pytest

from application.failures import Busy, Unreachable
from application.recorder import Question
from application.register import now
from application.server import address, connection, log, schema
from application.server.address import Address
from domain.act import act
from domain.person_events import PersonRegistered
from tests.calling import Fasti
from tests.conftest import RAAD, Lent
from tests.giving import STATED, WITHDRAWN, statements
from tests.places import OnServer
from tests.proxy import Loss, Proxy

pytestmark = pytest.mark.on_server
WRITE = "person register x --name 'Åse Ærø'"
OURS = "WHERE datname = current_database() AND application_name LIKE 'fasti%'"
DRAFT = "fasti: 1\nacts:\n  - register person: {person: x, name: Åse}\n"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is waited for longer than a second."""
    monkeypatch.setattr(log, "PATIENCE", 0.5)
    for module in (address, connection, log):
        monkeypatch.setattr(module, "DEADLINE", 1)
    for module in (address, schema):
        monkeypatch.setattr(module, "STOPPED", 1)


@contextmanager
def session(fasti: Fasti, statement: str, part: int = 0) -> Iterator[psycopg.Connection]:
    """Another program, in a transaction in which it ran a statement."""
    there = Address(fasti.address)
    named = there.parameters(there.schemas[part]) | {"application_name": "psql of anna"}
    with psycopg.connect(**named) as other:
        other.execute("SET idle_in_transaction_session_timeout = 0")
        other.execute(statement.encode())
        yield other
        other.rollback()


@contextmanager
def through(fasti: Fasti, loss: Loss) -> Iterator[OnServer]:
    """The same register, whose next COMMIT goes lost."""
    assert isinstance(fasti, OnServer)
    with Proxy(fasti.address) as proxy:
        proxy.lose(loss)
        yield OnServer(fasti.databases, proxy.address)
        assert proxy.lost.is_set()


def said(fasti: Fasti, line: str) -> str:
    """The one line with which a command fails that has written nothing."""
    before = fasti.last()
    result = fasti.run(line)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (3, "", 1), result.output
    assert fasti.last() == before
    return result.stderr.removeprefix("fasti: ").rstrip("\n")


def sound(fasti: Fasti, last: int) -> None:
    """There are so many entries, and nothing is wrong with them or the views."""
    assert fasti.last() == last
    for line in ("verify", "replay --check"):
        result = fasti.run(line)
        assert result.exit_code == 0, result.output


@contextmanager
def interrupted(seconds: float) -> Iterator[None]:
    """Ctrl-C is pressed after some seconds."""
    timer = Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    yield
    timer.join()


@pytest.mark.parametrize(
    ("line", "loss"),
    [
        (WRITE, Loss.COMMIT),
        (WRITE, Loss.ANSWER),
        (f"--command-id x {WRITE}", Loss.SILENCE),
        ("record DRAFT", Loss.ANSWER),
    ],
)
def test_of_whom_a_commit_is_lost_records_once(
    raad: Fasti, hasty: None, tmp_path: Path, line: str, loss: Loss
):
    (tmp_path / "draft.yaml").write_text(DRAFT)
    line = line.replace("DRAFT", f"{tmp_path}/draft.yaml")
    with through(raad, loss) as lossy:
        result = lossy.run(line)
    assert (result.exit_code, result.output) == (0, "#8\n")
    if line != WRITE:
        assert raad.run(line).output == "#8\nalready recorded as #8\n"
    sound(raad, 8)


@pytest.mark.parametrize(
    ("source", "loss"),
    [
        ("entries", Loss.COMMIT),
        ("entries", Loss.ANSWER),
        ("statements", Loss.COMMIT),
        ("statements", Loss.SILENCE),
    ],
)
def test_a_bulk_import_whose_commit_is_lost_is_told_or_done(
    lent: Lent, hasty: None, tmp_path: Path, source: str, loss: Loss
):
    fasti, line = lent(), statements(tmp_path, STATED, WITHDRAWN)
    if source == "entries":
        lent(*RAAD).done(f"export entries -o {tmp_path}/all.jsonl")
        line = f"import entries {tmp_path}/all.jsonl"
    with through(fasti, loss) as lossy:
        if loss is Loss.COMMIT:
            assert said(lossy, line).startswith(f"{lossy.where} does not answer: ")
        else:
            lossy.done(line)
    again = fasti.run(line)
    assert (again.exit_code, "already" in again.stderr) == (0, loss is not Loss.COMMIT)
    sound(fasti, 7 if source == "entries" else 6)


@pytest.mark.parametrize("table", ["turn", "stored_events"])
def test_who_holds_the_log_is_named(raad: Fasti, hasty: None, table: str):
    with session(raad, f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE") as other:
        line = WRITE if table == "turn" else "log"
        result = raad.run(line)
        assert (result.exit_code, result.stdout, result.stderr) == (
            3,
            "",
            f"fasti: {raad.where} is held by psql of anna (login postgres, server process"
            f" {other.info.backend_pid}); waited 1 s, try again\n",
        )
    assert raad.last() == 7


def test_who_waited_in_vain_can_go_on(raad: Fasti, hasty: None):
    with raad.register() as register, register.writing():
        with session(raad, "LOCK TABLE turn"), pytest.raises(Busy):
            register.record([act("x", PersonRegistered(name="X"))])
        register.record([act("x", PersonRegistered(name="X"))])
    sound(raad, 8)


def test_a_dump_disturbs_nobody(raad: Fasti, hasty: None):
    with session(raad, "LOCK TABLE turn, signing, stored_events, kept IN ACCESS SHARE MODE"):
        raad.done("key new example.org/raad", WRITE, "checkpoint")
    sound(raad, 8)


def test_locked_views_are_told_after_what_was_recorded(raad: Fasti, hasty: None):
    with session(raad, "LOCK TABLE position IN EXCLUSIVE MODE", 1):
        result = raad.run(WRITE)
        assert (result.exit_code, result.output) == (
            0,
            "#8\nrecorded; the views are behind, run fasti replay\n",
        )
        assert "1 later entry is not in it yet" in raad.run("board raad").stderr
    sound(raad, 8)


def test_who_signs_waits_for_who_signs(raad: Fasti, hasty: None):
    raad.done("key new example.org/raad")
    with session(raad, "LOCK TABLE signing IN EXCLUSIVE MODE"):
        assert " is held by psql of anna (login postgres, " in said(raad, "checkpoint")
        raad.done(WRITE)


def test_who_stops_in_its_turn_lets_others_go_on_and_does_its_work_once(raad: Fasti, hasty: None):
    inside, on = Event(), Event()

    def clock() -> datetime:
        inside.set()
        assert on.wait(30)
        return now()

    def stopped() -> range:
        with raad.register(clock=clock) as register:
            return register.record([act("x", PersonRegistered(name="X"))]).numbers

    with ThreadPoolExecutor() as pool, raad.register() as other:
        first = pool.submit(stopped)
        assert inside.wait(30)
        second = other.record([act("y", PersonRegistered(name="Y"))])
        on.set()
        assert (second.numbers, first.result()) == (range(8, 9), range(9, 10))
    sound(raad, 9)


def test_ctrl_c_before_a_commit_leaves_nothing(raad: Fasti):
    with session(raad, "LOCK TABLE turn"), interrupted(0.5):
        result = raad.run(WRITE)
    assert result.output.strip() == "fasti: stopped; nothing was recorded"
    sound(raad, 7)


def test_ctrl_c_during_a_commit_tells_what_became_of_it(raad: Fasti):
    with through(raad, Loss.SILENCE) as silent, interrupted(1):
        assert silent.run(WRITE).output == "#8\n"
    sound(raad, 8)


def test_who_is_thrown_out_in_its_turn_takes_another(raad: Fasti):
    calls = count()

    def clock() -> datetime:
        if next(calls) == 1:  # it has decided, and has its turn
            with session(raad, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity {OURS}"):
                pass
        return now()

    with raad.register(clock=clock) as register:
        done = register.record([act("x", PersonRegistered(name="X"))])
    assert (done.numbers, next(calls)) == (range(8, 9), 4)
    sound(raad, 8)


def test_a_turn_is_not_waited_for_for_ever_where_a_server_says_nothing(raad: Fasti, hasty: None):
    asked = Question("command", 7)
    with raad.storage() as storage, closing(storage.log(writable=True)) as opened:
        with opened.turn(asked), session(raad, "SELECT 1") as other:
            serving = other.execute(f"SELECT pid FROM pg_stat_activity {OURS}").fetchall()
        for (process,) in serving:
            os.kill(process, signal.SIGSTOP)
        try:
            with pytest.raises(Unreachable, match=r"nothing came in 1\.5 s"), opened.turn(asked):
                pass
        finally:
            for (process,) in serving:
                os.kill(process, signal.SIGCONT)
        with opened.turn(asked):
            assert opened.last()[0] == 7


def test_how_a_database_writes_bytes_and_texts_changes_nothing(raad: Fasti):
    with session(raad, "SELECT 1") as other:
        for setting in ("bytea_output = 'escape'", "standard_conforming_strings = off"):
            other.execute(f"ALTER DATABASE {other.info.dbname} SET {setting}".encode())
        other.commit()
    raad.done(WRITE, r"person register y --name 'Ø \ y'")
    assert r"Ø \ y was registered" in raad.run("log").stdout
    sound(raad, 9)
