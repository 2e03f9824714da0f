"""Questions to a register of real history, beside the same questions in SQL written by hand."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, text

from application.register import Register
from application.undisturbed import undisturbed
from projections.everywhere import everywhere
from projections.persons import called
from projections.sitting import Seats

ASKED = 1000
DAYS = (date(2019, 1, 20).toordinal(), date(2023, 2, 1).toordinal())


def of_all(register: Register) -> float:
    """Seconds of one whole composition, with the names, as of two times."""
    with register.asking() as connection, undisturbed():  # as the program does
        latest = connection.execute(text("SELECT MAX(number) FROM lines")).scalar_one()
        begin = time.perf_counter()
        for day, at in zip(DAYS, (latest // 2, latest), strict=True):
            seated = everywhere(connection, day, at)
            called(connection, {h.tenure.person for s in seated for h in s.holders}, day, at)
        return time.perf_counter() - begin


def of_single_seats(register: Register) -> tuple[float, float, float]:
    """Seconds of 1,000 single seats as of two times: asked of the register, and by hand; and the
    instructions of SQLite that one takes."""
    with register.asking() as connection, tempfile.TemporaryDirectory() as place:
        query = text("SELECT DISTINCT body, seat FROM tenures ORDER BY body, seat")
        seats = [tuple(row) for row in connection.execute(query)]
        chosen = seats[:: max(1, len(seats) // ASKED)][:ASKED]
        latest = connection.execute(text("SELECT MAX(number) FROM lines")).scalar_one()
        table = _by_hand(register, Path(place) / "hand.db")
        asked = [
            (body, seat, day, at)
            for body, seat in chosen
            for day, at in zip(DAYS, (latest // 2, latest), strict=True)
        ]
        register_seats = Seats(connection)
        mine, theirs = [], []
        for _ in range(5):
            begin = time.perf_counter()
            answers = [register_seats.holders(*one) for one in asked]
            mine.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            by_hand = [_asked(table, *one) for one in asked]
            theirs.append(time.perf_counter() - begin)
        for answer, rows in zip(answers, by_hand, strict=True):
            if {one.person for one in answer} != {row[0] for row in rows}:
                raise SystemExit(f"the register says {answer}, by hand it is {rows}")
        steps = _steps(connection, lambda: [register_seats.holders(*one) for one in asked])
    return min(mine), min(theirs), steps / len(asked)


def _steps(connection: Connection, work: Callable[[], object]) -> int:
    taken = count()
    raw = cast("sqlite3.Connection", connection.connection.driver_connection)
    raw.set_progress_handler(lambda: next(taken) < 0, 1)
    work()
    raw.set_progress_handler(None, 1)
    return next(taken)


def _by_hand(register: Register, path: Path) -> sqlite3.Connection:
    """What somebody would write who needs only this: one table, one index."""
    table = sqlite3.connect(path)
    table.execute("ATTACH ? AS views", (str(register.views.path),))
    table.execute(
        "CREATE TABLE held AS SELECT body, seat, person, known_from, known_to, first_earliest,"
        " first_latest, last_earliest, last_latest, first, until FROM views.tenures"
    )
    table.execute("CREATE INDEX held_seat ON held (body, seat, known_to, last_latest)")
    table.commit()
    return table


def _asked(table: sqlite3.Connection, body: str, seat: str, day: int, at: int) -> list[Any]:
    return table.execute(
        "SELECT person, first, until, first_latest <= ? AND last_earliest >= ? FROM held"
        " WHERE body = ? AND seat = ? AND known_to > ? AND known_from <= ?"
        " AND last_latest >= ? AND first_earliest <= ?",
        (day, day, body, seat, at, at, day, day),
    ).fetchall()
