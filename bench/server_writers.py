"""One of several writers on a server: appends as Fasti does, or inserts the same rows plainly.

usage: python -m bench.server_writers fasti ADDRESS BODY WRITER TIMES
       python -m bench.server_writers plain ADDRESS BODY WRITER TIMES
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from time import perf_counter

import psycopg

from application.log import Log
from application.register import Register
from domain.act import act
from domain.tenure_events import Appointed
from domain.when import When

ROWS = (
    "SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state, c.id"
    " FROM written.stored_events e JOIN written.commands c ON e.notification_id = c.first"
    " WHERE e.originator_id = %s AND e.state LIKE %s ORDER BY 1"
)
DAY = When.parse("2020-01-01")
NODES = "SELECT place, hash FROM written.tree WHERE place BETWEEN %s AND %s"


def main(way: str, address: str, body: str, writer: str, times: int) -> None:
    """Wait for a line on stdin, write, and print seconds from line to end, each append's seconds
    and how often a decision was taken again."""
    work, retried = WAYS[way](address, body, writer, times)
    print("ready", flush=True)
    sys.stdin.readline()
    took = []
    begin = perf_counter()
    for _ in range(times):
        before = perf_counter()
        next(work)
        took.append(perf_counter() - before)
    print(json.dumps([perf_counter() - begin, took, retried[0]]))


def fasti(address: str, body: str, writer: str, times: int) -> tuple[Iterator[None], list[int]]:
    """Appointments, each a command of its own, decided on the state of the body."""
    register = Register(address, writer=writer)
    decided = [0]
    append = Log.append

    def counted(*args: object, **named: object) -> object:
        decided[0] += 1
        return append(*args, **named)  # type: ignore[arg-type]

    Log.append = counted  # type: ignore[method-assign,assignment]

    def work() -> Iterator[None]:
        with register.writing():
            yield
            for number in range(times):
                own = f"{writer}-{number}"
                asked = act(body, Appointed(seat=own, person=own, first_day=DAY))
                register.record([asked], project=False)
                decided[0] -= 1
                yield

    going = work()
    next(going)
    return going, decided


def plain(address: str, body: str, writer: str, times: int) -> tuple[Iterator[None], list[int]]:
    """The same rows of log, tree and commands, inserted under the same lock."""
    connection = psycopg.connect(address, autocommit=True)
    rows = connection.execute(ROWS, (f"body:{body}", f'%"writer":"{writer}"%'.encode())).fetchall()
    return _inserted(connection, rows), [0]


def _inserted(connection: psycopg.Connection, rows: list[tuple]) -> Iterator[None]:
    from domain.tree import stored

    nodes = [
        connection.execute(NODES, (stored(row[0] - 1), stored(row[0]) - 1)).fetchall()
        for row in rows
    ]
    for (*row, command), made in zip(rows, nodes, strict=True):
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE plain.turn IN EXCLUSIVE MODE")
            columns = "notification_id, originator_id, originator_version, topic, state"
            cursor.execute(
                f"INSERT INTO plain.stored_events ({columns}) VALUES (%s, %s, %s, %s, %s)", row
            )
            marks = ",".join(["(%s, %s)"] * len(made))
            values = [value for node in made for value in node]
            cursor.execute(f"INSERT INTO plain.tree VALUES {marks}", values)
            cursor.execute(
                "INSERT INTO plain.commands VALUES (%s, %s, %s)", (command, row[0], row[0])
            )
            cursor.execute("COMMIT")
        yield


WAYS: dict[str, Callable[[str, str, str, int], tuple[Iterator[None], list[int]]]] = {
    "fasti": fasti,
    "plain": plain,
}

if __name__ == "__main__":
    way, address, body, writer, times = sys.argv[1:]
    main(way, address, body, writer, int(times))
