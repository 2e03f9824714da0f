"""What `fasti migrate` does on a server: older tables are changed, those of views made anew."""

from __future__ import annotations

from psycopg import errors
from psycopg.sql import SQL, Identifier

from application.failures import Forbidden, Unwritable
from application.server import identity, schema
from application.server.address import Address
from application.server.connection import Connection, connected, told_of
from application.server.grants import grant_again
from application.server.views import FORGOTTEN
from projections.catalog import METADATA
from projections.schema import SHAPE


def migrate(address: Address) -> list[str]:
    """Bring all tables to this program's format and shape, all or none; what was done, in words.

    Raises Forbidden where they are another's, Missing or Damaged where there is no register that
    this program can read.
    """
    with (
        connected(address, address.schemas[0]) as connection,
        told_of(address),
        connection.transaction(),
    ):
        schema.one_after_another(connection, address)
        _, at = identity.identity(connection, address)
        older, other = at < identity.FORMAT, not _fitting(connection, address.schemas[1])
        if not older and not other:
            return []
        _become_owner(connection, address)
        done = []
        if older:
            _step(connection, at)
            done.append(f"changed the tables of the log from format {at} to {identity.FORMAT}")
        if other:
            _replace_views(connection, address)
            done.append("made the tables of the views anew")
        grant_again(connection, address)
    return done


def _fitting(connection: Connection, views: str) -> bool:
    """Whether the tables of views are all there, in the shape that they say they have."""
    found = connection.execute(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid WHERE n.nspname = %s AND c.relkind = 'r'"
        " AND a.attnum > 0 AND NOT a.attisdropped",
        (views,),
    )
    there = {(table, column) for table, column in found}
    if not there.issuperset((t.name, c.name) for t in METADATA.sorted_tables for c in t.columns):
        return False
    said = connection.execute(SQL("SELECT tables FROM {}.position").format(Identifier(views)))
    return said.fetchall() in ([(SHAPE,)], [(FORGOTTEN,)])


def _become_owner(connection: Connection, address: Address) -> None:
    """Let what is made belong to whom the register belongs; raises Forbidden."""
    owner, may = identity.owner_of(connection, address)
    if not may:
        raise Forbidden(f"{address} belongs to '{owner}', who alone can migrate it")
    connection.execute(SQL("SET LOCAL ROLE {}").format(Identifier(owner)))


def _step(connection: Connection, at: int) -> None:
    """Change the log's tables, format by format; that they were changed is a row more."""
    for statements in identity.STEPS[at - 1 :]:
        for statement in statements:
            connection.execute(statement.encode())
    connection.execute("INSERT INTO about SELECT id, %s FROM about LIMIT 1", (identity.FORMAT,))


def _replace_views(connection: Connection, address: Address) -> None:
    """Throw away all tables in the views' schema, and make empty ones."""
    views = address.schemas[1]
    if connection.execute("SELECT to_regnamespace(%s)", (views,)).fetchone() == (None,):
        connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(views)))
    query = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
    tables = [Identifier(views, name) for (name,) in connection.execute(query, (views,))]
    try:
        if tables:
            connection.execute(SQL("DROP TABLE {}").format(SQL(", ").join(tables)))
    except errors.DependentObjectsStillExist as cause:
        raise Unwritable(
            f"the tables of the views at {address} cannot be made anew"
            f" ({(cause.diag.message_detail or '').splitlines()[0]}); drop what was added to them"
        ) from cause
    schema.make_views(connection, address)
