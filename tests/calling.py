"""Calling the program as a user does, in one process."""

from __future__ import annotations

import json
import shlex
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from application.leaves import Cursor
from application.register import Register
from application.storage import Storage, storage_at
from cli.main import main


class Fasti(ABC):
    """A register in a place of its own, and the command line in front of it."""

    address: str

    @abstractmethod
    def copy(self, folder: Path) -> Fasti:
        """The same register elsewhere: in another folder, or another database."""

    @abstractmethod
    def elsewhere(self, folder: Path) -> Fasti:
        """A place of the same sort where nothing is yet."""

    @abstractmethod
    def log(self) -> AbstractContextManager[Cursor]:
        """The log's tables, as their owner may change them past everything that forbids it."""

    @abstractmethod
    def stored(self) -> bytes:
        """Every byte of what is kept."""

    @abstractmethod
    def views(self) -> AbstractContextManager[Cursor]:
        """The views' tables, as their owner may change them."""

    @abstractmethod
    def end(self) -> None:
        """Leave nothing behind of it that its test does not take away by itself."""

    def register(self, **more: Any) -> closing[Register]:
        """The register, open until it is left."""
        return closing(Register(self.address, **more))

    def storage(self) -> closing[Storage]:
        """Where it is kept, open until it is left."""
        return closing(storage_at(self.address))

    @property
    def where(self) -> str:
        """Its address, as a person is told."""
        return str(storage_at(self.address))

    @property
    def log_at(self) -> str:
        """The place of its log, as a person is told."""
        return storage_at(self.address).where

    def run(self, line: str, input: str | None = None) -> Result:
        """Run a command line without its `fasti`."""
        return self.words(*shlex.split(line), input=input)

    def words(self, *words: str, input: str | None = None) -> Result:
        """Run a command line given word by word."""
        result = CliRunner().invoke(main, ["--register", self.address, *words], input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def done(self, *lines: str) -> list[str]:
        """Run commands that must succeed; what the last one printed on stdout."""
        printed: list[str] = []
        for line in lines:
            result = self.run(line)
            assert result.exit_code == 0, (line, result.output)
            printed = result.stdout.splitlines()
        return printed

    def refused(self, line: str, message: str, code: int = 1) -> None:
        """Run a command that is refused with one line, and leaves nothing behind."""
        before = self.last()
        result = self.run(line)
        assert (result.stderr.rstrip("\n"), result.exit_code) == (f"fasti: {message}", code)
        assert result.stdout == ""
        assert self.last() == before

    def json(self, line: str) -> Any:
        """What a command prints as JSON."""
        result = self.run(f"{line} --format json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def last(self) -> int:
        """The number of the last entry; 0 where there is no register."""
        with self.register() as register:
            return register.last() if register.storage.exists() else 0


def differing(one: Path, other: Path) -> str | None:
    """The first row in which two files of views differ, in words."""
    from application.folder.views import engine_of
    from application.replay import first_difference

    engines = [engine_of(path, writable=False) for path in (one, other)]
    with engines[0].connect() as left, engines[1].connect() as right:
        return first_difference(left, right)
