"""A register on a server: one schema for the log and what is kept, one for the views."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from application.failures import Failure, Missing
from application.server.address import Address
from application.server.connection import (
    LASTING_READING,
    Connection,
    ServerCursor,
    connected,
    is_silent,
    told_of,
)
from application.server.files import FilesOnServer
from application.server.identity import UNCHANGING, refuse_unknown
from application.server.views import ViewsOnServer

if TYPE_CHECKING:
    from application.leaves import Cursor
    from application.log import Log
    from application.personal import Keys
    from application.storage import Right
    from application.views import Progress

UNCHECKED = (
    "the server keeps no checksums of its pages, so it does not notice what a disk changes: have it"
    " stopped and 'pg_checksums --enable' run"
)


class Server:
    """The storage of a register on a server; it keeps one connection to ask with."""

    def __init__(self, address: str) -> None:
        self.address = Address(address)
        self._idle: list[Connection] = []

    def __str__(self) -> str:
        return str(self.address)

    def __reduce__(self) -> tuple[type[Server], tuple[str]]:
        return Server, (self.address.text,)

    @property
    def where(self) -> str:
        """The place of the log, as a person is told."""
        return str(self.address)

    @cached_property
    def views(self) -> ViewsOnServer:
        """The views."""
        return ViewsOnServer(self, self.address)

    @property
    def papers(self) -> FilesOnServer:
        """The papers."""
        return self._files("papers")

    @property
    def sealed(self) -> FilesOnServer:
        """Personal values, sealed."""
        return self._files("private")

    @property
    def checkpoints(self) -> FilesOnServer:
        """The checkpoints."""
        return self._files("checkpoints")

    def _files(self, part: str) -> FilesOnServer:
        return FilesOnServer(part, str(self.address), self._asking)

    @cached_property
    def keys(self) -> Keys:
        """The keys of persons: never on the server, whose copies would bring them back."""
        from application.heads import keys_folder
        from application.personal import Keys

        with self._asking() as connection:
            own = refuse_unknown(connection, self.address)
        place = keys_folder() / "persons" / own
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Keys(place / "keys")

    @property
    def is_backup(self) -> bool:
        """No register on a server is one."""
        return False

    def exists(self) -> bool:
        """Whether there is a register."""
        try:
            with self._asking() as connection:
                refuse_unknown(connection, self.address)
        except Missing:
            return False
        except Failure:
            return True
        return True

    def refuse_read_only(self) -> None:
        """The server itself refuses who may only read."""

    def create(self) -> None:
        """Make an empty register in schemas that are not there, or empty."""
        from application.server.schema import create

        create(self.address)

    @contextmanager
    def arriving(self) -> Iterator[Server]:
        """An empty register in schemas beside, which take the names of these when it is filled."""
        from application.server.arriving import schemas_beside

        with schemas_beside(self.address) as place, closing(Server(place.text)) as made:
            yield made

    def migrate(self, *, progress: Progress | None = None) -> list[str]:
        """Bring it to this program's format and shape."""
        from application.server.migration import migrate

        done = migrate(self.address)
        if done or self.views.position() is None:
            count = self.views.rebuild(progress=progress)
            done.append(f"rebuilt the views from {count} entries")
        return done

    def cautions(self) -> list[str]:
        """What whoever keeps it should know about the server."""
        with self._asking() as connection:
            found = connection.execute("SELECT current_setting('data_checksums')").fetchone()
        return [] if found == ("on",) else [UNCHECKED]

    def rights(self) -> list[Right]:
        """Who may do what."""
        from application.server.grants import rights

        return rights(self.address)

    def grant(self, role: str, logins: list[str]) -> list[str]:
        """Give logins a role."""
        from application.server.grants import grant

        return grant(self.address, role, logins)

    def log(self, *, writable: bool = False) -> Log:
        """The log, opened."""
        from application.heads import compared
        from application.server.log import open_log

        with self.reading() as cursor:
            compared(self, cursor)
        return open_log(self.address, self.views, writable=writable)

    def news(self) -> Generator[None, None, None]:
        """A turn at once, and whenever the server tells that something was appended."""
        from application.server.news import news

        return news(self.address)

    def behind(self) -> str | None:
        """How far a standby has come."""
        from application.server.news import behind

        with self._asking() as connection:
            return behind(connection)

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """One state of the log to read from."""
        with self._asking() as connection:
            refuse_unknown(connection, self.address)
            connection.execute(LASTING_READING)
            try:
                yield ServerCursor(connection)
            finally:
                if not connection.closed:
                    connection.execute("ROLLBACK")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else who asks for it has the register meanwhile."""
        with self._asking() as connection, connection.transaction():
            connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            connection.execute("LOCK TABLE signing IN EXCLUSIVE MODE")
            yield

    def unsound(self, cursor: Cursor) -> Iterator[str]:
        """The triggers that are gone or switched off."""
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?"
            " AND t.tgname = 'unchanging' AND t.tgenabled = 'A'",
            (self.address.schemas[0],),
        )
        there = {name for (name,) in cursor.fetchall()}
        for name in UNCHANGING:
            if name not in there:
                yield f"the trigger against changes of {name} is gone or switched off"

    def copy_log(self, target: Path) -> None:
        """Write one state of the log into a new file."""
        from application.copying import log_in_a_file

        log_in_a_file(self, target)

    def close(self) -> None:
        """Close the connections that wait for a question."""
        self.views.close()
        for connection in self._idle:
            connection.close()

    def _waiting(self) -> Connection | None:
        """A connection that was kept and still is one."""
        while self._idle:
            connection = self._idle.pop()
            if is_silent(connection):
                return connection
            connection.close()
        return None

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """A connection that nobody else uses meanwhile."""
        connection = self._waiting() or connected(self.address, self.address.schemas[0])
        try:
            with told_of(self.address):
                yield connection
        finally:
            self._idle.append(connection)
