"""How many may hold a seat at once, where a source does not say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from domain.when import END

if TYPE_CHECKING:
    from exchange.inward.holdings import Found

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


def crowded(found: Found) -> Iterator[str]:
    """What somebody should know of seats with one place that several persons surely hold at once;
    a day on which one follows another does not count."""
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for held in found.holdings:
        seat = found.seats.get(held.seat)
        if seat is not None and seat.places == ONE:
            last = held.last.earliest if held.last else END
            if held.first.latest <= last:
                spans.setdefault(held.seat, []).append((held.first.latest, last, held.person))
    several = [seat for seat, held in spans.items() if _overlap(sorted(held))]
    if several:
        yield (
            f"seats with one place that have several holders at once: {len(several):,}, such as"
            f" {several[0]}; 'fasti check' lists them, and --places says where there are more"
        )


def _overlap(spans: list[tuple[int, int, str]]) -> bool:
    _, until, holder = spans[0]
    for first, last, person in spans[1:]:
        if first < until and person != holder:
            return True
        if last > until:
            until, holder = last, person
    return False
