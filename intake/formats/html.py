"""HTML: the text a reader sees, a line a block; scripts and styles are no text."""

from __future__ import annotations

import re

from intake.formats.text import decoded

_BLOCKS = (
    "p, div, section, article, header, footer, main, h1, h2, h3, h4, h5, h6, li, tr, table, "
    "ul, ol, dl, dt, dd, blockquote, pre, hr"
)
_UNSEEN = "script, style, noscript, template, head, nav, iframe, object, svg, [hidden]"


def pages(content: bytes) -> list[list[str]]:
    """One page of lines."""
    from selectolax.lexbor import LexborHTMLParser

    text = re.sub(r"<!--.*?-->", "", decoded(content), flags=re.DOTALL)
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None:
        return [[]]
    for node in body.css(_UNSEEN):
        node.decompose()
    for node in body.css("br"):
        node.replace_with("\N{LINE SEPARATOR}")
    for node in body.css(_BLOCKS):
        node.insert_before("\N{PARAGRAPH SEPARATOR}")
        node.insert_after("\N{PARAGRAPH SEPARATOR}")
        if node.tag == "li":
            node.insert_before("– ")
    flat = re.sub(r"[ \t\r\n\f]+", " ", body.text())
    parts = re.split("[\u2028\u2029]", flat)
    return [[part.strip() for part in _joined(parts)]]


def _joined(parts: list[str]) -> list[str]:
    """A bullet and the text it belongs to on one line; no two empty lines in a row."""
    found: list[str] = []
    for part in (part.strip() for part in parts):
        if found and found[-1] == "–" and part:
            found[-1] = f"– {part}"
        elif part or (found and found[-1] and found[-1] != "–"):
            found.append(part)
    return found
