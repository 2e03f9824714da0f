"""What every OParl object has: a URL, a type, and when it was made and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from exchange.outward.carrying import Carried, without_empty
from projections.snapshot import Cells

SCHEMA = "https://schema.oparl.org/1.1"


class Objects:
    """Objects whose URLs begin with `base`; the known time of the file is when they were made."""

    def __init__(self, base: str, known_at: str | None) -> None:
        self.base = base
        self._stamp = f"{known_at[:19]}Z" if known_at else None

    def url(self, path: str) -> str:
        """The URL of what stands at a path."""
        return f"{self.base}{path}"

    def made(self, kind: str, path: str, **fields: Any) -> dict[str, Any]:
        """An object of a kind, without what is not known."""
        said = {"id": self.url(path), "type": f"{SCHEMA}/{kind}"}
        return without_empty({**said, **fields, "created": self._stamp, "modified": self._stamp})


def without(thing: dict[str, Any], name: str) -> dict[str, Any]:
    """An object as it stands within the one that `name` would lead back to."""
    return {key: value for key, value in thing.items() if key != name}


def days(first: str | None, last: str | None, carried: Carried) -> Cells:
    """First and last day where they are exact; beside them what is known of others."""
    start, end = carried.exact(first), carried.exact(last)
    return {
        "startDate": start,
        "endDate": end,
        "fasti:startDate": carried.beside(first, start),
        "fasti:endDate": carried.beside(last, end),
    }


def grouped(rows: Iterable[Cells], key: Callable[[Cells], Any]) -> dict[Any, list[Cells]]:
    """Rows by what they have in common, in their order."""
    found: dict[Any, list[Cells]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
