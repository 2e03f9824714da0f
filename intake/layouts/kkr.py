"""The layout of KKR's agendas and minutes: `4. Section`, `4.1. Item`, a case line with officers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.layouts.flow import Strip
from intake.layouts.headings import heading
from intake.layouts.joining import Joiner
from intake.layouts.outline import (
    CASE,
    Opening,
    Outline,
    Section,
    apart,
    following,
    listed,
    numbered,
)

NAME = "kkr"
TRIFLE = 40
"""Letters under a section without items, such as `Intet at bemærke`, that make no item of it."""
_ITEM = re.compile(r"\s*(?P<number>\d{1,2}\.\d{1,2})\.?\s+(?P<title>\S.*)")
_SECTION = re.compile(r"\s*(?P<number>\d{1,2})\.\s+(?P<title>[A-ZÆØÅ].*)")


def fits(strips: Sequence[Strip]) -> int:
    """How many items of this layout there are."""
    return sum(_opens_item(strips, at) is not None for at in range(len(strips)))


def _opens_item(strips: Sequence[Strip], at: int) -> Opening | None:
    found = numbered(_ITEM, strips[at])
    if found is None:
        return None
    near = following(strips, at, 4)
    for strip in near:
        if CASE.fullmatch(strip.text) or heading(strip):
            return Opening(at, *found)
        if numbered(_ITEM, strip):
            return None
    return None


def _opens_section(strips: Sequence[Strip], at: int, before: int) -> Opening | None:
    """A section is the next in number and followed by its first item, or by the next section."""
    found = numbered(_SECTION, strips[at])
    if found is None or int(found[0]) != before + 1 or found[1].text.endswith("."):
        return None
    for strip in (near := following(strips, at, 4)):
        item, section = numbered(_ITEM, strip), numbered(_SECTION, strip)
        if item:
            return Opening(at, *found) if item[0].startswith(f"{found[0]}.") else None
        if CASE.fullmatch(strip.text) or heading(strip):
            return Opening(at, *found)
        if section:
            after = _opens_section(strips, strips.index(strip, at), before + 1)
            return Opening(at, *found) if after else None
    last = len(near) < 4 or found[1].text.casefold().startswith("eventuelt")
    return Opening(at, *found) if last else None


def outline(joiner: Joiner, strips: Sequence[Strip]) -> Outline:
    """Sections and items of an agenda or minutes."""
    head, openings = apart(_openings(strips), strips)
    found = Outline(head)
    for opening, under in openings:
        item = listed(joiner, opening, under)
        if "." not in opening.number:
            found.sections.append(Section(opening.number, item.title.text))
        told = sum(len(strip.text) for part in item.parts for strip in part.strips)
        if "." in opening.number or item.case or told > TRIFLE:
            item.section = found.sections[-1] if found.sections else None
            found.items.append(item)
    return found


def _openings(strips: Sequence[Strip]) -> list[Opening]:
    """Where sections and items begin; the number of an item has two parts."""
    found: list[Opening] = []
    sections = 0
    for at in range(len(strips)):
        opening = _opens_item(strips, at)
        if opening is None and (opening := _opens_section(strips, at, sections)):
            sections += 1
        if opening is not None:
            found.append(opening)
    return found
