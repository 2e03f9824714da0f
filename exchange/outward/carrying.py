"""What a format cannot carry: counted while it is written, told in the file and to the person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from domain.when import BEGINNING, END, When, iso

_PARTIAL = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


class Carried:
    """Dates as a format allows them; `lost` says what was left out, with counts."""

    def __init__(self, *always: str) -> None:
        self._always = always
        self._counts: Counter[str] = Counter()

    def partial(self, text: str | None) -> str | None:
        """A day, a month or a year; of bounds the month or year they lie in, else nothing."""
        if text is None or text == "..":
            return None
        if _PARTIAL.fullmatch(text):
            return text
        when = When.parse(text)
        if when.earliest > BEGINNING and when.latest < END:
            low, high = iso(when.earliest), iso(when.latest)
            for length in (7, 4):
                if low[:length] == high[:length]:
                    self.lose("bounds of dates, given as the month or year they lie in")
                    return low[:length]
        self.lose("dates known only within bounds")
        return None

    def beside(self, text: str | None, written: str | None) -> str | None:
        """The register's own notation of a date, where what is written says less."""
        return text if text not in (None, "..", written) else None

    def exact(self, text: str | None) -> str | None:
        """A day; of anything less certain nothing."""
        if text is None or text == "..":
            return None
        if When.parse(text).exact:
            return text
        self.lose("dates of which not the day is known")
        return None

    def lose(self, what: str, count: int = 1) -> None:
        """Say that something was left out."""
        if count:
            self._counts[what] += count

    @property
    def lost(self) -> list[str]:
        """Everything that is not in the file, in words."""
        counted = [f"{what}: {count:,} left out" for what, count in sorted(self._counts.items())]
        return [*self._always, *counted]


def without_empty(thing: Mapping[str, Any]) -> dict[str, Any]:
    """An object without what is not known."""
    return {name: value for name, value in thing.items() if value not in (None, [], "")}
