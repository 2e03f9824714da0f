"""Rows of numbers: which of the lines that begin with a number open the items of a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from intake.layouts.cases import CASE
from intake.layouts.flow import Strip
from intake.layouts.headings import heading
from intake.layouts.outline import Opening, following, numbered
from intake.layouts.titles import is_title, text_before
from intake.layouts.unnumbered import heads_paper

_WORD = r"(?:§|Dagsordens?punkt(?: nr\.?)?|Punkt|Pkt\.?|Sag(?:\s?nr\.?)?|Nr\.?)"
_NAMED = re.compile(
    rf"\s*(?:[•·–-]\s+)?{_WORD}\s*(?P<number>\d{{1,4}})\s*[-:.)–]*\s+(?P<title>\S.*)"
)
_AD = re.compile(r"\s*Ad\.?\s*(?P<number>\d{1,3})\s*[-:.)–]*\s+(?P<title>\S.*)")
_PLAIN = re.compile(r"\s*(?P<number>\d{1,4})\s*[.):]?\s+(?:[-–:]\s*)?(?P<title>[A-ZÆØÅ(\"”].*)")
_BARE = re.compile(
    rf"\s*(?:[•·–-]\s+)?(?:{_WORD}\s*(?P<word>\d{{1,4}})[.:]?|(?P<alone>\d{{1,3}})\.)"
    r"\s*(?P<title>\(?(?:åben|lukket)?\)?)\s*",
    re.I,
)
_LETTER = re.compile(r"\s*(?P<number>[A-Z])[.)]\s+(?P<title>[A-ZÆØÅ].*[^.;,:\s])\s*$")
_MONTH = re.compile(r"\s*\d{1,2}\.?\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)", re.I)
_LAST = re.compile(
    r"(?:eventuelt|meddelelser|gensidig orientering|orientering|næste møde|lukket)", re.I
)
_OPENNESS = re.compile(r"\((?:åben|åbent|lukket)\)", re.I)
NEAR = 6
"""Within how many lines after its number an item shows its first heading or case number."""
GAP = 10
"""How many items in a row may be missing, such as closed ones that are not published."""
AGAIN = 3
"""Within how many lines an item may give its number again."""


def rows(strips: Sequence[Strip]) -> list[Opening]:
    """Where items begin: numbers that rise, with a heading or case number near."""
    named = [
        o
        for o in _matching(_NAMED, strips)
        if not _in_text(strips, o.at) and not _OPENNESS.fullmatch(o.title.text)
    ]
    bare = _bare(strips)
    chosen = _row(_once([*named, *bare], strips), strips)
    plain = [o for o in _matching(_PLAIN, strips) if not _MONTH.match(strips[o.at].text)]
    headed = _row(_once([o for o in plain if _headed(strips, o)], strips), strips)
    if len(chosen) > 1 and len(chosen) >= len(headed):
        return _filled(chosen, bare, strips)
    best = max(headed, chosen, _in_turn(strips), key=len)
    loose = _row([o for o in plain if not o.title.text.endswith((".", ";", ","))], strips, 1)
    listed = len(loose) > 2 and loose[0].number == "1"
    return loose if listed and len(best) < 2 else _filled(best, [*plain, *bare], strips)


def _filled(
    row: Sequence[Opening], loose: Sequence[Opening], strips: Sequence[Strip]
) -> list[Opening]:
    """A row with the items that nothing stands under: behind an empty line the number that is left
    out, or the next one behind what was decided on the item before."""
    found: list[Opening] = []
    for at, opening in enumerate(row):
        found.append(opening)
        end = row[at + 1].at if at + 1 < len(row) else len(strips)
        for other in loose:
            inside = found[-1].at < other.at < end and not strips[other.at - 1].text
            ended = other.title.text.endswith((".", ";", ",", ":"))
            onward = inside and int(other.number) == int(found[-1].number) + 1
            left_out = at + 1 < len(row) and int(other.number) < int(row[at + 1].number)
            told = left_out or _decided(strips[found[-1].at : other.at])
            if onward and not ended and told:
                found.append(other)
    return found


def _decided(strips: Sequence[Strip]) -> bool:
    """Whether lines end with what was decided."""
    sorts = [named.sort for strip in strips if (named := heading(strip))]
    return bool(sorts) and sorts[-1] in ("decision", "absent")


def lettered(strips: Sequence[Strip]) -> list[Opening]:
    """Items from A on, where nothing else tells them; a list has nothing between its lines."""
    found: list[Opening] = []
    for at, strip in enumerate(strips):
        one = numbered(_LETTER, strip)
        if one and ord(one[0]) == ord("A") + len(found):
            found.append(Opening(at, *one))
    listed = all(
        not any(strip.text for strip in strips[one.at + 1 : other.at])
        for one, other in pairwise(found)
    )
    return found if len(found) > 2 and not listed else []


def _in_turn(strips: Sequence[Strip]) -> list[Opening]:
    """Items as minutes take them in turn, `Ad 1`; under a decision those are its points."""
    found = _row(_matching(_AD, strips), strips)
    before = found[0].at if found else 0
    above = [heading(strips[at]) for at in range(before) if not heads_paper(strips, at)]
    return [] if any(one and one.sort == "decision" for one in above) else found


def _matching(pattern: re.Pattern[str], strips: Sequence[Strip]) -> list[Opening]:
    return [
        Opening(at, *found)
        for at, strip in enumerate(strips)
        if (found := numbered(pattern, strip))
    ]


def _bare(strips: Sequence[Strip]) -> list[Opening]:
    """Numbers alone on their line, with the title on the lines above or below them."""
    places = [at for at, strip in enumerate(strips) if _BARE.fullmatch(strip.text)]
    above = sum(_heads(next(iter(following(strips, at, 1)), None)) for at in places)
    return [
        found
        for at in places
        if (found := _above(strips, at) if 2 * above > len(places) else _below(strips, at))
    ]


def _heads(strip: Strip | None) -> bool:
    return strip is None or bool(CASE.fullmatch(strip.text) or heading(strip))


def _above(strips: Sequence[Strip], at: int) -> Opening | None:
    titles = text_before(strips, at)
    if not is_title(titles):
        return None
    found = _number(strips, at)
    closed = "lukket" in strips[at].text.casefold()
    place = strips.index(titles[0])
    return Opening(place, found, titles[0], tuple(titles[1:]), at + 1, closed)


def _below(strips: Sequence[Strip], at: int) -> Opening | None:
    title = next(iter(following(strips, at, 1)), None)
    if title is None or _heads(title):
        return None
    place = strips.index(title, at)
    return Opening(at, _number(strips, at), title, (), place + 1)


def _number(strips: Sequence[Strip], at: int) -> str:
    match = _BARE.fullmatch(strips[at].text)
    return (match["word"] or match["alone"]) if match else ""


def _in_text(strips: Sequence[Strip], at: int) -> bool:
    """Whether a line goes on with the sentence before it."""
    before = next((s.text for s in reversed(strips[max(0, at - 1) : at]) if s.text), "")
    return bool(before) and before[-1] not in ".:!?)" and strips[at].text[0].islower()


def _headed(strips: Sequence[Strip], opening: Opening) -> bool:
    """Whether a heading or case number follows before the next number; a list's last entry, which
    stands under the number before it, heads nothing."""
    if _LAST.match(opening.title.text):
        return True
    before = next((s for s in reversed(strips[: opening.at]) if s.text), None)
    listed = numbered(_PLAIN, before) if before else None
    apart = not strips[opening.at - 1].text
    if (
        listed
        and not apart
        and int(listed[0]) == int(opening.number) - 1
        and before
        and before.level is None
    ):
        return False
    return _near(strips, opening) > 0


def _near(strips: Sequence[Strip], opening: Opening) -> int:
    """How near a heading or case number follows, the nearest counting most."""
    start = opening.under - 1 if opening.under else opening.at
    for far, strip in enumerate(following(strips, start, NEAR)):
        if _heads(strip):
            return NEAR - far
        other = numbered(_PLAIN, strip)
        if other and other[0] != opening.number and not _MONTH.match(strip.text):
            return 0
    return 0


def _once(openings: Sequence[Opening], strips: Sequence[Strip]) -> list[Opening]:
    """The openings in their order; an item that gives its number twice begins at the first."""
    found: list[Opening] = []
    for opening in sorted(openings, key=lambda one: one.at):
        last = found[-1] if found else None
        if last and last.number == opening.number:
            between = sum(bool(s.text) for s in strips[last.under or last.at + 1 : opening.at])
            if between <= AGAIN:
                under = opening.under or opening.at + 1
                found[-1] = opening._replace(at=last.at, under=under)
                continue
        found.append(opening)
    return found


def _row(openings: Sequence[Opening], strips: Sequence[Strip], most: int = GAP) -> list[Opening]:
    """The best row of rising numbers: long, without gaps, of lines that look like items."""
    best: dict[int, tuple[int, list[Opening]]] = {}
    for opening in openings:
        number = int(opening.number)
        weight = 10 + _weight(strips, opening)
        before = [
            (best[number - gap][0] - 8 * (gap - 1), best[number - gap][1])
            for gap in range(1, most + 1)
            if number - gap in best
        ]
        score, row = max(before, key=lambda one: one[0], default=(0, []))
        if score <= 0:
            score, row = 0, []
        if number not in best or score + weight >= best[number][0]:
            best[number] = (score + weight, [*row, opening])
    return max(reversed(best.values()), key=lambda one: one[0], default=(0, []))[1]


def _weight(strips: Sequence[Strip], opening: Opening) -> int:
    marks = (
        bool(_OPENNESS.match(opening.title.text)),
        strips[opening.at].level is not None,
        opening.at == 0 or not strips[opening.at - 1].text,
    )
    return _near(strips, opening) + 2 * sum(marks)
