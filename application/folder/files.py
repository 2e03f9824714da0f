"""Files in a folder."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from application.failures import Unwritable
from application.swapping import flush, put, sweep


@dataclass(frozen=True)
class FilesInFolder:
    """The files of a folder, which is made when the first is kept."""

    folder: Path

    def names(self) -> list[str]:
        """The names of all of them; those that begin with a dot are being written."""
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        return sorted(name for name in names if not name.startswith("."))

    def has(self, name: str) -> bool:
        """Whether there is one of this name."""
        return (self.folder / name).is_file()

    def read(self, name: str) -> bytes:
        """What one holds."""
        return (self.folder / name).read_bytes()

    def digest(self, name: str) -> str:
        """The SHA-256 of what one holds."""
        with (self.folder / name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def put(self, name: str, content: bytes) -> None:
        """Keep one as a whole."""
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True, exist_ok=True)
                flush(self.folder.parent)
            sweep(self.folder / name)
            put(self.folder / name, content)
        except OSError as cause:
            raise Unwritable(f"{self.folder} cannot be written: {cause.strerror}") from cause

    def remove(self, name: str) -> None:
        """Take one away."""
        (self.folder / name).unlink(missing_ok=True)

    def where(self, name: str) -> str:
        """The path of one."""
        return str(self.folder / name)
