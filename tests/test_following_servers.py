"""A server that restarts is waited for; standbys, and readers who may not bring up the views."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from application.failures import Busy
from application.register import Register
from application.views import position_in
from domain.act import act
from domain.person_events import PersonRegistered
from projections.lookup import find_person
from tests.conftest import RAAD
from tests.databases import named
from tests.places import OnServer
from tests.servers import Server, Servers, until
from tests.test_following import Running, persons_of, started_in

Start = Callable[..., Running]


@pytest.fixture(scope="module")
def primary(servers: Servers) -> Server:
    return servers.new()


@pytest.fixture(scope="module")
def standby(servers: Servers, primary: Server) -> Server:
    return servers.standby_of(primary)


@pytest.fixture
def raad(primary: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnServer]:
    """A register on a server of its own."""
    monkeypatch.setenv("COLUMNS", "80")
    with primary.databases() as databases:
        fasti = OnServer(databases, databases.new_database())
        fasti.done(f"init {fasti.address}", *RAAD)
        yield fasti


@pytest.fixture
def running(tmp_path) -> Iterator[Start]:
    with started_in(tmp_path) as start:
        yield start


def test_a_server_that_restarts_is_waited_for(raad: OnServer, primary: Server, running: Start):
    follower = running(raad.address, "log", "--follow", "--format", "json")
    keeper = running(raad.address, "project")
    until(lambda: len(follower.lines()) == 7 and keeper.said.read_text())
    primary.stop("immediate")
    until(lambda: "; waits for it" in follower.said.read_text())
    primary.start()
    persons_of(raad, "x")
    until(lambda: len(follower.lines()) == 8)
    with raad.register() as register:
        until(lambda: register.views.position() == 8)
    until(lambda: "goes on with" in keeper.said.read_text())
    assert (follower.stop(), keeper.stop()) == (0, 0)
    assert follower.numbers() == list(range(1, 9))
    assert len(follower.said.read_text().splitlines()) == 2


def test_views_lost_with_a_server_are_brought_up_by_who_kept_them_and_asks_again(
    raad: OnServer, primary: Server
):
    """They wait for no disk: whatever of them is lost, nothing of the log is."""
    with raad.register() as register:
        for number, name in enumerate(("x", "y", "z"), 8):
            register.record([act(name, PersonRegistered(name="Ny Ås"))])
            primary.stop("immediate")
            primary.start()
            assert register.views.position() in range(7, number + 1)
            with register.asking() as connection:
                assert position_in(connection) == number
                assert len(find_person(connection, "Ny Ås")) == number - 7
    raad.done("replay --check", "verify")


def test_who_may_only_read_is_told_what_the_answer_lacks(raad: OnServer):
    raad.done("grant reader lise")
    lise = OnServer(raad.databases, raad.databases.as_role(raad.address, "lise"))
    persons_of(raad, "x")
    found = lise.run("log --kind person-registered --format csv")
    assert found.stderr == "the answer holds up to #7; 1 later entry is not in it yet\n"
    assert len(found.stdout.splitlines()) == 4
    assert "no person 'x'" in lise.run("person x").stderr
    assert "permission denied" in lise.run("project").stderr
    raad.done("person x")
    assert "not in it yet" not in lise.run("person x").stderr


def test_others_who_bring_up_the_views_are_waited_for(raad: OnServer, monkeypatch):
    monkeypatch.setattr("application.asking.PATIENCE", 0.2)
    persons_of(raad, "x")
    with raad.register() as register, register.views.writing():
        found = raad.run("log")
    assert "the answer holds up to #7" in found.stderr
    with raad.register() as register:
        register.views.discard()
        with register.views.writing():
            found = raad.run("log")
    assert "are being made; try again later" in found.stderr


def test_a_standby_is_read_and_says_how_far_it_is(
    raad: OnServer, primary: Server, standby: Server, running: Start
):
    there = OnServer(raad.databases, standby.address(named(raad.address)))
    follower = running(there.address, "log", "--follow", "--format", "json")
    until(lambda: len(follower.lines()) == 7)
    said = there.run("person bo").stderr
    assert said.startswith(f"{there.where} is a standby: up to #7, recorded 2")
    assert "Z; everything it received is replayed\n" in said
    for line in ("person register y --name Y", "project"):
        told = (there.run(line).stderr, there.run(line).exit_code)
        assert told == (f"fasti: {there.where} only reads; write to the server it follows\n", 3)
    persons_of(raad, "x")
    until(lambda: len(follower.lines()) == 8)
    assert there.run("log").stderr.endswith("; 1 later entry is not in it yet\n")
    assert follower.stop() == 0


def test_an_answer_that_a_standby_breaks_off_is_told_in_one_line(
    raad: OnServer, primary: Server, standby: Server
):
    standby.configure(max_standby_streaming_delay="0")
    standby.reload()
    vacuum, database = "VACUUM fasti_views.lines", named(raad.address)
    there = OnServer(raad.databases, standby.address(database))
    with there.register() as register, pytest.raises(Busy, match="conflict with recovery"):
        _asked_for_long(register, lambda: raad.done("replay") or primary.ask(vacuum, database))


def _asked_for_long(register: Register, meanwhile: Callable[[], object]) -> None:
    with register.asking() as connection:
        connection.execute(text("SELECT * FROM lines"))
        meanwhile()
        until(lambda: connection.execute(text("SELECT 1 FROM lines WHERE number < 0")).scalar())
