"""A list of the items before them, without pages: its lines return where the items stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.layouts.flow import Strip

_NUMBERED = re.compile(r"\W*(?:§|(?:Dagsordens)?[Pp]unkt|Pkt\.?|Sag|Ad\.?)?\s*\d{1,3}\b\S*\s+\S.*")
_AROUND = re.compile(
    r"^\W*(?:§|(?:Dagsordens)?[Pp]unkt|Pkt\.?|Sag|Ad\.?)?\s*(?=\d)|(?<=\d)[.:)](?=\s)"
)
LEAST = 3
"""How many lines make a list."""
GAP = 2
"""How many lines in it may be such that do not return, as where a title is wrapped otherwise."""


def without_list(strips: Sequence[Strip]) -> list[Strip]:
    """The lines of a paper without a list of its items that stands before them."""
    places: dict[str, list[int]] = {}
    filled = [at for at, strip in enumerate(strips) if strip.text]
    for place, at in enumerate(filled):
        if _NUMBERED.fullmatch(strips[at].text):
            places.setdefault(_plain(strips[at].text), []).append(place)
    onward = {one: after for found in places.values() for one, after in pairwise(found)}
    run: list[int] = []
    for place in sorted(onward):
        if run and place - run[-1] > GAP + 1:
            if _is_list(run, onward):
                break
            run = []
        run.append(place)
    if not _is_list(run, onward):
        return list(strips)
    first, last = filled[run[0]], filled[run[-1]]
    return [strip for at, strip in enumerate(strips) if not first <= at <= last]


def _is_list(run: Sequence[int], onward: dict[int, int]) -> bool:
    """Whether some lines return in the same order, and all behind the last of them."""
    after = [onward[place] for place in run]
    return len(run) >= LEAST and after == sorted(after) and after[0] > run[-1]


def _plain(text: str) -> str:
    """A line as it returns: without the word before its number, and signs behind it."""
    return " ".join(_AROUND.sub("", text).split()).casefold()
