"""One of several writers on a server: appends as Fasti does, or inserts the same rows plainly.

usage: python -m bench.server_writers WAY ADDRESS BODY WRITER TIMES PACE

WAY is `fasti`, `shown` (Fasti, and the views are brought up as well) or `plain`; PACE is how many a
second, 0: as many as it can.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import psycopg

from application.register import Register
from domain.act import act
from domain.tenure_events import Appointed
from domain.tree import stored
from domain.when import When

DAY = When.parse("2020-01-01")
ROWS = (
    "SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state, c.id"
    " FROM written.stored_events e JOIN written.commands c ON e.notification_id = c.first"
    " WHERE e.originator_id = %s AND e.state LIKE %s ORDER BY 1"
)
NODES = "SELECT place, hash FROM written.tree WHERE place BETWEEN %s AND %s"
BEGIN = "BEGIN; LOCK TABLE plain.turn IN EXCLUSIVE MODE"
EVENT = (
    "INSERT INTO plain.stored_events (notification_id, originator_id, originator_version, topic,"
    " state) VALUES (%s, %s, %s, %s, %s)"
)
COMMAND = "INSERT INTO plain.commands VALUES (%s, %s, %s)"


class Counted(Register):
    """Counts how often it was decided."""

    decided = 0

    def _decided(self, *args: Any, **named: Any) -> Any:
        Counted.decided += 1
        return super()._decided(*args, **named)


def main(way: str, address: str, body: str, writer: str, times: int, pace: float) -> None:
    """Append once, so that all is open and read; wait for a line on stdin, write, and print the
    seconds it took in all, those of each append, and how many decisions were taken again."""
    work = plain(address, body, writer)
    if way != "plain":
        work = fasti(address, body, writer, times, shown=way == "shown")
    next(work)
    next(work)
    Counted.decided = 0
    print("ready", flush=True)
    sys.stdin.readline()
    took = []
    begin = time.perf_counter()
    for number in range(times):
        if pace:
            time.sleep(max(0.0, begin + number / pace - time.perf_counter()))
        before = time.perf_counter()
        next(work)
        took.append(time.perf_counter() - before)
    seconds = time.perf_counter() - begin
    print(json.dumps([seconds, took, Counted.decided - times if way != "plain" else 0]))


def fasti(address: str, body: str, writer: str, times: int, *, shown: bool) -> Iterator[None]:
    """Appointments, each a command of its own, decided on the state of the body."""
    register = Counted(address, writer=writer)
    with register.writing():
        yield
        for number in range(times + 1):
            own = f"{writer}-{number}"
            asked = act(body, Appointed(seat=own, person=own, first_day=DAY))
            register.record([asked], project=shown)
            yield


def plain(address: str, body: str, writer: str) -> Iterator[None]:
    """The same rows of log, tree and commands, inserted under the same lock."""
    with psycopg.connect(address, autocommit=True) as connection:
        mine = (f"body:{body}", f'%"writer":"{writer}"%'.encode())
        rows = connection.execute(ROWS, mine).fetchall()
        nodes = [
            connection.execute(NODES, (stored(row[0] - 1), stored(row[0]) - 1)).fetchall()
            for row in rows
        ]
        yield
        for row, made in zip(rows, nodes, strict=True):
            _insert(connection, row, made)
            yield


def _insert(connection: psycopg.Connection[Any], row: Any, nodes: list[Any]) -> None:
    marks = ",".join(["(%s, %s)"] * len(nodes))
    with connection.cursor() as cursor:
        cursor.execute(BEGIN)
        cursor.execute(EVENT, row[:5])
        cursor.execute(
            f"INSERT INTO plain.tree VALUES {marks}".encode(),
            [value for node in nodes for value in node],
        )
        cursor.execute(COMMAND, (row[5], row[0], row[0]))
        cursor.execute("COMMIT")


if __name__ == "__main__":
    way, address, body, writer, times, pace = sys.argv[1:]
    main(way, address, body, writer, int(times), float(pace))
