"""Rebuilding the views from the log: stream by stream, in bulk, on every core."""

from __future__ import annotations

import gc
import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from copy import copy
from itertools import chain, islice, zip_longest
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateIndex, CreateTable

from application.failures import Damaged
from application.folder.views import engine_of
from application.log import Log
from application.storage import Storage
from application.undisturbed import undisturbed
from application.views import Progress, position_in
from projections.catalog import TABLES, stored_rows
from projections.schema import METADATA, position, set_position

TOGETHER = 4000
"""So many entries, or one stream, are read and their rows computed together."""
QUICK = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32768")
"""How a file is written that takes its place only when it is whole and flushed."""
AT_ONCE = 50
"""So many rows are inserted by one statement, quicker than one by one."""
Rows = dict[str, list[tuple[Any, ...]]]


class Replay:
    """The rows of all views as the entries up to a number make them; iterate it once."""

    def __init__(
        self,
        storage: Storage,
        *,
        upto: int | None = None,
        processes: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        with closing(storage.log()) as opened:
            last = opened.last()[0]
            self.upto = last if upto is None else min(upto, last)
            entry = opened.entry(self.upto)
            self._streams = opened.streams(self.upto)  # others may append meanwhile
        self.recorded = entry.recorded if entry else ""
        self._storage, self._processes, self._progress = storage, processes, progress
        if sum(count for _, count in self._streams) != self.upto:
            raise Damaged(
                f"{storage.where} lacks entries: its last is #{last}, but some before it are gone"
            )

    def __iter__(self) -> Iterator[Rows]:
        done = 0
        workers = _workers(self._processes, self.upto)
        with undisturbed():
            for count, rows in _computed(self._storage, self._streams, self.upto, workers):
                yield rows
                done += count
                if self._progress is not None:
                    self._progress(done, len(self._streams))


def build(
    storage: Storage,
    target: Path,
    *,
    upto: int | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the views of the entries up to a number into an empty file."""
    replay = Replay(storage, upto=upto, processes=processes, progress=progress)
    with engine_of(target, pragmas=QUICK).connect() as connection, connection.begin():
        for table in (*TABLES, position):
            connection.execute(CreateTable(table))
        for rows in replay:
            _insert(connection, rows)
        for table in METADATA.sorted_tables:
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                connection.execute(CreateIndex(index))
        set_position(connection, replay.upto, replay.recorded)
    return replay.upto


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
    storage: Storage, streams: Sequence[tuple[str, int]], upto: int, processes: int
) -> Iterator[tuple[int, Rows]]:
    parts = list(_parts(streams))
    if processes == 1 or len(parts) < 2:
        with closing(storage.log()) as opened:
            for part in parts:
                yield len(part), _rows(opened, part[0], part[-1], upto)
        return
    own = copy(storage)  # without the connections that this process has
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(own,)) as pool:
        waiting = ((len(part), pool.submit(_of_worker, part[0], part[-1], upto)) for part in parts)
        running = deque(islice(waiting, processes * 2))
        while running:
            count, future = running.popleft()
            yield count, future.result()
            running.extend(islice(waiting, 1))


_opened: list[Log] = []
"""In a worker: the log it reads, open as long as the worker lives."""


def _begin(storage: Storage) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    _opened.append(copy(storage).log())  # over no connection that the parent has


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
    return stored_rows(list(log.grouped(low, high, upto)))


def _insert(connection: Connection, rows: Rows) -> None:
    cursor = connection.connection.cursor()
    for name, values in rows.items():
        row = f"({','.join('?' * len(values[0]))})"
        statement = f"INSERT INTO {name} VALUES {','.join([row] * AT_ONCE)}"
        whole = len(values) - len(values) % AT_ONCE
        for at in range(0, whole, AT_ONCE):
            cursor.execute(statement, tuple(chain.from_iterable(values[at : at + AT_ONCE])))
        cursor.executemany(f"INSERT INTO {name} VALUES {row}", values[whole:])


def difference(
    storage: Storage,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
) -> tuple[int, str | None]:
    """The last entry that the views contain, and how they differ from a rebuild up to it, in words;
    raises Damaged where there are none."""
    with storage.views.frozen() as views:
        upto = None if views is None else position_in(views)
        if views is None or upto is None:
            raise Damaged("there are no views to compare; run 'fasti replay'")
        return upto, compared(storage, views, upto, processes=processes, progress=progress)


def compared(
    storage: Storage,
    views: Connection,
    upto: int,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
) -> str | None:
    """How views differ from a rebuild of the entries up to a number, in words; None if not."""
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        scratch = Path(place) / "views.db"
        build(storage, scratch, upto=upto, processes=processes, progress=progress)
        with engine_of(scratch, writable=False).connect() as anew:
            return first_difference(views, anew)


def first_difference(one: Connection, other: Connection) -> str | None:
    """The first row in which some views differ from others, in words; None where they are equal."""
    for table in METADATA.sorted_tables:
        difference = _difference(table, one, other)
        if difference is not None:
            return difference
    return None


def _difference(table: Table, left: Connection, right: Connection) -> str | None:
    columns = [f'"{column.name}"' for column in table.columns]
    order = ", ".join(f"{column} NULLS FIRST" for column in columns)
    query = f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY {order}"
    mine, others = (
        one.execution_options(stream_results=True).exec_driver_sql(query) for one in (left, right)
    )
    done = 0
    with mine, others:
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
