"""The lines of a paper that carry its text: without page headers, contents and bare links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from intake.formats.paper import Line, Paper
from intake.layouts.contents import without_list

_PAGE_NUMBER = re.compile(r"\W*(?:side|s\.)?\W*\d{1,4}(?:\s*(?:af|/)\s*\d{1,4})?\W*", re.I)
_STAMP = re.compile(r".{2,80}\|\s*\d{1,4}[-./]\d{1,2}[-./]\d{2,4}(\s*\|.*)?")
_SIDE = re.compile(r".{0,80}\bside\s*\|?\s*\d{1,4}(?:\s*(?:af|/)\s*\d{1,4})?", re.I)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*$|…{2,}\s*\d*$|^\s*\d{1,2}\.\S*\s.*\S\s{4,}\d{1,3}$")
_CONTENTS = re.compile(
    r"(?:indholdsfortegnelse|indhold|punkter på dagsordenen):?(?:\s+side)?", re.I
)
_LINK = re.compile(r"(?:https?://|mailto:|www\.)\S+", re.I)
_GLUED = re.compile(
    r"(?<=[\w.)!?])(?=(?:Punkt|Pkt\.) \d{1,3}[:.] ?[A-ZÆØÅ\d]|Indholdsfortegnelse$)"
    r"|(?<=^Indholdsfortegnelse)(?=\d)"
    r"|(?<=[a-zæøå.)])(?=(?:Beslutninger|Beslutningspunkter|Sagsfremstilling"
    r"|Indstilling|Resume|Bilag)$)"
)
_BUTTON = re.compile(
    r"(?:til toppen|udskriv(?: hele dags\w+)?|tilbage til oversigt\w*"
    r"|luk alle(?: punkter)?(?: \w+)?|(?:åbn|fold) alle(?: \w+)?(?: ud)?|vælg|gå til indhold"
    r"|læs op|del(?: siden)?|hent pdf)",
    re.I,
)
"""What a page offers to press, which is no part of the paper."""
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\bside\b", re.I)
LONG = 2
"""How many lines an entry of a table of contents takes before the one with its page."""
FULL = 50
"""Letters of a line that may have ended for want of room."""
EDGE = 3
"""How many lines at the top and foot of a page may be a running header or footer."""


class Strip(NamedTuple):
    """A part of a line that is read by itself: the whole line, or what was glued to another."""

    line: Line
    start: int
    end: int
    level: int | None = None
    """The level of the heading that the format shows the line as."""

    @property
    def text(self) -> str:
        """What stands there, without spaces around it."""
        return self.line.text[self.start : self.end].strip()


def flow(paper: Paper) -> list[Strip]:
    """The lines that carry the text, the empty ones between them included."""
    running = _running(paper)
    listed = _leaders(paper)
    contents = False
    found: list[Strip] = []
    for line in paper.lines():
        text, place = line.text.strip(), (line.page, line.number)
        if _noise(text) or (text and place in running) or place in listed:
            continue
        for strip in _apart(line, paper.headings.get(place)):
            if _CONTENTS.fullmatch(strip.text):
                contents = True
            elif contents and (not strip.text or _entry(strip.text)):
                continue
            elif not _LEADER.search(strip.text):
                contents = False
                found.append(strip)
    return without_list(found)


def _noise(text: str) -> bool:
    if not text:
        return False
    stamp = len(text) < 90 and bool(_STAMP.fullmatch(text) or _SIDE.fullmatch(text))
    return stamp or bool(_LINK.fullmatch(text) or _BUTTON.fullmatch(text))


def _leaders(paper: Paper) -> set[tuple[int, int]]:
    """Where the first lines of long entries stand that a table of contents ends with dots below."""
    found: set[tuple[int, int]] = set()
    before: list[Line] = []
    among = False
    for line in paper.lines():
        text = line.text.strip()
        if _LEADER.search(text):
            if among or (text[0].islower() and before):
                found.update((one.page, one.number) for one in before[-LONG:])
            before, among = [], True
        elif text:
            before.append(line)
            among = among and len(before) <= LONG
    return found


def _entry(text: str) -> bool:
    """Whether a line of a table of contents: it ends with a page number, or heads those."""
    if text.casefold() == "side":
        return True
    return bool(re.search(r"(?:\s|\.)\d{1,4}$", text)) and not re.match(r"Punkt \d+:", text)


def _apart(line: Line, level: int | None) -> list[Strip]:
    """A line, with headings that were glued to its text taken apart."""
    cuts = [match.start() for match in _GLUED.finditer(line.text.rstrip())]
    starts = [0, *cuts]
    ends = [*cuts, len(line.text)]
    return [Strip(line, a, b, level) for a, b in zip(starts, ends, strict=True)]


def _running(paper: Paper) -> set[tuple[int, int]]:
    """Where lines stand that return at the top or foot of most pages, and bare page numbers.

    From the edge inwards: what stands inside of a line that is the page's own is the page's own.
    """
    edges = [edge for page, texts in enumerate(paper.pages, 1) for edge in _edges(page, texts)]
    shapes = {(page, _shape(text)) for edge in edges for page, _, text in edge}
    often = Counter(shape for _, shape in shapes)
    most = len(paper.pages) // 2
    found: set[tuple[int, int]] = set()
    for edge in edges:
        for page, number, text in edge:
            bare = len(paper.pages) > 1 and _PAGE_NUMBER.fullmatch(text)
            least = max(2 if _DATED.search(text) else 3, most)
            if often[_shape(text)] < least and not bare:
                break
            found.add((page, number))
    return found


def _edges(page: int, texts: Sequence[str]) -> tuple[list[tuple[int, int, str]], ...]:
    """The lines at the top of a page from above, and those at its foot from below."""
    filled = [(page, number, text.strip()) for number, text in enumerate(texts, 1) if text.strip()]
    return filled[:EDGE], filled[: -EDGE - 1 : -1]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def spacing(strips: Sequence[Strip]) -> int:
    """How many empty lines stand between the lines of one sentence: none, if not spaced apart.

    A line goes on with the one before it where it begins small and that has not ended.
    """
    gaps: Counter[int] = Counter()
    before, empty, filled = "", 0, 0
    for text in (strip.text for strip in strips):
        if not text:
            empty += 1
            continue
        goes_on = text[0].islower() and not text.startswith("at ") and len(before) >= FULL
        if before and goes_on and before[-1] not in ".:;!?":
            gaps[empty] += 1
        before, empty, filled = text, 0, filled + 1
    ((gap, count),) = gaps.most_common(1) or [(0, 0)]
    return gap if count > max(1, filled // 25) else 0
