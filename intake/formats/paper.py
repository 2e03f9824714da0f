"""A paper as its text: pages of lines, kept as they stand so that a quote is found again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

LARGEST = 100 * 2**20
"""Bytes of a paper at most."""
LONGEST = 20_000_000
"""Characters of a paper's text at most."""


class PaperError(Exception):
    """A paper that cannot be read: what is wrong with it, and what to do."""


class Extracted(NamedTuple):
    """Text out of a file: pages of lines, and the level of every line shown as a heading.

    Headings stand as (page, line) → level, counted from 1; a document's title has level 0.
    """

    pages: Sequence[Sequence[str]]
    headings: Mapping[tuple[int, int], int] = MappingProxyType({})


class Line(NamedTuple):
    """One line of a page, both counted from 1, as it stands there."""

    page: int
    number: int
    text: str


@dataclass(frozen=True)
class Paper:
    """The text of an agenda or minutes: pages of lines, and its SHA-256 as a file."""

    pages: tuple[tuple[str, ...], ...]
    digest: str = ""
    headings: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """What the format shows as a heading: (page, line) → level."""

    def lines(self) -> Iterator[Line]:
        """Every line, page by page."""
        for page, texts in enumerate(self.pages, 1):
            for number, text in enumerate(texts, 1):
                yield Line(page, number, text)


class Written(NamedTuple):
    """Where something is written: page, first and last line, and the exact text between."""

    page: int
    first: int
    last: int
    quote: str


class Piece(NamedTuple):
    """A part of a passage that stands on one line: its offset in the passage, and its column."""

    offset: int
    line: Line
    column: int


@dataclass(frozen=True)
class Passage:
    """Running text with its line ends undone, and the place in the paper of every character."""

    text: str
    pieces: tuple[Piece, ...]
    paper: Paper

    def __getitem__(self, part: slice) -> Passage:
        """A part of the passage; spaces around it are left out."""
        start, stop, _ = part.indices(len(self.text))
        text = self.text[start:stop]
        start += len(text) - len(text.lstrip())
        stop = max(start, start + len(text.strip()))
        at = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.offset) - 1)
        inside = [
            piece for piece in self.pieces[at:] if piece.offset < stop or piece.offset <= start
        ]
        moved = tuple(
            Piece(max(0, p.offset - start), p.line, p.column + max(0, start - p.offset))
            for p in inside
        )
        return Passage(self.text[start:stop], moved, self.paper)

    @property
    def line(self) -> Line:
        """The line it begins on."""
        return self.pieces[0].line

    def written(self) -> Written:
        """Where it stands; of a passage over several pages the part on its first page."""
        page = self.line.page
        here = [piece for piece in self.pieces if piece.line.page == page]
        last = here[-1]
        following = self.pieces[len(here)].offset if len(here) < len(self.pieces) else None
        stop = len(self.text) if following is None else following
        end = min(last.column + stop - last.offset, len(last.line.text.rstrip()))
        texts = self.paper.pages[page - 1][self.line.number - 1 : last.line.number]
        quote = "\n".join(texts)[here[0].column :]
        cut = len(texts[-1]) - end
        return Written(page, self.line.number, last.line.number, quote[: len(quote) - cut].strip())

    def through(self, last: Passage) -> Written:
        """Where it stands with another passage behind it on the same page, and all between."""
        begins, ends = self.written(), last.written()
        texts = self.paper.pages[begins.page - 1][begins.first - 1 : ends.last]
        quote = "\n".join(texts)
        tail = ends.quote.rpartition("\n")[2]
        beyond = len(texts[-1]) - texts[-1].rindex(tail) - len(tail)
        quote = quote[self.pieces[0].column : len(quote) - beyond].strip()
        return Written(begins.page, begins.first, ends.last, quote)
