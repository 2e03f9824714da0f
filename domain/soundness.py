"""Which entries of a damaged log are still what was signed, told from its tree.

Of every node there are two candidates: the hash that is stored, and the one that follows from the
entries as they are now. Below a root that is known to be right, a pair of candidates that hashes to
it is right too, and so on down to the leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from domain.tree import folded, node_hash, peaks, place, split

Range = tuple[int, int]
"""Entries from one number to another, both included."""


class Candidates:
    """The leaves that follow from the entries (None: no entry), and the nodes that are stored."""

    def __init__(self, leaves: Sequence[bytes | None], stored: Mapping[int, bytes]) -> None:
        self.leaves = leaves
        self._stored = stored
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            self._levels.append([node_hash(a, b) if a and b else None for a, b in pairs])

    def agreeing(self) -> set[int]:
        """The numbers of the entries whose stored leaf is the one that follows from them."""
        kept = (self._stored.get(place(0, index)) for index in range(len(self.leaves)))
        pairs = enumerate(zip(self.leaves, kept, strict=True), 1)
        return {number for number, (leaf, other) in pairs if leaf is not None and leaf == other}

    def sound(self, size: int, root: bytes) -> set[int]:
        """The numbers of the entries under a right root that are what they were."""
        unsound = self.unsound(size, root)
        wrong = {number for low, high in unsound for number in range(low, high + 1)}
        return set(range(1, size + 1)) - wrong

    def unsound(self, size: int, root: bytes) -> Iterator[Range]:
        """The entries under a right root that are not, or cannot be told to be, what they were."""
        return self._unsound(0, size, root)

    def _unsound(self, low: int, high: int, root: bytes) -> Iterator[Range]:
        if self._following(low, high) == root:
            return
        middle = split(low, high) if high - low > 1 else high
        pair = self._pair(low, middle, high, root)
        if pair is None:
            yield low + 1, high
            return
        yield from self._unsound(low, middle, pair[0])
        yield from self._unsound(middle, high, pair[1])

    def _pair(self, low: int, middle: int, high: int, root: bytes) -> tuple[bytes, bytes] | None:
        if middle == high:
            return None
        pairs = product(self._candidates(low, middle), self._candidates(middle, high))
        return next((pair for pair in pairs if node_hash(*pair) == root), None)

    def _candidates(self, low: int, high: int) -> list[bytes]:
        found = self._following(low, high), self._kept(low, high)
        return [candidate for candidate in found if candidate is not None]

    def _following(self, low: int, high: int) -> bytes | None:
        return _whole([self._levels[level][index] for level, index in peaks(low, high)])

    def _kept(self, low: int, high: int) -> bytes | None:
        return _whole([self._stored.get(place(*node)) for node in peaks(low, high)])


def _whole(hashes: Sequence[bytes | None]) -> bytes | None:
    there = [found for found in hashes if found is not None]
    return folded(there) if len(there) == len(hashes) else None


def ranges(numbers: Iterable[int]) -> list[Range]:
    """Numbers in their order as ranges."""
    found: list[Range] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def spoken(numbers: Iterable[int]) -> str:
    """Numbers in their order as `#1 to #6, #8`."""
    return ", ".join(f"#{a}" if a == b else f"#{a} to #{b}" for a, b in ranges(numbers))
