"""The views as a file: opened, brought up with the log, rebuilt beside themselves and swapped."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from application.failures import Damaged, Failure
from application.identity import DEADLINE, quoted, storage_failure
from projections.schema import SHAPE, position_of, set_position

if TYPE_CHECKING:
    from application.log import Log

CATCH_UP = 2000
"""So many entries behind, a rebuild is quicker than bringing up."""


def engine_of(path: Path, *, writable: bool = True, pragmas: Sequence[str] = ()) -> Engine:
    """An engine for a file of views."""
    mode = "rw" if writable else "ro"
    url = f"sqlite:///file:{path}?mode={mode}{'c' if writable else ''}&uri=true"
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def _plain(raw: object, _record: object) -> None:
        raw.isolation_level = None  # type: ignore[attr-defined]
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    return engine


def create_views(path: Path) -> Engine:
    """Empty views in a new file."""
    from projections import catalog

    engine = engine_of(path)
    with engine.begin() as connection:
        catalog.METADATA.create_all(connection)
        set_position(connection, 0, "")
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


class Views:
    """The views of one register."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def position(self) -> int | None:
        """The last entry they contain; None where there are no views of this shape."""
        if not self.path.is_file():
            return None
        try:
            with engine_of(self.path, writable=False).connect() as connection:
                shape = connection.execute(text("SELECT tables FROM position")).scalar()
                return position_of(connection) if shape == SHAPE else None
        except (DatabaseError, ValueError, TypeError):
            return None

    def bring_up(self, log: Log, last: int) -> None:
        """Make them contain every entry of the log."""
        settle(self.path)
        at = self.position()
        if at == last:
            return
        if at is not None and at > last:  # others wrote meanwhile, or the log has lost entries
            self.refuse_ahead(log)
        if at is None or last - at > CATCH_UP or _names_erased(log, at):
            from application.replay import rebuild

            rebuild(log.path, self.path)
            return
        with engine_of(self.path).begin() as connection:
            catch_up(connection, log)

    def refuse_ahead(self, log: Log) -> None:
        """Raise Damaged where they contain entries that the log has not."""
        at, last = self.position() or 0, log.last()[0]
        if at > last:
            raise Damaged(
                f"the views contain #{at}, the log ends at #{last}: the log has lost entries, or an"
                " older one was put in its place, or one without its -wal; find it, or accept the"
                " loss with 'fasti restore --acknowledge-loss REASON'"
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the views."""
        with engine_of(self.path, writable=False).connect() as connection:
            yield connection


def _names_erased(log: Log, after: int) -> bool:
    """Whether a name was erased since: then it is in no view, nor in what a page still holds."""
    if not log.erasures():
        return False
    from application.nameless import names_erased

    return bool(names_erased(log, after))


def catch_up(connection: Connection, log: Log) -> None:
    """Add what the log has after the position of the views, in the caller's transaction."""
    from projections.catalog import add_lines, view_of
    from projections.openings import bring_up

    after = position_of(connection)
    new = list(log.entries(after))
    if not new:
        return
    upto = new[-1].number
    for stream in sorted({entry.stream for entry in new}):
        entries = [entry for entry in log.stream(stream) if entry.number <= upto]
        bring_up(connection, view_of(stream), entries, after)
    add_lines(connection, new)
    set_position(connection, upto, new[-1].recorded)
