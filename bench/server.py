"""Several at once on a server of its own, on this machine's disk: what Fasti's appends cost beside
plain INSERTs, how long a replay takes, and what readers feel of writers.

usage: python -m bench.server [TIMES] [ENTRIES]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import psycopg

from application.register import Register, create_register
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered
from tests.databases import Databases
from tests.servers import Servers

WRITERS = (1, 4, 16)


class Run(NamedTuple):
    """What some writers did together: commands a second, each one's seconds, decisions anew."""

    rate: float
    took: list[float]
    retried: int


def main(times: int) -> None:
    """Print the figures, writer by writer."""
    with Servers(Path(tempfile.gettempdir())) as servers, servers.new().databases() as databases:
        print("writers  on          a second  of plain   p50 ms  p99 ms  decided anew")
        for writers in WRITERS:
            for bodies in (writers, 1) if writers > 1 else (1,):
                _measure(databases, writers, bodies, times)


def _measure(databases: Databases, writers: int, bodies: int, times: int) -> None:
    address = databases.new_database()
    register = f"{address}?schema=written"
    names = [f"w{number}" for number in range(writers)]
    where = {name: f"raad-{number % bodies}" for number, name in enumerate(names)}
    _begun(register, where, times)
    fasti = _together("fasti", register, where, times)
    with psycopg.connect(address, autocommit=True) as connection:
        for table in ("turn", "stored_events", "commands", "tree"):
            if table == "turn":
                connection.execute("CREATE SCHEMA plain")
            connection.execute(f"CREATE TABLE plain.{table} (LIKE written.{table} INCLUDING ALL)")
    plain = _together("plain", address, where, times)
    databases.drop(address)
    hundredths = quantiles(fasti.took, n=100)
    on = "one body" if bodies == 1 else f"{bodies} bodies"
    print(
        f"{writers:7}  {on:10} {fasti.rate:9.0f} {plain.rate / fasti.rate:9.2f}"
        f" {median(fasti.took) * 1000:8.2f} {hundredths[98] * 1000:7.2f} {fasti.retried:9}"
        f"   plain: {plain.rate:.0f} a second, p50 {median(plain.took) * 1000:.2f} ms",
        flush=True,
    )


def _begun(register: str, where: dict[str, str], times: int) -> None:
    create_register(register)
    acts = [act(body, BodyEstablished(name="Rådet")) for body in sorted({*where.values()})]
    for name, body in where.items():
        acts += [act(body, SeatCreated(seat=f"{name}-{n}", title="Sæde")) for n in range(times)]
        acts += [act(f"{name}-{n}", PersonRegistered(name="Åse Ærø")) for n in range(times)]
    Register(register, writer="bench").record(acts, project=False)


def _together(way: str, address: str, where: dict[str, str], times: int) -> Run:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.server_writers", way, address, body, name, str(times)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name, body in where.items()
    ]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    told = [json.loads(process.communicate()[0]) for process in running]
    seconds = max(whole for whole, _, _ in told)
    took = [one for _, each, _ in told for one in each]
    return Run(len(took) / seconds, took, sum(again for _, _, again in told))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
