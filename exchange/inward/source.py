"""A file somebody gives: plain, `.gz` or `.xz`, as text, with the digest of what was given."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from exchange.inward.failures import Unreadable

BROKEN = (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile)


def digest(path: Path) -> str:
    """The SHA-256 of a file as it is given; raises Unreadable where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as cause:
        raise Unreadable(str(path), [("", f"cannot be read: {cause.strerror}")]) from None


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """The text of a file; raises Unreadable where it is damaged or no UTF-8 text."""
    try:
        with _uncompressed(path) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
            yield text
    except UnicodeDecodeError as cause:
        what = f"is not UTF-8 text (byte {cause.object[cause.start]:#04x}); save it as UTF-8"
        raise Unreadable(str(path), [("", what)]) from None
    except BROKEN as cause:
        raise Unreadable(str(path), [("", f"is damaged: {cause}")]) from None
    except OSError as cause:
        raise Unreadable(str(path), [("", f"cannot be read: {cause.strerror}")]) from None


def _uncompressed(path: Path) -> IO[bytes]:
    if path.suffix == ".xz":
        return lzma.open(path, "rb")
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb")
