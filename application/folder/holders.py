"""Who has a file open, where the system tells."""

from __future__ import annotations

import os
from pathlib import Path

from domain.text import shown


def who_holds(path: Path) -> str:
    """Other processes that have a file open, as ` by process 12 (fasti board)`; else nothing."""
    found = [
        f"{pid} ({_command(pid)})"
        for pid in _processes()
        if pid != os.getpid() and path.resolve() in _open_files(pid)
    ]
    return f" by process {', '.join(found[:3])}" if found else " by another program"


def _processes() -> list[int]:
    proc = Path("/proc")
    return [int(p.name) for p in proc.iterdir() if p.name.isdigit()] if proc.is_dir() else []


def _open_files(pid: int) -> set[Path]:
    try:
        return {Path(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        return set()


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return "ended"
    return shown(" ".join(word for word in words if word))
