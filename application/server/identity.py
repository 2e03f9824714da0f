"""What a register on a server says it is: its id, its format, its owner."""

from __future__ import annotations

from psycopg import errors
from psycopg.pq import TransactionStatus

from application.failures import Damaged, Failure
from application.leaves import TABLE
from application.server.address import Address
from application.server.connection import Connection, no_register, no_right

STEPS: tuple[tuple[str, ...], ...] = ()
"""What changes the log's tables from each format to the next, from format 1 on."""
FORMAT = 1 + len(STEPS)
UNCHANGING = (TABLE, "commands", "tree", "kept", "about")
"""The tables of which no row is ever changed or taken away."""


def refuse_unknown(connection: Connection, address: Address) -> str:
    """The id of a register of a format this program can read; raises Missing or Damaged."""
    own, at = identity(connection, address)
    if at < FORMAT:
        raise Damaged(
            f"{address} is of format {at}, this Fasti reads {FORMAT}; its owner runs"
            " 'fasti migrate'"
        )
    return own


def identity(connection: Connection, address: Address) -> tuple[str, int]:
    """The id and the format of a register; raises Missing, and Damaged where it is of a newer."""
    try:
        query = "SELECT id, format FROM about ORDER BY format DESC LIMIT 1"
        row = connection.execute(query).fetchone()
    except (errors.UndefinedTable, errors.InvalidSchemaName) as cause:
        raise _hidden(connection, address) from cause
    if row is None:
        raise Damaged(f"{address} does not say what it is; run 'fasti verify'")
    if row[1] > FORMAT:
        raise Damaged(
            f"{address} was made by a newer Fasti (format {row[1]}, this one reads {FORMAT});"
            " install the newer version"
        )
    return str(row[0]), int(row[1])


def _hidden(connection: Connection, address: Address) -> Failure:
    """Why no register is seen at an address: a server shows no tables to who has no right there."""
    query = "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = %s"
    idle = connection.info.transaction_status == TransactionStatus.IDLE
    found = connection.execute(query, (address.schemas[0],)).fetchone() if idle else None
    return no_right(address, "none was granted") if found == (False,) else no_register(address)


def owner_of(connection: Connection, address: Address) -> tuple[str, bool]:
    """To whom a register belongs, and whether the login of a connection may do as that one."""
    query = (
        "SELECT pg_get_userbyid(nspowner), pg_has_role(nspowner, 'USAGE') FROM pg_namespace"
        " WHERE nspname = %s"
    )
    row = connection.execute(query, (address.schemas[0],)).fetchone()
    if row is None:
        raise no_register(address)
    return str(row[0]), bool(row[1])
