"""A log's identity and length, read with sqlite3 alone, for commands that only ask."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from application.failures import Busy, Damaged, Missing, Unwritable
from application.folder.holders import who_holds

APPLICATION_ID = 0x46415354
FORMAT = 1
DEADLINE = 10
BACKUP = "backup.json"
"""The file by which a backup is known: a register that is only read."""
IMMUTABLE = "ro&immutable=1"
_KEPT: dict[Path, int] = {}
"""The files of which a header was read. Closed they are never: POSIX drops with any one file that a
process closes all locks it has there, and others would take the side file from under SQLite."""
BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""What sqlite3 raises over a file; the second where even its message quotes damaged bytes."""


def quoted(path: Path) -> str:
    """A path as part of an SQLite address."""
    return str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def reading_mode(path: Path) -> str:
    """How to open a file that is only read: a backup, or a medium that takes no side files, is
    immutable."""
    refuse_stale(path)
    if is_backup(path.parent):
        return IMMUTABLE
    try:
        with closing(sqlite3.connect(f"file:{quoted(path)}?mode=ro", uri=True)) as probe:
            probe.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.OperationalError as cause:
        if not any(text in str(cause) for text in ("unable to open", "readonly")):
            raise storage_failure(cause, path) from cause
        if _has_content(_side_file(path)):
            raise Unwritable(
                f"{_side_file(path)} holds entries that can be read only where files can be written"
                f" beside it; copy {path.parent} elsewhere, or ask a copy made by 'fasti backup'"
            ) from cause
        return IMMUTABLE
    except BROKEN as cause:
        raise storage_failure(cause, path) from cause
    return "ro"


def is_backup(folder: Path) -> bool:
    """Whether a folder is a backup."""
    return (folder / BACKUP).is_file()


def refuse_stale(path: Path) -> None:
    """Raise Damaged where a side file lies beside a log that was put there without one.

    SQLite would play it back into a log it does not belong to. A log in use says in its header
    that it has side files (bytes 18 and 19 are 2); a copy in one file says that it has none.
    """
    if not _has_content(_side_file(path)):
        return
    if _header(path)[18:20] == b"\1\1":
        raise Damaged(
            f"{_side_file(path)} belongs to another {path.name} than the one beside it; move it"
            " away, then run 'fasti verify'"
        )


def _header(path: Path) -> bytes:
    """The first bytes of a file, which stays open."""
    kept = _KEPT.get(path)
    if kept is None or not os.path.samestat(os.fstat(kept), path.stat()):
        kept = _KEPT[path] = os.open(path, os.O_RDONLY)
    return os.pread(kept, 20, 0)


def signs(path: Path) -> list[tuple[int, int, int]]:
    """What an append changes in how the files of a log look from outside."""
    found = []
    for one in (path, _side_file(path)):
        with suppress(FileNotFoundError):
            told = one.stat()
            found.append((told.st_ino, told.st_size, told.st_mtime_ns))
    return found


@contextmanager
def still(path: Path, mode: str, seen: list[tuple[int, int, int]]) -> Iterator[None]:
    """Raise Busy where a file that is read without locks is another than was seen at the start."""
    try:
        yield
    except (*BROKEN, Damaged) as cause:
        if mode == IMMUTABLE and signs(path) != seen:
            raise _written_meanwhile(path) from cause
        raise
    if mode == IMMUTABLE and signs(path) != seen:
        raise _written_meanwhile(path)


def _written_meanwhile(path: Path) -> Busy:
    return Busy(f"{path} was written to while it was read; ask again")


def bring_together(path: Path) -> None:
    """Put all that a log's side file holds into the log itself, so that it can be moved; a Failure
    where that cannot be done."""
    try:
        address = f"file:{quoted(path)}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=DEADLINE)) as connection:
            held = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except BROKEN as cause:
        raise storage_failure(cause, path) from cause
    if held:
        raise storage_failure(sqlite3.OperationalError("locked"), path)


def _side_file(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Cursor]:
    """One state of a log to read from, after checking that it is one."""
    refuse_missing(path)
    try:
        seen, mode = signs(path), reading_mode(path)
        address = f"file:{quoted(path)}?mode={mode}"
        with (
            still(path, mode, seen),
            closing(sqlite3.connect(address, uri=True, timeout=DEADLINE)) as connection,
        ):
            cursor = connection.execute("BEGIN")
            _check_identity(path, cursor)
            yield cursor
    except BROKEN as cause:
        raise storage_failure(cause, path) from cause


def refuse_missing(path: Path) -> None:
    """Raise Missing where there is no log."""
    if not path.is_file():
        raise Missing(
            f"no register at {path.parent}; name one with --register, or make one with 'fasti init'"
        )


def _check_identity(path: Path, cursor: sqlite3.Cursor) -> None:
    """Raise Damaged unless a file is a Fasti log of a version this program can read."""
    if cursor.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Damaged(f"{path} is not a Fasti register")
    version = cursor.execute("PRAGMA user_version").fetchone()[0]
    if version > FORMAT:
        raise Damaged(
            f"{path} was written by a newer Fasti (format {version}, this one reads {FORMAT});"
            " install the newer version"
        )


def storage_failure(cause: Exception, path: Path) -> Exception:
    """What an error of the database means for the person who asked."""
    text = str(cause)
    if "locked" in text or "locking" in text or "busy" in text:
        return Busy(f"{path} is locked{who_holds(path)}; waited {DEADLINE} s, try again later")
    if "disk I/O" in text:
        return Unwritable(
            f"{path}: the disk fails ({text}); once it is sound, 'fasti log' tells what is recorded"
        )
    if "readonly" in text or "full" in text:
        return Unwritable(f"{path} cannot be written: {text}; nothing was changed")
    if "unable to open" in text:
        return Unwritable(f"{path} cannot be opened: {text}; check the folder and its rights")
    return Damaged(f"{path} cannot be read as a register: {text}")
