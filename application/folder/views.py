"""The views as a file: opened, rebuilt beside themselves and swapped."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from application.failures import Damaged, Failure
from application.folder.identity import BROKEN, DEADLINE, quoted, reading_mode, storage_failure
from application.swapping import beside, sweep
from application.views import Progress, Views, position_in
from projections.schema import position_of, set_position

if TYPE_CHECKING:
    from application.log import Log
    from application.storage import Storage

Begun = TypeVar("Begun")
LOOK = 0.01
"""Seconds between looks whether a file of views is free."""
_NULL: dict[None, None] = {}
sqlite3.register_adapter(type(None), _NULL.get)
"""NULL is bound as it is: where nothing says so, sqlite3 looks for what does at each of them, and
words the error that there is nothing, a tenth of a replay."""


def engine_of(path: Path, *, writable: bool = True, pragmas: Sequence[str] = ()) -> Engine:
    """An engine for a file of views."""
    mode = "rw" if writable else "ro"
    url = f"sqlite:///file:{path}?mode={mode}{'c' if writable else ''}&uri=true"
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 0})

    @event.listens_for(engine, "connect")
    def _plain(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {DEADLINE * 1000}")

    return engine


@contextmanager
def standing(path: Path, begin: Callable[[], AbstractContextManager[Begun]]) -> Iterator[Begun]:
    """What was begun on the file that stands at a path, waited for.

    A rebuild may put another file there meanwhile. SQLite would take the journal of that for one of
    the file that was opened before, so it is not waited for with a file open.
    """
    until = monotonic() + DEADLINE
    while True:
        with ExitStack() as stack:
            which = _which(path)
            try:
                begun = stack.enter_context(begin())
            except (DatabaseError, sqlite3.DatabaseError) as cause:
                again = "locked" in str(cause) or _which(path) != which
                if not again or monotonic() > until:
                    raise
            else:
                if _which(path) == which:
                    yield begun
                    return
        sleep(LOOK)


def _which(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its place."""
    with suppress(FileNotFoundError):
        told = path.stat()
        return told.st_dev, told.st_ino
    return None


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Views that nobody else writes meanwhile, and of which nothing is half written.

    What a program that was killed left in their journal is played back first: SQLite would play it
    into whatever file stands there next. Raises a Failure where others go on writing.
    """
    journal = path.with_name(f"{path.name}-journal")
    with ExitStack() as stack:
        try:
            if path.is_file():
                stack.enter_context(standing(path, partial(_begun, path)))
        except sqlite3.OperationalError as cause:
            raise storage_failure(cause, path) from cause
        except sqlite3.DatabaseError:  # no views at all
            journal.unlink(missing_ok=True)
        if not path.is_file():
            journal.unlink(missing_ok=True)
        yield


@contextmanager
def _begun(path: Path) -> Iterator[None]:
    address = f"file:{quoted(path)}?mode=rw"
    views = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
    with closing(views):
        views.execute("BEGIN IMMEDIATE")
        yield


def settle(path: Path) -> None:
    """Undo what a program that was killed left half written, where that can be done."""
    if path.with_name(f"{path.name}-journal").exists():
        with suppress(Failure, OSError), held(path):
            pass


class ViewsInFolder(Views):
    """Views in a file; what they are made from is the log of `storage`."""

    def __init__(self, storage: Storage, path: Path) -> None:
        self.storage = storage
        self.path = path

    def create(self) -> None:
        """Empty views in a new file."""
        from projections import catalog

        self.path.unlink(missing_ok=True)
        with engine_of(self.path).begin() as connection:
            catalog.METADATA.create_all(connection)
            set_position(connection, 0, "")

    def expect(self, log: Log, streams: Iterable[str], last: int) -> bool:
        """They are brought up when it is done."""
        return False

    def position(self) -> int | None:
        """The last entry they contain; None where there are no views of this shape."""
        if not self.path.is_file():
            return None
        settle(self.path)
        try:
            with self.reading() as connection:
                return position_in(connection)
        except (DatabaseError, ValueError, TypeError):
            return None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the views."""
        with standing(self.path, self._begun) as connection:
            yield connection

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with engine_of(self.path, writable=False).connect() as connection:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master")  # from now on it stands still
            yield connection

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[tuple[Connection, int]]:
        """The only connection that changes the views, waited for in any case, and the last entry
        they contain."""
        with standing(self.path, engine_of(self.path).begin) as connection:
            yield connection, position_of(connection)

    @contextmanager
    def frozen(self) -> Iterator[Connection | None]:
        """A copy of the views, indexes checked, that stands still while others write."""
        from application.folder.storage import integrity

        if not self.path.is_file():
            yield None
            return
        settle(self.path)
        with tempfile.TemporaryDirectory(prefix="fasti-") as place:
            copy = Path(place) / self.path.name
            try:
                address = f"file:{quoted(self.path)}?mode={reading_mode(self.path)}"
                with closing(sqlite3.connect(address, uri=True, timeout=DEADLINE)) as source:
                    wrong = list(integrity(self.path, source.cursor()))
                    with closing(sqlite3.connect(copy)) as target:
                        source.backup(target)
            except (Failure, *BROKEN) as cause:
                raise Damaged(f"{self.path} cannot be read: {cause}") from cause
            if wrong:
                raise Damaged("; ".join(wrong))
            with engine_of(copy, writable=False).connect() as connection:
                yield connection

    def rebuild(self, *, processes: int | None = None, progress: Progress | None = None) -> int:
        """Write all views anew beside the file and put them in its place."""
        return write_views(self.storage, self.path, processes=processes, progress=progress)

    def discard(self) -> None:
        """Take the file away."""
        self.path.unlink(missing_ok=True)


def write_views(
    storage: Storage,
    target: Path,
    *,
    upto: int | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Put the views of the entries up to a number in the place of a file; how many entries."""
    from application.replay import build

    sweep(target)
    try:
        with ExitStack() as until_it_is_there, beside(target) as scratch:
            count = build(storage, scratch, upto=upto, processes=processes, progress=progress)
            until_it_is_there.enter_context(held(target))
            return count
    except DatabaseError as cause:
        raise storage_failure(cause.orig or cause, target) from cause
