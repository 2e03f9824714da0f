"""Readable identifiers for what a source calls by identifiers of its own."""

from __future__ import annotations

from collections.abc import Iterable

from domain.text import SLUG_LENGTH, slug_of

ROOM = 8
"""Characters kept free for a number that tells two of one name apart."""


class Slugs:
    """Source identifier → slug, each its own; made in the order they are met, so the same every
    time."""

    def __init__(self, known: dict[str, str] | None = None, taken: Iterable[str] = ()) -> None:
        self.known = dict(known or {})
        self._taken = {*taken, *self.known.values()}

    def of(self, source: str, name: str | None = None) -> tuple[str, bool]:
        """The slug of a source's identifier, made of a name where one is given, and whether it is
        new."""
        slug = self.known.get(source)
        if slug is not None:
            return slug, False
        plain = slug_of(name or source)[: SLUG_LENGTH - ROOM].strip("-") or "unnamed"
        slug, number = plain, 2
        while slug in self._taken:
            slug, number = f"{plain}-{number}", number + 1
        self.known[source] = slug
        self._taken.add(slug)
        return slug, True
