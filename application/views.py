"""The views as a file: opened, brought up with the log, rebuilt beside themselves and swapped."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from application.failures import Damaged, Unwritable
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
        except (DatabaseError, UnicodeDecodeError):
            return None

    def bring_up(self, log: Log, last: int) -> None:
        """Make them contain every entry of the log."""
        at = self.position()
        if at == last:
            return
        if at is not None and at > last:  # others wrote meanwhile, or the log has lost entries
            self.refuse_ahead(log)
        if at is None or last - at > CATCH_UP:
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
                f"the views contain #{at}, the log ends at #{last}: the log has lost entries;"
                " run 'fasti verify', or 'fasti replay' to go on with what is left"
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the views."""
        with engine_of(self.path, writable=False).connect() as connection:
            yield connection


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


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A new file beside another that takes its place, and its rights, at the end, or is thrown away
    on an error; raises Unwritable where the medium takes none."""
    scratch = path.with_name(f".{path.name}-{os.getpid()}-{time.monotonic_ns()}")
    try:
        scratch.touch(exist_ok=False)
        if path.exists():
            scratch.chmod(path.stat().st_mode & 0o777)
        yield scratch
        scratch.replace(path)
    except OSError as cause:
        raise Unwritable(f"{path} cannot be written: {cause.strerror or cause}") from cause
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def put(path: Path, content: bytes) -> None:
    """Write a file as a whole, and wait until it is on the disk."""
    with beside(path) as scratch, scratch.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
