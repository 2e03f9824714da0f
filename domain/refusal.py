"""Why something was not recorded, in words for the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """One rule that stands in the way; its text says what, where and what to do."""


class Impossible(Refusal):
    """Refused because two statements cannot both hold; `--despite REASON` records it anyway."""


class Refusals(Refusal):
    """All that stands in the way of several acts, each with the place of its act in the list."""

    def __init__(self, found: list[tuple[int, Refusal]]) -> None:
        super().__init__("; ".join(str(refusal) for _, refusal in found))
        self.found = found
