"""The layout of Aarhus: `Punkt 3: Title`, a case number, decisions before the case text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.layouts.cases import CASE
from intake.layouts.flow import Strip
from intake.layouts.headings import heading
from intake.layouts.joining import Joiner
from intake.layouts.outline import Opening, Outline, apart, following, listed, numbered

NAME = "aarhus"
GAP = 10
"""How many numbers further the next item may stand."""
_ITEM = re.compile(
    r"\s*Punkt (?P<number>\d{1,3})\s*(?:[:.]\s*|(?=\((?:Åben|Lukket)))(?P<title>\S.*)"
)


def fits(strips: Sequence[Strip]) -> int:
    """How many items of this layout there are."""
    return sum(numbered(_ITEM, strip) is not None for strip in strips)


def _goes_on(strips: Sequence[Strip], at: int, number: int, last: Opening) -> bool:
    """Whether a number is the next, or a later one where items between are not published."""
    ahead = number - int(last.number)
    near = (CASE.fullmatch(strip.text) or heading(strip) for strip in following(strips, at, 3))
    return ahead == 1 or (1 < ahead <= GAP and any(near))


def outline(joiner: Joiner, strips: Sequence[Strip]) -> Outline:
    """The items of minutes or an agenda; each number opens one item."""
    openings: list[Opening] = []
    for at, strip in enumerate(strips):
        found = numbered(_ITEM, strip)
        if found and (not openings or _goes_on(strips, at, int(found[0]), openings[-1])):
            openings.append(Opening(at, *found))
    head, under = apart(openings, strips)
    return Outline(head, [], [listed(joiner, opening, lines) for opening, lines in under])
