"""The views in a schema: brought up by whoever comes first, made anew in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, cast

from psycopg import errors
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from application.failures import Damaged
from application.server.address import LASTING, Address
from application.server.connection import Connection as Raw
from application.server.connection import connected, failure, on_standby, only_reads
from application.views import Progress, Views, position_in
from projections.catalog import METADATA
from projections.schema import SHAPE, set_position

if TYPE_CHECKING:
    from application.storage import Storage

FORGOTTEN = "none"
"""The shape of views that are not to be read."""
IDLE, COMPUTING = "idle_in_transaction_session_timeout", 30
"""Seconds that who brings the views up may take to find out what changes."""
LOCK = "LOCK TABLE position IN EXCLUSIVE MODE"
OTHER = "the views of {} are of another version of Fasti; its owner runs 'fasti migrate'"


class _Held(Exception):
    """Somebody else changes the views."""


class ViewsOnServer(Views):
    """Views in a schema of a server."""

    shared = True

    def __init__(self, storage: Storage, address: Address) -> None:
        self.storage = storage
        self._address = address

    @cached_property
    def _engine(self) -> Engine:
        return create_engine(
            "postgresql+psycopg://",
            creator=self._connected,
            pool_pre_ping=True,
            use_native_hstore=False,
        )

    def _connected(self) -> Raw:
        """A connection that may ask for long: who reads is in nobody's way."""
        connection = connected(self._address, self._address.schemas[1])
        connection.execute(f"SET {IDLE} = '{LASTING}s'".encode())
        connection.autocommit = False  # as SQLAlchemy takes for granted
        return connection

    def close(self) -> None:
        """Close the connections that wait for a question."""
        self._engine.dispose()

    def position(self) -> int | None:
        """The last entry they contain; None where there are no views of this shape."""
        try:
            with self.reading() as connection:
                return position_in(connection)
        except (ValueError, TypeError):
            return None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the views."""
        with self._told(), self._engine.connect() as connection:
            yield connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Connection | None]:
        """The only connection that changes the views; None where another is at it."""
        with ExitStack() as stack:
            connection = None
            with suppress(_Held):
                connection = stack.enter_context(self._alone(wait=wait))
                connection.exec_driver_sql(f"SET LOCAL {IDLE} = '{COMPUTING}s'")
            yield connection

    @contextmanager
    def _alone(self, *, wait: bool = True) -> Iterator[Connection]:
        with self._told(), self._engine.connect() as connection, connection.begin():
            if on_standby(cast(Raw, connection.connection.dbapi_connection)):
                raise only_reads(self._address)
            try:
                connection.exec_driver_sql(LOCK if wait else f"{LOCK} NOWAIT")
            except OperationalError as cause:
                if wait or not isinstance(cause.orig, errors.LockNotAvailable):
                    raise
                raise _Held from cause
            shape = connection.exec_driver_sql("SELECT tables FROM position").scalar()
            if shape not in (FORGOTTEN, SHAPE):
                raise Damaged(OTHER.format(self._address))
            yield connection

    @contextmanager
    def frozen(self) -> Iterator[Connection]:
        """One state of the views that stands still while others write."""
        with self.reading() as connection:
            position_in(connection)  # from its first statement on it stands still
            yield connection

    def rebuild(self, *, processes: int | None = None, progress: Progress | None = None) -> int:
        """Take away all rows and copy in new ones, in one transaction: who reads sees the old."""
        from application.replay import Replay

        with self._alone() as connection:
            replay = Replay(self.storage, processes=processes, progress=progress)
            for table in METADATA.sorted_tables:
                connection.exec_driver_sql(f"DELETE FROM {table.name}")
            raw = connection.connection.cursor()
            for rows in replay:
                for name, values in rows.items():
                    with raw.copy(f"COPY {name} FROM STDIN") as copy:
                        for row in values:
                            copy.write_row(row)
            connection.exec_driver_sql(f"UPDATE position SET tables = '{SHAPE}'")
            set_position(connection, replay.upto, replay.recorded)
        return replay.upto

    def discard(self) -> None:
        """Forget them: they are made anew when something is asked."""
        with self._alone() as connection:
            connection.exec_driver_sql(f"UPDATE position SET tables = '{FORGOTTEN}'")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the server says, in words; tables that are not there are of another version."""
        try:
            yield
        except ProgrammingError as cause:
            if isinstance(cause.orig, errors.UndefinedTable | errors.UndefinedColumn):
                raise Damaged(OTHER.format(self._address)) from cause
            raise failure(cause.orig or cause, self._address) from cause
        except DatabaseError as cause:
            raise failure(cause.orig or cause, self._address) from cause
