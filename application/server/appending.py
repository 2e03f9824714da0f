"""What an append asks of a server. It is prepared once a connection, and said in one breath with
what begins or ends a turn: an append is two ways there and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer

from application.leaves import TABLE
from application.recorder import NEAR, Answer, Batch, Question
from application.server.connection import PATIENCE, Connection, run
from domain.tree import LENGTH

SHOWN = "shown"
"""The column that tells which entry the views contain last."""
_ENTRIES = (
    "SELECT notification_id AS number, originator_id, originator_version, topic, state"
    f" FROM {TABLE}"
)
_DONE = "SELECT first, last FROM commands WHERE id = $1"
_NEW = f"{_ENTRIES} WHERE notification_id BETWEEN $1 AND greatest($1, 1) + {NEAR + 1}"
_OF_STREAMS = f"{_ENTRIES} WHERE originator_id = ANY(string_to_array({{}}, ' '))"
_ENTRY = (
    f"INSERT INTO {TABLE} (notification_id, originator_id, originator_version, topic, state)"
    " VALUES ($1, $2, $3, $4, $5)"
)
MANY = (
    f"WITH entries AS (INSERT INTO {TABLE}"
    " (notification_id, originator_id, originator_version, topic, state)"
    " SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])),"
    " nodes AS (INSERT INTO tree"
    f" SELECT %s::bigint + at, substr(%s::bytea, (at * {LENGTH} + 1)::integer, {LENGTH})"
    f" FROM generate_series(0::bigint, octet_length(%s::bytea) / {LENGTH} - 1) AS at)"
    " INSERT INTO commands SELECT %s, %s, %s WHERE %s::text IS NOT NULL"
)
"""What stores many entries, and the command that is whole with them, if it is."""
_PREPARE = (
    f"PREPARE fasti_done (text) AS {_DONE}; PREPARE fasti_new (bigint) AS {_NEW};"
    f" PREPARE fasti_new_and_unknown (bigint, text) AS {_NEW} UNION ALL"
    f" {_OF_STREAMS.format('$2')};"
    f" PREPARE fasti_streams (text) AS {_OF_STREAMS.format('$1')};"
    f" PREPARE fasti_entry (bigint, text, bigint, text, bytea) AS {_ENTRY};"
    " PREPARE fasti_node (bigint, bytea) AS INSERT INTO tree VALUES ($1, $2);"
    " PREPARE fasti_command (text, bigint, bigint) AS INSERT INTO commands VALUES ($1, $2, $3)"
).encode()


class Prepared:
    """A connection on which appends, and what they read, are prepared."""

    def __init__(self, connection: Connection) -> None:
        run(connection, _PREPARE, PATIENCE)
        self.connection = connection
        self._reader = Transformer(connection)
        self._escaping = pq.Escaping(connection.pgconn)

    def asking(self, question: Question) -> bytes:
        """What asks a question as a turn begins."""
        command, since, unknown, _ = question
        if unknown:
            asked = self._executing(b"fasti_new_and_unknown", since, " ".join(unknown))
        else:
            asked = self._executing(b"fasti_new", since)
        if command is None:
            return asked
        return b"%b; %b" % (self._executing(b"fasti_done", command), asked)

    def answer_in(self, results: Sequence[pq.abc.PGresult], question: Question) -> Answer:
        """The answer, which comes last."""
        done = [] if question.command is None else self.rows_in(results[-2])
        return Answer(done[0] if done else None, self.rows_in(results[-1]))

    def views_in(self, results: Sequence[pq.abc.PGresult]) -> int | None:
        """The last entry that the views contain, where that was asked and a turn has them."""
        found = [result for result in results if result.fname(0) == SHOWN.encode()]
        at = self.rows_in(found[0]) if found else ()
        return at[0][0] if len(at) == 1 else None

    def reading(self, streams: Sequence[str]) -> bytes:
        """What reads all entries of some streams."""
        return self._executing(b"fasti_streams", " ".join(streams))

    def rows_in(self, result: pq.abc.PGresult) -> list[tuple[Any, ...]]:
        """The rows that were found."""
        self._reader.set_pgresult(result)
        return self._reader.load_rows(0, result.ntuples, tuple)

    def storing_one(self, batch: Batch) -> bytes | None:
        """What stores the only entry of a command; None where there are others."""
        row, command = batch.rows[0], batch.command
        if command is None or not batch.is_whole:
            return None
        said = [self._executing(b"fasti_entry", *row)]
        for place, hash_ in enumerate(batch.hashes, batch.place):
            said.append(self._executing(b"fasti_node", place, hash_))
        said.append(self._executing(b"fasti_command", *command))
        return b"; ".join(said)

    def _executing(self, name: bytes, *values: int | str | bytes) -> bytes:
        return b"EXECUTE %b(%b)" % (name, b", ".join(map(self.literal, values)))

    def literal(self, value: int | str | bytes | None) -> bytes:
        """A value as it is said to the server."""
        if value is None:
            return b"NULL"
        if isinstance(value, int):
            return b"%d" % value
        if isinstance(value, bytes):
            return b"'%b'" % self._escaping.escape_bytea(value)
        if "\0" in value:
            raise psycopg.DataError("a text contains a NUL character")
        return self._escaping.escape_literal(value.encode())


def values_of(batch: Batch) -> tuple[object, ...]:
    """The values that storing many takes."""
    columns = map(list, zip(*batch.rows, strict=True))
    hashes = b"".join(batch.hashes)
    command = batch.command or (None, None, None)
    return (*columns, batch.place, hashes, hashes, *command, command[0])
