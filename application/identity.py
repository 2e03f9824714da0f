"""A log's identity and length, read with sqlite3 alone, for commands that only ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from application.failures import Busy, Damaged, Missing, Unwritable
from application.holders import who_holds

APPLICATION_ID = 0x46415354
FORMAT = 1
DEADLINE = 10
BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""What sqlite3 raises over a file; the second where even its message quotes damaged bytes."""


def quoted(path: Path) -> str:
    """A path as part of an SQLite address."""
    return str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def reading_mode(path: Path) -> str:
    """How to open a file that is only read: a medium that takes no side files is immutable."""
    try:
        with closing(sqlite3.connect(f"file:{quoted(path)}?mode=ro", uri=True)) as probe:
            probe.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.OperationalError:
        return "ro&immutable=1"
    except BROKEN as cause:
        raise storage_failure(cause, path) from cause
    return "ro"


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Cursor]:
    """One state of a log to read from, after checking that it is one."""
    refuse_missing(path)
    try:
        address = f"file:{quoted(path)}?mode={reading_mode(path)}"
        with closing(sqlite3.connect(address, uri=True, timeout=DEADLINE)) as connection:
            cursor = connection.execute("BEGIN")
            _check_identity(path, cursor)
            yield cursor
    except BROKEN as cause:
        raise storage_failure(cause, path) from cause


def last_number(path: Path) -> int:
    """The number of a log's last entry, after comparing it with its last checkpoint; changes
    nothing."""
    from application.heads import compared

    with reading(path) as cursor:
        return compared(path, cursor)


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
    if "locked" in text or "busy" in text:
        return Busy(f"{path} is locked{who_holds(path)}; waited {DEADLINE} s, try again later")
    if "readonly" in text or "full" in text or "disk I/O" in text:
        return Unwritable(f"{path} cannot be written: {text}; nothing was changed")
    if "unable to open" in text:
        return Unwritable(f"{path} cannot be opened: {text}; check the folder and its rights")
    return Damaged(f"{path} cannot be read as a register: {text}")
