"""Days as sources write them: partial ones, with a time of day, and some that no calendar has."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from domain.when import UNKNOWN, When

_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?(?:T.{0,40})?", re.ASCII)
NO_DAYS = frozenset({"9999-12-31", "1000-01-01", "0001-01-01"})
"""What some sources write for a last or first day that is not known."""


class Said(NamedTuple):
    """A day as it was understood (None: open), and whether the source's text says another thing."""

    day: When | None
    mended: bool


@lru_cache(maxsize=8192)
def said(text: str) -> Said:
    """What a source means by the text of a day; raises ValueError on what is none.

    Of a day that no calendar has only the month is taken, or the year, never a neighbouring day.
    """
    text = text.strip()
    if not text or text in NO_DAYS:
        return Said(None, bool(text))
    try:
        return Said(When.parse(text), mended=False)
    except ValueError as problem:
        match = _DAY.fullmatch(text)
        if match is None or not int(match[1]):
            raise ValueError(str(problem)) from None
    parts = [part.zfill(2) for part in match.groups() if part is not None]
    for upto in range(len(parts), 1, -1):
        try:
            return Said(When.parse("-".join(parts[:upto])), mended=upto < len(parts))
        except ValueError:
            continue
    return Said(When.parse(parts[0]), mended=len(parts) > 1)


def first_day(text: str) -> When:
    """The first day: unknown where none is given."""
    return said(text).day or UNKNOWN


def last_day(text: str, *, included: bool) -> When | None:
    """The last day in the seat: open where none is given; where the source names the day after,
    the day before that."""
    day = said(text).day
    return day if day is None or included else day.shifted(-1)


def words(start: str, end: str) -> str | None:
    """What a source says of two days, where one was understood otherwise than it is written."""
    if said(start).mended or said(end).mended:
        return f"from {start or '–'} until {end or '–'}"
    return None
