"""The views as a file: opened, rebuilt beside themselves and swapped."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from application.failures import Damaged, Failure
from application.folder.identity import BROKEN, DEADLINE, quoted, reading_mode, storage_failure
from application.swapping import beside, sweep
from application.views import Progress, Views, position_in
from projections.schema import set_position

if TYPE_CHECKING:
    from application.storage import Storage

_NULL: dict[None, None] = {}
sqlite3.register_adapter(type(None), _NULL.get)
"""NULL is bound as it is: where nothing says so, sqlite3 looks for what does at each of them, and
words the error that there is nothing, a tenth of a replay."""


def engine_of(path: Path, *, writable: bool = True, pragmas: Sequence[str] = ()) -> Engine:
    """An engine for a file of views."""
    mode = "rw" if writable else "ro"
    url = f"sqlite:///file:{path}?mode={mode}{'c' if writable else ''}&uri=true"
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def _plain(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    return engine


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
                address = f"file:{quoted(path)}?mode=rw"
                views = sqlite3.connect(address, uri=True, timeout=DEADLINE, isolation_level=None)
                stack.enter_context(closing(views)).execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as cause:
            raise storage_failure(cause, path) from cause
        except sqlite3.DatabaseError:  # no views at all
            journal.unlink(missing_ok=True)
        if not path.is_file():
            journal.unlink(missing_ok=True)
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
        with engine_of(self.path, writable=False).connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Connection]:
        """The only connection that changes the views, waited for in any case."""
        with engine_of(self.path).begin() as connection:
            yield connection

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
                with closing(sqlite3.connect(address, uri=True)) as source:
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
