"""A paper as its layout shows it: sections, and items with the parts under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from intake.danish.persons import persons
from intake.formats.paper import Passage
from intake.layouts.cases import case_of, in_title
from intake.layouts.flow import Strip
from intake.layouts.headings import Heading, Sort, asking, heading
from intake.layouts.joining import Joiner
from intake.layouts.missed import again, split
from intake.layouts.titles import openness, shut, title_of


class Part(NamedTuple):
    """What stands under one heading of an item."""

    heading: str
    sort: Sort
    strips: tuple[Strip, ...]


@dataclass
class Section:
    """A numbered section of an agenda."""

    number: str
    title: str


@dataclass
class Listed:
    """An item as it is listed: number, title, case number, officers, and its parts."""

    number: str
    title: Passage
    case: str | None = None
    officers: tuple[str, ...] = ()
    closed: bool = False
    section: Section | None = None
    parts: tuple[Part, ...] = ()
    last: Strip | None = None
    doubts: tuple[tuple[Strip, ...], ...] = ()
    """Where another item may begin, or begins without a number."""


@dataclass
class Outline:
    """What stands before the first item, the sections, and the items in their order."""

    head: tuple[Strip, ...] = ()
    sections: list[Section] = field(default_factory=list)
    items: list[Listed] = field(default_factory=list)


class Opening(NamedTuple):
    """Where an item or a section begins: the place of its line, its number, where the title is.

    A title that is known as a whole has its further lines in `more`, and what stands below begins
    at `under`.
    """

    at: int
    number: str
    title: Strip
    more: tuple[Strip, ...] = ()
    under: int | None = None
    closed: bool = False
    case: str | None = None
    doubt: bool = False
    """Whether its title was missed at first, and it has no number."""
    ends: int | None = None
    """Where it ends, if not where the next begins."""


def apart(
    openings: Sequence[Opening], strips: Sequence[Strip]
) -> tuple[tuple[Strip, ...], list[tuple[Opening, Sequence[Strip]]]]:
    """What stands before the first opening, and each with the lines below it; signs alone are no
    title."""
    openings = [one for one in openings if any(c.isalnum() for c in one.title.text)]
    starts = [opening.at for opening in openings] or [len(strips)]
    ends = [*starts[1:], len(strips)]
    under = [
        found
        for one, end in zip(openings, ends, strict=False)
        for found in split(one, strips[one.under or one.at + 1 : one.ends or end])
    ]
    return tuple(strips[: starts[0]]), under


def following(strips: Sequence[Strip], at: int, count: int) -> list[Strip]:
    """The next lines with text after a place."""
    found: list[Strip] = []
    for strip in strips[at + 1 :]:
        if len(found) == count:
            break
        if strip.text:
            found.append(strip)
    return found


def numbered(pattern: re.Pattern[str], strip: Strip) -> tuple[str, Strip] | None:
    """The number and the title of a line that looks like a numbered heading."""
    match = pattern.match(strip.line.text, strip.start, strip.end)
    if match is None:
        return None
    return match["number"], Strip(strip.line, match.start("title"), strip.end)


def listed(joiner: Joiner, opening: Opening, strips: Sequence[Strip]) -> Listed:
    """An item from the lines after its number: title, case line, parts."""
    lines: Sequence[Strip] = (opening.title, *opening.more)
    at = 0
    case = None if opening.case else case_of(strips)
    if case:
        at = case.place + 1
        runs_on = not opening.under or all(strip.text[0].islower() for strip in case.titles)
        lines = (*lines, *case.titles) if runs_on else lines
    elif opening.under is None:
        lines, at = title_of(opening.title, strips)
    title, told = in_title(joiner.passage(lines))
    title, closed = openness(title)
    filled = [strip for strip in strips if strip.text]
    closed = closed or opening.closed or any(shut(strip) for strip in filled[:5])
    return Listed(
        opening.number,
        title,
        case.number if case else opening.case or told,
        case.officers if case else (),
        closed or (case is not None and case.closed),
        None,
        tuple(_without_title(part, title.text) for part in parts(strips[at:])),
        filled[-1] if filled else None,
        (*(((opening.title,),) if opening.doubt else ()), *_doubts(strips)),
    )


def _without_title(part: Part, title: str) -> Part:
    """A part without the title of the item, which its heading gave and that ran on below it."""
    for at, strip in enumerate(part.strips):
        if strip.text:
            again = part.sort == "decision" and title.endswith(f" {strip.text}")
            return part._replace(strips=part.strips[at + 1 :]) if again else part
    return part


def _doubts(strips: Sequence[Strip]) -> Iterator[tuple[Strip, ...]]:
    """What stands a second time in one item, with the line below it."""
    for _, at in again(strips):
        yield (strips[at], *following(strips, at, 1))


def parts(strips: Sequence[Strip]) -> list[Part]:
    """The lines of an item under their headings; those before the first are its case."""
    found: list[tuple[Heading | None, list[Strip]]] = [(None, [])]
    around, under = found[0], found[0]
    asked = any((named := heading(strip)) and named.sort == "proposal" for strip in strips)
    for at, strip in enumerate(strips):
        named = heading(strip) or (None if asked else asking(strip))
        among = under[0] is not None and under[0].sort == "attachments"
        if named is None or (among and named.sort == "proposal" and not _recommends(strips, at)):
            if under is not around and not _absent(under[1], strip):
                under = around
            under[1].append(strip)
            continue
        under = (named, [named.rest] if named.rest else [])
        around = around if named.sort == "absent" else under
        found.append(under)
    return [
        Part(named.text if named else "", named.sort if named else "case", tuple(below))
        for named, below in found
        if named or any(strip.text for strip in below)
    ]


_TELLS = re.compile(r"\b(?:blev|er|har|godkend|vedt|tiltr|valgt|udpeg|drøft|tog|taget)\w*\b", re.I)


def _absent(told: Sequence[Strip], strip: Strip) -> bool:
    """Whether a line goes on with the names of those absent, and not with what is around them."""
    if not strip.text:
        return not any(one.text for one in told)
    names = next(persons(strip.text), None) or re.match(r"Ingen\b", strip.text)
    return bool(names) and not _TELLS.search(strip.text)


def _recommends(strips: Sequence[Strip], at: int) -> bool:
    """Whether a heading opens a recommendation; among attachments it may be the title of one."""
    near = " ".join(strip.text for strip in following(strips, at, 3))
    return bool(re.search(r"\bindstille|\banbefale|(?:^|\s)[Aa]t ", near))
