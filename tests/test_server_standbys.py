"""A standby that is waited for: what is acknowledged is on it, and nobody is told more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from application.server import address, connection, log
from domain.act import act
from domain.person_events import PersonRegistered
from tests.calling import Fasti
from tests.databases import named
from tests.places import OnServer
from tests.servers import Server, Servers, until
from tests.test_following import started_in

WRITE = "--command-id x person register x --name 'Åse Ærø'"
UNTOLD = (
    "whether it is recorded is not known: run the same again with --command-id x, it will be"
    " recorded once"
)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is waited for longer than a second."""
    monkeypatch.setattr(log, "PATIENCE", 1)
    for module in (address, connection, log):
        monkeypatch.setattr(module, "DEADLINE", 1)


@pytest.fixture
def primary(servers: Servers) -> Server:
    return servers.new()


@pytest.fixture
def fasti(primary: Server, keys: Path) -> Iterator[OnServer]:
    """An empty register on a server of its own."""
    with primary.databases() as databases:
        fasti = OnServer(databases, databases.new_database())
        fasti.done(f"init {fasti.address}")
        yield fasti


def standby_expected(primary: Server, expected: str) -> None:
    primary.configure(synchronous_standby_names=expected)
    primary.reload()
    setting = "SELECT current_setting('synchronous_standby_names')"
    while primary.ask(setting) != [(expected,)]:
        pass


def test_a_standby_that_is_away_is_told_and_nothing_is_doubled(
    primary: Server, fasti: Fasti, hasty: None
):
    standby_expected(primary, "gone")
    waiting = (
        r"fasti: \S+ is held by fasti of \S+, process \d+ \(login postgres, server process \d+,"
        r" waits for SyncRep\); waited 1 s, try again"
    )
    for line in (WRITE, "person register y --name Y"):
        result = fasti.run(line)
        told = f"{waiting}; {UNTOLD}\n" if line == WRITE else f"{waiting}\n"
        assert (result.exit_code, result.stdout) == (3, "")
        assert re.fullmatch(told, result.stderr), result.stderr
    standby_expected(primary, "")
    assert fasti.run(WRITE).output == "#1\nalready recorded as #1\n"
    assert (fasti.last(), fasti.run("verify").exit_code) == (1, 0)


def test_what_was_not_seen_by_a_standby_is_not_acknowledged_after_a_crash(
    primary: Server, fasti: Fasti, hasty: None
):
    standby_expected(primary, "gone")
    assert fasti.run(WRITE).exit_code == 3
    primary.kill()
    primary.start()
    assert fasti.last() == 1  # though no standby has it
    result = fasti.run(WRITE)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.endswith(f"; {UNTOLD}\n")


def test_a_commit_that_stopped_waiting_for_its_standby_is_not_acknowledged(
    primary: Server, fasti: OnServer, hasty: None
):
    standby_expected(primary, "gone")
    cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with ThreadPoolExecutor() as pool:
        running = pool.submit(fasti.run, WRITE)
        while not running.done():  # of the command, and of the look-up
            primary.ask(cancel)
        result = running.result()
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"fasti: {fasti.where} did not wait for its standby; {UNTOLD}\n"


def test_who_writes_and_who_follows_goes_on_where_a_standby_takes_the_place_of_a_primary(
    servers: Servers, primary: Server, fasti: OnServer, tmp_path: Path
):
    standby = servers.standby_of(primary)
    name = named(fasti.address)
    both = f"{primary.address(name, standby)}?target_session_attrs=read-write"
    either = OnServer(fasti.databases, both)
    with started_in(tmp_path) as start, either.register() as register, register.writing():
        follower = start(standby.address(name), "log", "--follow", "--format", "json")
        register.record([act("a", PersonRegistered(name="A"))])
        until(follower.lines)
        primary.kill()
        standby.promote()
        assert register.record([act("b", PersonRegistered(name="B"))]).numbers == range(2, 3)
        until(lambda: follower.numbers() == [1, 2])
        assert follower.stop() == 0
    assert (either.last(), either.run("verify").exit_code) == (2, 0)
    assert either.run("replay --check").exit_code == 0


def test_a_standby_that_has_replayed_nothing_yet_says_that_it_is_behind(
    servers: Servers, primary: Server, fasti: OnServer
):
    standby = servers.standby_of(primary)
    standby.ask("SELECT pg_wal_replay_pause()")
    fasti.done(WRITE)
    there = OnServer(fasti.databases, standby.address(named(fasti.address)))
    first, *_ = there.run("body list").stderr.splitlines()
    assert first == f"{there.where} is a standby: up to #0; behind what it received"
