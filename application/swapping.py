"""Files and folders that are whole or not there at all, and on the disk when that is said."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def flush(path: Path) -> None:
    """Wait until the content of a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _masked() -> int:
    """What the user's new files are not to allow."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A new file beside another that takes its place at the end, or is thrown away on an error."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    scratch = Path(name)
    scratch.chmod(0o666 & ~_masked())
    try:
        yield scratch
        flush(scratch)
        scratch.replace(path)
        flush(path.parent)
    finally:
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
    scratch.chmod(0o777 & ~_masked())
    try:
        yield scratch
        for found in [*scratch.rglob("*"), scratch]:
            flush(found)
        scratch.rename(path)
        flush(path.parent)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
