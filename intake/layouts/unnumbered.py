"""Items without numbers: told by the headings of the format, or by what stands under a title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from intake.danish.dates import DAY
from intake.layouts.flow import Strip
from intake.layouts.headings import heading
from intake.layouts.outline import Opening, following
from intake.layouts.titles import first_of_all, is_case, is_title, last_of_all, title_above

_HEAD = re.compile(
    r"(?:Referat|Dagsorden|Beslutningsprotokol|Indkaldelse|Deltagere|Medlemmer|Fravær|Afbud"
    r"|Til stede|Indhold|Sager|Punkter|Møde)\b(?! fra\b| til godkendelse)",
    re.I,
)
"""How headings begin that stand above all items."""
GROUP = re.compile(
    r"(?:\W|\b[IVX]+\.)*(?P<open>åbne|lukkede) (?:dagsordens|beslutnings|efterretnings)?"
    r"(?:punkter|sager|møde)\W*|.{0,40}\bfor (?P<doors>åbne|lukkede) døre\W*",
    re.I,
)
"""A line above several items that says whether they are open or closed."""


def by_headings(strips: Sequence[Strip]) -> list[Opening]:
    """The headings of one level, as the format shows them, under which parts of items stand."""
    heads = [
        (at, strip)
        for at, strip in enumerate(strips)
        if strip.level and strip.text and not heading(strip) and not GROUP.fullmatch(strip.text)
    ]
    levels = Counter(s.level for at, s in heads if _headed(strips, at, s.level or 0))
    if not levels:
        return []
    level = max(sorted(levels, key=lambda one: one or 0), key=lambda one: levels[one])
    found = [(at, strip) for at, strip in heads if strip.level == level]
    while found and _HEAD.match(found[0][1].text) and not _headed(strips, found[0][0], level or 0):
        found.pop(0)
    return [
        Opening(at, str(number), strip, (), at + 1) for number, (at, strip) in enumerate(found, 1)
    ]


def _headed(strips: Sequence[Strip], at: int, level: int) -> bool:
    """Whether the first heading under a heading is one of a part of an item, and lower."""
    for strip in strips[at + 1 :]:
        if strip.text and heading(strip):
            return strip.level is None or strip.level > level
        if strip.level is not None and strip.text:
            return False
    return False


def by_parts(strips: Sequence[Strip]) -> list[Opening]:
    """Titles told by what stands under them: a case number, or a heading that returns or follows
    a decision, is that of the next item; some need nothing under them."""
    found: list[Opening] = []
    seen: set[str] = set()
    sorts: list[str] = []
    bare = False
    for at, strip in enumerate(strips):
        named = heading(strip)
        if named is not None and (
            named.sort == "absent" or (not found and heads_paper(strips, at))
        ):
            continue
        word = named.text.casefold() if named else ""
        decided = bool(sorts) and sorts[-1] == "decision"
        if named is not None:
            begins = not found or bare or word in seen or decided
        else:
            begins = is_case(strip)
        opening = _titled(strips, at, found) if begins else None
        ended = bare or (bool(sorts) and sorts[-1] in ("decision", "proposal"))
        alone = named is None and (
            (ended and last_of_all(strips, at)) or (not found and first_of_all(strips, at))
        )
        if opening is None and alone:
            opening = Opening(at, "", strip, (), at + 1)
            bare = True
        elif opening is not None:
            bare = False
        if opening is not None:
            found.append(opening._replace(number=str(len(found) + 1)))
            seen, sorts = set(), []
        if named is not None:
            seen.add(word)
            sorts.append(named.sort)
    return _numbered(found) if _decides(strips, found) else []


def _numbered(found: Sequence[Opening]) -> list[Opening]:
    """The items with the numbers that all of their titles begin with, such as `12/2021.`"""
    told = [_NUMBER.match(one.title.line.text, one.title.start, one.title.end) for one in found]
    return [
        one._replace(
            number=match["number"], title=Strip(one.title.line, match.end(), one.title.end)
        )
        if match
        else one
        for one, match in zip(found, told if all(told) else [None] * len(found), strict=True)
    ]


_NUMBER = re.compile(r"\s*(?P<number>\d{1,3}(?:/\d{2,4})?)\s*[.):–-]*\s+(?=[A-ZÆØÅ])")


def heads_paper(strips: Sequence[Strip], at: int) -> bool:
    """Whether a line such as `Referat` is the title of the paper: the meeting is told below it."""
    if strips[at].text.casefold() not in ("referat", "beslutninger"):
        return False
    return any(_MEETING.search(strip.text) for strip in following(strips, at, 6))


_MEETING = re.compile(rf"^(?:\w*dato|møde\w*|tid\w*|sted)\b|{DAY}", re.I)


_TIMED = re.compile(rf"(?:Møde\b|(?:man|tirs|ons|tors|fre|lør|søn)dag\b|{DAY}|.*\bkl\. ?\d)", re.I)
"""A line that tells when it was met, above the first item."""


def _titled(strips: Sequence[Strip], at: int, found: Sequence[Opening]) -> Opening | None:
    """The item whose title stands above a place and is not that of the item before."""
    titles = title_above(strips, at)
    if (
        not is_title(titles)
        or (not found and _TIMED.match(titles[-1].text))
        or GROUP.fullmatch(titles[-1].text)
    ):
        return None
    place = strips.index(titles[0], max(0, at - 24))
    under = strips.index(titles[-1], place) + 1
    again = bool(found) and place < (found[-1].under or 0)
    return None if again else Opening(place, "", titles[0], tuple(titles[1:]), under)


def _decides(strips: Sequence[Strip], openings: Sequence[Opening]) -> bool:
    """Whether something is recommended or decided under some titles."""
    if not openings:
        return False
    below = (heading(strip) for strip in strips[openings[0].at :])
    return any(one is not None and one.sort in ("proposal", "decision") for one in below)
