"""A paper as its layout shows it: sections, and items with the parts under their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from intake.formats.paper import Passage
from intake.layouts.flow import Strip
from intake.layouts.headings import Heading, Sort, heading
from intake.layouts.joining import Joiner

CASE = re.compile(
    r"(?:(?:Sags?(?:snr|nr|snummer|-?id)?|Journalnr|J\. ?nr|(?:Åben|Lukket) sag)[.:]*\s*)?"
    r"(?P<case>[A-ZÆØÅ]{2,6}-\d{2,4}-\d{3,7}(?:-\d+)?|\d{2}\.\d{2}\.\d{2}-[A-Z]\d{2}-\d+-\d{2,4}"
    r"|(?:S?20)?\d{2}/\d{3,7}|S20\d\d-\d+)(?:[,\s]+(?P<officers>[^\d.:]{0,40}))?",
)
"""A line that gives a case number, and the officers behind it."""


_LABEL = re.compile(r"(?:Sags?nummer|Sags?nr\.?|Sags-?id|Journalnummer|Åben|Åben sag)\s*:?", re.I)


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


@dataclass
class Outline:
    """What stands before the first item, the sections, and the items in their order."""

    head: tuple[Strip, ...] = ()
    sections: list[Section] = field(default_factory=list)
    items: list[Listed] = field(default_factory=list)


class Opening(NamedTuple):
    """Where an item or a section begins: the place of its line, its number, where the title is."""

    at: int
    number: str
    title: Strip


def apart(
    openings: Sequence[Opening], strips: Sequence[Strip]
) -> tuple[tuple[Strip, ...], list[tuple[Opening, Sequence[Strip]]]]:
    """What stands before the first opening, and each with the lines below it."""
    starts = [opening.at for opening in openings] or [len(strips)]
    ends = [*starts[1:], len(strips)]
    under = [(one, strips[one.at + 1 : end]) for one, end in zip(openings, ends, strict=False)]
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


_CLOSED = re.compile(r"\s*\(?(?:Lukket|LUKKET)(?: punkt| sag)?\)?\s*[:–-]?\s*")
_OPEN = re.compile(r"\s*\(?(?:Åben|Åbent|ÅBEN)(?: punkt| sag)?\)?\s*[:–-]\s*|\s*\(Åbent?\)\s*")


def listed(joiner: Joiner, opening: Opening, strips: Sequence[Strip]) -> Listed:
    """An item from the lines after its number: title, case line, parts."""
    titles: list[Strip] = [opening.title]
    case: str | None = None
    officers: tuple[str, ...] = ()
    at = 0
    filled = [strip for strip in strips if strip.text][:4]
    for strip in filled:
        found = CASE.fullmatch(strip.text)
        if found:
            case, officers = found["case"], _officers(found["officers"] or "")
            at = list(strips).index(strip) + 1
            break
        if heading(strip) or len(titles) > 3:
            break
        if not _LABEL.fullmatch(strip.text):
            titles.append(strip)
    if case is None:
        titles, at = _title(opening.title, strips)
    title = joiner.passage(titles)
    closed = _CLOSED.match(title.text)
    marked = closed or _OPEN.match(title.text)
    if marked and marked.end() < len(title.text):
        title = title[marked.end() :]
    found_parts = tuple(parts(strips[at:]))
    last = next((strip for strip in reversed(strips) if strip.text), None)
    return Listed(opening.number, title, case, officers, bool(closed), None, found_parts, last)


def _title(first: Strip, strips: Sequence[Strip]) -> tuple[list[Strip], int]:
    """A title without a case line: it runs on while its line ends in the middle of something."""
    titles, at = [first], 0
    for place, strip in enumerate(strips):
        unfinished = re.search(r"(?:[-,–/&]|\b(?:og|af|til|for|i|på|om|med))$", titles[-1].text)
        if not strip.text:
            continue
        if heading(strip) or not (unfinished or strip.text[0].islower()) or len(titles) > 3:
            break
        titles.append(strip)
        at = place + 1
    return titles, at


def _officers(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[/,;]|\bog\b", text) if part.strip())


def parts(strips: Sequence[Strip]) -> list[Part]:
    """The lines of an item under their headings; those before the first are its case."""
    found: list[tuple[Heading | None, list[Strip]]] = [(None, [])]
    for at, strip in enumerate(strips):
        named = heading(strip)
        among = found[-1][0] is not None and found[-1][0].sort == "attachments"
        if named is None or (among and named.sort == "proposal" and not _recommends(strips, at)):
            found[-1][1].append(strip)
        else:
            found.append((named, [named.rest] if named.rest else []))
    return [
        Part(named.text if named else "", named.sort if named else "case", tuple(under))
        for named, under in found
        if named or any(strip.text for strip in under)
    ]


def _recommends(strips: Sequence[Strip], at: int) -> bool:
    """Whether a heading opens a recommendation; among attachments it may be the title of one."""
    near = " ".join(strip.text for strip in following(strips, at, 3))
    return bool(re.search(r"\bindstille|\banbefale|(?:^|\s)[Aa]t ", near))
