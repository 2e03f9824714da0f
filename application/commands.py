"""Command ids: ordered in time, so that the log's index of them grows at its end."""

from __future__ import annotations

import os
import time


def new_command() -> str:
    """A new id in the form of a UUID of version 7: milliseconds first, then chance."""
    stamp = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    high = (stamp & (2**48 - 1)) << 80
    number = high | 7 << 76 | (chance >> 68) << 64 | 2 << 62 | chance & (2**62 - 1)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
