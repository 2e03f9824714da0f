"""How many may hold a seat at once, where a source does not say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

ANY_NUMBER = 0
ONE = 1
MOST = 10_000
"""So many places a seat may have."""


class Rooms(NamedTuple):
    """Places of every seat (None: not said), and of some by their identifiers in the source."""

    everywhere: int | None = None
    of: Mapping[str, int] = {}

    def said(self, seat: str) -> int | None:
        """The places of a seat that somebody gave, for it or for all."""
        return self.of.get(seat, self.everywhere)

    def places(self, seat: str) -> int:
        """The places of a seat: one, where nobody says anything else."""
        said = self.said(seat)
        return ONE if said is None else said
