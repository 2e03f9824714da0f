"""Views on a server: forged, lost, of another shape, or in somebody's hands."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from application.failures import Busy, Damaged, Missing
from application.register import Register, create_register
from application.replay import difference
from application.server.address import Address
from domain.act import act
from domain.person_events import PersonRegistered
from tests.calling import Fasti
from tests.places import OnServer

pytestmark = pytest.mark.on_server
SITTING = "appoint raad s1 bo --from 2018-01-01"
WRITE = "person register x --name X"


def holding(fasti: Fasti, schema: int, statement: str) -> closing[psycopg.Connection]:
    """Another program that has begun something in the schema of the log, or of the views."""
    address = Address(fasti.address)
    given = address.parameters(address.schemas[schema])
    other = psycopg.connect(**{**given, "application_name": "fasti of cy@pc, process 12"})
    other.execute("SET idle_in_transaction_session_timeout = 0")
    other.execute(statement.encode())
    return closing(other)


@pytest.mark.parametrize(
    "forged",
    ["UPDATE tenures SET person = 'cy'", "DELETE FROM tenures", "UPDATE tenures SET until = 'x'"],
)
def test_forged_rows_are_found_and_made_anew(raad: Fasti, forged: str):
    raad.done(SITTING)
    asked = raad.run("board raad --on 2020-01-01").stdout
    with raad.views() as views:
        views.execute(forged)
    result = raad.run("replay --check")
    assert result.exit_code == 3
    assert result.stderr.startswith("fasti: the views differ from the log: tenures")
    assert "tenures" in raad.run("verify --format csv").stdout
    raad.done("replay", "replay --check", "verify")
    assert raad.run("board raad --on 2020-01-01").stdout == asked


def test_views_may_be_forgotten_at_any_moment(raad: Fasti):
    before = raad.run("log").stdout
    with raad.storage() as storage:
        storage.views.discard()
    assert raad.run("log").stdout == before
    with raad.views() as views:
        views.execute("DELETE FROM lines")
        views.execute("UPDATE position SET tables = 'none', number = 0")
    raad.done(WRITE, "replay --check")
    assert raad.run("find X").exit_code == 0


def test_a_position_that_is_gone_or_there_twice_is_told(raad: Fasti):
    for forged in ("DELETE FROM position", "INSERT INTO position SELECT * FROM position"):
        with raad.views() as views:
            views.execute(forged)
        result = raad.run("board raad")
        assert result.stderr.count("\n") <= 1, forged
        assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("change", "behind"),
    [
        ("UPDATE position SET tables = 'older'", True),
        ("DROP TABLE position", True),
        ("DROP TABLE tenures", False),
        ("ALTER TABLE tenures DROP COLUMN until", False),
    ],
)
def test_views_of_another_version_are_not_read_but_told_of(raad: Fasti, change: str, behind: bool):
    raad.done(SITTING)
    with raad.views() as views:
        views.execute(change)
    told = f"the views of {raad.where} are of another version of Fasti; its owner runs"
    for line in ("vacancies --on 2020-01-01", "replay"):
        result = raad.run(line)
        assert (result.exit_code, result.stderr) == (3, f"fasti: {told} 'fasti migrate'\n"), line
    done = raad.run(WRITE)  # what is appended stays, whatever the views are
    assert (done.exit_code, done.stdout, raad.last()) == (0, "#9\n", 9)
    assert done.stderr == ("recorded; the views are behind, run fasti replay\n" if behind else "")


def test_views_that_others_write_are_left_to_them(raad: Fasti, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("application.server.address.DEADLINE", 1)
    with holding(raad, 1, "LOCK TABLE position IN EXCLUSIVE MODE"):
        assert raad.run("log").exit_code == 0  # they contain all there is
        result = raad.run(WRITE)
        assert (result.exit_code, result.stdout) == (0, "#8\n")
        held = raad.run("replay")
        assert held.exit_code == 3
        assert "is held by fasti of cy@pc, process 12 (login " in (held.stderr)
    raad.done("log", "replay --check")


def test_a_locked_register_says_who_to_wait_for(raad: Fasti, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("application.server.address.DEADLINE", 1)
    with holding(raad, 0, "LOCK TABLE turn IN EXCLUSIVE MODE"):
        result = raad.run(WRITE)
        assert (result.exit_code, result.stdout) == (3, "")
        assert f"fasti: {raad.where} is held by fasti of cy@pc, process 12" in result.stderr
        assert raad.run("board raad").exit_code == 0  # who only asks waits for nobody
    assert raad.done(WRITE) == ["#8"]


def test_who_signs_waits_for_who_signs(raad: Fasti, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("application.server.address.DEADLINE", 1)
    raad.done("key new example.org/raad")
    with raad.storage() as storage, storage.alone():
        result = raad.run("checkpoint")
    assert (result.exit_code, "is held by fasti of" in result.stderr) == (3, True)
    raad.done("checkpoint", WRITE)


def test_of_two_that_make_a_register_in_one_place_one_does(fasti: OnServer, tmp_path: Path):
    place = fasti.elsewhere(tmp_path / "begge")
    with ThreadPoolExecutor(3) as pool:
        made = [pool.submit(create_register, place.address) for _ in range(3)]
    failed = [one.exception() for one in made]
    assert [type(one) for one in failed if one] == [Missing, Missing]
    assert all("is not empty" in str(one) for one in failed if one)
    place.done(WRITE)


def test_views_are_whole_though_many_bring_them_up_at_once(raad: Fasti):
    start = threading.Barrier(4)

    def write(number: int) -> int:
        with raad.register(writer=f"w{number}") as register:
            start.wait()
            for at in range(5):
                name = f"p{number}-{at}"
                register.record([act(name, PersonRegistered(name=name))])
            with register.asking() as connection:
                rows = connection.exec_driver_sql("SELECT COUNT(*) FROM persons").scalar_one()
        return int(rows)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(write, range(4)))
    assert max(found) <= 23
    assert min(found) >= 8
    with raad.register() as register:
        with register.asking():
            pass
        assert difference(register.storage) == (27, None)


def test_who_asks_during_a_rebuild_sees_the_views_before_it(raad: Fasti):
    asked = raad.run("board raad").stdout
    with raad.register() as register, closing(Register(raad.address)) as other:
        seen: list[str] = []

        def shown(*_: int) -> None:
            seen.append(raad.run("board raad").stdout)

        assert register.views.rebuild(progress=shown) == 7
        assert seen == [asked]
        assert other.views.position() == 7


def test_views_ahead_of_their_log_are_a_loss(raad: Fasti):
    with raad.views() as views:
        views.execute("UPDATE position SET number = 9")
    for line in ("board raad", WRITE, "replay"):
        result = raad.run(line)
        assert result.exit_code == 3
        assert "the views contain #9, the log ends at #7: the log has lost entries" in result.stderr


def test_a_schema_that_is_gone_is_told(raad: Fasti):
    address = Address(raad.address)
    with psycopg.connect(raad.address) as owner:
        owner.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(address.schemas[1])))
    assert "its owner runs 'fasti migrate'" in raad.run("board raad").stderr
    with closing(Register(raad.address)) as register, pytest.raises(Damaged):
        register.views.discard()
    with psycopg.connect(raad.address) as owner:
        owner.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(address.schemas[0])))
    assert raad.run("board raad").stderr.startswith(f"fasti: no register at {raad.where};")


def test_a_rebuild_waits_for_its_deadline_alone(raad: Fasti, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("application.server.address.DEADLINE", 1)
    with (
        holding(raad, 1, "LOCK TABLE position IN EXCLUSIVE MODE"),
        raad.register() as register,
        pytest.raises(Busy, match="is held by"),
    ):
        register.views.rebuild()
