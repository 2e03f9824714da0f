"""The tables of a register on a server: made by `fasti init`, changed by `fasti migrate` alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_mock_engine
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

from application.failures import Missing
from application.leaves import TABLE
from application.server.address import STOPPED, Address
from application.server.connection import Connection, connected, told_of
from application.server.identity import FORMAT, UNCHANGING
from domain.privacy_events import PersonErased
from projections.schema import SHAPE

TURNS = ("turn", "signing")
"""Empty tables that are locked by who appends, and by who signs: a lock needs a right on them."""
_SCHEMA = (
    f'ALTER TABLE {TABLE} ALTER originator_id TYPE text COLLATE "C", ALTER topic SET NOT NULL,'
    " ALTER state SET NOT NULL, ALTER notification_id DROP DEFAULT",
    f"DROP SEQUENCE {TABLE}_notification_id_seq",
    f"CREATE INDEX erasures ON {TABLE} (topic) WHERE topic = '{PersonErased.kind}'",
    "CREATE TABLE commands (id text PRIMARY KEY, first bigint NOT NULL, last bigint NOT NULL)",
    "CREATE TABLE tree (place bigint PRIMARY KEY, hash bytea NOT NULL)",
    'CREATE TABLE kept (part text, name text COLLATE "C", version bigint, content bytea,'
    " PRIMARY KEY (part, name, version))",
    "CREATE TABLE about (id text NOT NULL, format integer NOT NULL)",
    *(f"CREATE TABLE {name} ()" for name in TURNS),
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
    *(
        f"CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in UNCHANGING
    ),
    *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unchanging" for table in UNCHANGING),
)


def datastore_of(address: Address) -> PostgresDatastore:
    """The library's way to the log's schema, with one connection at a time.

    Its database functions are never made nor called: they lose events for those who read along.
    Its pool would try again later and later after a server was away, and not say why.
    """
    from psycopg.rows import dict_row
    from psycopg_pool import NullConnectionPool

    datastore = PostgresDatastore(
        dbname="",
        host="",
        port="",
        user="",
        password="",
        idle_in_transaction_session_timeout=STOPPED,
        originator_id_type="text",
        schema=address.schemas[0],
        enable_db_functions=False,
    )
    # the same statements again and again: to plan one took three times what it takes to run it
    settings = {"plan_cache_mode": "force_generic_plan", "bytea_output": "hex"}
    parameters = address.parameters(address.schemas[0], **settings)
    pool: Any = NullConnectionPool(
        kwargs={**parameters, "row_factory": dict_row},
        configure=datastore.after_connect_func(),
        max_size=1,
        num_workers=1,
        open=False,
    )
    datastore.pool = pool
    return datastore


def create(address: Address) -> None:
    """Make the schemas and tables of an empty register; raises Missing where there is one."""
    log = address.schemas[0]
    with connected(address, log) as connection, told_of(address), connection.transaction():
        one_after_another(connection, address)
        refuse_used(connection, address)
        for schema in address.schemas:
            connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(schema)))
        for statement in _statements(address):
            connection.execute(statement.encode())
        identity = secrets.token_hex(16)
        connection.execute("INSERT INTO about VALUES (%s, %s)", (identity, FORMAT))
        make_views(connection, address)


def one_after_another(connection: Connection, address: Address) -> None:
    """Nobody else makes or changes these schemas until the caller's transaction ends."""
    lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
    connection.execute(lock, (f"fasti {address.schemas[0]}",))


def _statements(address: Address) -> Iterator[str]:
    """The library's own table and index, without its types and functions, and what is added."""
    datastore = datastore_of(address)
    recorder = PostgresApplicationRecorder(datastore, events_table_name=TABLE)
    datastore.close()
    for made in recorder.sql_create_statements:
        if made.as_string().startswith(("CREATE TABLE", "CREATE UNIQUE INDEX")):
            yield made.as_string()
    yield from _SCHEMA


def refuse_used(connection: Connection, address: Address) -> None:
    used = connection.execute(
        "SELECT DISTINCT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = ANY(%s) ORDER BY 1",
        (list(address.schemas),),
    ).fetchone()
    if used is not None:
        raise Missing(
            f"the schema {used[0]} of {address} is not empty; a register is made in new schemas,"
            " named with ?schema="
        )


def make_views(connection: Connection, address: Address) -> None:
    """Make the tables of empty views, in the caller's transaction."""
    from projections.catalog import METADATA

    name = Identifier(address.schemas[1])
    connection.execute(SQL("SET LOCAL search_path = {}").format(name))
    tables = METADATA.sorted_tables
    made: list[DDLElement] = [CreateTable(table) for table in tables]
    made += [CreateIndex(index) for table in tables for index in sorted(table.indexes, key=str)]
    dialect = create_mock_engine("postgresql+psycopg://", lambda: None).dialect
    for statement in made:
        connection.execute(str(statement.compile(dialect=dialect)).encode())
    for table in tables:
        if "guard" in table.info:
            connection.execute(f"ALTER TABLE {table.name} ADD {table.info['guard']}".encode())
    connection.execute("INSERT INTO position VALUES (0, '', %s)", (SHAPE,))
    connection.execute(SQL("SET LOCAL search_path = {}").format(Identifier(address.schemas[0])))
