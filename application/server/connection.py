"""A connection to a server, and what it says in words for the person who asked."""

from __future__ import annotations

import select
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from time import monotonic
from typing import Any

import psycopg
from psycopg import errors, pq
from psycopg.rows import tuple_row

from application.failures import (
    Busy,
    Damaged,
    Failure,
    Forbidden,
    Interrupted,
    Missing,
    Unreachable,
    Unwritable,
)
from application.server.address import DEADLINE, LASTING, Address

Connection = psycopg.Connection[Any]
PATIENCE = 30
"""Seconds that a server is waited for which has gone away, and for its answer to a commit."""
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
LASTING_READING = f"{READING}; SET LOCAL idle_in_transaction_session_timeout = '{LASTING}s'"
"""Who only reads is in nobody's way, and may do something between."""
_LOST = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.IdleInTransactionSessionTimeout,
    errors.IdleSessionTimeout,
    errors.TransactionTimeout,
)


class ServerCursor:
    """A cursor to which the log's statements are said as SQLite hears them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def _cursor(self) -> psycopg.Cursor[tuple[Any, ...]]:
        return self.connection.cursor(binary=True, row_factory=tuple_row)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> ServerCursor:
        """Run a statement."""
        self._cursor.execute(_translated(statement), values)
        return self

    def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> ServerCursor:
        """Run a statement for each of many rows."""
        self._cursor.executemany(_translated(statement), values)
        return self

    def fetchone(self) -> Any:
        """The first row it found, if it found one."""
        return self._cursor.fetchone()

    def fetchall(self) -> Any:
        """The rows it found."""
        return self._cursor.fetchall()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)


@lru_cache(maxsize=1000)
def _translated(statement: str) -> str:
    """A statement of the log as PostgreSQL, and the library's table there, want it."""
    if statement == "BEGIN":
        return READING
    return statement.replace("?", "%s").replace("rowid", "notification_id")


def is_silent(connection: Connection) -> bool:
    """Whether a connection is open and nothing came unasked, as when a server goes away."""
    return not connection.closed and not _heard(connection, 0)


def run(connection: Connection, statements: bytes, seconds: float) -> list[pq.abc.PGresult]:
    """What statements without values say; raises a psycopg.Error, and as answers does."""
    return succeeded(answers(connection, statements, seconds))


def answers(connection: Connection, statements: bytes, seconds: float) -> list[pq.abc.PGresult]:
    """What statements without values say, up to the first that fails; raises an OperationalError
    where the connection is lost or no answer comes in some seconds."""
    connection.pgconn.send_query(statements)
    return answered(connection, seconds)


def answered(connection: Connection, seconds: float) -> list[pq.abc.PGresult]:
    """What is said to all that was sent; raises as answers does."""
    until = monotonic() + seconds
    found: list[pq.abc.PGresult] = []
    connection.pgconn.flush()
    while True:
        connection.pgconn.consume_input()
        while not connection.pgconn.is_busy():
            result = connection.pgconn.get_result()
            if result is None:
                return found
            found.append(result)
        left = until - monotonic()
        if left <= 0 or not _heard(connection, left):
            connection.close()
            raise psycopg.OperationalError(f"nothing came in {seconds} s")


def has_failed(results: Sequence[pq.abc.PGresult]) -> bool:
    """Whether the last of some results is an error."""
    return bool(results) and results[-1].status == pq.ExecStatus.FATAL_ERROR


def succeeded(results: list[pq.abc.PGresult]) -> list[pq.abc.PGresult]:
    """Some results; raises the psycopg.Error that the last of them is."""
    if has_failed(results):
        raise errors.error_from_result(results[-1])
    return results


def _heard(connection: Connection, seconds: float) -> bool:
    """Whether a server says something, of whatever sort, within some seconds."""
    said = select.poll()
    said.register(connection.pgconn.socket, select.POLLIN)
    return bool(said.poll(seconds * 1000))


def connected(address: Address, schema: str) -> Connection:
    """A new connection, every statement of which is a transaction; raises a Failure."""
    parameters = address.parameters(schema)
    try:
        return psycopg.Connection[Any].connect(**parameters, autocommit=True)
    except psycopg.Error as cause:
        raise Unreachable(f"{address} cannot be reached: {_said(cause)}") from cause


def on_standby(connection: Connection) -> bool:
    """Whether a server follows another, as it tells whoever is connected and when that changes."""
    return connection.info.parameter_status("in_hot_standby") == "on"


@contextmanager
def told_of(address: Address) -> Iterator[None]:
    """What the server or the way to it raises, in words for the person who asked."""
    try:
        yield
    except psycopg.Error as cause:
        raise failure(cause, address) from cause


def failure(cause: BaseException, address: Address) -> Failure:
    """What an error of the server means."""
    said = _said(cause)
    match cause:
        case errors.LockNotAvailable():
            return Busy(f"{address} is held{who_holds(address)}; waited {DEADLINE} s, try again")
        case errors.InsufficientPrivilege():
            return no_right(address, said)
        case errors.ReadOnlySqlTransaction():
            return only_reads(address)
        case errors.UndefinedTable() | errors.InvalidSchemaName():
            return no_register(address)
        case errors.DiskFull() | errors.OutOfMemory() | errors.ConfigurationLimitExceeded():
            return Unwritable(f"{address} cannot be written: {said}; nothing was changed")
        case errors.DeadlockDetected() | errors.SerializationFailure() | errors.QueryCanceled():
            return Busy(f"{address} is in use: {said}; try again")
        case _ if _is_lost(cause):
            return Interrupted(f"{address} does not answer: {said}")
    return Damaged(f"{address} cannot be used as a register: {said}")


def no_right(address: Address, said: str) -> Forbidden:
    """Who asks may not."""
    return Forbidden(
        f"your login may not do this at {address} ({said}); its owner can allow it, see"
        " 'fasti grant --help'"
    )


def only_reads(address: Address) -> Unwritable:
    """A server takes nothing."""
    return Unwritable(f"{address} only reads; write to the server it follows")


def no_register(address: Address) -> Missing:
    """There is none at an address."""
    return Missing(
        f"no register at {address}; name one with --register, or make one with 'fasti init'"
    )


def _is_lost(cause: BaseException) -> bool:
    """Whether a connection that was there broke: then the server gave no answer to a statement."""
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return isinstance(cause, _LOST) or state.startswith("08")
    told_by_client = isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
    return told_by_client or type(cause) is psycopg.DatabaseError


def _said(cause: BaseException) -> str:
    """What the server says, in one line."""
    text = getattr(getattr(cause, "diag", None), "message_primary", None) or str(cause)
    return " ".join(text.split()) or type(cause).__name__


def who_holds(address: Address) -> str:
    """Who has locked a register, as ` by fasti of anna@pc, process 12`; else nothing."""
    query = (
        "SELECT DISTINCT a.application_name, a.usename, a.pid, a.wait_event FROM pg_locks l"
        " JOIN pg_stat_activity a USING (pid) JOIN pg_class c ON c.oid = l.relation"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE l.granted AND n.nspname = ANY(%s)"
        " AND l.mode IN ('ExclusiveLock', 'ShareLock', 'AccessExclusiveLock')"
    )
    schemas = list(address.schemas)
    try:
        parameters = address.parameters(schemas[0])
        with psycopg.Connection[Any].connect(**parameters, autocommit=True) as connection:
            found = connection.execute(query, (schemas,)).fetchall()
    except psycopg.Error:
        return " by another program"
    told = [_holder(*row) for row in found]
    return f" by {', '.join(told[:3])}" if told else " by another program"


def _holder(program: str | None, login: str | None, pid: int, waits: str | None) -> str:
    name = f"{program or 'a program'} (login {login}, server process {pid}"
    return f"{name}, waits for {waits})" if waits == "SyncRep" else f"{name})"
