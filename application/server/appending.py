"""What an append asks of a server. It is prepared once a connection, and said in one breath with
what begins or ends a turn: an append is two ways there and back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer

from application.leaves import TABLE
from application.recorder import NEAR, Answer, Batch, Question
from application.server.connection import Connection
from domain.tree import LENGTH

_ENTRIES = (
    "SELECT notification_id AS number, originator_id, originator_version, topic, state"
    f" FROM {TABLE}"
)
_DONE = "SELECT first, last FROM commands WHERE id = $1"
_NEW = f"{_ENTRIES} WHERE notification_id >= $1 ORDER BY notification_id LIMIT {NEAR + 2}"
_UNKNOWN = f"{_ENTRIES} WHERE originator_id = ANY(string_to_array($1, ' '))"
_STORE = (
    f"WITH entries AS (INSERT INTO {TABLE}"
    " (notification_id, originator_id, originator_version, topic, state) {}),"
    " nodes AS (INSERT INTO tree"
    f" SELECT {{}} + at, substr({{}}, (at * {LENGTH} + 1)::integer, {LENGTH})"
    f" FROM generate_series(0::bigint, octet_length({{}}) / {LENGTH} - 1) AS at)"
    " INSERT INTO commands {}"
)
_ONE = _STORE.format("VALUES ($1, $2, $3, $4, $5)", "$6", "$7", "$7", "VALUES ($8, $1, $1)")
MANY = _STORE.format(
    "SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])",
    "%s::bigint",
    "%s::bytea",
    "%s::bytea",
    "SELECT %s, %s, %s WHERE %s::text IS NOT NULL",
)
"""What stores many entries, and the command that is whole with them, if it is."""
PREPARE = (
    f"PREPARE fasti_done (text) AS {_DONE}; PREPARE fasti_new (bigint) AS {_NEW};"
    f" PREPARE fasti_unknown (text) AS {_UNKNOWN};"
    " PREPARE fasti_store (bigint, text, bigint, text, bytea, bigint, bytea, text) AS"
    f" {_ONE}"
).encode()


def asking(connection: Connection, question: Question) -> bytes:
    """What asks a question as a turn begins."""
    asked = [
        _executing(connection, b"fasti_done", question.command),
        _executing(connection, b"fasti_new", question.since),
    ]
    if question.unknown:
        asked.append(_executing(connection, b"fasti_unknown", " ".join(question.unknown)))
    return b"; ".join(asked)


def answer_in(
    connection: Connection, results: Sequence[pq.abc.PGresult], question: Question
) -> Answer:
    """The answer, which comes last."""
    told = results[-3:] if question.unknown else results[-2:]
    done, *rows = (_rows_in(connection, result) for result in told)
    return Answer(done[0] if done else None, [*chain(*rows)])


def _rows_in(connection: Connection, result: pq.abc.PGresult) -> list[tuple[Any, ...]]:
    reader = Transformer(connection)
    reader.set_pgresult(result)
    return reader.load_rows(0, result.ntuples, tuple)


def storing_one(connection: Connection, batch: Batch) -> bytes | None:
    """What stores the only entry of a command; None where there are others."""
    row, command = batch.rows[0], batch.command
    if command is None or command[1:] != (row[0], row[0]):
        return None
    nodes = (batch.place, b"".join(batch.hashes))
    return _executing(connection, b"fasti_store", *row, *nodes, command[0])


def values_of(batch: Batch) -> tuple[object, ...]:
    """The values that storing many takes."""
    columns = map(list, zip(*batch.rows, strict=True))
    hashes = b"".join(batch.hashes)
    command = batch.command or (None, None, None)
    return (*columns, batch.place, hashes, hashes, *command, command[0])


def _executing(connection: Connection, name: bytes, *values: int | str | bytes) -> bytes:
    escaping = pq.Escaping(connection.pgconn)
    return b"EXECUTE %b(%b)" % (name, b", ".join(_literal(escaping, value) for value in values))


def _literal(escaping: pq.abc.Escaping, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, bytes):
        return b"'%b'" % escaping.escape_bytea(value)
    if "\0" in value:
        raise psycopg.DataError("a text contains a NUL character")
    return escaping.escape_literal(value.encode())
