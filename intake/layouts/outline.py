"""A paper as its layout shows it: sections, and items with the parts under their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from intake.danish.persons import persons
from intake.formats.paper import Passage
from intake.layouts.flow import Strip
from intake.layouts.headings import Heading, Sort, asking, heading
from intake.layouts.joining import Joiner

_CASE_LABEL = (
    r"(?:Sags?[ -]?(?:s?nr|nummer|id|ID|Id)?|Journal(?:nr|nummer)|J\. ?nr|(?:Åben|Lukket) sag)"
    r"[.:]*\s*"
)
_BESIDE = (
    r"[\s,;–-]*(?:(?:Dok|Sagsbeh|Sagsinit|Init|Behandl|Journal|Ansvar|Åben|Lukket)\w*\b.*"
    r"|[A-ZÆØÅ].{2,60} (?:Åbent|Lukket)(?: punkt| sag)?)"
)
"""What else stands on the line of a case number: other numbers, clerks, open or closed."""
CASE = re.compile(
    rf"(?:{_CASE_LABEL})?(?P<case>[A-ZÆØÅ]{{2,6}}-\d{{2,4}}-\d{{3,7}}(?:-\d+)?"
    r"|\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d+-\d{2,4}|(?:S?20)?\d{2}/\d{3,7}|S20\d\d-\d+)"
    rf"(?:[,\s]+(?P<officers>[^\d.:]{{0,40}})|{_BESIDE})?"
    rf"|{_CASE_LABEL}(?P<told>\d\d/\d+|(?=[\w./-]{{5}})(?=\D*\d)[\w.-]+(?:/[\w.-]+)*?)(?:{_BESIDE})?",
)
"""A line that gives a case number, and the officers behind it."""
_CLERK = re.compile(r"(?:initialer|sagsbeh(?:andler)?)[.:]*\s*(?P<officers>[\w/]+)", re.I)
_LABEL = re.compile(
    r"(?:Sags?nummer|Sags?nr\.?|Sags[- ]?id|Journalnummer|Åben|Åbent|Lukket|Åben sag|Lukket sag"
    r"|(?:Åbent|Lukket) punkt)\s*:?",
    re.I,
)


INITIALS = 8
"""Letters that the initials of an officer have at most."""


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
    ends: int | None = None
    """Where it ends, if not where the next begins."""


def apart(
    openings: Sequence[Opening], strips: Sequence[Strip]
) -> tuple[tuple[Strip, ...], list[tuple[Opening, Sequence[Strip]]]]:
    """What stands before the first opening, and each with the lines below it."""
    starts = [opening.at for opening in openings] or [len(strips)]
    ends = [*starts[1:], len(strips)]
    under = [
        (one, strips[one.under or one.at + 1 : one.ends or end])
        for one, end in zip(openings, ends, strict=False)
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


_SENTENCE = (".", ":", ",", ";", "!", "?")
_NO_TITLE = re.compile(
    r"[–•·▪◦*-]\s|(?:Fravær|Afbud|Til stede|Deltage|Mødedato|Mødetid|Dato|Sted|Mødested|Side|Bilag"
    r"|Udvalg:|Næste møde|Mødet )"
)
"""How lines begin that are no title."""


def text_before(strips: Sequence[Strip], at: int) -> list[Strip]:
    """The lines of the paragraph directly above a place, at most some."""
    found: list[Strip] = []
    for strip in reversed(strips[max(0, at - 12) : at]):
        if (not strip.text and found) or (found and strip.text.endswith(_SENTENCE)):
            break
        if strip.text and (heading(strip) or len(found) == 4):
            break
        if found and not _runs_on(strip.text, found[0].text):
            break
        if strip.text:
            found.insert(0, strip)
    return found


_UNFINISHED = re.compile(r"(?:[-,–/&]|\b(?:og|af|til|for|i|på|om|med|ved|fra))$")
_TIMED = re.compile(r"\bkl\.? ?\d")
FULL = 60
"""Letters of a line that may have ended for want of room."""


def _runs_on(text: str, following: str) -> bool:
    """Whether a title on one line goes on upon the next."""
    wraps = following[0].islower() or (len(text) >= FULL and not _TIMED.search(text))
    return wraps or bool(_UNFINISHED.search(text))


def is_title(strips: Sequence[Strip]) -> bool:
    """Whether some lines look like the title of an item."""
    text = " ".join(strip.text for strip in strips)
    begins = bool(text) and (text[0].isupper() or text[0] in '"”»(' or text[0].isdigit())
    whole = not text.endswith(_SENTENCE) and not CASE.fullmatch(text)
    return begins and whole and len(strips) < 4 and len(text) < 220 and not _NO_TITLE.match(text)


def numbered(pattern: re.Pattern[str], strip: Strip) -> tuple[str, Strip] | None:
    """The number and the title of a line that looks like a numbered heading."""
    match = pattern.match(strip.line.text, strip.start, strip.end)
    if match is None:
        return None
    return match["number"], Strip(strip.line, match.start("title"), strip.end)


_MARKED = re.compile(
    r"\s*\(?(?P<how>lukket|åben|åbent)(?: (?:dagsordens)?punkt| sag)?(?:\)\s*[:–-]?|\s*[:–-])\s*"
    r"|\s*(?P<shut>lukket)(?: (?:dagsordens)?punkt| sag)?(?:\s+|$)",
    re.I,
)
_MARKED_BEHIND = re.compile(
    r"\s*(?:[–-]\s*|\()(?P<how>lukket|åben|åbent)(?: punkt| sag)?\)?\s*$", re.I
)


def _openness(title: Passage) -> tuple[Passage, bool]:
    """A title without the mark that it is open or closed, and whether it is closed."""
    mark = _MARKED.match(title.text)
    behind = _MARKED_BEHIND.search(title.text)
    how = (mark and (mark["how"] or mark["shut"])) or (behind and behind["how"]) or ""
    if mark and mark.end() < len(title.text):
        title = title[mark.end() :]
    elif behind and behind.start():
        title = title[: behind.start()]
    return title, how.casefold() == "lukket"


def listed(joiner: Joiner, opening: Opening, strips: Sequence[Strip]) -> Listed:
    """An item from the lines after its number: title, case line, parts."""
    case, officers, closed = opening.case, tuple[str, ...](), opening.closed
    titles: list[Strip] = [opening.title, *opening.more]
    at = 0
    told = None if opening.case else _told(strips)
    if told:
        place, found, between = told
        clerk = _CLERK.search(strips[place].text)
        case = found["case"] or found["told"]
        officers = _officers(clerk["officers"] if clerk else found["officers"] or "")
        closed = closed or bool(re.search(r"\blukket\b", strips[place].text, re.I))
        at = place + 1
        titles += [] if opening.under else between
    elif opening.under is None:
        titles, at = _title(opening.title, strips)
    title, shut = _openness(joiner.passage(titles))
    closed = closed or shut or any(_shut(strip) for strip in _filled(strips)[:5])
    last = next((strip for strip in reversed(strips) if strip.text), None)
    under = tuple(parts(strips[at:]))
    return Listed(opening.number, title, case, officers, closed, None, under, last)


def _filled(strips: Sequence[Strip]) -> list[Strip]:
    return [strip for strip in strips if strip.text]


def _shut(strip: Strip) -> bool:
    return bool(re.fullmatch(r"Lukket(?: punkt| sag)?", strip.text, re.I))


def _told(strips: Sequence[Strip]) -> tuple[int, re.Match[str], list[Strip]] | None:
    """Where the line with the case number stands, and the lines of the title above it."""
    titles: list[Strip] = []
    filled = 0
    for place, strip in enumerate(strips):
        if not strip.text:
            continue
        filled += 1
        if filled > 4:
            return None
        found = CASE.fullmatch(strip.text)
        if found:
            return place, found, titles
        if heading(strip) or len(titles) > 2:
            return None
        if not _LABEL.fullmatch(strip.text):
            titles.append(strip)
    return None


def _title(first: Strip, strips: Sequence[Strip]) -> tuple[list[Strip], int]:
    """A title without a case line: it runs on while its line ends in the middle of something."""
    titles, at = [first], 0
    for place, strip in enumerate(strips):
        unfinished = _UNFINISHED.search(titles[-1].text)
        if not strip.text:
            continue
        if heading(strip) or not (unfinished or strip.text[0].islower()) or len(titles) > 3:
            break
        titles.append(strip)
        at = place + 1
    return titles, at


def _officers(text: str) -> tuple[str, ...]:
    """The initials of those whose case it is; longer words are something else."""
    found = tuple(part.strip() for part in re.split(r"[/,;]|\bog\b", text) if part.strip())
    return found if all(len(one) <= INITIALS for one in found) else ()


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
