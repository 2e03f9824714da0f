"""Dates of the world as people know them: exact, partly known, bounded or unknown."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

BEGINNING = 0
"""Before every day: the earliest bound of a date that has none."""
END = date.max.toordinal() + 1
"""After every day: the latest bound of a date that has none."""

PATTERN = r"^(\d{4}(-\d\d(-\d\d)?)?)?(\.\.)?(\d{4}(-\d\d(-\d\d)?)?)?$"
_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)


class When(NamedTuple):
    """A date as the pair (earliest, latest) of possible days, with the text it came from.

    The days are proleptic ordinals; `BEGINNING` and `END` stand where a bound is missing.
    """

    earliest: int
    latest: int
    text: str

    @classmethod
    def parse(cls, text: object) -> When:
        """Read `2022-03-25`, `2022-03`, `2022`, `..2022-03-25`, `2022-03-25..`, `a..b` or `..`.

        Raises ValueError, with a message for people, on anything else.
        """
        if isinstance(text, When):
            return text
        if not isinstance(text, str):
            raise ValueError(f"a date is text like 2022-03-25, not {text!r}")
        return _parse(text)

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.earliest == self.latest

    def shifted(self, days: int) -> When:
        """The same knowledge about the day that lies `days` later."""
        low = self.earliest if self.earliest == BEGINNING else self.earliest + days
        high = self.latest if self.latest == END else self.latest + days
        return spanning(low, high)

    def or_earlier(self, other: When) -> When:
        """What is known of the earlier of two days."""
        low, high = min(self.earliest, other.earliest), min(self.latest, other.latest)
        for known in (self, other):
            if (known.earliest, known.latest) == (low, high):
                return known
        return spanning(low, high)

    def surely_before(self, other: When) -> bool:
        """Whether every possible day lies before every possible day of `other`."""
        return self.latest < other.earliest

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.json_or_python_schema(
            core_schema.no_info_after_validator_function(
                _parse, core_schema.str_schema(strict=True)
            ),
            core_schema.no_info_plain_validator_function(cls.parse),
            serialization=core_schema.to_string_ser_schema(when_used="always"),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": PATTERN,
            "description": "A day, month or year; `..` before or after it leaves a side open.",
            "examples": ["2022-03-25", "2022-03", "..2022-03-25", ".."],
        }


@lru_cache(maxsize=8192)
def _parse(text: str) -> When:
    low, dots, high = text.partition("..")
    if not dots:
        return When(*_bounds(text, text), text)
    earliest = _bounds(low, text)[0] if low else BEGINNING
    latest = _bounds(high, text)[1] if high else END
    if earliest > latest:
        raise ValueError(f"'{text}' ends before it begins; write the earlier date first")
    return When(earliest, latest, text)


def _bounds(part: str, text: str) -> tuple[int, int]:
    match = _PART.fullmatch(part)
    if not match:
        raise ValueError(f"'{_clip(text)}' is no date; write it like 2022-03-25, 2022-03 or 2022")
    year, month, day = (int(group) if group else None for group in match.groups())
    if not year:
        raise ValueError(f"'{text}' is no date: there is no year 0000")
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"'{text}' is no date: the calendar has no such day") from None
    if day:
        return first.toordinal(), first.toordinal()
    last_month = month or 12
    last = date(year, last_month, monthrange(year, last_month)[1])
    return first.toordinal(), last.toordinal()


def _clip(text: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in text[:40])
    return shown + ("…" if len(text) > 40 else "")


def spanning(earliest: int, latest: int) -> When:
    """The date known to lie between two days, both possible, in the shortest notation."""
    if earliest >= END:
        return NEVER
    low = "" if earliest <= BEGINNING else iso(earliest)
    high = "" if latest >= END else iso(latest)
    text = low if low == high and low else f"{low}..{high}"
    return When(earliest, latest, text)


def on(day: date) -> When:
    """The exact date of one day."""
    return When(day.toordinal(), day.toordinal(), day.isoformat())


@lru_cache(maxsize=8192)
def iso(ordinal: int) -> str:
    """A day as `YYYY-MM-DD`."""
    return date.fromordinal(ordinal).isoformat()


UNKNOWN = When(BEGINNING, END, "..")
"""A day of which nothing is known."""
NEVER = When(END, END, "")
"""The last day of what has no end."""
