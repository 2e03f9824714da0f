"""HTML: the text a reader sees, a line a block or row; scripts and styles are no text."""

from __future__ import annotations

import re
from typing import Any

from intake.formats.paper import Extracted, PaperError
from intake.formats.text import decoded

_BLOCKS = (
    "p, div, section, article, header, footer, main, aside, h1, h2, h3, h4, h5, h6, li, tr, table, "
    "caption, ul, ol, dl, dt, dd, blockquote, pre, hr, address, details, summary, button, fieldset"
)
_UNSEEN = "script, style, noscript, template, head, nav, iframe, object, svg, [hidden]"
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_MARK = 0xFDD0
"""A character that stands for no letter; those behind it mark the levels of headings."""
_MARKS = re.compile("[\ufdd0-\ufddf]")
_ALONE = re.compile(r"–|\d{1,3}\.|[a-z]\)")


def extracted(content: bytes) -> Extracted:
    """One page of lines, and its headings."""
    from selectolax.lexbor import LexborHTMLParser

    text = re.sub(r"<!--.*?-->", "", _MARKS.sub("", decoded(content)), flags=re.DOTALL)
    if re.search(r"<html\b", text, re.I) and not re.search(r"</html\s*>", text, re.I):
        raise PaperError("it ends before its end; get it again")
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None:
        return Extracted([[]])
    for node in body.css(_UNSEEN):
        node.decompose()
    for node in body.css("br"):
        node.replace_with("\N{LINE SEPARATOR}")
    for node in body.css("td, th"):
        _cell(node)
    for node in body.css(_HEADINGS):
        node.insert_child(chr(_MARK + int((node.tag or "h1")[1])))
    for node in body.css(_BLOCKS):
        node.insert_before("\N{PARAGRAPH SEPARATOR}")
        node.insert_after("\N{PARAGRAPH SEPARATOR}")
        if node.tag == "li":
            node.insert_before(_bullet(node))
    flat = re.sub(r"[ \t\r\n\f]+", " ", body.text())
    return _headed(_joined([part.strip() for part in re.split("[\u2028\u2029]", flat)]))


def _cell(node: Any) -> None:
    """Part a cell from the one before it; a single block in it is the cell itself."""
    node.insert_before(" ")
    inner = node.css(_BLOCKS)
    if len(inner) == 1 and inner[0].tag in ("p", "div"):
        inner[0].unwrap()


def _bullet(node: Any) -> str:
    """What a browser shows before an entry of a list."""
    within = node.parent
    if within is None or within.tag != "ol":
        return "– "
    before = [one for one in within.iter() if one.tag == "li"]
    start = within.attributes.get("start") or "1"
    number = (int(start) if start.isdigit() else 1) + next(
        at for at, one in enumerate(before) if one == node
    )
    lettered = within.attributes.get("type") in ("a", "A") and number <= 26
    return f"{chr(ord('a') + number - 1)}) " if lettered else f"{number}. "


def _joined(parts: list[str]) -> list[str]:
    """A bullet and the text it belongs to on one line; no two empty lines in a row."""
    found: list[str] = []
    for part in parts:
        alone = bool(found) and _ALONE.fullmatch(found[-1])
        if alone and part:
            found[-1] = f"{found[-1]} {part}"
        elif part or (found and found[-1] and not alone):
            found.append(part)
    return found


def _headed(lines: list[str]) -> Extracted:
    """Lines without the marks of headings, and their levels; a heading has no bullet."""
    headings: dict[tuple[int, int], int] = {}
    for at, line in enumerate(lines):
        if mark := _MARKS.search(line):
            headings[(1, at + 1)] = ord(mark[0]) - _MARK
            lines[at] = _MARKS.sub("", line).removeprefix("– ").strip()
    return Extracted([lines], headings)
