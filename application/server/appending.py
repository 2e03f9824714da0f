"""What an append asks of a server. It is prepared once a connection, and said in one breath with
what begins or ends a turn: most appends are two ways there and back."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
from psycopg import pq

from application.leaves import TABLE, hashes_of
from application.recorder import Batch, Head
from application.server.connection import Connection
from domain.tree import LENGTH

_HEAD = (
    "SELECT latest.*, first, last, (SELECT string_agg(hash, ''::bytea ORDER BY place)"
    " FROM generate_series(0, 62) AS level,"
    " LATERAL (SELECT number >> level + 1 << level + 1 AS before) AS whole, tree"
    " WHERE number >> level & 1 = 1 AND"
    " place = 2 * before - bit_count(before::bit(64)) + (2::bigint << level) - 2),"
    " (SELECT string_agg(coalesce((SELECT entry.originator_version::text"
    f" FROM {TABLE} AS entry WHERE originator_id = stream"
    " ORDER BY entry.originator_version DESC LIMIT 1), '0'),"
    " ' ' ORDER BY turn)"
    " FROM unnest(string_to_array($1, ' ')) WITH ORDINALITY AS asked (stream, turn))"
    " FROM (SELECT notification_id AS number, originator_id, originator_version, topic, state"
    f" FROM {TABLE} ORDER BY notification_id DESC LIMIT 1) AS latest"
    " LEFT JOIN commands ON id = $2"
)
"""The subtrees of so many leaves as the number has bits; each is stored after those before it, as
many nodes as it has (domain/tree.py)."""
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
    f"PREPARE fasti_head (text, text) AS {_HEAD};"
    " PREPARE fasti_store (bigint, text, bigint, text, bytea, bigint, bytea, text) AS"
    f" {_ONE}"
).encode()


def asking_head(connection: Connection, command: str, streams: Sequence[str]) -> bytes:
    """What asks where an append goes on from."""
    return _executing(connection, b"fasti_head", " ".join(streams), command)


def head_in(result: pq.abc.PGresult) -> Head:
    """The answer to that."""
    if not result.ntuples:
        return Head(None, None, [])
    number, stream, version, kind, state, first, last, hashes, versions = (
        result.get_value(0, column) or b"" for column in range(9)
    )
    entry = (int(number), stream.decode(), int(version), kind.decode(), _bytes_in(state))
    joined = _bytes_in(hashes)
    peaks = [joined[at : at + LENGTH] for at in range(0, len(joined), LENGTH)]
    done = (int(first), int(last)) if first else None
    there = list(map(int, versions.split()))
    return Head(entry, done, hashes_of(peaks, entry[0].bit_count()), there)


def _bytes_in(text: bytes) -> bytes:
    """What `\\x00ff` stands for."""
    return bytes.fromhex(text[2:].decode())


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
