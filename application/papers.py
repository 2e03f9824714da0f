"""Papers, kept as files under their SHA-256."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from application.failures import Missing
from application.storage import Files, Storage
from domain.entry import Entry

LARGEST = 300 * 2**20
ELSEWHERE = ".elsewhere"
"""Ends the name of an empty file that says: named by entries taken from elsewhere, never kept."""


def keep(storage: Storage, paper: str) -> str:
    """The SHA-256 of a paper that is kept: given by its digest, or a file that is copied in.

    Raises Missing where neither is there, Unwritable where it cannot be copied.
    """
    if re.fullmatch(r"[0-9a-f]{64}", paper):
        if not storage.papers.has(paper):
            raise Missing(f"no paper {paper[:12]}… is kept here; name its file")
        return paper
    file = Path(paper)
    if not file.is_file():
        raise Missing(f"no paper at {paper}; name a file, or the SHA-256 of a kept paper")
    if file.stat().st_size > LARGEST:
        raise Missing(f"{paper} is larger than {LARGEST >> 20} MiB; no paper is")
    try:
        content = file.read_bytes()
    except OSError as cause:
        raise Missing(f"{paper} cannot be read: {cause.strerror}; name another file") from cause
    return keep_content(storage, storage.papers, content)


def keep_content(storage: Storage, files: Files, content: bytes) -> str:
    """The SHA-256 under which some bytes are kept, on the disk when this returns."""
    digest = hashlib.sha256(content).hexdigest()
    if not is_kept(files, digest):
        storage.refuse_read_only()
        files.put(digest, content)
        files.remove(f"{digest}{ELSEWHERE}")
    return digest


def is_kept(files: Files, digest: str) -> bool:
    """Whether the bytes of a digest are there, and are those."""
    try:
        return files.digest(digest) == digest
    except OSError:
        return False


def named_elsewhere(files: Files, digests: Iterable[str]) -> None:
    """Say of what is not kept here that it never was; whatever else is not there is lost."""
    for digest in digests:
        mark = f"{digest}{ELSEWHERE}"
        if not files.has(digest) and not files.has(mark):
            files.put(mark, b"")


def papers_named(entry: Entry) -> Iterator[str]:
    """The papers that an entry names, by their SHA-256."""
    if entry.evidence is not None and entry.evidence.paper is not None:
        yield entry.evidence.paper
    filed = vars(entry.event).get("paper")  # quicker than asking an event for what it has not
    if filed is not None:
        yield filed


def sealed_named(entry: Entry) -> Iterator[str]:
    """The sealed value that an entry names, by its SHA-256."""
    sealed = vars(entry.event).get("sealed")
    if sealed is not None:
        yield sealed
