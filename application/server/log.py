"""The log in PostgreSQL: dense numbers under a lock, changes refused, lost answers looked up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, cast

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import pq

from application.failures import Failure, Interrupted, Unreachable, Unwritable
from application.leaves import Cursor, Row
from application.log import Log
from application.recorder import Answer, Batch, Question
from application.server.address import DEADLINE, LASTING, Address
from application.server.appending import MANY, Prepared, values_of
from application.server.connection import (
    PATIENCE,
    Connection,
    ServerCursor,
    answers,
    failure,
    has_failed,
    is_silent,
    only_reads,
    run,
    succeeded,
)
from application.server.schema import datastore_of
from application.server.showing import Showing

if TYPE_CHECKING:
    from application.server.views import ViewsOnServer

TURN = b"BEGIN ISOLATION LEVEL READ COMMITTED; LOCK TABLE turn IN EXCLUSIVE MODE"
IN_TURN = 2
"""So many results tell that it has begun."""
TURN_LASTING = b"%b; SET LOCAL idle_in_transaction_session_timeout = '%ds'" % (TURN, LASTING)
"""Who appends waits for its turn, so that numbers are dense and nobody reads past a gap."""


class Turn(ServerCursor):
    """A cursor in a turn; what is owed is said with the next statement, or with the COMMIT."""

    owed = b""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> ServerCursor:
        """Run a statement, after what is owed."""
        self.say()
        return super().execute(statement, values)

    def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> ServerCursor:
        """Run a statement for each of many rows, after what is owed."""
        self.say()
        return super().executemany(statement, values)

    def say(self, more: bytes = b"") -> list[pq.abc.PGresult]:
        """What is said to what is owed, and to something more."""
        statements, self.owed = self.owed + more, b""
        return run(self.connection, statements, PATIENCE) if statements else []


class RecorderOnServer:
    """The tables of a log in a schema."""

    showing: Showing
    """What turns show to the views; it reads as the log does that is over these tables."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._shown = False
        """Whether the turn shows the views what it appends."""
        self._notify = f'NOTIFY "{address.channel}"; COMMIT'.encode()
        self._datastore = datastore_of(address)
        self._lent = ExitStack()
        self._connection: Connection | None = None
        self._prepared: Prepared | None = None
        self._warned = False

    def close(self) -> None:
        """Close the connection."""
        self._let_go()
        self._datastore.close()

    @contextmanager
    def transaction(self, *, write: bool, lasting: bool = False) -> Iterator[Cursor]:
        """One state to read in one statement, or the only one who writes."""
        with self._told():
            if not write:
                yield ServerCursor(self._connected())
                return
            connection, _ = self._begun(lambda _: TURN_LASTING if lasting else TURN)
            turn = Turn(connection)
            yield turn
            self._commit(turn)

    @contextmanager
    def turn(self, question: Question) -> Iterator[tuple[Cursor, Answer]]:
        """The only one who writes, and what it asked."""

        def begin(connection: Connection) -> bytes:
            views = self.showing.asking if self._shown else b""
            return b"%b; %b%b" % (TURN, views, self._on(connection).asking(question))

        self._shown = question.shown
        try:
            with self._told():
                connection, results = self._begun(begin)
                prepared, turn = self._on(connection), Turn(connection)
                answer = prepared.answer_in(results, question)
                self.showing.learn(prepared.views_in(results), question, answer.rows)
                yield turn, answer
                self._commit(turn)
                self.showing.done()
        finally:
            self._shown = False
            self.showing.end()

    def answer(self, cursor: Cursor, question: Question) -> Answer:
        """What is asked by who writes already."""
        turn = cast("Turn", cursor)
        prepared = self._on(turn.connection)
        return prepared.answer_in(turn.say(prepared.asking(question)), question)

    def entries_of(self, cursor: Cursor | None, streams: Sequence[str]) -> list[Row]:
        """All entries of some streams."""
        if cursor is not None:
            turn = cast("Turn", cursor)
            prepared = self._on(turn.connection)
            return prepared.rows_in(turn.say(prepared.reading(streams))[-1])
        with self._told():
            prepared = self._on(self._connected())
            told = run(prepared.connection, prepared.reading(streams), PATIENCE)
            return prepared.rows_in(told[-1])

    def _on(self, connection: Connection) -> Prepared:
        """A connection, prepared."""
        if self._prepared is None or self._prepared.connection is not connection:
            self._prepared = Prepared(connection)
        return self._prepared

    def assure(self, cursor: Cursor) -> None:
        """Write a line of the server's own log: only who wrote something waits for a standby."""
        cursor.execute("SELECT pg_logical_emit_message(true, 'fasti', '')")

    def store(self, cursor: Cursor, batch: Batch) -> bool:
        """Store entries and what goes with them; a single entry is said with what comes next, and
        so is what shows a whole command to the views."""
        turn = cast("Turn", cursor)
        prepared = self._on(turn.connection)
        one = prepared.storing_one(batch) if len(batch.rows) == 1 else None
        if one is None:
            turn.execute(MANY, values_of(batch))
        else:
            turn.owed += b"%b; " % one
        if not self._shown or not batch.is_whole:
            return False
        views = self.showing.statements(batch.rows, prepared.literal)
        turn.owed += views
        return bool(views)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Where anything is raised, what was begun is undone, and what the server says is told."""
        try:
            yield
        except BaseException as cause:
            self._undo()
            if isinstance(cause, PersistenceError):
                raise failure(cause.__cause__ or cause, self._address) from cause
            if isinstance(cause, psycopg.Error):
                raise self._failure(cause) from cause
            raise

    def _failure(self, cause: psycopg.Error) -> Failure:
        """What an error means; where the views may be why, it is to be tried without them."""
        told = failure(cause, self._address)
        if self._shown:
            self.showing.give_up()
            return Interrupted(str(told))
        return told

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

    def _begun(
        self, begin: Callable[[Connection], bytes]
    ) -> tuple[Connection, list[pq.abc.PGresult]]:
        """The connection, and what was said where it has its turn; waits for a server that is
        away."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                connection = self._connected()
                results = answers(connection, begin(connection), DEADLINE + PATIENCE)
                if self._shown and has_failed(results) and len(results) > IN_TURN:
                    self._without_views()
                    continue
                return connection, succeeded(results)
            except (psycopg.Error, PersistenceError) as cause:
                told = failure(cause.__cause__ or cause, self._address)
                if not isinstance(told, Unreachable):
                    raise told from cause
                if time.monotonic() > until:  # it was asked for nothing yet
                    raise Unreachable(f"{told}; waited {PATIENCE} s, try again later") from cause
                self._let_go()
                time.sleep(0.2)

    def _without_views(self) -> None:
        """Begin the turn again: they are held, or cannot be asked."""
        self._undo()
        self._shown = False
        self.showing.give_up()

    def _commit(self, turn: Turn) -> None:
        """Commit, and tell who listens; raises Interrupted where no answer comes, or one that takes
        something back: that a standby was not waited for."""
        self._warned = False
        try:
            turn.say(self._notify)
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


def open_log(address: Address, views: ViewsOnServer, *, writable: bool) -> Log:
    """Open a log that was looked at; raises Unwritable where the server would lose entries."""
    recorder = RecorderOnServer(address)
    if writable:
        with recorder.transaction(write=False) as cursor:
            refuse_unsafe(address, cursor)
    log = Log(recorder)
    recorder.showing = Showing(views, log)
    return log


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
