"""A register in a folder: `events.db`, `views.db`, and its files."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from application.failures import Failure, Missing, ServerNeeded, Unwritable
from application.folder.files import FilesInFolder
from application.folder.identity import (
    BROKEN,
    is_backup,
    quoted,
    reading,
    reading_mode,
    signs,
    storage_failure,
)
from application.folder.views import ViewsInFolder
from application.swapping import alone, folder_beside, sweep

if TYPE_CHECKING:
    from application.leaves import Cursor
    from application.log import Log
    from application.personal import Keys
    from application.storage import Right
    from application.views import Progress

POLL, ANYHOW = 0.2, 10
"""Seconds between looks at the files; every so many of them are a turn in any case."""


@dataclass(frozen=True)
class Folder:
    """The storage of a register in a folder."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)

    @property
    def log_path(self) -> Path:
        """Where the log is."""
        return self.folder / "events.db"

    @property
    def where(self) -> str:
        """The place of the log, as a person is told."""
        return str(self.log_path)

    @property
    def views(self) -> ViewsInFolder:
        """The views."""
        return ViewsInFolder(self, self.folder / "views.db")

    @property
    def papers(self) -> FilesInFolder:
        """The papers."""
        return FilesInFolder(self.folder / "papers")

    @property
    def sealed(self) -> FilesInFolder:
        """Personal values, sealed."""
        return FilesInFolder(self.folder / "private")

    @property
    def checkpoints(self) -> FilesInFolder:
        """The checkpoints."""
        return FilesInFolder(self.folder / "checkpoints")

    @property
    def keys(self) -> Keys:
        """The keys of persons."""
        from application.personal import Keys

        return Keys(self.folder / "keys")

    @property
    def is_backup(self) -> bool:
        """Whether it is a backup."""
        return is_backup(self.folder)

    def exists(self) -> bool:
        """Whether there is a log."""
        return self.log_path.exists()

    def refuse_read_only(self) -> None:
        """Raise Missing where it is a backup."""
        if self.is_backup:
            raise Missing(f"{self.folder} is a backup; put it back first, with 'fasti restore'")

    def migrate(self, *, progress: Progress | None = None) -> list[str]:
        """Make views of another shape anew."""
        self.refuse_read_only()
        with closing(self.log()) as log:
            self.views.refuse_ahead(log)
        if self.views.position() is not None:
            return []
        return [f"rebuilt the views from {self.views.rebuild(progress=progress)} entries"]

    def cautions(self) -> list[str]:
        """Nothing: SQLite is told how to write with each opening."""
        return []

    def rights(self) -> list[Right]:
        """Not kept here; raises ServerNeeded."""
        raise ServerNeeded(
            f"the rights on {self.folder} are those of its files: change them with chmod and chown;"
            " 'fasti grant' is for a register on a server"
        )

    def grant(self, role: str, logins: list[str]) -> list[str]:
        """Not given here; raises ServerNeeded."""
        self.rights()
        return []

    def log(self, *, writable: bool = False) -> Log:
        """The log, opened."""
        from application.folder.log import open_log
        from application.heads import compared

        with self.reading() as cursor:
            compared(self, cursor)
        return open_log(self.log_path, writable=writable)

    def news(self) -> Generator[None, None, None]:
        """A turn at once, whenever the files of the log are others than they were, and anyhow."""
        seen: list[tuple[int, int, int]] = []
        for turn in count():
            found = signs(self.log_path)
            if found != seen or turn % ANYHOW == 0:
                seen = found
                yield
            time.sleep(POLL)

    def behind(self) -> None:
        """It is recorded here."""

    def reading(self) -> AbstractContextManager[Cursor]:
        """One state of the log to read from."""
        return reading(self.log_path)

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else who asks for it has the folder meanwhile."""
        return alone(self.folder)

    def unsound(self, cursor: Cursor) -> Iterator[str]:
        """What SQLite says about the file, and the triggers it lacks."""
        from application.folder.log import TRIGGERS

        yield from integrity(self.log_path, cursor)
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        there = dict(cursor.fetchall())
        for name, statement in TRIGGERS.items():
            if there.get(name) != statement:
                yield f"the trigger {name}, against changes, is gone"

    def copy_log(self, target: Path) -> None:
        """Write one state of the log into one file, without side files."""
        try:
            address = f"file:{quoted(self.log_path)}?mode={reading_mode(self.log_path)}"
            with (
                closing(sqlite3.connect(address, uri=True)) as one,
                closing(sqlite3.connect(target)) as other,
            ):
                one.backup(other)
                other.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as cause:
            raise storage_failure(cause, self.log_path) from cause

    def close(self) -> None:
        """Nothing is kept open."""

    def create(self) -> None:
        """Make an empty register in a folder that is new or empty."""
        self._refuse_used()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self.alone():
                self._refuse_used()  # somebody else may have made one meanwhile
                self._fill()
        except (OSError, sqlite3.Error) as cause:
            reason = getattr(cause, "strerror", None) or cause
            raise Failure(f"{self.folder} cannot be written: {reason}") from cause

    def _fill(self) -> None:
        """Put into the folder what an empty register has."""
        from application.folder.log import create_log

        self.papers.folder.mkdir(exist_ok=True)
        self.views.create()
        create_log(self.log_path)

    @contextmanager
    def arriving(self) -> Iterator[Folder]:
        """An empty register in a folder beside, which takes this place when it is filled."""
        self._refuse_used()
        sweep(self.folder)
        try:
            with folder_beside(self.folder) as place:
                made = Folder(place)
                made._fill()
                yield made
        except OSError as cause:
            raise Unwritable(f"{self.folder} cannot be written: {cause.strerror}") from cause

    def _refuse_used(self) -> None:
        if self.folder.exists() and not (self.folder.is_dir() and self._unused()):
            raise Missing(
                f"{self.folder} is not empty; a register is made in a new or empty folder"
            )

    def _unused(self) -> bool:
        """Whether the folder is empty, or holds what is left where making one was broken off."""
        begun = re.compile(r"papers|views\.db(-journal)?|\.events\.db-\d+-\d+(-\w+)?")
        names = [path.name for path in self.folder.iterdir()]
        seen = self.views.position()
        return all(map(begun.fullmatch, names)) and not seen and not self.papers.names()


def integrity(path: Path, cursor: Cursor) -> Iterator[str]:
    """What SQLite says is wrong with a file, indexes included."""
    try:
        cursor.execute("PRAGMA integrity_check")
        told = [text for (text,) in cursor.fetchall()]
    except BROKEN as cause:
        told = [str(cause)]
    yield from (f"{path.name}: {text}" for text in told if text != "ok")
