"""What a seat is for a time: its role, its room, whose it is."""

from __future__ import annotations

from typing import Final, NamedTuple

from domain.words import MEMBERSHIPS


class Form(NamedTuple):
    """What a seat was between two days, both included (ordinals); `places` 0 is any number."""

    since: int
    to: int
    title: str
    role: str
    places: int
    among_members: bool
    appointer: str | None
    nominators: tuple[str, ...]
    entitled: str | None
    basis: str | None
    stands_in_for: str | None
    holds_over: bool
    held_with: str | None

    @property
    def membership(self) -> bool:
        """Whether its holder is a member of the body by it."""
        return self.role in MEMBERSHIPS and not self.among_members


CHANGEABLE = Form._fields[2:]
CLEARED: Final[dict[str, tuple[str, ...] | None]] = {
    "appointer": None,
    "nominators": (),
    "entitled": None,
    "basis": None,
    "stands_in_for": None,
    "held_with": None,
}
"""What may hold no longer, and what then stands in its place."""
