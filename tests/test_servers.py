"""The servers that other tests rely on lose what they are told to lose, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.databases import Databases
from tests.proxy import Loss, Proxy
from tests.servers import Servers, until


def numbers(address: str) -> list[int]:
    with psycopg.connect(address) as connection:
        return [number for (number,) in connection.execute("SELECT n FROM numbers ORDER BY n")]


def add(connection: psycopg.Connection, number: int) -> None:
    """One number, with the name by which a server could take it for another COMMIT."""
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        connection.execute("INSERT INTO numbers VALUES (%s)", (number,))


@pytest.fixture
def database(postgres: Databases):
    address = postgres.new_database()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE numbers (n int PRIMARY KEY)")
    yield address
    postgres.drop(address)


@pytest.mark.parametrize("pipelined", [False, True])
@pytest.mark.parametrize(("loss", "there"), [(Loss.COMMIT, [1]), (Loss.ANSWER, [1, 2])])
def test_the_answer_to_a_commit_is_lost_or_the_commit_is(
    database: str, loss: Loss, there: list[int], pipelined: bool
):
    with Proxy(database) as proxy, psycopg.connect(proxy.address) as connection:
        add(connection, 1)
        proxy.lose(loss)
        connection.execute("SELECT 1")
        connection.commit()
        assert not proxy.lost.is_set()
        with pytest.raises(psycopg.OperationalError):
            if pipelined:
                with connection.pipeline():
                    add_seen(connection, 2)
            else:
                add(connection, 2)
        assert proxy.lost.is_set()
        assert connection.closed
        assert numbers(proxy.address) == numbers(database) == there


def add_seen(connection: psycopg.Connection, number: int) -> None:
    """One number, whose row the client has seen before it commits."""
    with connection.transaction():
        assert connection.execute(
            "INSERT INTO numbers VALUES (%s) RETURNING n", (number,)
        ).fetchone()


def test_a_copy_of_a_database_has_what_it_had_and_goes_its_own_way(
    postgres: Databases, database: str
):
    copy = postgres.copy_of(database)
    with psycopg.connect(copy) as connection:
        add(connection, 1)
    assert (numbers(database), numbers(copy)) == ([], [1])
    postgres.drop(copy)


def test_what_a_primary_acknowledged_is_on_the_standby_that_takes_its_place(servers: Servers):
    primary = servers.new()
    standby = servers.standby_of(primary)
    with psycopg.connect(primary.address()) as connection:
        connection.execute("CREATE TABLE numbers (n int PRIMARY KEY)")
        connection.commit()
        add(connection, 1)
    primary.kill()
    assert numbers(primary.address("postgres", standby)) == [1]
    standby.promote()
    with psycopg.connect(primary.address("postgres", standby)) as connection:
        add(connection, 2)
    assert numbers(standby.address()) == [1, 2]


def test_servers_die_with_the_process_that_started_them():
    program = (
        "import os, signal; from tests.servers import Servers; servers = Servers();"
        "server = servers.new(); print(servers.folder, server.data / 'postmaster.pid');"
        "print(open(server.data / 'postmaster.pid').readline(), end='', flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    folder, pid = done.stdout.split()[0], done.stdout.split()[2]
    until(lambda: not Path(folder).exists())
    assert not Path("/proc", pid).exists()
