"""The two places where registers of tests are: folders, and databases of a server."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from application.heads import keys_folder
from application.leaves import Cursor
from application.server.address import Address
from application.server.connection import ServerCursor
from application.server.schema import UNCHANGING
from tests.calling import Fasti
from tests.databases import Databases


class InFolder(Fasti):
    """A register in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = str(folder)

    def copy(self, folder: Path) -> InFolder:
        return InFolder(Path(shutil.copytree(self.folder, folder)))

    def elsewhere(self, folder: Path) -> InFolder:
        return InFolder(folder)

    @contextmanager
    def log(self) -> Iterator[Cursor]:
        """The triggers are taken away, and put back."""
        with closing(sqlite3.connect(self.folder / "events.db")) as log, log:
            found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            triggers = log.execute(found).fetchall()
            for name, _ in triggers:
                log.execute(f"DROP TRIGGER {name}")
            yield log.cursor()
            for _, statement in triggers:
                log.execute(statement)

    def stored(self) -> bytes:
        return b"".join(p.read_bytes() for p in sorted(self.folder.rglob("*")) if p.is_file())

    @contextmanager
    def views(self) -> Iterator[Cursor]:
        with closing(sqlite3.connect(self.folder / "views.db")) as views, views:
            yield views.cursor()

    def end(self) -> None:
        """Its folder is its test's."""


class OnServer(Fasti):
    """A register in a database of a server, where its owner logs in."""

    def __init__(self, databases: Databases, address: str) -> None:
        self.databases, self.address = databases, address
        self.keys = keys_folder()
        self.copies: list[OnServer] = []

    def copy(self, folder: Path) -> OnServer:
        """In a database of its own, with the keys of persons that were made meanwhile."""
        if self.keys != keys_folder() and (self.keys / "persons").exists():
            shutil.copytree(self.keys / "persons", keys_folder() / "persons", dirs_exist_ok=True)
        self.copies.append(OnServer(self.databases, self.databases.copy_of(self.address)))
        return self.copies[-1]

    def elsewhere(self, folder: Path) -> OnServer:
        """Other schemas of the same database."""
        name = folder.name.replace("-", "_")
        return OnServer(self.databases, f"{self.address.partition('?')[0]}?schema={name}")

    @contextmanager
    def log(self) -> Iterator[Cursor]:
        """The triggers are switched off, and on again."""
        with self._connected(0) as connection:
            for switch in ("DISABLE", "ENABLE ALWAYS"):
                for table in UNCHANGING:
                    statement = f"ALTER TABLE {{}} {switch} TRIGGER unchanging"
                    connection.execute(SQL(statement).format(Identifier(table)))
                if switch == "DISABLE":
                    yield ServerCursor(connection)

    def stored(self) -> bytes:
        with self._connected(0) as connection, connection.cursor(binary=True) as cursor:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = ANY(%s)"
            both = list(Address(self.address).schemas)
            tables = [name for (name,) in cursor.execute(query, (both,)).fetchall()]
            found = bytearray()
            cursor.execute(SQL("SET search_path = {}, {}").format(*map(Identifier, both)))
            for table in tables:
                with cursor.copy(SQL("COPY {} TO STDOUT BINARY").format(Identifier(table))) as copy:
                    for block in copy:
                        found += block
            return bytes(found)

    @contextmanager
    def views(self) -> Iterator[Cursor]:
        with self._connected(1) as connection:
            yield ServerCursor(connection)

    @contextmanager
    def _connected(self, schema: int) -> Iterator[psycopg.Connection]:
        address = Address(self.address)
        with psycopg.connect(**address.parameters(address.schemas[schema])) as connection:
            yield connection

    def end(self) -> None:
        """Its database goes, and those of its copies."""
        for copy in self.copies:
            copy.end()
        self.databases.drop(self.address)
