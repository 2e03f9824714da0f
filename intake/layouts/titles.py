"""Titles of items: which lines look like one, how far one runs on, how it says open or closed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.formats.paper import Passage
from intake.layouts.cases import CASE, LABEL
from intake.layouts.flow import Strip
from intake.layouts.headings import heading

_SENTENCE = (".", ":", ",", ";", "!", "?")
_NO_TITLE = re.compile(
    r"[–•·▪◦*-]\s|(?:Fravær|Afbud|Til stede|Deltage|Mødedato|Mødetid|Dato|Sted|Mødested|Side|Bilag"
    r"|Udvalg:|Næste møde|Mødet |(?:Enstemmigt )?(?:Godkendt|Vedtaget|Tiltrådt|Drøftet|Udsat"
    r"|Forkastet|Taget til|Til efterretning|Ingen|Intet|Ikke til|Udgår|Udgik)\b)"
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


def is_case(strip: Strip) -> bool:
    """Whether a line gives the number of a case."""
    return bool(CASE.fullmatch(strip.text))


def title_above(strips: Sequence[Strip], at: int) -> list[Strip]:
    """The lines of the title above a place; a case number may stand between."""
    for place in range(at - 1, max(-1, at - 12), -1):
        strip = strips[place]
        if strip.text and not is_case(strip) and not LABEL.fullmatch(strip.text):
            return text_before(strips, place + 1)
    return []


_LAST = re.compile(
    r"(?:Eventuelt|Evt\.?|Meddelelser|Orientering(?: fra .{3,40})?|Gensidig orientering|Næste møde"
    r"|Bordet rundt|Underskrift(?:er|sark|sside)?|Godkendelse af (?:referat|beslutnings"
    r"protokol)\w*)"
)
"""Titles of items that need no heading under them."""


_FIRST = re.compile(
    r"Velkomst(?: .{3,60})?|Godkendelse af (?:\w+ )*(?:dagsorden|referat)\w*(?: .+)?"
)


def first_of_all(strips: Sequence[Strip], at: int) -> bool:
    """Whether a line, after an empty one, is the title that items begin with."""
    text = strips[at].text
    return at > 0 and not strips[at - 1].text and bool(_FIRST.fullmatch(text)) and text[-1] != "."


def last_of_all(strips: Sequence[Strip], at: int) -> bool:
    """Whether a line, after an empty one, is the title of an item that needs nothing under it."""
    return at > 0 and not strips[at - 1].text and bool(_LAST.fullmatch(strips[at].text))


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


_MARKED = re.compile(
    r"\s*\(?(?P<how>lukket|åben|åbent)(?: (?:dagsordens)?punkt| sag)?(?:\)\s*[:–-]?|\s*[:–-])\s*"
    r"|\s*(?P<shut>lukket)(?: (?:dagsordens)?punkt| sag)?(?:\s+|$)",
    re.I,
)
_MARKED_BEHIND = re.compile(
    r"\s*(?:[–-]\s*|\()(?P<how>lukket|åben|åbent|fortroligt?)(?: punkt| sag)?\)?\s*$", re.I
)


def openness(title: Passage) -> tuple[Passage, bool]:
    """A title without the mark that it is open or closed, and whether it is closed."""
    mark = _MARKED.match(title.text)
    behind = _MARKED_BEHIND.search(title.text)
    how = (mark and (mark["how"] or mark["shut"])) or (behind and behind["how"]) or ""
    if mark and mark.end() < len(title.text):
        title = title[mark.end() :]
    elif behind and behind.start():
        title = title[: behind.start()]
    return title, how.casefold().startswith(("lukket", "fortrolig"))


def title_of(first: Strip, strips: Sequence[Strip]) -> tuple[list[Strip], int]:
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


def shut(strip: Strip) -> bool:
    """Whether a line says no more than that an item is closed."""
    return bool(re.fullmatch(r"Lukket(?: punkt| sag)?", strip.text, re.I))
