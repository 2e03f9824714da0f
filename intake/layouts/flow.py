"""The lines of a paper that carry its text: without page headers, contents and bare links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from intake.formats.paper import Line, Paper

_PAGE_NUMBER = re.compile(r"\W*(?:side|s\.)?\W*\d{1,4}(?:\s*(?:af|/)\s*\d{1,4})?\W*", re.I)
_STAMP = re.compile(r".{2,80}\|\s*\d{1,4}[-./]\d{1,2}[-./]\d{2,4}(\s*\|.*)?")
_SIDE = re.compile(r".{0,80}\bside\s*\|?\s*\d{1,4}(?:\s*(?:af|/)\s*\d{1,4})?", re.I)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*$|…{2,}\s*\d*$")
_CONTENTS = re.compile(r"(?:indholdsfortegnelse|indhold|punkter på dagsordenen):?", re.I)
_LINK = re.compile(r"(?:https?://|mailto:|www\.)\S+", re.I)
_GLUED = re.compile(
    r"(?<=[\w.)!?])(?=(?:Punkt|Pkt\.) \d{1,3}[:.] ?[A-ZÆØÅ\d]|Indholdsfortegnelse$)"
    r"|(?<=[a-zæøå.)])(?=(?:Beslutninger|Beslutningspunkter|Sagsfremstilling"
    r"|Indstilling|Resume|Bilag)$)"
)
EDGE = 3
"""How many lines at the top and foot of a page may be a running header or footer."""


class Strip(NamedTuple):
    """A part of a line that is read by itself: the whole line, or what was glued to another."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there, without spaces around it."""
        return self.line.text[self.start : self.end].strip()


def flow(paper: Paper) -> list[Strip]:
    """The lines that carry the text, the empty ones between them included."""
    running = _running(paper)
    contents = False
    found: list[Strip] = []
    for line in paper.lines():
        text = line.text.strip()
        if _noise(text) or (text and (line.page, line.number) in running):
            continue
        for strip in _apart(line):
            if _CONTENTS.fullmatch(strip.text):
                contents = True
            elif contents and (not strip.text or _entry(strip.text)):
                continue
            elif not _LEADER.search(strip.text):
                contents = False
                found.append(strip)
    return found


def _noise(text: str) -> bool:
    if not text:
        return False
    stamp = len(text) < 90 and bool(_STAMP.fullmatch(text) or _SIDE.fullmatch(text))
    return stamp or bool(_LINK.fullmatch(text))


def _entry(text: str) -> bool:
    """Whether a line of a table of contents: it ends with a page number."""
    return bool(re.search(r"(?:\s|\.)\d{1,4}$", text)) and not re.match(r"Punkt \d+:", text)


def _apart(line: Line) -> list[Strip]:
    """A line, with headings that were glued to its text taken apart."""
    cuts = [match.start() for match in _GLUED.finditer(line.text.rstrip())]
    starts = [0, *cuts]
    return [Strip(line, a, b) for a, b in zip(starts, [*cuts, len(line.text)], strict=True)]


def _running(paper: Paper) -> set[tuple[int, int]]:
    """Where lines stand that return at the top or foot of most pages, and bare page numbers.

    From the edge inwards: what stands inside of a line that is the page's own is the page's own.
    """
    edges = [edge for page, texts in enumerate(paper.pages, 1) for edge in _edges(page, texts)]
    shapes = {(page, _shape(text)) for edge in edges for page, _, text in edge}
    often = Counter(shape for _, shape in shapes)
    least = max(3, len(paper.pages) // 2)
    found: set[tuple[int, int]] = set()
    for edge in edges:
        for page, number, text in edge:
            bare = len(paper.pages) > 1 and _PAGE_NUMBER.fullmatch(text)
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


def double_spaced(strips: Sequence[Strip]) -> bool:
    """Whether an empty line stands after nearly every line, so that it parts no paragraphs."""
    texts = [strip.text for strip in strips]
    filled = sum(bool(text) for text in texts)
    followed = sum(bool(a) and not b for a, b in pairwise(texts))
    apart = sum(not a and not b for a, b in pairwise(texts))
    return filled > 20 and followed > 0.9 * filled and apart > 0.05 * filled
