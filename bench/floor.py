"""What the same work costs with nothing but sqlite3 and json, measured on a register's own rows.

Repeats, in fresh files, the unavoidable part: every stored event inserted (1,000 rows
a transaction, WAL, synchronous=FULL), every stored event read and its JSON parsed,
every view row inserted into tables with the same columns and indexes.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOG = "stored_events"


def floor(events: Path, views: Path) -> dict[str, float]:
    """Seconds for append, decode, views and replay (decode + views), and the counts."""
    log = sqlite3.connect(f"file:{events}?mode=ro", uri=True)
    stored = log.execute(f"SELECT * FROM {LOG} ORDER BY rowid").fetchall()
    made = log.execute("SELECT sql FROM sqlite_master WHERE name = ?", (LOG,)).fetchone()[0]
    with tempfile.TemporaryDirectory() as place:
        append = _appending(_fresh(Path(place) / "a.db"), made, stored)
        write, rows = _writing(_fresh(Path(place) / "v.db"), views)
        seconds = {
            "append": _timed(append),
            "decode": _timed(lambda: decode(log)),
            "views": _timed(write),
        }
    counts = {"events": float(len(stored)), "view_rows": float(rows)}
    return {**counts, **seconds, "replay": seconds["decode"] + seconds["views"]}


def _fresh(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("PRAGMA synchronous=FULL")
    return made


def _appending(
    target: sqlite3.Connection, made: str, stored: list[tuple[Any, ...]]
) -> Callable[[], None]:
    target.execute(made)

    def append() -> None:
        marks = ",".join("?" * len(stored[0]))
        for at in range(0, len(stored), 1000):
            target.execute("BEGIN")
            target.executemany(f"INSERT INTO {LOG} VALUES ({marks})", stored[at : at + 1000])
            target.execute("COMMIT")

    return append


def decode(log: sqlite3.Connection) -> None:
    """Read every stored event and parse its JSON."""
    for row in log.execute(f"SELECT * FROM {LOG} ORDER BY rowid"):
        json.loads(row[3])


def _writing(target: sqlite3.Connection, views: Path) -> tuple[Callable[[], None], int]:
    source = sqlite3.connect(f"file:{views}?mode=ro", uri=True)
    query = "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL"
    copies = {}
    for name, made in source.execute(query, ("table",)).fetchall():
        target.execute(made)
        copies[name] = source.execute(f'SELECT * FROM "{name}"').fetchall()
    for _, made in source.execute(query, ("index",)).fetchall():
        target.execute(made)

    def write() -> None:
        target.execute("BEGIN")
        for name, rows in copies.items():
            if rows:
                marks = ",".join("?" * len(rows[0]))
                target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
        target.execute("COMMIT")

    return write, sum(len(rows) for rows in copies.values())


def _timed(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
