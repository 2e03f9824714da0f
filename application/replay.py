"""Rebuilding the views from the log: stream by stream, in bulk, on every core."""

from __future__ import annotations

import gc
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from itertools import islice, zip_longest
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateIndex, CreateTable

from application.failures import Damaged
from application.identity import storage_failure
from application.log import Log, open_log
from application.swapping import beside, sweep
from application.undisturbed import undisturbed
from application.views import Views, engine_of, held
from projections.catalog import TABLES, stored_rows
from projections.schema import METADATA, position, set_position

TOGETHER = 4000
"""So many entries, or one stream, are read and their rows computed together."""
QUICK = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32768")
"""How a file is written that takes its place only when it is whole and flushed."""
Progress = Callable[[int, int], None]
Rows = dict[str, list[tuple[Any, ...]]]


def rebuild(
    log: Path,
    target: Path,
    *,
    upto: int | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Write all views anew beside a file and put them in its place; the number of entries read."""
    sweep(target)
    try:
        with ExitStack() as until_it_is_there, beside(target) as scratch:
            count = build(log, scratch, upto=upto, processes=processes, progress=progress)
            until_it_is_there.enter_context(held(target))
            return count
    except DatabaseError as cause:
        raise storage_failure(cause.orig or cause, target) from cause


def build(
    log: Path,
    target: Path,
    *,
    upto: int | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the views of the entries up to a number into an empty file."""
    with closing(open_log(log, writable=False)) as opened:
        last = opened.last()[0]
        upto = last if upto is None else min(upto, last)
        entry = opened.entry(upto)
        streams = opened.streams(upto)  # others may append meanwhile
    if sum(count for _, count in streams) != upto:
        raise Damaged(f"{log} lacks entries: its last is #{last}, but some before it are gone")
    engine = engine_of(target, pragmas=QUICK)
    with undisturbed(), engine.connect() as connection, connection.begin():
        for table in (*TABLES, position):
            connection.execute(CreateTable(table))
        done = 0
        for count, rows in _computed(log, streams, upto, _workers(processes, upto)):
            _insert(connection, rows)
            done += count
            if progress is not None:
                progress(done, len(streams))
        for table in METADATA.sorted_tables:
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                connection.execute(CreateIndex(index))
        set_position(connection, upto, entry.recorded if entry else "")
    return upto


def _workers(processes: int | None, entries: int) -> int:
    if processes is not None:
        return processes
    return 1 if entries < 20_000 else max(1, min(8, os.cpu_count() or 1))


def _parts(streams: Sequence[tuple[str, int]]) -> Iterator[list[str]]:
    """Streams in groups of about `TOGETHER` entries."""
    part: list[str] = []
    size = 0
    for name, entries in streams:
        part.append(name)
        size += entries
        if size >= TOGETHER:
            yield part
            part, size = [], 0
    if part:
        yield part


def _computed(
    log: Path, streams: Sequence[tuple[str, int]], upto: int, processes: int
) -> Iterator[tuple[int, Rows]]:
    parts = list(_parts(streams))
    if processes == 1 or len(parts) < 2:
        with closing(open_log(log, writable=False)) as opened:
            for part in parts:
                yield len(part), _rows(opened, part[0], part[-1], upto)
        return
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(log,)) as pool:
        waiting = ((len(part), pool.submit(_of_worker, part[0], part[-1], upto)) for part in parts)
        running = deque(islice(waiting, processes * 2))
        while running:
            count, future = running.popleft()
            yield count, future.result()
            running.extend(islice(waiting, 1))


_opened: list[Log] = []
"""In a worker: the log it reads, open as long as the worker lives."""


def _begin(log: Path) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    _opened.append(open_log(log, writable=False))


def _end_with_parent() -> None:
    """Leave nothing behind where the program is killed: a worker waits for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _of_worker(low: str, high: str, upto: int) -> Rows:
    return _rows(_opened[0], low, high, upto)


def _rows(log: Log, low: str, high: str, upto: int) -> Rows:
    """The rows of the streams from one name to another."""
    return stored_rows([entry for entry in log.grouped(low, high) if entry.number <= upto])


def _insert(connection: Connection, rows: Rows) -> None:
    for name, values in rows.items():
        marks = ",".join("?" * len(values[0]))
        connection.exec_driver_sql(f"INSERT INTO {name} VALUES ({marks})", values)


def difference(
    log: Path,
    views: Path,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
) -> tuple[int, str | None]:
    """The last entry that views contain, and how they differ from a rebuild up to it, in words;
    raises Damaged where there are none."""
    upto = Views(views).position()
    if upto is None:
        raise Damaged("there are no views to compare; run 'fasti replay'")
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        scratch = Path(place) / "views.db"
        build(log, scratch, upto=upto, processes=processes, progress=progress)
        return upto, first_difference(views, scratch)


def first_difference(one: Path, other: Path) -> str | None:
    """The first row in which two files of views differ, in words; None where they are equal."""
    with (
        engine_of(one, writable=False).connect() as left,
        engine_of(other, writable=False).connect() as right,
    ):
        for table in METADATA.sorted_tables:
            difference = _difference(table, left, right)
            if difference is not None:
                return difference
    return None


def _difference(table: Table, left: Connection, right: Connection) -> str | None:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    query = f"SELECT {columns} FROM {table.name} ORDER BY {columns}"
    mine, others = left.exec_driver_sql(query).cursor, right.exec_driver_sql(query).cursor
    done = 0
    while True:
        these, those = mine.fetchmany(TOGETHER), others.fetchmany(TOGETHER)
        if these != those:
            break
        if not these:
            return None
        done += len(these)
    pairs = enumerate(zip_longest(these, those), done + 1)
    number, (one, other) = next((n, pair) for n, pair in pairs if pair[0] != pair[1])
    if one is None:
        return f"{table.name}: the views lack {_told(table, other)}"
    told = f"the views say {_told(table, one)}, a rebuild {_told(table, other)}"
    return f"{table.name}, row {number}: {told}"


def _told(table: Table, row: Sequence[Any] | None) -> str:
    if row is None:
        return "nothing"
    named = zip(table.columns.keys(), row, strict=True)
    return ", ".join(f"{name}={value!r}" for name, value in named if value is not None)
