"""Where a register is kept, whatever that is: a folder, or a database on a server."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    from application.leaves import Cursor
    from application.log import Log
    from application.personal import Keys
    from application.views import Progress, Views

SERVER = re.compile(r"postgres(ql)?://")


class Files(Protocol):
    """Files by name, each whole or not there: papers, sealed values, checkpoints."""

    def names(self) -> list[str]:
        """The names of all of them, in order."""

    def has(self, name: str) -> bool:
        """Whether there is one of this name."""

    def read(self, name: str) -> bytes:
        """What one holds; raises OSError where it cannot be read."""

    def digest(self, name: str) -> str:
        """The SHA-256 of what one holds; raises OSError where it cannot be read."""

    def put(self, name: str, content: bytes) -> None:
        """Keep one, on the disk when this returns; raises Unwritable."""

    def remove(self, name: str) -> None:
        """Take one away."""

    def where(self, name: str) -> str:
        """The place of one, as a person is told."""


class Right(NamedTuple):
    """What a login may: its role, whatever it has it by, and what else is to know of it."""

    login: str
    role: str
    remarks: str


class Storage(Protocol):
    """One register's place: its log, its views and its files, opened when they are asked for."""

    @property
    def where(self) -> str:
        """The place of the log, as a person is told."""

    @property
    def views(self) -> Views:
        """The views."""

    @property
    def papers(self) -> Files:
        """The papers, by their SHA-256."""

    @property
    def sealed(self) -> Files:
        """Personal values, sealed, by their SHA-256."""

    @property
    def checkpoints(self) -> Files:
        """The checkpoints, with their stamps."""

    @property
    def keys(self) -> Keys:
        """The keys of persons, which are in no copy of the rest."""

    @property
    def is_backup(self) -> bool:
        """Whether it is a backup, which is only read."""

    def exists(self) -> bool:
        """Whether there is a register, of whatever state."""

    def create(self) -> None:
        """Make an empty register; raises Missing where something stands already, or a Failure."""

    def arriving(self) -> AbstractContextManager[Self]:
        """An empty register to be filled, which is at this place when that is done, or nothing is;
        raises Missing where something stands already, or a Failure."""

    def migrate(self, *, progress: Progress | None = None) -> list[str]:
        """Bring it to this program's format; what was done, in words. Raises a Failure."""

    def cautions(self) -> list[str]:
        """What whoever keeps it should know about the place, in words."""

    def rights(self) -> list[Right]:
        """Who may do what; raises ServerNeeded where that is not kept."""

    def grant(self, role: str, logins: list[str]) -> list[str]:
        """Give logins a role, and no other; what to know, in words; raises as `rights` does."""

    def log(self, *, writable: bool = False) -> Log:
        """The log, opened; raises Missing, Damaged, Busy or Unwritable."""

    def news(self) -> Generator[None, None, None]:
        """A turn at once, and whenever something may have been appended since; raises a Failure."""

    def behind(self) -> str | None:
        """How far what is read here has come of what is recorded elsewhere, in words; None where
        it is recorded here."""

    def reading(self) -> AbstractContextManager[Cursor]:
        """One state of the log to read from; raises as `log` does."""

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else who asks for it has the register meanwhile; raises Busy after a while."""

    def refuse_read_only(self) -> None:
        """Raise Missing or Unwritable where nothing can be recorded."""

    def unsound(self, cursor: Cursor) -> Iterator[str]:
        """What the database says is wrong with how the log is stored."""

    def copy_log(self, target: Path) -> None:
        """Write one state of the log into a new file, in the form that a folder holds."""

    def close(self) -> None:
        """Let go of what is kept open for the next question."""


def storage_at(address: Any) -> Storage:
    """The storage that an address names: the path of a folder, or `postgresql://…`."""
    if SERVER.match(str(address)):
        from application.server.storage import Server

        return Server(str(address))
    from application.folder.storage import Folder

    return Folder(Path(address))
