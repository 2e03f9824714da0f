"""Files written beside their place and then put there whole: a full disk leaves the old ones."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from application.failures import Missing, Unwritable


def write(path: Path, parts: Iterable[bytes]) -> None:
    """Put a file in its place when all of it is written; raises Unwritable or Missing."""
    if path.is_dir():
        raise Missing(f"{path} is a folder; name a file with -o")
    with _beside(path) as scratch:
        with scratch.open("xb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder of files in its place when all are written.

    A folder that holds anything else than files of these names is left alone: raises Missing.
    """
    if path.exists() and not path.is_dir():
        raise Missing(f"{path} is a file; name a folder with -o")
    others = sorted(set(os.listdir(path)) - set(files)) if path.exists() else []
    if others:
        raise Missing(f"{path} holds other files ({others[0]}); name a new folder with -o")
    with _beside(path) as scratch:
        scratch.mkdir()
        for name, content in files.items():
            write(scratch / name, [content])
        old = scratch.with_name(f"{scratch.name}-old")
        if path.exists():
            path.rename(old)
        scratch.rename(path)
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name beside a path that is gone at the end, unless it took its place."""
    if not path.parent.is_dir():
        raise Missing(f"there is no folder {path.parent}; make it, or name another with -o")
    scratch = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        yield scratch
    except OSError as cause:
        raise Unwritable(
            f"{path} cannot be written: {cause.strerror}; what stood there is as it was"
        ) from cause
    finally:
        if scratch.is_dir():
            shutil.rmtree(scratch, ignore_errors=True)
        else:
            scratch.unlink(missing_ok=True)
