"""What is wanted of the register, and what the domain decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from domain.act import Act
    from domain.decide import Follows
    from domain.entry import Event, Evidence
    from domain.refusal import Refusals
    from domain.world import World


class Wanted(NamedTuple):
    """Acts to be recorded under one command, what each of them rests on, whether that command may
    have been recorded before, and whether the views are to show them."""

    acts: Sequence[Act]
    evidence: Sequence[Evidence | None]
    command: str
    repeated: bool
    shown: bool


class Decision(NamedTuple):
    """What follows from acts after entry number `last`: events, and the world after them."""

    last: int
    follows: list[Follows]
    after: World

    def is_void(self, last: int, *, disturbed: bool, beyond: bool) -> bool:
        """Whether it rests on what is no longer so where `last` is the last entry: on streams that
        were disturbed, on what it read `beyond` them, or on the number of an entry of its own."""
        return disturbed or (
            last != self.last and (beyond or any(self._is_own(e) for _, _, e in self.follows))
        )

    def _is_own(self, event: Event) -> bool:
        return (vars(event).get("entry") or 0) > self.last


def streams_of(acts: Sequence[Act], decision: Decision | Refusals | None) -> set[str]:
    """The streams that acts append to; their own where that is not decided."""
    if isinstance(decision, Decision):
        return {stream for _, stream, _ in decision.follows}
    return {act.stream for act in acts}
