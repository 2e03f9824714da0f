"""A general Danish layout: numbered items with headings in common use under them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.layouts.flow import Strip
from intake.layouts.headings import heading
from intake.layouts.joining import Joiner
from intake.layouts.outline import CASE, Opening, Outline, apart, following, listed, numbered

NAME = "general"
_NAMED = re.compile(
    r"\s*(?:Dagsordens?punkt|Punkt|Pkt\.?|Sag(?: nr\.)?)\s*(?P<number>\d{1,3})"
    r"\s*[-:.)–]*\s+(?P<title>\S.*)"
)
_AD = re.compile(r"\s*Ad\.?\s*(?P<number>\d{1,3})\s*[-:.)–]*\s+(?P<title>\S.*)")
_PLAIN = re.compile(r"\s*(?P<number>\d{1,3})\s*[.):]?\s+(?:[-–:]\s*)?(?P<title>[A-ZÆØÅ(\"”].*)")
_MONTH = re.compile(r"\s*\d{1,2}\.?\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)", re.I)
_LAST = re.compile(
    r"(?:eventuelt|meddelelser|gensidig orientering|orientering|næste møde|lukket)", re.I
)
NEAR = 6
"""Within how many lines after its number an item shows its first heading or case number."""


def fits(strips: Sequence[Strip]) -> int:
    """How many items of this layout there are."""
    return len(_openings(strips))


def _openings(strips: Sequence[Strip]) -> list[Opening]:
    """Where items begin: numbers that follow each other, with a heading or case number near."""
    named = [
        Opening(at, *found)
        for at, strip in enumerate(strips)
        if (found := numbered(_NAMED, strip)) and not _in_text(strips, at)
    ]
    plain = [
        Opening(at, *found)
        for at, strip in enumerate(strips)
        if (found := numbered(_PLAIN, strip)) and not _MONTH.match(strip.text)
    ]
    chosen = _in_row(named)
    headed = _in_row([o for o in plain if _headed(strips, o)])
    if len(chosen) > 1 and len(chosen) >= len(headed):
        return chosen
    in_turn = [Opening(at, *found) for at, s in enumerate(strips) if (found := numbered(_AD, s))]
    loose = _in_row([o for o in plain if not o.title.text.endswith((".", ";", ","))])
    return (
        headed
        or chosen
        or _in_row(in_turn)
        or (loose if len(loose) > 2 and loose[0].number == "1" else [])
    )


def _in_text(strips: Sequence[Strip], at: int) -> bool:
    """Whether a line goes on with the sentence before it."""
    before = next((s.text for s in reversed(strips[max(0, at - 1) : at]) if s.text), "")
    return bool(before) and before[-1] not in ".:!?)" and strips[at].text[0].islower()


def _headed(strips: Sequence[Strip], opening: Opening) -> bool:
    if _LAST.match(opening.title.text):
        return True
    for strip in following(strips, opening.at, NEAR):
        if heading(strip) or CASE.fullmatch(strip.text):
            return True
        if numbered(_PLAIN, strip) and not _MONTH.match(strip.text):
            return False
    return False


def _in_row(openings: list[Opening]) -> list[Opening]:
    """The longest row of numbers that follow each other; of two contents the later one."""
    best: list[Opening] = []
    for start, first in enumerate(openings):
        row = [first]
        for opening in openings[start + 1 :]:
            if int(opening.number) == int(row[-1].number) + 1:
                row.append(opening)
        if len(row) >= len(best):
            best = row
        if start > 50:
            break
    return best


def outline(joiner: Joiner, strips: Sequence[Strip]) -> Outline:
    """The items of an agenda or minutes."""
    head, under = apart(_openings(strips), strips)
    return Outline(head, [], [listed(joiner, opening, lines) for opening, lines in under])
