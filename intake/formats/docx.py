"""DOCX: paragraphs and tables in their order, numbered as Word shows them; a page break begins a
page."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from intake.formats.numbering import Numbering, property_of
from intake.formats.paper import LONGEST, Extracted, PaperError

INFLATED = 200 * 2**20
"""Bytes that all parts of a file may take together."""
_HEADING = re.compile(r"(?:heading|overskrift) (\d)", re.I)
_CONTENTS = re.compile(r"(?:toc|indholdsfortegnelse) \d", re.I)


def extracted(content: bytes) -> Extracted:
    """Pages of lines, and the headings that styles make."""
    _sound(content)
    from docx import Document

    try:
        return _Reader(Document(io.BytesIO(content))).read()
    except PaperError:
        raise
    except Exception as error:  # a broken file may raise anything inside the library
        raise PaperError("it is no whole Word file; get it again") from error


def _sound(content: bytes) -> None:
    """Refuse an archive that reaches outside itself or inflates without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise PaperError("it is no whole Word file; get it again") from None
    for part in parts:
        if part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename):
            raise PaperError("it is no sound Word file: it names a file outside itself")
        if part.flag_bits & 1:
            raise PaperError("it is encrypted; save it without its password")
    if sum(part.file_size for part in parts) > INFLATED:
        raise PaperError(f"it inflates to more than {INFLATED >> 20} MiB; no paper does")
    if not any(part.filename == "word/document.xml" for part in parts):
        raise PaperError("it is no Word file; papers are PDF, DOCX, HTML or text")


class _Reader:
    """One document while it is read."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbering = Numbering(document)
        self.pages: list[list[str]] = [[]]
        self.headings: dict[tuple[int, int], int] = {}
        self.length = 0
        shown = document.element.body.xpath(".//w:lastRenderedPageBreak")
        self.broken = "" if shown else "br"

    def read(self) -> Extracted:
        for block in _blocks(self.document.element.body):
            if _tag(block) == "tbl":
                self._table(block)
                self.pages[-1].append("")
            else:
                self._paragraph(block)
        return Extracted(self.pages, self.headings)

    def _paragraph(self, block: Any) -> None:
        from docx.text.paragraph import Paragraph

        paragraph = Paragraph(block, self.document)
        name = paragraph.style.name or "" if paragraph.style is not None else ""
        text = self._numbered(paragraph, name)
        if _CONTENTS.match(name):
            return
        self._count(text)
        before, *after = text.split("\f")
        level = _level(paragraph, name)
        if level is not None and before.strip():
            self.headings[(len(self.pages), len(self.pages[-1]) + 1)] = level
        self.pages[-1] += [*before.split("\n"), ""]
        self.pages.extend([*part.split("\n"), ""] for part in after)

    def _table(self, table: Any) -> None:
        """A line a row; what stands below the first paragraph of a cell follows it."""
        for row in table.iterchildren("{*}tr"):
            first: list[str] = []
            below: list[Any] = []
            for cell in row.iterchildren("{*}tc", "{*}sdt"):
                blocks = [b for b in _blocks(cell) if _tag(b) == "tbl" or _text(b, "").strip()]
                if blocks and _tag(blocks[0]) == "p":
                    first.append(" ".join(self._plain(blocks.pop(0)).split()))
                below += blocks
            self._count("".join(first))
            self.pages[-1].append(" ".join(first))
            for block in below:
                if _tag(block) == "tbl":
                    self._table(block)
                else:
                    self._paragraph(block)

    def _plain(self, block: Any) -> str:
        from docx.text.paragraph import Paragraph

        paragraph = Paragraph(block, self.document)
        name = paragraph.style.name or "" if paragraph.style is not None else ""
        return self._numbered(paragraph, name).replace("\f", " ")

    def _numbered(self, paragraph: Any, style: str) -> str:
        """The text of a paragraph behind the number or bullet that Word shows before it."""
        text = _text(paragraph._p, self.broken)
        if not text.strip():
            return text
        mark = self.numbering.mark(paragraph)
        if mark is None:
            mark = "–" if style.startswith("List") else ""
        return f"{mark} {text}" if mark else text

    def _count(self, text: str) -> None:
        self.length += len(text)
        if self.length > LONGEST:
            raise PaperError(f"it has more than {LONGEST:,} characters; split it")


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables in a part, those in content controls too."""
    for child in parent.iterchildren():
        match _tag(child):
            case "p" | "tbl":
                yield child
            case "sdt" | "sdtContent" | "customXml" | "ins" | "tc":
                yield from _blocks(child)


def _text(paragraph: Any, broken: str) -> str:
    """The text of a paragraph, with a form feed where a page begins."""
    parts: list[str] = []
    for node in paragraph.iter("{*}t", "{*}tab", "{*}br", "{*}cr", "{*}lastRenderedPageBreak"):
        match _tag(node):
            case "t":
                parts.append(node.text or "")
            case "tab":
                parts.append("" if _tag(node.getparent()) == "tabs" else " ")
            case "br" | "cr":
                page = broken == "br" and "page" in node.values()
                parts.append("\f" if page else "\n")
            case _:
                parts.append("\f")
    return "".join(parts)


def _level(paragraph: Any, style: str) -> int | None:
    """The level of a heading: 0 for a title."""
    if style == "Title":
        return 0
    named = _HEADING.match(style)
    outline = property_of(paragraph, "outlineLvl")
    if named:
        return int(named[1])
    return int(outline) + 1 if outline is not None and outline < "9" else None
