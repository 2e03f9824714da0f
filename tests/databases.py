"""Databases for tests, each new or a copy of another, on a server that runs."""

from __future__ import annotations

import re
import secrets

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict


class Databases:
    """What tests make on a server, at whose address its superuser is let in."""

    def __init__(self, address: str, strategy: str = "wal_log") -> None:
        """Copied through the log, which is quicker on a disk, or as files, quicker in memory."""
        self.server = address
        self.strategy = strategy
        self.connection = psycopg.connect(address, autocommit=True)
        self.made: set[str] = set()

    def new_database(self) -> str:
        """The address of an empty database."""
        return self._create("template0")

    def copy_of(self, address: str) -> str:
        """The address of a copy of a database, to which nobody may be connected."""
        return self._create(named(address))

    def drop(self, address: str) -> None:
        """Delete a database, whoever is connected to it."""
        name = sql.Identifier(named(address))
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        self.made.discard(address)

    def drop_all(self) -> None:
        """Delete what was made here and not dropped."""
        for address in [*self.made]:
            self.drop(address)

    def as_role(self, address: str, role: str) -> str:
        """The address of a database for a role, which is given a password to log in with."""
        password = secrets.token_hex(8)
        change = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        self._run(change.format(sql.Identifier(role), sql.Literal(password)))
        return re.sub(r"//([^/?@]*@)?", f"//{role}:{password}@", address, count=1)

    def _create(self, template: str) -> str:
        name = f"fasti_test_{secrets.token_hex(6)}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}")
        parts = map(sql.Identifier, (name, template, self.strategy))
        self._run(create.format(*parts))
        address = re.sub(r"^(\w+://[^/?]*)(/[^?]*)?", rf"\1/{name}", self.server)
        self.made.add(address)
        return address

    def _run(self, statement: sql.Composed) -> None:
        self.connection.execute(statement)

    def __enter__(self) -> Databases:
        return self

    def __exit__(self, *raised: object) -> None:
        self.connection.close()


def named(address: str) -> str:
    """The name of the database at an address."""
    return str(conninfo_to_dict(address)["dbname"])
