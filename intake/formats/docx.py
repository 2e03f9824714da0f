"""DOCX: paragraphs and tables in their order; a page break begins a page."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from intake.formats.paper import LONGEST, PaperError

INFLATED = 200 * 2**20
"""Bytes that all parts of a file may take together."""


def pages(content: bytes) -> list[list[str]]:
    """Pages of lines."""
    _sound(content)
    from docx import Document

    try:
        document = Document(io.BytesIO(content))
        found: list[list[str]] = [[]]
        shown = document.element.body.xpath(".//w:lastRenderedPageBreak")
        for block in document.iter_inner_content():
            _block(block, found, "" if shown else "br")
    except PaperError:
        raise
    except Exception as error:  # a broken file may raise anything inside the library
        raise PaperError("it is no whole Word file; get it again") from error
    return found


def _sound(content: bytes) -> None:
    """Refuse an archive that reaches outside itself or inflates without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise PaperError("it is no whole Word file; get it again") from None
    for part in parts:
        if part.filename.startswith(("/", "\\")) or ".." in part.filename.split("/"):
            raise PaperError("it is no sound Word file: it names a file outside itself")
        if part.flag_bits & 1:
            raise PaperError("it is encrypted; save it without its password")
    if sum(part.file_size for part in parts) > INFLATED:
        raise PaperError(f"it inflates to more than {INFLATED >> 20} MiB; no paper does")
    if not any(part.filename == "word/document.xml" for part in parts):
        raise PaperError("it is no Word file; papers are PDF, DOCX, HTML or text")


def _block(block: Any, found: list[list[str]], broken: str) -> None:
    if hasattr(block, "rows"):
        for row in block.rows:
            cells = list(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
            found[-1].append(" ".join(cell for cell in cells if cell))
        return
    if sum(map(len, found[-1])) > LONGEST:
        raise PaperError(f"it has more than {LONGEST:,} characters; split it")
    before, *after = f"{_mark(block)}{_text(block, broken)}".split("\f")
    found[-1] += [*before.split("\n"), ""]
    found.extend([*part.split("\n"), ""] for part in after)


def _text(paragraph: Any, broken: str) -> str:
    """The text of a paragraph, with a form feed where a page begins."""
    parts: list[str] = []
    for node in paragraph._p.iter():
        match node.tag.partition("}")[2]:
            case "t":
                parts.append(node.text or "")
            case "tab":
                parts.append(" ")
            case "br" | "cr":
                page = broken == "br" and "page" in node.values()
                parts.append("\f" if page else "\n")
            case "lastRenderedPageBreak":
                parts.append("\f")
    return "".join(parts)


def _mark(paragraph: Any) -> str:
    """The bullet that Word shows before a list's paragraph but does not keep in its text."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    properties = paragraph._p.pPr
    listed = properties is not None and properties.numPr is not None
    bulleted = (listed or style.startswith("List")) and not style.startswith("Heading")
    return "– " if bulleted and paragraph.text.strip() else ""
