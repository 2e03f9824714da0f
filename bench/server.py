"""Several people at once on a PostgreSQL server: what appends cost, what a replay takes, what who
asks feels of who writes. The server is this program's own, on this machine's disk.

usage: python -m bench.server [APPENDS [ENTRIES]]
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

import psycopg

from application.register import Register, create_register
from bench.history import acts
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered
from tests.databases import Databases
from tests.servers import Servers

WRITERS = (1, 4, 16)
RUNS = 3
AS_MUCH = 2.0
"""An append may take so many times a plain INSERT of the same rows under the same lock."""
DISTURBED = 1.5
"""A question may take so many times as long while four write."""
PACE = 10
"""Appends a second of a writer that is no machine, and is a hurried one at that."""
BATCH = 5000
TODAY = 737_500


class Run(NamedTuple):
    """What some writers did together: appends a second, each one's seconds, decisions anew."""

    rate: float
    took: list[float]
    retried: int


def main(times: int, entries: int) -> None:
    """Print the figures, and a star at those that are more than they may be."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with Servers(Path(tempfile.gettempdir())) as servers, servers.new().databases() as databases:
        appends(databases, times)
        readers(databases, times)
        replays(databases, entries)


def appends(databases: Databases, times: int) -> None:
    """Writers on bodies of their own and on one, beside plain INSERTs of the same rows; each has
    appended once before, so that opening and reading a body is not in it."""
    print(f"\n{times} appends of each writer, at once; in brackets the same rows by plain INSERTs;")
    print(f"of {RUNS} runs the one in the middle, by how many times a plain INSERT it takes")
    print(
        "writers  on          a second           p50 ms           p99 ms  times plain         anew"
    )
    for writers in WRITERS:
        for bodies in (writers, 1) if writers > 1 else (1,):
            runs = [_measured(databases, writers, bodies, times) for _ in range(RUNS)]
            runs.sort(key=_cost)
            _tell(writers, bodies, *runs[RUNS // 2], [_cost(run) for run in runs])


def _cost(run: tuple[Run, Run]) -> float:
    fasti, plain = run
    return plain.rate / fasti.rate


def _tell(writers: int, bodies: int, fasti: Run, plain: Run, costs: list[float]) -> None:
    cost = costs[RUNS // 2]
    on = "one body" if bodies == 1 else f"{bodies} bodies"
    told = f"{writers:7}  {on:10} {fasti.rate:6.0f} [{plain.rate:6.0f}]"
    for which in (49, 98):
        mine, theirs = (quantiles(run.took, n=100)[which] * 1000 for run in (fasti, plain))
        told += f"  {mine:6.2f} [{theirs:6.2f}]"
    star = "*" if cost > AS_MUCH else " "
    print(
        f"{told} {cost:5.2f}{star} ({costs[0]:.2f} to {costs[-1]:.2f}) {fasti.retried:4}",
        flush=True,
    )


def _measured(databases: Databases, writers: int, bodies: int, times: int) -> tuple[Run, Run]:
    address = databases.new_database()
    register = f"{address}?schema=written"
    where = {f"w{number}": f"raad-{number % bodies}" for number in range(writers)}
    _begun(register, where, times + 1)
    fasti = _together("fasti", register, where, times)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA plain")
        for table in ("turn", "stored_events", "commands", "tree"):
            made = f"CREATE TABLE plain.{table} (LIKE written.{table} INCLUDING ALL)"
            connection.execute(made.encode())
    plain = _together("plain", address, where, times)
    databases.drop(address)
    return fasti, plain


def _begun(register: str, where: Mapping[str, str], seats: int) -> None:
    """A register with bodies and, for each writer, so many seats and persons."""
    create_register(register)
    asked = [act(body, BodyEstablished(name="Rådet")) for body in sorted({*where.values()})]
    for name, body in where.items():
        asked += [act(body, SeatCreated(seat=f"{name}-{n}", title="Sæde")) for n in range(seats)]
        asked += [act(f"{name}-{n}", PersonRegistered(name="Åse Ærø")) for n in range(seats)]
    Register(register, writer="bench").record(asked, project=False)


def _together(way: str, address: str, where: Mapping[str, str], times: int) -> Run:
    with _started(way, address, where, times) as running:
        told = [json.loads(process.communicate()[0]) for process in running]
    took = [one for _, each, _ in told for one in each]
    rate = len(took) / max(whole for whole, _, _ in told)
    return Run(rate, took, sum(again for _, _, again in told))


@contextmanager
def _started(
    way: str, address: str, where: Mapping[str, str], times: int, pace: float = 0
) -> Iterator[list[subprocess.Popen[str]]]:
    """Writers that begin at one moment."""
    program = [sys.executable, "-m", "bench.server_writers", way, address]
    running = [
        subprocess.Popen(
            [*program, body, name, str(times), str(pace)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name, body in where.items()
    ]
    for process in running:
        _expect(process, "ready")
    for process in running:
        _say(process)
    try:
        yield running
    finally:
        for process in running:
            process.terminate()
            process.wait()


def _expect(process: subprocess.Popen[str], line: str) -> None:
    if process.stdout is None or process.stdout.readline() != f"{line}\n":
        raise SystemExit("a writer did not start")


def _say(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        process.stdin.write("\n")
        process.stdin.flush()


def readers(databases: Databases, times: int) -> None:
    """One who asks for a board again and again, alone and while four write, whose appends the views
    show at once: at the pace of persons, and as quickly as they can."""
    seats = times * 5 + 1
    print(f"\na board of {seats} seats, asked {times} times; in brackets beside nobody writing,")
    print(f"of {RUNS} runs the one in the middle, from and to")
    for pace, told in ((PACE, f"4 write {PACE} a second each"), (0, "4 write all the time")):
        runs = sorted(_asked(databases, times, seats, pace) for _ in range(RUNS))
        cost, busy, late = runs[RUNS // 2]
        star = "*" if cost > DISTURBED else " "
        print(
            f"{told:24} p50 {busy:6.2f} ms [{cost:.2f}]{star}"
            f" ({runs[0][0]:.2f} to {runs[-1][0]:.2f}) p99 [{late:.2f}]",
            flush=True,
        )


def _asked(databases: Databases, times: int, seats: int, pace: float) -> tuple[float, float, float]:
    """By how many times a question takes longer while four write, its milliseconds then, both in
    the middle of all questions, and by how many times the slowest hundredth does."""
    database = databases.new_database()
    address = f"{database}?schema=written"
    where = {f"w{number}": f"raad-{number}" for number in range(4)}
    _begun(address, {**where, "asked": "asked"}, seats)
    with closing(Register(address)) as register:
        quiet = [_board(register) for _ in range(times)]
        with _started("shown", address, where, seats - 1, pace):
            time.sleep(0.5)
            busy = [_board(register) for _ in range(times)]
    databases.drop(database)
    late = quantiles(busy, n=100)[98] / quantiles(quiet, n=100)[98]
    return median(busy) / median(quiet), median(busy) * 1000, late


def _board(register: Register) -> float:
    from projections.composition import composition

    begin = time.perf_counter()
    with register.asking() as connection:
        composition(connection, TODAY, None, "asked")
    return time.perf_counter() - begin


def replays(databases: Databases, entries: int) -> None:
    """All views made anew, by one process and by two, while nobody else is there."""
    address = f"{databases.new_database()}?schema=long"
    create_register(address)
    register = Register(address, writer="bench")
    made = acts(entries, entries // 200)
    filled = _seconds(lambda: _filled(register, made))
    print(f"\n{entries} entries: appended in {filled:.0f} s")
    for processes in (1, 2):
        took = _seconds(lambda many=processes: register.views.rebuild(processes=many))
        print(f"replay, {processes} process{'es'[: 2 * (processes - 1)]}: {took:.0f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process, which appended and replayed: {peak:.0f} MiB")


def _filled(register: Register, made: Iterator[Any]) -> None:
    with register.writing():
        while part := list(islice(made, BATCH)):
            register.record(part, project=False)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _numbers(words: Sequence[str]) -> tuple[int, int]:
    return int(words[0]) if words else 300, int(words[1]) if len(words) > 1 else 1_000_000


if __name__ == "__main__":
    main(*_numbers(sys.argv[1:]))
