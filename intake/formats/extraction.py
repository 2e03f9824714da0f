"""Text out of a paper, in a process of its own with limits on time and memory.

usage: python -m intake.formats.extraction < PAPER
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import stat
import subprocess
import sys
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from intake.formats.paper import LARGEST, Extracted, Paper, PaperError


class Limits(NamedTuple):
    """What reading one paper may take: seconds, and bytes of memory."""

    seconds: int = 30
    memory: int = 2 * 2**30


LIMITS = Limits()


class NoPaper(PaperError):
    """There is no file to read at a path."""


def read_paper(path: Path, limits: Limits = LIMITS) -> Paper:
    """The text of the paper at a path; raises NoPaper or PaperError."""
    with _opened(path) as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise PaperError(f"it is larger than {LARGEST >> 20} MiB; no agenda or minutes is")
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        told = _told(file, limits)
    return Paper(tuple(tuple(page) for page in told.pages), digest, told.headings)


def _opened(path: Path) -> BufferedReader:
    """A regular file, open; a pipe or device is never waited for."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise NoPaper(f"it cannot be opened: {error.strerror}") from None
    kind = os.fstat(number).st_mode
    if not stat.S_ISREG(kind):
        os.close(number)
        what = "a folder" if stat.S_ISDIR(kind) else "a pipe or device"
        raise NoPaper(f"it is {what}; name a file")
    return os.fdopen(number, "rb")


def _told(file: BufferedReader, limits: Limits) -> Extracted:
    """The text that the child process tells, or what it says is wrong."""
    line = [sys.executable, "-m", __name__, *map(str, limits)]
    try:
        done = subprocess.run(
            line, stdin=file, capture_output=True, timeout=2 * limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise PaperError(_BEYOND) from None
    if done.returncode:
        raise PaperError(_BEYOND)
    told = json.loads(done.stdout)
    if "wrong" in told:
        raise PaperError(told["wrong"])
    headings = {(page, line): level for page, line, level in told["headings"]}
    return Extracted(told["pages"], headings)


_BEYOND = "its text takes more time or memory to get than any paper should"


def main() -> None:
    """Read the paper on standard input and print its text, or what is wrong with it, as JSON."""
    seconds, memory = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from intake.formats.detection import extracted

    try:
        pages, headings = extracted(sys.stdin.buffer.read())
        marked = [[*place, level] for place, level in headings.items()]
        told: dict[str, object] = {"pages": pages, "headings": marked}
    except PaperError as error:
        told = {"wrong": str(error)}
    except (MemoryError, RecursionError):
        told = {"wrong": _BEYOND}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
