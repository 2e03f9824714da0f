"""Papers, sealed values and checkpoints as rows: each version is kept, the last one counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from application.server.connection import Connection

Asking = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True)
class FilesOnServer:
    """The files of one part of a register, told as at `place`."""

    part: str
    place: str
    asking: Asking

    def names(self) -> list[str]:
        """The names of all of them."""
        query = (
            "SELECT name FROM (SELECT DISTINCT ON (name) name, content IS NOT NULL AS there"
            " FROM kept WHERE part = %s ORDER BY name, version DESC) AS latest WHERE there"
        )
        with self.asking() as connection:
            return [name for (name,) in connection.execute(query, (self.part,))]

    def has(self, name: str) -> bool:
        """Whether there is one of this name."""
        return self._latest(name, "content IS NOT NULL") is True

    def read(self, name: str) -> bytes:
        """What one holds; raises FileNotFoundError where there is none."""
        content = self._latest(name, "content")
        if not isinstance(content, bytes):
            raise self._missing(name)
        return content

    def digest(self, name: str) -> str:
        """The SHA-256 of what one holds, computed where it lies; raises FileNotFoundError."""
        digest = self._latest(name, "encode(sha256(content), 'hex')")
        if not isinstance(digest, str):
            raise self._missing(name)
        return digest

    def put(self, name: str, content: bytes) -> None:
        """Keep one."""
        self._put(name, content)

    def remove(self, name: str) -> None:
        """Let one be there no more; what it held is kept."""
        if self.has(name):
            self._put(name, None)

    def where(self, name: str) -> str:
        """The place of one."""
        return f"{self.part}/{name} in {self.place}"

    def _missing(self, name: str) -> FileNotFoundError:
        return FileNotFoundError(2, "is not there", self.where(name))

    def _latest(self, name: str, column: str) -> object:
        query = (
            f"SELECT {column} FROM kept WHERE part = %s AND name = %s ORDER BY version DESC LIMIT 1"
        )
        with self.asking() as connection:
            row = connection.execute(query, (self.part, name), binary=True).fetchone()
        return row[0] if row else None

    def _put(self, name: str, content: bytes | None) -> None:
        query = (
            "INSERT INTO kept SELECT %(part)s, %(name)s, coalesce(max(version), 0) + 1, %(content)b"
            " FROM kept WHERE part = %(part)s AND name = %(name)s"
            " ON CONFLICT DO NOTHING"
        )
        with self.asking() as connection:
            connection.execute(query, {"part": self.part, "name": name, "content": content})
