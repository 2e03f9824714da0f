"""Why a file of another format was not taken, place by place."""

from __future__ import annotations

SHOWN = 100
Wrong = list[tuple[str, str]]
"""What is wrong: where (`row 12`, `memberships[3]`), and what."""


class Unreadable(Exception):
    """A file that cannot be taken; `lines` says what is wrong, one place a line."""

    def __init__(self, file: str, found: Wrong) -> None:
        self.lines = [
            f"{file}, {where}: {what}" if where else f"{file}: {what}"
            for where, what in found[:SHOWN]
        ]
        if len(found) > SHOWN:
            self.lines.append(f"{file}: and {len(found) - SHOWN:,} more; nothing was recorded")
        super().__init__("; ".join(self.lines))
