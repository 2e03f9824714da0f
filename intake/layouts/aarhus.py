"""The layout of Aarhus: `Punkt 3: Title`, a case number, decisions before the case text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.layouts.flow import Strip
from intake.layouts.joining import Joiner
from intake.layouts.outline import Opening, Outline, apart, listed, numbered

NAME = "aarhus"
_ITEM = re.compile(r"\s*(?:Punkt|Pkt\.?) (?P<number>\d{1,3})\s*[:.]\s*(?P<title>\S.*)")


def fits(strips: Sequence[Strip]) -> int:
    """How many items of this layout there are."""
    return sum(numbered(_ITEM, strip) is not None for strip in strips)


def outline(joiner: Joiner, strips: Sequence[Strip]) -> Outline:
    """The items of minutes or an agenda; each number opens one item."""
    openings: list[Opening] = []
    for at, strip in enumerate(strips):
        found = numbered(_ITEM, strip)
        if found and (not openings or int(found[0]) == int(openings[-1].number) + 1):
            openings.append(Opening(at, *found))
    head, under = apart(openings, strips)
    return Outline(head, [], [listed(joiner, opening, lines) for opening, lines in under])
