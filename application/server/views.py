"""The views in a schema: brought up by whoever comes first, made anew in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import psycopg
from psycopg import errors
from sqlalchemy import Connection, Engine, create_engine, event, select, tuple_
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError

from application.failures import Contradicted, Damaged
from application.leaves import TABLE
from application.server.address import LASTING, Address
from application.server.connection import Connection as Raw
from application.server.connection import connected, failure, is_silent, on_standby, only_reads
from application.views import Progress, Views, position_in
from projections.composition import tenures
from projections.schema import SHAPE, known, set_position

if TYPE_CHECKING:
    from application.log import Log
    from application.replay import Rows
    from application.storage import Storage

FORGOTTEN = "none"
"""The shape of views that are not to be read."""
IDLE, COMPUTING = "idle_in_transaction_session_timeout", 30
"""Seconds that who brings the views up may take to find out what changes."""
SHORTLY = f"SET LOCAL {IDLE} = '{COMPUTING}s'; SET LOCAL synchronous_commit = off; "
"""A disk and a standby are not waited for: views that were lost are brought up again, and never
come after entries that were lost, since those were written first."""
LOCK = "LOCK TABLE position IN EXCLUSIVE MODE"
"""Who shows views in a turn has locked the row in it."""
OTHER = "the views of {} are of another version of Fasti; its owner runs 'fasti migrate'"


class _Held(Exception):
    """Somebody else changes the views."""


class ViewsOnServer(Views):
    """Views in a schema of a server."""

    shared = True

    def __init__(self, storage: Storage, address: Address) -> None:
        self.storage = storage
        self._address = address
        self.schema = f'"{address.schemas[1]}"'
        self.may_be_shown = True
        """Whether turns may show what they append: they could the last time."""

    @cached_property
    def _engine(self) -> Engine:
        engine = create_engine(
            "postgresql+psycopg://", creator=self._connected, use_native_hstore=False
        )

        @event.listens_for(engine, "checkout")
        def _alive(raw: Raw, _record: object, _proxy: object) -> None:
            if not is_silent(raw):
                raise InvalidatePoolError

        return engine

    def _connected(self) -> Raw:
        """A connection that may ask for long: who reads is in nobody's way."""
        connection = connected(self._address, self._address.schemas[1])
        connection.execute(f"SET {IDLE} = '{LASTING}s'".encode())
        connection.autocommit = False  # as SQLAlchemy takes for granted
        return connection

    def close(self) -> None:
        """Close the connections that wait for a question."""
        self._engine.dispose()

    def expect(self, log: Log, streams: Iterable[str], last: int) -> bool:
        """Keep what stands in some streams, so that an append is shown by its turn."""
        if self.may_be_shown:
            with self.attempt():
                self.standings.keep(log, streams, last)
        return self.may_be_shown

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Make ready what is to be shown; where it fails nothing is, until they are brought up."""
        try:
            yield
        except Exception:  # a fault of the views undoes no append: it is raised where it stands,
            self.may_be_shown = False  # by bringing them up, which does the same once more

    def position(self) -> int | None:
        """The last entry they contain; None where there are no views of this shape."""
        try:
            with self._told(), self._engine.connect() as connection:
                return position_in(connection.execution_options(isolation_level="AUTOCOMMIT"))
        except (ValueError, TypeError, Damaged):
            return None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the views."""
        with self._told(), self._engine.connect() as connection:
            yield connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    def is_recorded(self, connection: Connection, at: int, last: Callable[[], int]) -> bool:
        """Whether the log has the last entry that one state of them contains, as is seen there."""
        log = f'"{self._address.schemas[0]}".{TABLE}'
        found = connection.exec_driver_sql(f"SELECT 1 FROM {log} WHERE notification_id = {at:d}")
        return found.first() is not None

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[tuple[Connection, int] | None]:
        """The only connection that changes the views, and the last entry they contain; None where
        another is at it."""
        with ExitStack() as stack:
            begun = None
            with suppress(_Held):
                begun = stack.enter_context(self._alone(SHORTLY, wait=wait))
            yield begun
        self.may_be_shown |= begun is not None

    @contextmanager
    def _alone(self, settings: str = "", *, wait: bool = True) -> Iterator[tuple[Connection, int]]:
        with self._told(), self._engine.connect() as connection, connection.begin():
            if on_standby(cast(Raw, connection.connection.dbapi_connection)):
                raise only_reads(self._address)
            try:
                connection.exec_driver_sql(settings + (LOCK if wait else f"{LOCK} NOWAIT"))
            except OperationalError as cause:
                if wait or not isinstance(cause.orig, errors.LockNotAvailable):
                    raise
                raise _Held from cause
            row = connection.exec_driver_sql("SELECT number, tables FROM position").first()
            if row is None or row.tables not in (FORGOTTEN, SHAPE):
                raise Damaged(OTHER.format(self._address))
            yield connection, row.number

    @contextmanager
    def frozen(self) -> Iterator[Connection]:
        """One state of the views that stands still while others write."""
        with self.reading() as connection:
            position_in(connection)  # from its first statement on it stands still
            yield connection

    def rebuild(self, *, processes: int | None = None, progress: Progress | None = None) -> int:
        """Take away all rows and copy in new ones, in one transaction: who reads sees the old."""
        from application.replay import Replay
        from projections.catalog import METADATA

        with self._alone() as (connection, _):
            replay = Replay(self.storage, processes=processes, progress=progress)
            for table in METADATA.sorted_tables:
                connection.exec_driver_sql(f"DELETE FROM {table.name}")
            for rows in replay:
                self._copy(connection, rows)
            connection.exec_driver_sql(f"UPDATE position SET tables = '{SHAPE}'")
            set_position(connection, replay.upto, replay.recorded)
        return replay.upto

    def _copy(self, connection: Connection, rows: Rows) -> None:
        """Copy in the rows of whole streams."""
        from projections.catalog import METADATA

        raw = connection.connection.cursor()
        for name, values in rows.items():
            columns = ", ".join(f'"{each.name}"' for each in METADATA.tables[name].columns)
            try:
                with raw.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
            except errors.ExclusionViolation as cause:
                keys = tenures.columns.keys()
                named = [dict(zip(keys, row, strict=True)) for row in values]
                raise self._contradicted(named) from cause

    def _contradicted(self, rows: Iterable[Mapping[str, Any]]) -> Contradicted:
        from projections.guarding import two_in_one_place

        found = two_in_one_place(rows) or "two persons in a seat that has one place"
        return Contradicted(
            f"the views at {self._address} do not take {found}; what is recorded stands:"
            " 'fasti check' lists it, 'fasti replay' makes the views anew"
        )

    def _met(self, rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Some tenures, and those that stand in their seats."""
        stand = tuple_(tenures.c.body, tenures.c.seat).in_([(r["body"], r["seat"]) for r in rows])
        with self._engine.connect() as connection:
            found = connection.execute(select(tenures).where(stand, known(tenures, None)))
            return [*rows, *found.mappings()]

    def discard(self) -> None:
        """Forget them: they are made anew when something is asked."""
        with self._alone() as (connection, _):
            connection.exec_driver_sql(f"UPDATE position SET tables = '{FORGOTTEN}'")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the server says, in words; tables that are not there are of another version."""
        try:
            yield
        except (DBAPIError, psycopg.Error) as cause:
            said = cause if isinstance(cause, psycopg.Error) else cause.orig or cause
            if isinstance(said, errors.UndefinedTable | errors.UndefinedColumn):
                raise Damaged(OTHER.format(self._address)) from cause
            if isinstance(said, errors.ExclusionViolation):
                params = getattr(cause, "params", None) or ()
                tried = [params] if isinstance(params, Mapping) else list(params)
                raise self._contradicted(self._met(tried)) from cause
            raise failure(said, self._address) from cause
