"""Which format a paper is in, told by its first bytes and never by its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from domain.text import unsafe
from intake.formats import docx, html, pdf, text
from intake.formats.paper import LONGEST, Extracted, PaperError

Read = Callable[[bytes], Extracted]
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|div|p|h[1-6]|script|meta)\b", re.I)


def reader(content: bytes) -> Read:
    """What reads a paper of these bytes; raises PaperError where nothing does."""
    start = content[:4096]
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise PaperError("it is empty; get it again")
    if b"%PDF-" in start[:1024]:
        return pdf.extracted
    if start.startswith(b"PK"):
        return docx.extracted
    if start.startswith(_OLD_WORD):
        raise PaperError("it is an old or encrypted Office file; save it as DOCX without password")
    if start.startswith(_PICTURES):
        raise PaperError("no text found; this looks like a scan")
    return html.extracted if _HTML.search(start.replace(b"\x00", b"")) else text.extracted


def extracted(content: bytes) -> Extracted:
    """The text of a paper: NFC, and what could steer a terminal as `�`."""
    told = reader(content)(content)
    pages = tuple(tuple(_harmless(line) for line in page) for page in told.pages)
    if not any(line.strip() for page in pages for line in page):
        raise PaperError("no text found; this looks like a scan")
    letters = sum(len(line) for page in pages for line in page)
    if letters > LONGEST:
        raise PaperError(f"it has more than {LONGEST:,} characters; split it")
    spoilt = sum(line.count("\N{REPLACEMENT CHARACTER}") for page in pages for line in page)
    if spoilt * 20 > letters:
        raise PaperError("it is no text; papers are PDF, DOCX, HTML or text")
    return Extracted(pages, told.headings)


def _harmless(line: str) -> str:
    text = unicodedata.normalize("NFC", line.replace("\t", " "))
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if unsafe(c) else c for c in text)
