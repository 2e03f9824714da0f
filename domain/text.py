"""Text as people write it, folded to compare it and made harmless to show it."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from domain.refusal import Refusal

_FOLDS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "þ": "th", "ð": "d", "ł": "l"})
_UNSAFE_CATEGORIES = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
_FORMULA = re.compile(r"(^|;)(\s*)([=+\-@＝＋－＠])")
SLUG_LENGTH = 120

ERASED = "[erased]"
"""What stands where a name was erased."""
OPEN = "?"
"""In the acts of a proposal: the person who is still to be named."""


def fold(text: str) -> str:
    """Text reduced to plain small letters: æ→ae, ø→oe, å→aa, accents dropped."""
    if text.isascii():
        return text.lower()
    small = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    if small.isascii():
        return small
    plain = unicodedata.normalize("NFC", small).translate(_FOLDS)
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in apart if not unicodedata.combining(c))


def slug_of(name: str) -> str:
    """The readable identifier of a name: `Åse Ærø` becomes `aase-aeroe`; may be empty."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:SLUG_LENGTH].strip("-")


def valid_slug(text: str) -> str:
    """An identifier a person typed, folded (`Å` becomes `aa`); Refusal where nothing is left."""
    slug = slug_of(text)
    if not slug or len(text) > SLUG_LENGTH:
        raise Refusal(
            f"'{shown(text)}' makes no identifier; use letters and digits, at most {SLUG_LENGTH}"
        )
    return slug


def unsafe(character: str) -> bool:
    """Whether a character could steer a terminal or hide what is written."""
    if character in _STEERING or character in _UNSEEN:
        return True
    return unicodedata.category(character) in _UNSAFE_CATEGORIES


def _harmless(text: str) -> str:
    if text.isprintable():  # a quick look at most texts: whatever is unsafe is none of these
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if unsafe(c) else c for c in text)


def in_one_line(text: str) -> str:
    """Text of any origin made harmless for one line, uncut: white space folded, the rest as `�`."""
    return _harmless(" ".join(text.split()))


def in_a_cell(text: str) -> str:
    """Text made harmless for a spreadsheet: one line, in which no part would run as a formula.

    A part begins with the cell or after `;`, which some spreadsheets take for a separator.
    """
    return _FORMULA.sub(r"\1\2'\3", in_one_line(text))


def in_json(value: Any, *, indent: int | None) -> str:
    """JSON, the same text for the same value; what could steer a terminal, or a page that takes it
    in, is written as `\\u001b`, which reads back the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.replace("\n", "").isprintable() and not any(sign in text for sign in "<>&"):
        return text
    return "".join(_escaped(c) if c != "\n" and (c in "<>&" or unsafe(c)) else c for c in text)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in zip(*[iter(units)] * 2, strict=True))


def shown(text: str, length: int = 60) -> str:
    """Foreign text made harmless for one line of a terminal: cut, with unsafe characters as `�`."""
    return _harmless(text[:length]) + ("…" if len(text) > length else "")
