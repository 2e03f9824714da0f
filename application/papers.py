"""Papers, kept as files under their SHA-256."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from application.failures import Missing, Unwritable
from application.views import put

LARGEST = 300 * 2**20


def keep(folder: Path, paper: str) -> str:
    """The SHA-256 of a paper that is kept: given by its digest, or a file that is copied in.

    Raises Missing where neither is there, Unwritable where it cannot be copied.
    """
    if re.fullmatch(r"[0-9a-f]{64}", paper):
        if not (folder / paper).is_file():
            raise Missing(f"no paper {paper[:12]}… is kept here; name its file")
        return paper
    file = Path(paper)
    if not file.is_file():
        raise Missing(f"no paper at {paper}; name a file, or the SHA-256 of a kept paper")
    if file.stat().st_size > LARGEST:
        raise Missing(f"{paper} is larger than {LARGEST >> 20} MiB; no paper is")
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if not (folder / digest).exists():
        try:
            folder.mkdir(exist_ok=True)
            put(folder / digest, content)
        except OSError as cause:
            raise Unwritable(f"{folder} cannot be written: {cause.strerror}") from cause
    return digest
