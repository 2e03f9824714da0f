"""A mapping that goes on from a large one without copying it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")
LARGE = 256
"""What has fewer is copied: a copy is quicker to read."""
APART = 256
"""So many entries are kept apart before all are brought together."""


class Layered(Mapping[K, V]):
    """Own entries over those of a mapping below; none is ever taken away."""

    __slots__ = ("_below", "_own")

    def __init__(self, below: Mapping[K, V], own: dict[K, V]) -> None:
        self._below = below
        self._own = own

    def going_on(self) -> Layered[K, V]:
        """The same over the same."""
        return Layered(self._below, dict(self._own))

    def __getitem__(self, key: K) -> V:
        return self._own[key] if key in self._own else self._below[key]

    def get(self, key: K, default: Any = None) -> Any:
        """The value of a key, or something else."""
        return self._own[key] if key in self._own else self._below.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._own or key in self._below

    def __setitem__(self, key: K, value: V) -> None:
        if len(self._own) >= APART:
            self._below, self._own = {**self._below, **self._own}, {}
        self._own[key] = value

    def __iter__(self) -> Iterator[K]:
        yield from self._below
        yield from (key for key in self._own if key not in self._below)

    def __len__(self) -> int:
        return len(self._below) + sum(key not in self._below for key in self._own)


Growing = dict[K, V] | Layered[K, V]
"""A mapping that gets more."""


def going_on(known: Growing[K, V]) -> Growing[K, V]:
    """A mapping that is as another is now; that one is not to change any more."""
    if isinstance(known, Layered):
        return known.going_on()
    return Layered(known, {}) if len(known) >= LARGE else dict(known)
