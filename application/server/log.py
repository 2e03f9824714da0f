"""The log in PostgreSQL: dense numbers under a lock, changes refused, lost answers looked up."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import pq

from application.failures import Interrupted, Unreachable, Unwritable
from application.leaves import TABLE, Cursor
from application.log import Batch, Log
from application.server.address import LASTING, Address
from application.server.connection import Connection, ServerCursor, failure, only_reads
from application.server.schema import datastore_of

PATIENCE = 30
"""Seconds that a server is waited for which has gone away, and for its answer to a commit."""
TURN = b"BEGIN; LOCK TABLE turn IN EXCLUSIVE MODE"
"""Who appends waits for its turn, so that numbers are dense and nobody reads past a gap."""
STORE = (
    f"WITH entries AS (INSERT INTO {TABLE}"
    " (notification_id, originator_id, originator_version, topic, state) SELECT * FROM"
    " unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])),"
    " nodes AS (INSERT INTO tree SELECT %s + number - 1, hash"
    " FROM unnest(%b::bytea[]) WITH ORDINALITY AS made (hash, number))"
    " INSERT INTO commands SELECT %s, %s, %s WHERE %s::text IS NOT NULL"
)


class RecorderOnServer:
    """The tables of a log in a schema."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._notify = f'NOTIFY "{channel(address)}"; COMMIT'.encode()
        self._datastore = datastore_of(address)
        self._lent = ExitStack()
        self._connection: Connection | None = None

    def close(self) -> None:
        """Close the connection."""
        self._lent.close()
        self._datastore.close()

    @contextmanager
    def transaction(self, *, write: bool, lasting: bool = False) -> Iterator[Cursor]:
        """One state to read in one statement, or the only one who writes."""
        with self._told():
            connection = self._begun(lasting=lasting) if write else self._connected()
            try:
                yield ServerCursor(connection)
                if write:
                    self._commit(connection)
            except BaseException:
                self._undo(connection)
                raise

    def store(self, cursor: Cursor, batch: Batch) -> None:
        """Store entries and what goes with them, by one statement."""
        columns = map(list, zip(*batch.rows, strict=True))
        command = batch.command or (None, None, None)
        cursor.execute(STORE, (*columns, batch.place, batch.hashes, *command, command[0]))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as cause:
            raise failure(cause, self._address) from cause
        except PersistenceError as cause:
            raise failure(cause.__cause__ or cause, self._address) from cause

    def _connected(self) -> Connection:
        """The connection of this log, checked when it is taken."""
        if self._connection is None or self._connection.closed:
            self._lent.close()
            self._connection = self._lent.enter_context(self._datastore.get_connection())
        return self._connection

    def _begun(self, *, lasting: bool) -> Connection:
        """The connection, in a transaction that has its turn; waits for a server that is away."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                connection = self._connected()
                _run(connection, TURN)
                if lasting:
                    limit = f"SET LOCAL idle_in_transaction_session_timeout = '{LASTING}s'"
                    _run(connection, limit.encode())
                return connection
            except (psycopg.OperationalError, PersistenceError) as cause:
                told = failure(cause.__cause__ or cause, self._address)
                if not isinstance(told, Unreachable) or time.monotonic() > until:
                    raise told from cause
                self._lent.close()
                self._connection = None
                time.sleep(0.2)

    def _commit(self, connection: Connection) -> None:
        """Commit, and tell who listens; raises Interrupted where no answer comes."""
        connection.pgconn.send_query(self._notify)
        until = time.monotonic() + PATIENCE
        while connection.pgconn.is_busy():
            left = until - time.monotonic()
            if left <= 0 or not select.select([connection.pgconn.socket], [], [], left)[0]:
                connection.pgconn.finish()
                raise Interrupted(f"{self._address} did not answer to a commit")
            connection.pgconn.consume_input()
        while (result := connection.pgconn.get_result()) is not None:
            if result.status == pq.ExecStatus.FATAL_ERROR:
                raise psycopg.errors.error_from_result(result)

    def _undo(self, connection: Connection) -> None:
        if connection.closed or connection.pgconn.status != pq.ConnStatus.OK:
            self._lent.close()
            self._connection = None
        elif connection.info.transaction_status != pq.TransactionStatus.IDLE:
            _run(connection, b"ROLLBACK")


def channel(address: Address) -> str:
    """The channel on which it is told that something was appended."""
    return f"fasti_{address.schemas[0]}"


def _run(connection: Connection, statement: bytes) -> None:
    connection.execute(statement)


def open_log(address: Address, *, writable: bool) -> Log:
    """Open a log that was looked at; raises Unwritable where the server would lose entries."""
    recorder = RecorderOnServer(address)
    if writable:
        with recorder.transaction(write=False) as cursor:
            refuse_unsafe(address, cursor)
    return Log(recorder)


def refuse_unsafe(address: Address, cursor: Cursor) -> None:
    """Raise Unwritable where a server only reads, or is set to lose what it says it has."""
    names = ("fsync", "full_page_writes", "synchronous_commit", "transaction_read_only")
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    cursor.execute(f"SELECT {asked}")
    *kept, reads = cursor.fetchone()
    if reads == "on":
        raise only_reads(address)
    off = [name for name, value in zip(names, kept, strict=False) if value == "off"]
    if off:
        raise Unwritable(
            f"{address} would lose what it says it has kept: {' and '.join(off)} is off on the"
            " server; have it set to on"
        )
