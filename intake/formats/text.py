"""Plain text: UTF-8, UTF-16 and cp1252 told apart; a form feed begins a page."""

from __future__ import annotations

import codecs
import re

from intake.formats.paper import Extracted, PaperError

_GARBLED = re.compile("Ã[¦¸¥†˜…]|Ã\N{NO-BREAK SPACE}|â€[™œ“”]")


def decoded(content: bytes) -> str:
    """The text of bytes whose encoding nobody states."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16")
    if content.startswith(codecs.BOM_UTF8):
        return _strictly(content, "utf-8-sig")
    sample = content[:4000]
    if len(sample) > 3 and sample.count(0) * 3 > len(sample):
        little = sample[1::2].count(0) >= sample[::2].count(0)
        return _strictly(content, "utf-16-le" if little else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise PaperError("its text ends in the middle of a character; get it again") from None


def extracted(content: bytes) -> Extracted:
    """Pages of lines."""
    text = decoded(content)
    if len(_GARBLED.findall(text)) > 2:
        raise PaperError("its letters are garbled (Ã¦ for æ); save it again as UTF-8")
    return Extracted([page.splitlines() for page in _even(text).split("\f")])


def _even(text: str) -> str:
    """Line ends as one sign; those that only some programs take for line ends are no line ends."""
    return re.sub("\r\n?|\x85", "\n", text).translate({0x0B: " ", 0x2028: "\n", 0x2029: "\n"})
