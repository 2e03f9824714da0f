"""Files and folders that are whole or not there at all, and on the disk when that is said."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from application.failures import Busy, Unwritable

JUST_NOW, DEADLINE = 60, 10
"""Seconds."""


def flush(path: Path) -> None:
    """Wait until the content of a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else who asks for it has a folder meanwhile; raises Busy after a while."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as cause:
        raise Unwritable(f"{folder} cannot be opened: {cause.strerror}") from cause
    try:
        _wait(handle, folder)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, folder: Path) -> None:
    until = time.monotonic() + DEADLINE
    while True:
        with suppress(BlockingIOError):
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if time.monotonic() > until:
            raise Busy(f"{folder} is in use by another program; try again later")
        time.sleep(0.01)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A new file beside another that takes its place, and its rights, at the end, or is thrown away
    on an error; raises Unwritable where the medium takes none."""
    scratch = _beside(path)
    try:
        handle = os.open(scratch, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if path.exists():
                scratch.chmod(path.stat().st_mode & 0o777)
            yield scratch
            os.fsync(handle)
            scratch.replace(path)
            flush(path.parent)
        finally:
            os.close(handle)
    except OSError as cause:
        raise Unwritable(f"{path} cannot be written: {cause.strerror or cause}") from cause
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def put(path: Path, content: bytes) -> None:
    """Write a file as a whole, and wait until it is on the disk."""
    with beside(path) as scratch:
        scratch.write_bytes(content)


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """A new folder beside a place that it takes at the end, or that is thrown away on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = _beside(path)
    scratch.mkdir()
    handle = os.open(scratch, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield scratch
        for found in [*scratch.rglob("*"), scratch]:
            flush(found)
        scratch.rename(path)
        flush(path.parent)
    finally:
        os.close(handle)
        shutil.rmtree(scratch, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}-{os.getpid()}-{time.monotonic_ns()}")


def sweep(path: Path) -> None:
    """Take away what programs that were killed left beside a file or folder."""
    left = re.compile(re.escape(f".{path.name}-") + r"\d+-\d+")
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
