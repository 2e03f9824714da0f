"""A register that is filled in schemas of its own, which take the names of others at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from psycopg.sql import SQL, Identifier

from application.failures import Busy
from application.server.address import Address
from application.server.connection import Connection, connected, told_of
from application.server.schema import create, refuse_used


@contextmanager
def schemas_beside(address: Address) -> Iterator[Address]:
    """An empty register beside the place it takes at the end, or that is dropped on an error.

    What a program that was killed left there is dropped first. Raises Missing where the place is
    taken, Busy where another program is filling one for it.
    """
    log = address.schemas[0]
    name = f"arriving_{sha256(log.encode()).hexdigest()[:16]}"
    place = address.with_schemas(name, f"{name}_views")
    with connected(address, log) as connection, told_of(address):
        refuse_used(connection, address)
        _wait_for_nobody(connection, address)
        _drop(connection, place)
        try:
            create(place)
            yield place
            _take_names(connection, place, address)
        except BaseException:
            _drop(connection, place)
            raise


def _wait_for_nobody(connection: Connection, address: Address) -> None:
    """Have the place for this connection alone, until it ends."""
    query = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
    row = connection.execute(query, (f"fasti arriving {address.schemas[0]}",)).fetchone()
    if row != (True,):
        raise Busy(f"another program is copying a register to {address}; wait for it")


def _take_names(connection: Connection, place: Address, address: Address) -> None:
    with connection.transaction():
        refuse_used(connection, address)
        for old, new in zip(place.schemas, address.schemas, strict=True):
            _run(connection, "DROP SCHEMA IF EXISTS {}", new)  # it is empty
            _run(connection, "ALTER SCHEMA {} RENAME TO {}", old, new)


def _drop(connection: Connection, place: Address) -> None:
    for schema in place.schemas:
        _run(connection, "DROP SCHEMA IF EXISTS {} CASCADE", schema)


def _run(connection: Connection, statement: str, *schemas: str) -> None:
    connection.execute(SQL(statement).format(*map(Identifier, schemas)))
