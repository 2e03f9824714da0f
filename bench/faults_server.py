"""Accidents of a server under writers: what was acknowledged is there, once, and each is one line.

usage: python -m bench.faults_server [STOPS]
"""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psycopg

from application.register import Register, create_register
from application.server.address import Address
from application.verification import verify
from bench.faults_server_writer import LINE
from tests.proxy import Loss, Proxy
from tests.servers import Server, Servers, until

FOUR = ("open", "open", "line", "line")
PLACE = re.compile(r"postgres(ql)?://\S+|process \d+|#\d+|-\d+")
MINUTE = 60


def main(stops: int) -> None:
    """Every accident, and what was found after it."""
    chance = random.Random("servers")
    with Servers() as servers, tempfile.TemporaryDirectory(prefix="fasti-") as place:
        for number, (name, accident) in enumerate(ACCIDENTS.items()):
            begin = time.perf_counter()
            folder = Path(place) / str(number)
            folder.mkdir()
            print(name, flush=True)
            for said in accident(servers, folder, chance, stops):
                print(f"  {said}", flush=True)
            print(f"  ({time.perf_counter() - begin:.0f} s)", flush=True)


class Writers:
    """Programs that write to a register, each with a file of what it was told."""

    def __init__(self, folder: Path, ways: Sequence[str], address: str) -> None:
        self.files = [folder / f"{way}-{number}" for number, way in enumerate(ways)]
        module = [sys.executable, "-m", "bench.faults_server_writer"]
        self.running = [
            subprocess.Popen([*module, way, address, file.name, str(file)], stdin=subprocess.PIPE)
            for way, file in zip(ways, self.files, strict=True)
        ]

    def rows(self, kind: str) -> list[list[str]]:
        """What they were told of one kind so far."""
        texts = [file.read_text("utf-8") for file in self.files if file.exists()]
        rows = [row.split(maxsplit=3) for text in texts for row in text.splitlines()]
        return [row[1:] for row in rows if row[0] == kind]

    def go_on(self, more: int = 10) -> None:
        """Wait until so many more commands are acknowledged."""
        want = len(self.rows("done")) + more
        until(lambda: len(self.rows("done")) >= want, 120)

    def end(self) -> None:
        """Let each finish what it is doing."""
        for process in self.running:
            process.communicate(b"\n", timeout=180)
            assert process.returncode == 0


class Compared(NamedTuple):
    """How many commands were acknowledged, and how many refusals told, all of them there."""

    done: int
    told: int

    def __str__(self) -> str:
        return f"{self.done:,} acknowledged, each there once; {self.told:,} times told to try again"


def compared(address: str, writers: Writers) -> Compared:
    """Raise AssertionError unless the log has what was acknowledged, once, and is sound."""
    writers.end()
    done, told = writers.rows("done"), writers.rows("told")
    for code, lines, text in told:
        assert (code, lines) == ("3", "1"), text
    with closing(Register(address)) as register:
        with register.log() as log:
            entries = list(log.entries())
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
        by_command = Counter(entry.command for entry in entries)
        assert {*by_command.values()} <= {1}
        there = {entry.command: entry.number for entry in entries}
        for command, number in done:
            assert there.get(command) == int(number), (command, number)
        assert len({command for command, _ in done}) == len(done)
        assert verify(register.storage, []).findings == []
    code, said, _ = fasti(address, "replay")
    assert code == 0, said
    code, said, _ = fasti(address, "replay", "--check")
    assert code == 0, said
    return Compared(len(done), len(told))


def kinds_told(writers: Writers) -> Iterator[str]:
    """The messages, without what differs from one to the next, and how often each was told."""
    found = Counter(PLACE.sub("…", text) for _, _, text in writers.rows("told"))
    for text, count in found.most_common(8):
        yield f"{count} × {text[:200]}"


def fasti(address: str, *words: str) -> tuple[int, str, float]:
    """The exit code of a command, what it printed, and its seconds."""
    begin = time.perf_counter()
    line = [*LINE, "--register", address, *words]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=180)
    return done.returncode, done.stdout + done.stderr, time.perf_counter() - begin


def told(address: str, *words: str) -> str:
    """The line with which a command fails, and how long that took."""
    code, said, seconds = fasti(address, *words)
    assert (code, said.count("\n")) == (3, 1), (code, said)
    return f"after {seconds:.0f} s: {said.strip()}"


@contextmanager
def registered(servers: Servers, **settings: str) -> Iterator[tuple[Server, str, str]]:
    """A server of its own, with the name of a database and the address of its empty register."""
    server = servers.new(**settings)
    with server.databases() as databases:
        address = databases.new_database()
    create_register(address)
    yield server, address.rpartition("/")[2], address
    server.stop("immediate")


def stopped(servers: Servers, folder: Path, chance: random.Random, stops: int) -> Iterator[object]:
    """Stopped at once, or every process killed, and started again."""
    with registered(servers) as (server, _, address):
        writers = Writers(folder, FOUR, address)
        writers.go_on()
        for number in range(stops):
            time.sleep(chance.uniform(0, 1))
            server.stop("immediate") if number % 2 else server.kill()
            time.sleep(chance.uniform(0, 1))
            server.start()
            writers.go_on()
        yield f"{stops} times: {compared(address, writers)}"
        yield from kinds_told(writers)


def lossy(servers: Servers, folder: Path, chance: random.Random, stops: int) -> Iterator[object]:
    """COMMITs and answers to them that go lost."""
    with registered(servers) as (_, _, address), Proxy(address) as proxy:
        writers = Writers(folder, FOUR, proxy.address)
        writers.go_on()
        lost: Counter[str] = Counter()
        for loss in [*[Loss.COMMIT, Loss.ANSWER] * stops, Loss.SILENCE]:
            proxy.lose(loss)
            assert proxy.lost.wait(60)
            lost[loss.name.lower()] += 1
            writers.go_on(1 if loss is Loss.SILENCE else chance.randint(1, 5))
        counts = ", ".join(f"{name} {count}" for name, count in lost.items())
        yield f"lost {counts}: {compared(address, writers)}"
        yield from kinds_told(writers)


def locked(servers: Servers, folder: Path, chance: random.Random, stops: int) -> Iterator[object]:
    """Other sessions that hold something."""
    person = ("person", "register", "x", "--name", "Åse Ærø")
    with registered(servers) as (_, _, address):
        fasti(address, "key", "new", "example.org/faults", "--out", str(folder / "key"))
        schemas = Address(address).schemas
        for part, table, words in (
            (0, "turn", person),
            (0, "stored_events", ("log",)),
        ):
            with psycopg.connect(address, application_name="psql of anna") as other:
                other.execute(f"LOCK TABLE {schemas[part]}.{table}".encode())
                yield f"{table} {told(address, *words)}"
        assert fasti(address, *person)[0] == 0
        with psycopg.connect(address, application_name="pg_dump") as other:
            other.execute(f"LOCK TABLE {schemas[0]}.turn IN ACCESS SHARE MODE".encode())
            code, said, seconds = fasti(address, "person", "register", "y", "--name", "Y")
            assert code == 0, said
            yield f"beside a dump: recorded in {seconds:.1f} s"
        with psycopg.connect(address, application_name="psql of anna") as other:
            other.execute(f"LOCK TABLE {schemas[1]}.position".encode())
            code, said, seconds = fasti(address, "person", "register", "z", "--name", "Z")
            assert code == 0, said
            yield f"views held, after {seconds:.0f} s: {said.strip()}"
        assert Register(address).last() == 3


def sleeping(servers: Servers, folder: Path, chance: random.Random, stops: int) -> Iterator[object]:
    """A writer stopped for a minute in its turn, or at its COMMIT."""
    for way in ("stops", "stops-at-commit"):
        (folder / way).mkdir()
        with registered(servers) as (_, _, address):
            sleeper = Writers(folder / way, [way], address)
            until(partial(sleeper.rows, "stops"))
            begin = time.perf_counter()
            code, said, seconds = fasti(address, "person", "register", "x", "--name", "X")
            assert code == 0, said
            time.sleep(max(0, MINUTE - (time.perf_counter() - begin)))
            sleeper.running[0].send_signal(signal.SIGCONT)
            yield f"{way}: others wrote after {seconds:.1f} s; {compared(address, sleeper)}"


def promoted(servers: Servers, folder: Path, chance: random.Random, stops: int) -> Iterator[object]:
    """A primary lost, and its synchronous standby promoted."""
    for number in range(max(1, stops // 5)):
        with registered(servers) as (primary, name, _):
            standby = servers.standby_of(primary)
            both = f"{primary.address(name, standby)}?target_session_attrs=read-write"
            (folder / str(number)).mkdir()
            writers = Writers(folder / str(number), FOUR, both)
            writers.go_on()
            time.sleep(chance.uniform(0, 1))
            primary.kill()
            begin = time.perf_counter()
            standby.promote()
            writers.go_on(1)
            away = time.perf_counter() - begin
            writers.go_on()
            yield f"first write {away:.1f} s after; {compared(standby.address(name), writers)}"
            yield from kinds_told(writers)
            primary.start()
            standby.stop("immediate")


def waiting(servers: Servers, folder: Path, chance: random.Random, stops: int) -> Iterator[object]:
    """A standby lost: commits wait for it, through a crash of the primary too."""
    words = ("--command-id", "x", "person", "register", "x", "--name", "X")
    with registered(servers) as (primary, name, address):
        standby = servers.standby_of(primary)
        standby.kill()
        yield told(address, *words)
        primary.kill()
        primary.start()
        yield f"after a crash, {told(address, *words)}"
        standby.start()
        until(lambda: primary.ask("SELECT pid FROM pg_stat_replication WHERE sync_state = 'sync'"))
        code, said, seconds = fasti(address, *words)
        assert (code, said) == (0, "#1\nalready recorded as #1\n"), said
        yield f"with the standby, after {seconds:.0f} s: {' '.join(said.split())}"
        primary.kill()
        standby.promote()
        assert Register(standby.address(name)).last() == 1
        primary.start()
        standby.stop("immediate")


def crowded(servers: Servers, folder: Path, chance: random.Random, stops: int) -> Iterator[object]:
    """No connection left, none allowed."""
    words = ("person", "register", "x", "--name", "X")
    settings = {"max_connections": "8", "superuser_reserved_connections": "0"}
    with registered(servers, **settings) as (server, _, address):
        held = [psycopg.connect(address) for _ in range(8)]
        yield told(address, *words)
        for connection in held:
            connection.close()
        rules = server.data / "pg_hba.conf"
        allowed = rules.read_text("utf-8")
        rules.write_text("host all all 127.0.0.1/32 reject\n", "utf-8")
        server.reload()
        time.sleep(0.5)
        yield told(address, *words)
        rules.write_text(allowed, "utf-8")
        server.reload()
        time.sleep(0.5)
        assert fasti(address, *words)[0] == 0


ACCIDENTS = {
    "a server stopped": stopped,
    "commits lost": lossy,
    "held by others": locked,
    "a writer stopped": sleeping,
    "a primary lost": promoted,
    "a standby lost": waiting,
    "no connection": crowded,
}

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
