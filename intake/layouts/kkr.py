"""The layout of KKR's agendas and minutes: `4. Section`, `4.1. Item`, a case line with officers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.layouts.cases import CASE
from intake.layouts.flow import Strip
from intake.layouts.headings import heading
from intake.layouts.joining import Joiner
from intake.layouts.outline import Opening, Outline, Section, apart, following, listed, numbered

NAME = "kkr"
TRIFLE = 40
"""Letters under a section without items, such as `Intet at bemærke`, that make no item of it."""
LONG = 10
"""How many lines a list's entry before another may stand above it."""
_DONE = re.compile(
    r"\b(?:godkend|vedtag|tiltr|drøft|udsat|udsæt|valgt|forkast)\w*\b|til efterretning", re.I
)
_ITEM = re.compile(r"\s*(?P<number>\d{1,2}\.\d{1,2})\.?\s+(?P<title>\S.*)")
_ALONE = re.compile(r"\d{1,2}\.(?:\d{1,2}\.?)?")
_SECTION = re.compile(r"\s*(?P<number>\d{1,2})\.?\s+(?P<title>[A-ZÆØÅ].*)")


def fits(strips: Sequence[Strip]) -> int:
    """How many items of this layout there are."""
    return sum(_opens_item(strips, at) is not None for at in range(len(strips)))


def _opening(pattern: re.Pattern[str], strips: Sequence[Strip], at: int) -> Opening | None:
    """A number with its title beside it or, where it stands alone, on the next line."""
    found = numbered(pattern, strips[at])
    if found:
        return Opening(at, *found)
    title = strips[at + 1] if _ALONE.fullmatch(strips[at].text) and at + 1 < len(strips) else None
    if title is None or not title.text[:1].isupper() or heading(title):
        return None
    joined = pattern.fullmatch(f"{strips[at].text} {title.text}")
    return Opening(at, joined["number"], title, (), at + 2) if joined else None


def _opens_item(strips: Sequence[Strip], at: int) -> Opening | None:
    found = _opening(_ITEM, strips, at)
    if found is None:
        return None
    named = not found.title.text[0].islower()
    for strip in following(strips, (found.under or at + 1) - 1, 4):
        if CASE.fullmatch(strip.text) or (heading(strip) and named):
            return found
        if numbered(_ITEM, strip) or numbered(_SECTION, strip):
            return None
    return None


def _in_list(strips: Sequence[Strip], at: int, before: int, last: int) -> bool:
    """Whether a number goes on with a list, whose entry before it is no section."""
    for place in range(at - 1, max(last, at - LONG), -1):
        strip = strips[place]
        if heading(strip) or numbered(_ITEM, strip) or CASE.fullmatch(strip.text):
            return False
        found = numbered(_SECTION, strip)
        if found and int(found[0]) == before:
            return True
    return False


def _opens_section(
    strips: Sequence[Strip], at: int, before: int, place: int = -1
) -> Opening | None:
    """A section is the next in number and followed by its first item, or by the next section; one
    further on, as where sections are left out, has its first item right below.

    `before` is the number of the section before it, `place` where that stands.
    """
    found = _opening(_SECTION, strips, at)
    if found is None or int(found.number) <= before or found.title.text.endswith("."):
        return None
    if _in_list(strips, at, int(found.number) - 1, place):
        return None
    for strip in (near := following(strips, (found.under or at + 1) - 1, 4)):
        item, section = numbered(_ITEM, strip), numbered(_SECTION, strip)
        if item:
            return found if item[0].startswith(f"{found.number}.") else None
        if int(found.number) > before + 1:
            return None
        if CASE.fullmatch(strip.text) or heading(strip):
            return found
        if section:
            after = _opens_section(strips, strips.index(strip, at), before + 1, at)
            return found if after else None
    last = len(near) < 4 or found.title.text.casefold().startswith("eventuelt")
    return found if last else None


def outline(joiner: Joiner, strips: Sequence[Strip]) -> Outline:
    """Sections and items of an agenda or minutes."""
    head, openings = apart(_openings(strips), strips)
    found = Outline(head)
    for opening, under in openings:
        item = listed(joiner, opening, under)
        if "." not in opening.number:
            found.sections.append(Section(opening.number, item.title.text))
        told = sum(len(strip.text) for part in item.parts for strip in part.strips)
        done = any(_DONE.search(strip.text) for part in item.parts for strip in part.strips)
        if "." in opening.number or item.case or told > TRIFLE or done:
            item.section = found.sections[-1] if found.sections else None
            found.items.append(item)
    return found


def _openings(strips: Sequence[Strip]) -> list[Opening]:
    """Where sections and items begin; the number of an item has two parts."""
    found: list[Opening] = []
    sections, place = 0, -1
    for at in range(len(strips)):
        opening = _opens_item(strips, at)
        if opening is None and (opening := _opens_section(strips, at, sections, place)):
            sections, place = int(opening.number), at
        if opening is not None:
            found.append(opening)
    return found
