"""Files and folders that are whole or not there at all, and on the disk when that is said."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

JUST_NOW = 60
"""Seconds."""


def flush(path: Path) -> None:
    """Wait until the content of a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A new file beside another that takes its place at the end, or is thrown away on an error."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    scratch = Path(name)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        scratch.chmod(0o666 & ~_masked())
        yield scratch
        flush(scratch)
        scratch.replace(path)
        flush(path.parent)
    finally:
        os.close(handle)
        scratch.unlink(missing_ok=True)


def put(path: Path, content: bytes) -> None:
    """Write a file as a whole, and wait until it is on the disk."""
    with beside(path) as scratch:
        scratch.write_bytes(content)


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """A new folder beside a place that it takes at the end, or that is thrown away on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    handle = os.open(scratch, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        scratch.chmod(0o777 & ~_masked())
        yield scratch
        for found in [*scratch.rglob("*"), scratch]:
            flush(found)
        scratch.rename(path)
        flush(path.parent)
    finally:
        os.close(handle)
        shutil.rmtree(scratch, ignore_errors=True)


def sweep(path: Path) -> None:
    """Take away what programs that were killed left beside a file or folder."""
    left = re.compile(re.escape(f".{path.name}-") + r"[a-z0-9_]{8}")
    for found in path.parent.glob(f".{path.name}-*"):
        if left.fullmatch(found.name) and _abandoned(found):
            shutil.rmtree(found, ignore_errors=True)
            for part in found.parent.glob(f"{found.name}*"):
                part.unlink(missing_ok=True)


def _abandoned(scratch: Path) -> bool:
    """Whether nobody works on a file or folder any more: whoever does holds a lock on it."""
    with suppress(OSError):
        if time.time() - scratch.stat().st_mtime < JUST_NOW:
            return False  # it may not have its lock yet
        handle = os.open(scratch, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(handle)
        return True
    return False


def _masked() -> int:
    """What the user's new files are not to allow."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
