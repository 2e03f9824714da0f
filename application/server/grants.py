"""Who may do what with a register on a server, held by the database itself."""

from __future__ import annotations

from psycopg import errors
from psycopg.sql import SQL, Identifier

from application.failures import Forbidden, Missing
from application.leaves import TABLE
from application.server.address import Address
from application.server.connection import Connection, connected, told_of
from application.server.identity import UNCHANGING, identity, owner_of
from application.server.schema import TURNS
from application.storage import Right

READER = (
    "GRANT USAGE ON SCHEMA {log}, {views} TO {login}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA {log}, {views} TO {login}",
)
WRITER = (
    *READER,
    *(f"GRANT INSERT ON {{log}}.{table} TO {{login}}" for table in UNCHANGING if table != "about"),
    *(f"GRANT UPDATE ON {{log}}.{table} TO {{login}}" for table in TURNS),
    "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {views} TO {login}",
)
NONE = (
    "REVOKE ALL ON ALL TABLES IN SCHEMA {log}, {views} FROM {login}",
    "REVOKE ALL ON SCHEMA {log}, {views} FROM {login}",
)
RIGHTS = {"writer": (*NONE, *WRITER), "reader": (*NONE, *READER), "none": NONE}
"""Role → the statements that give it; the owner has all rights by owning."""
MEANS = {
    "owner": "owns the register: may migrate it and grant rights",
    "writer": "may read and append, and change nothing that is recorded",
    "reader": "may read",
    "none": "has no right on the register",
}
"""Role → what it may, in words."""
LONGEST = 63
"""Bytes of a name on a server, which would cut a longer one."""


def rights(address: Address) -> list[Right]:
    """Who may do what, by grant, by membership or as superuser."""
    with connected(address, address.schemas[0]) as connection, told_of(address):
        identity(connection, address)
        return _rights(connection, address)


def _rights(connection: Connection, address: Address) -> list[Right]:
    query = """
        WITH log AS (
            SELECT c.oid, c.relname FROM pg_class c
            JOIN pg_namespace s ON s.oid = c.relnamespace WHERE s.nspname = %(log)s
        ), entries AS (SELECT oid FROM log WHERE relname = %(entries)s)
        SELECT r.rolname, CASE
            WHEN pg_has_role(r.oid, n.nspowner, 'USAGE') THEN 'owner'
            WHEN has_table_privilege(r.oid, entries.oid, 'INSERT') THEN 'writer'
            ELSE 'reader' END,
            r.rolsuper, r.rolcanlogin, EXISTS (
                SELECT FROM log WHERE relname = ANY(%(unchanging)s)
                AND has_table_privilege(r.oid, log.oid, 'UPDATE, DELETE, TRUNCATE'))
        FROM pg_roles r, pg_namespace n, entries
        WHERE n.nspname = %(log)s AND r.rolname !~ '^pg_'
        AND has_schema_privilege(r.oid, n.oid, 'USAGE')
        AND has_table_privilege(r.oid, entries.oid, 'SELECT, INSERT')
        ORDER BY 1
    """
    values = {"log": address.schemas[0], "entries": TABLE, "unchanging": list(UNCHANGING)}
    found = [
        Right(login, role, "; ".join(_remarks(role, *known)))
        for login, role, *known in connection.execute(query, values)
    ]
    return sorted(found, key=lambda right: list(MEANS).index(right.role))


def _remarks(role: str, superuser: bool, logs_in: bool, changes: bool) -> list[str]:
    said = {
        "superuser": superuser,
        "a group, nobody's login": not logs_in,
        "may CHANGE what is recorded": changes and role != "owner",
    }
    return [text for text, holds in said.items() if holds]


def grant(address: Address, role: str, logins: list[str]) -> list[str]:
    """Give logins a role, and no other; each is made where there is none. What to know, in words.

    Raises Forbidden where that is not the caller's to give, Missing for what cannot be a login.
    """
    with connected(address, address.schemas[0]) as connection, told_of(address):
        identity(connection, address)
        with connection.transaction():
            owner, may = owner_of(connection, address)
            if not may:
                raise Forbidden(f"{address} belongs to '{owner}', who alone can grant rights on it")
            told = []
            for login in logins:
                if _make(connection, address, login):
                    told.append(
                        f"made the login '{login}', without a password: set one in psql with"
                        f' \\password "{login}", unless the server lets it in by other means'
                    )
                _give(connection, address, role, login, owner)
            now = {right.login: right.role for right in _rights(connection, address)}
        return [*told, *(_told(login, role, now.get(login, "none")) for login in logins)]


def _told(login: str, role: str, now: str) -> str:
    if role == now:
        return f"'{login}' {MEANS[now]}"
    return f"'{login}' {MEANS[now]}, by membership in another role or as superuser"


def _make(connection: Connection, address: Address, login: str) -> bool:
    """Make a login where there is none; whether it was made."""
    if not login.strip() or not login.isprintable() or len(login.encode()) > LONGEST:
        raise Missing(f"'{login}' cannot name a login; use up to {LONGEST} letters")
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchone():
        return False
    try:
        connection.execute(SQL("CREATE ROLE {} LOGIN").format(Identifier(login)))
    except errors.ReservedName as cause:
        raise Missing(f"'{login}' cannot name a login: the server keeps it for itself") from cause
    except errors.InsufficientPrivilege as cause:
        raise Forbidden(
            f"{address} has no login '{login}', and you may not make one; have it made by who runs"
            f' the server: CREATE ROLE "{login}" LOGIN'
        ) from cause
    return True


def _give(connection: Connection, address: Address, role: str, login: str, owner: str) -> None:
    if role == "owner":
        _hand_over(connection, address, login)
        return
    if login == owner:
        raise Missing(
            f"'{login}' owns the register at {address}; hand it over first, with"
            " 'fasti grant owner LOGIN'"
        )
    log, views = map(Identifier, address.schemas)
    for statement in RIGHTS[role]:
        composed = SQL(statement).format(log=log, views=views, login=Identifier(login))
        connection.execute(composed)


def _hand_over(connection: Connection, address: Address, login: str) -> None:
    """Let schemas, tables and functions belong to somebody else; raises Forbidden."""
    query = (
        "SELECT 'SCHEMA', nspname, NULL FROM pg_namespace WHERE nspname = ANY(%(schemas)s) UNION"
        " ALL SELECT 'TABLE', schemaname, tablename FROM pg_tables"
        " WHERE schemaname = ANY(%(schemas)s) UNION ALL SELECT 'FUNCTION', n.nspname, p.proname"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE n.nspname = ANY(%(schemas)s)"
    )
    found = connection.execute(query, {"schemas": list(address.schemas)}).fetchall()
    try:
        for what, schema, name in found:
            named = Identifier(*(part for part in (schema, name) if part))
            owner = Identifier(login)
            connection.execute(SQL(f"ALTER {what} {{}} OWNER TO {{}}").format(named, owner))
    except errors.InsufficientPrivilege as cause:
        raise Forbidden(
            f"{address} cannot be handed over to '{login}' by your login"
            f" ({cause.diag.message_primary}); have it done by who runs the server"
        ) from cause


def grant_again(connection: Connection, address: Address) -> None:
    """Give every reader and writer their rights on tables that are new."""
    owner, _ = owner_of(connection, address)
    query = (
        "SELECT r.rolname, bool_or(a.privilege_type = 'INSERT') FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a"
        " JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE n.nspname = %s AND c.relname = %s AND r.rolname != %s GROUP BY 1"
    )
    for login, writes in connection.execute(query, (address.schemas[0], TABLE, owner)).fetchall():
        _give(connection, address, "writer" if writes else "reader", login, owner)
