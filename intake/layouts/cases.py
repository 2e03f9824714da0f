"""Lines with the number of a case, the initials of its officers, and whether it is closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from intake.formats.paper import Passage
from intake.layouts.flow import Strip
from intake.layouts.headings import heading

_CASE_LABEL = (
    r"(?i:(?:(?:ESDH-|ekstern |eDoc |acadre |SBSYS )?sags?[ -]?(?:s?nr|nummer|id)?"
    r"|journal[ -]?(?:nr|nummer)|j\. ?nr|jnr|SBSYS|acadre|KLE(?:[ -]?(?:nr|nummer|emne))?"
    r"|(?:åben|lukket) sag,?)[.:]*\s*)"
)
_BESIDE = (
    r"[\s,;–-]*(?:(?:Dok|Sagsbeh|Sagsinit|Init|Behandl|Journal|Ansvar|Åben|Lukket)\w*\b.*"
    r"|(?<=\s)[A-ZÆØÅ][\w ]{2,30}:.*"
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
_CLERK = re.compile(
    r"(?:initialer|sagsbeh(?:andler)?|sagsansv(?:arlig)?|ansvarlig)[.:]*\s*(?P<officers>[\w/]+)",
    re.I,
)
_INITIALS = re.compile(r"[a-zæøå]{2,5}(?:[/,;] ?[a-zæøå]{2,5})*")
"""The initials of officers that stand on a line of their own below a case number."""
LABEL = re.compile(
    r"(?:Sags?nummer|Sags?nr\.?|Sags[- ]?id|Journalnummer|Åben|Åbent|Lukket|Åben sag|Lukket sag"
    r"|(?:Åbent|Lukket) punkt)\s*:?",
    re.I,
)
_IN_TITLE = re.compile(
    r"[\s(\[,–-]*(?:\b(?i:sags?[ -]?(?:nr|nummer|id)|journal[ -]?(?:nr|nummer)|j\. ?nr|jnr"
    r"|KLE(?:[ -]?(?:nr|nummer))?)[.:]*\s*(?P<told>(?=[\w./-]{5})(?=\D*\d)[\w./-]*\w)"
    r"|(?P<case>\b[A-ZÆØÅ]{2,6}-\d{2,4}-\d{3,7}|\b\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d+-\d{2,4}"
    r"|\b\d\d/\d{4,6}))[)\]]?$"
)
"""A case number behind the words of a title."""
NEAR = 4
"""Within how many lines below an item's number its case is told."""
INITIALS = 8
"""Letters that the initials of an officer have at most."""


class Case(NamedTuple):
    """The case of an item: the place of its line, its number, its officers, whether it is closed,
    and the lines of the title above it."""

    place: int
    number: str
    officers: tuple[str, ...]
    closed: bool
    titles: tuple[Strip, ...]


def case_of(strips: Sequence[Strip]) -> Case | None:
    """The case that is told within the first lines below the number of an item."""
    titles: list[Strip] = []
    filled = 0
    for place, strip in enumerate(strips):
        if not strip.text:
            continue
        filled += 1
        if filled > NEAR:
            return None
        found = CASE.fullmatch(strip.text)
        if found:
            clerk = _CLERK.search(strip.text)
            officers = _officers(clerk["officers"] if clerk else found["officers"] or "")
            closed = bool(re.search(r"\blukket\b", strip.text, re.I))
            below = strips[place + 1].text if place + 1 < len(strips) else ""
            apart = not officers and bool(_INITIALS.fullmatch(below))
            officers = _officers(below) if apart else officers
            number = found["case"] or found["told"]
            return Case(place + apart, number, officers, closed, tuple(titles))
        if heading(strip) or len(titles) > 2:
            return None
        if not LABEL.fullmatch(strip.text):
            titles.append(strip)
    return None


def _officers(text: str) -> tuple[str, ...]:
    """The initials of those whose case it is; longer words are something else."""
    found = tuple(part.strip() for part in re.split(r"[/,;]|\bog\b", text) if part.strip())
    return found if all(len(one) <= INITIALS for one in found) else ()


def in_title(title: Passage) -> tuple[Passage, str | None]:
    """A title without the case number behind its words, and that number."""
    found = _IN_TITLE.search(title.text)
    if found is None or not any(c.isalpha() for c in title.text[: found.start()]):
        return title, None
    return title[: found.start()], found["case"] or found["told"]
