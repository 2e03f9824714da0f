"""Lines joined to running text: hyphens at line ends undone, those of compounds kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.formats.paper import Paper, Passage, Piece
from intake.layouts.flow import Strip

_MARGIN = re.compile(r"\./\.+\s*")
_LAST = re.compile(r"([\w’'./-]*\w)[-\xad]$")
_FIRST = re.compile(r"[\w’'-]+")
_SUSPENDED = frozenset({"og", "eller", "samt", "/", "hhv"})


def words_of(paper: Paper) -> frozenset[str]:
    """Every word that stands whole on a line, in small letters."""
    found: set[str] = set()
    for line in paper.lines():
        words = re.findall(r"[\w-]+", line.text.casefold())
        found.update(word for word in words if not word.endswith("-"))
    return frozenset(found)


class Joiner:
    """Joins the lines of one paper, whose own words tell how a parted word is written."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.words = words_of(paper)

    def passage(self, strips: Iterable[Strip]) -> Passage:
        """Lines as one passage; marks in the margin are left out."""
        text = ""
        pieces: list[Piece] = []
        for strip in strips:
            start, end = _bounds(strip)
            if start == end:
                continue
            body = strip.line.text[start:end]
            text = self._before(text, body)
            pieces.append(Piece(len(text), strip.line, start))
            text += body
        return Passage(text, tuple(pieces), self.paper)

    def _before(self, text: str, following: str) -> str:
        """Text as it stands before what follows on the next line."""
        if not text:
            return text
        match = _LAST.search(text[-60:]) if text[-1] in "-\xad" else None
        if not match:
            return f"{text.removesuffix(chr(0xAD))} "
        first = _FIRST.match(following)
        head, tail = match[1], first[0] if first else ""
        if text.endswith("\xad"):
            return text[:-1]
        if tail.casefold() in _SUSPENDED or not first:
            return f"{text} "
        return text if self._compound(head, tail) else text[:-1]

    def _compound(self, head: str, tail: str) -> bool:
        """Whether the hyphen between two parts of a word is its own."""
        if not tail[0].islower():
            return True
        last = re.split(r"[-/]", head)[-1]
        joined, hyphened = (last + tail).casefold(), f"{last}-{tail}".casefold()
        if joined in self.words:
            return False
        if hyphened in self.words:
            return True
        return len(last) == 1 or (last.isupper() and len(last) > 1) or last[-1].isdigit()


def _bounds(strip: Strip) -> tuple[int, int]:
    """Where the text of a strip begins and ends on its line."""
    text = strip.line.text
    end = strip.start + len(text[strip.start : strip.end].rstrip())
    start = end - len(text[strip.start : end].lstrip())
    margin = _MARGIN.match(text, start, end)
    return (margin.end() if margin else start), end


def text_of(strip: Strip) -> str:
    """The text of a line without marks in the margin."""
    start, end = _bounds(strip)
    return strip.line.text[start:end]
