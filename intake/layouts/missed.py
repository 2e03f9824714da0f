"""Titles that were missed: an item with a second block of its kind holds another item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from intake.layouts.flow import Strip
from intake.layouts.headings import heading
from intake.layouts.titles import is_case, is_title, title_above

if TYPE_CHECKING:
    from intake.layouts.outline import Opening

_ONE = re.compile(
    r"(?:indstilling|beslutning|konklusion|vedtagelse|referat|beslutningspunkt|resultat)(?:er|en)?",
    re.I,
)
"""Headings of which an item has one, where no other body is named beside them."""
_NUMBER = re.compile(
    r"\s*(?:(?:Punkt|Pkt\.?|Sag|§|Nr\.?)\s*)?(?P<number>\d{1,3}(?:\.\d{1,2})?)\s*[.):]?\s+(?=\S)"
)


def again(strips: Sequence[Strip]) -> Iterator[tuple[int, int]]:
    """Where a heading stands that an item has once, and where it stood before; what other bodies
    did before does not count."""
    seen: dict[str, int] = {}
    for at, strip in enumerate(strips):
        named = heading(strip)
        if named is not None and named.sort == "course":
            return
        if named is None or not _ONE.fullmatch(named.text):
            continue
        word = named.text.casefold()
        if word in seen:
            yield seen[word], at
        seen[word] = at


def split(opening: Opening, strips: Sequence[Strip]) -> list[tuple[Opening, Sequence[Strip]]]:
    """An item, and those in it whose titles were missed, each with its lines."""
    for before, at in again(strips):
        found = _title(strips, before, at)
        if found:
            ((first, *more), under) = found
            place = strips.index(first)
            match = _NUMBER.match(first.line.text, first.start, first.end)
            title = first if match is None else Strip(first.line, match.end(), first.end)
            number = match["number"] if match else f"{opening.number}a"
            missed = opening._replace(
                at=0,
                number=number,
                title=title,
                more=tuple(more),
                under=1,
                closed=False,
                case=None,
                doubt=match is None,
            )
            return [(opening, strips[:place]), *split(missed, strips[under:])]
    return [(opening, strips)]


def _title(strips: Sequence[Strip], before: int, at: int) -> tuple[list[Strip], int] | None:
    """The lines of a title between a heading and where it returns, and where what stands under the
    title begins: set apart by an empty line, or with a case number under it."""
    for place in range(before + 1, at + 1):
        if heading(strips[place]) is None:
            continue
        titles = title_above(strips, place)
        if not is_title(titles):
            continue
        first, last = strips.index(titles[0]), strips.index(titles[-1])
        told = any(strip.text for strip in strips[before + 1 : first])
        apart = not strips[first - 1].text or any(is_case(s) for s in strips[last + 1 : place])
        if first > before + 1 and told and apart:
            return titles, last + 1
    return None
