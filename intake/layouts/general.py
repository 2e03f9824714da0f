"""A general Danish layout: items with headings in common use under them, numbered or not."""

from __future__ import annotations

from collections.abc import Sequence

from intake.layouts.cases import CASE
from intake.layouts.flow import Strip
from intake.layouts.joining import Joiner
from intake.layouts.outline import Opening, Outline, apart, listed
from intake.layouts.rows import lettered, rows
from intake.layouts.unnumbered import GROUP, by_headings, by_parts

NAME = "general"
NEAR = 3
"""How many lines may stand between the heading of several items and the first of them."""


def fits(strips: Sequence[Strip]) -> int:
    """How many items of this layout there are."""
    return len(_openings(strips))


def _openings(strips: Sequence[Strip]) -> list[Opening]:
    """Where items begin: by headings of the format, numbers, or the parts under a title."""
    numbers = rows(strips)
    shown = by_headings(strips)
    told = {opening.at for opening in numbers}
    if len(shown) > 1 and not any(opening.at in told for opening in shown):
        return shown
    parts = by_parts(strips)
    if len(parts) > 1 and _within(numbers, parts):
        return parts
    letters = lettered(strips)
    if len(letters) > max(len(parts), len(numbers)):
        return letters
    return parts if len(parts) > len(numbers) and not any(o.at in told for o in parts) else numbers


def _within(numbers: Sequence[Opening], parts: Sequence[Opening]) -> bool:
    """Whether numbers stand in one item, as those of a list in it do."""
    above = {sum(part.at < number.at for part in parts) for number in numbers}
    return len(above) == 1 and above != {0} and not {p.at for p in parts} & {n.at for n in numbers}


def outline(joiner: Joiner, strips: Sequence[Strip]) -> Outline:
    """The items of an agenda or minutes."""
    openings = _with_cases_above(_grouped(_openings(strips), strips), strips)
    head, under = apart(openings, strips)
    return Outline(head, [], [listed(joiner, opening, lines) for opening, lines in under])


def _grouped(openings: Sequence[Opening], strips: Sequence[Strip]) -> list[Opening]:
    """The openings, closed where they stand under a heading for closed items."""
    groups = [
        (at, (match["open"] or match["doors"]).casefold() == "lukkede")
        for at, strip in enumerate(strips)
        if strip.text and (match := GROUP.fullmatch(strip.text)) and _heads(at, openings, strips)
    ]
    found: list[Opening] = []
    for opening in openings:
        above = [(at, closed) for at, closed in groups if at < opening.at]
        if found and above and above[-1][0] > found[-1].at:
            found[-1] = found[-1]._replace(ends=above[-1][0])
        closed = opening.closed or bool(above and above[-1][1])
        found.append(opening._replace(closed=closed))
    return found


def _heads(at: int, openings: Sequence[Opening], strips: Sequence[Strip]) -> bool:
    """Whether an item begins right below a line."""
    below = next((opening.at for opening in openings if opening.at > at), at)
    return below > at and sum(bool(strip.text) for strip in strips[at + 1 : below]) < NEAR


def _with_cases_above(openings: Sequence[Opening], strips: Sequence[Strip]) -> list[Opening]:
    """The openings with the case numbers that stand above their titles, if those stand there."""
    above = [_above(strips, opening.at) for opening in openings]
    if not above or above[0] is None:
        return list(openings)
    found: list[Opening] = []
    for opening, place in zip(openings, above, strict=True):
        match = CASE.fullmatch(strips[place].text) if place is not None else None
        if match and found:
            ends = min(found[-1].ends or len(strips), place or 0)
            found[-1] = found[-1]._replace(ends=ends)
        case = (match["case"] or match["told"]) if match else None
        found.append(opening._replace(case=case))
    return found


def _above(strips: Sequence[Strip], at: int) -> int | None:
    """Where a case number stands directly above a place."""
    for place in range(at - 1, max(-1, at - 7), -1):
        if strips[place].text:
            return place if CASE.fullmatch(strips[place].text) else None
    return None
