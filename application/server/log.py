"""The log in PostgreSQL: dense numbers under a lock, changes refused, lost answers looked up."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import pq

from application.failures import Interrupted, Unreachable, Unwritable
from application.leaves import TABLE, Cursor, hashes_of
from application.log import Log
from application.recorder import Batch, Head
from application.server.address import DEADLINE, LASTING, Address
from application.server.connection import (
    Connection,
    ServerCursor,
    failure,
    is_silent,
    only_reads,
    run,
)
from application.server.schema import datastore_of
from domain.tree import LENGTH

PATIENCE = 30
"""Seconds that a server is waited for which has gone away, and for its answer to a commit."""
TURN = b"BEGIN; LOCK TABLE turn IN EXCLUSIVE MODE"
TURN_LASTING = b"%b; SET LOCAL idle_in_transaction_session_timeout = '%ds'" % (TURN, LASTING)
"""Who appends waits for its turn, so that numbers are dense and nobody reads past a gap."""
HEAD = (
    f"SELECT latest.*, first, last, ARRAY(SELECT hash FROM generate_series(0, 62) AS level,"
    " LATERAL (SELECT number >> level + 1 << level + 1 AS before) AS whole, tree"
    " WHERE number >> level & 1 = 1 AND"
    " place = 2 * before - bit_count(before::bit(64)) + (2::bigint << level) - 2 ORDER BY place),"
    " ARRAY(SELECT coalesce((SELECT originator_version"
    f" FROM {TABLE} WHERE originator_id = stream ORDER BY originator_version DESC LIMIT 1), 0)"
    " FROM unnest(string_to_array(%s, ' ')) WITH ORDINALITY AS asked (stream, turn) ORDER BY turn)"
    " FROM (SELECT notification_id AS number, originator_id, originator_version, topic, state"
    f" FROM {TABLE} ORDER BY notification_id DESC LIMIT 1) AS latest"
    " LEFT JOIN commands ON id = %s"
)
"""The subtrees of so many leaves as the number has bits; each is stored after those before it, as
many nodes as it has (domain/tree.py)."""
STORE = (
    f"WITH entries AS (INSERT INTO {TABLE}"
    " (notification_id, originator_id, originator_version, topic, state) {}),"
    " nodes AS (INSERT INTO tree"
    f" SELECT %s + at, substr(%s, (at * {LENGTH} + 1)::integer, {LENGTH})"
    " FROM generate_series(0::bigint, %s) AS at)"
    " INSERT INTO commands SELECT %s, %s, %s WHERE %s::text IS NOT NULL"
)
ONE = STORE.format("VALUES (%s, %s, %s, %s, %s)")
MANY = STORE.format(
    "SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])"
)
"""An entry, which mostly is the only one of its command, takes half the time of arrays of one."""


class RecorderOnServer:
    """The tables of a log in a schema."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._notify = f'NOTIFY "{address.channel}"; COMMIT'.encode()
        self._datastore = datastore_of(address)
        self._lent = ExitStack()
        self._connection: Connection | None = None
        self._warned = False

    def close(self) -> None:
        """Close the connection."""
        self._let_go()
        self._datastore.close()

    @contextmanager
    def transaction(self, *, write: bool, lasting: bool = False) -> Iterator[Cursor]:
        """One state to read in one statement, or the only one who writes."""
        with self._told():
            try:
                connection = self._begun(lasting=lasting) if write else self._connected()
                yield ServerCursor(connection)
                if write:
                    self._commit(connection)
            except BaseException:
                self._undo()
                raise

    def head(self, cursor: Cursor, command: str, streams: Sequence[str]) -> Head:
        """What an append by a command goes on from."""
        cursor.execute(HEAD, (" ".join(streams), command))
        row = cursor.fetchone()
        if row is None:
            return Head(None, None, [])
        *entry, first, last, peaks, versions = row
        done = None if first is None else (first, last)
        return Head(tuple(entry), done, hashes_of(peaks, entry[0].bit_count()), versions)

    def assure(self, cursor: Cursor) -> None:
        """Write a line of the server's own log: only who wrote something waits for a standby."""
        cursor.execute("SELECT pg_logical_emit_message(true, 'fasti', '')")

    def store(self, cursor: Cursor, batch: Batch) -> None:
        """Store entries and what goes with them, by one statement."""
        nodes = (batch.place, b"".join(batch.hashes), len(batch.hashes) - 1)
        command = batch.command or (None, None, None)
        if len(batch.rows) == 1:
            cursor.execute(ONE, (*batch.rows[0], *nodes, *command, command[0]))
        else:
            columns = map(list, zip(*batch.rows, strict=True))
            cursor.execute(MANY, (*columns, *nodes, *command, command[0]))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as cause:
            raise failure(cause, self._address) from cause
        except PersistenceError as cause:
            raise failure(cause.__cause__ or cause, self._address) from cause

    def _connected(self) -> Connection:
        """The connection of this log; a new one where the server has ended it."""
        if self._connection is None or not is_silent(self._connection):
            self._let_go()
            self._connection = self._lent.enter_context(self._datastore.get_connection())
            self._connection.add_notice_handler(self._heard)
        return self._connection

    def _heard(self, notice: psycopg.errors.Diagnostic) -> None:
        self._warned |= notice.severity_nonlocalized == "WARNING"

    def _let_go(self) -> None:
        """Close the connection, in whatever state it is."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._lent.close()

    def _begun(self, *, lasting: bool) -> Connection:
        """The connection, in a transaction that has its turn; waits for a server that is away."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                connection = self._connected()
                run(connection, TURN_LASTING if lasting else TURN, DEADLINE + PATIENCE)
                return connection
            except (psycopg.Error, PersistenceError) as cause:
                told = failure(cause.__cause__ or cause, self._address)
                if not isinstance(told, Unreachable):
                    raise told from cause
                if time.monotonic() > until:  # it was asked for nothing yet
                    raise Unreachable(f"{told}; waited {PATIENCE} s, try again later") from cause
                self._let_go()
                time.sleep(0.2)

    def _commit(self, connection: Connection) -> None:
        """Commit, and tell who listens; raises Interrupted where no answer comes, or one that takes
        something back: that a standby was not waited for."""
        self._warned = False
        try:
            run(connection, self._notify, PATIENCE)
        except KeyboardInterrupt as stopped:
            self._let_go()
            raise Interrupted(f"stopped while {self._address} committed") from stopped
        if self._warned:
            raise Interrupted(f"{self._address} did not wait for its standby")

    def _undo(self) -> None:
        """Roll back, or close a connection on which that cannot be done."""
        if self._connection is None:
            return
        status = self._connection.info.transaction_status
        try:
            if status in (pq.TransactionStatus.INTRANS, pq.TransactionStatus.INERROR):
                run(self._connection, b"ROLLBACK", PATIENCE)
            elif status != pq.TransactionStatus.IDLE:
                self._let_go()
        except psycopg.Error:
            self._let_go()


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
