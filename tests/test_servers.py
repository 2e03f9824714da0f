"""The servers that other tests rely on lose what they are told to lose, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.databases import Databases
from tests.proxy import Loss, Proxy
from tests.servers import Servers, dead, until


def numbers(address: str) -> list[int]:
    with psycopg.connect(address) as connection:
        return [number for (number,) in connection.execute("SELECT n FROM numbers ORDER BY n")]


def add(connection: psycopg.Connection, number: int) -> None:
    """One number, with the name by which a server could take it for another COMMIT."""
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        connection.execute("INSERT INTO numbers VALUES (%s)", (number,))


@pytest.fixture
def database(postgres: Databases) -> Iterator[str]:
    address = postgres.new_database()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE numbers (n int PRIMARY KEY)")
    yield address
    postgres.drop(address)


def add_in_pipeline(connection: psycopg.Connection, number: int) -> None:
    """One number, seen to be stored before it is committed."""
    with connection.pipeline(), connection.transaction():
        insert = "INSERT INTO numbers VALUES (%s) RETURNING n"
        assert connection.execute(insert, (number,)).fetchone() == (number,)


@pytest.mark.parametrize("add_one", [add, add_in_pipeline])
@pytest.mark.parametrize(("loss", "there"), [(Loss.COMMIT, [1]), (Loss.ANSWER, [1, 2])])
def test_of_a_commit_the_answer_is_lost_or_all_of_it(
    database: str, loss: Loss, there: list[int], add_one: Callable[[psycopg.Connection, int], None]
):
    with Proxy(database) as proxy, psycopg.connect(proxy.address) as connection:
        add_one(connection, 1)
        proxy.lose(loss)
        connection.execute("SELECT 1")
        connection.commit()
        assert not proxy.lost.is_set()
        with pytest.raises(psycopg.OperationalError):
            add_one(connection, 2)
        assert proxy.lost.is_set()
        assert connection.closed
        assert numbers(proxy.address) == numbers(database) == there


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
    assert standby.ask("SELECT pg_is_in_recovery()") == [(True,)]
    standby.promote()
    with psycopg.connect(primary.address("postgres", standby)) as connection:
        add(connection, 2)
    assert numbers(standby.address()) == [1, 2]


def test_servers_die_with_the_process_that_started_them():
    program = (
        "import os, signal; from tests.servers import Servers; servers = Servers();"
        "data = servers.new().data; print(servers.folder);"
        "print((data / 'postmaster.pid').read_text().split()[0], flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    line = [sys.executable, "-c", program]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        folder, pid = process.stdout.read().split()
    until(lambda: not Path(folder).exists())
    assert dead(int(pid))
