"""Names, readable identifiers and prose, as people write them and as the register keeps them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.refusal import Refusal

_FOLDS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "þ": "th", "ð": "d", "ł": "l"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_UNSAFE_CATEGORIES = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
NAME_LENGTH = 200
PROSE_LENGTH = 20_000
SLUG_LENGTH = 120

OPEN = "?"
"""In the acts of a proposal: the person who is still to be named."""


def fold(text: str) -> str:
    """Text reduced to plain small letters: æ→ae, ø→oe, å→aa, accents dropped."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(_FOLDS)
    apart = unicodedata.normalize("NFKD", composed)
    return "".join(c for c in apart if not unicodedata.combining(c))


def slug_of(name: str) -> str:
    """The readable identifier of a name: `Åse Ærø` becomes `aase-aeroe`; may be empty."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:SLUG_LENGTH].strip("-")


def unsafe(character: str) -> bool:
    """Whether a character could steer a terminal or hide what is written."""
    return character in _BIDI or unicodedata.category(character) in _UNSAFE_CATEGORIES


@lru_cache(maxsize=16384)
def _slug(text: str) -> str:
    if len(text) > SLUG_LENGTH or not _SLUG.fullmatch(text):
        raise ValueError(
            f"'{shown(text)}' is no identifier; use small letters, digits and single hyphens,"
            f" at most {SLUG_LENGTH}"
        )
    return text


@lru_cache(maxsize=16384)
def _person(text: str) -> str:
    return text if text == OPEN else _slug(text)


def valid_slug(text: str) -> str:
    """An identifier a person typed, folded (`Å` becomes `aa`); Refusal where nothing is left."""
    slug = slug_of(text)
    if not slug or len(text) > SLUG_LENGTH:
        raise Refusal(
            f"'{shown(text)}' makes no identifier; use letters and digits, at most {SLUG_LENGTH}"
        )
    return slug


@lru_cache(maxsize=16384)
def _name(text: str) -> str:
    return _clean(text, NAME_LENGTH, allowed="")


def _prose(text: str) -> str:
    return _clean(text, PROSE_LENGTH, allowed="\n\t")


def _clean(text: str, length: int, *, allowed: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write a text")
    if len(text) > length:
        raise ValueError(f"has {len(text):,} characters; at most {length:,} are kept")
    for character in text:
        if unsafe(character) and character not in allowed:
            raise ValueError(f"contains the character U+{ord(character):04X}; take it out")
    return unicodedata.normalize("NFC", text).strip()


def shown(text: str, length: int = 60) -> str:
    """Foreign text made harmless for one line of a terminal: cut, with unsafe characters as `�`."""
    safe = "".join("\N{REPLACEMENT CHARACTER}" if unsafe(c) else c for c in text[:length])
    return safe + ("…" if len(text) > length else "")


Slug = Annotated[str, AfterValidator(_slug), Field(json_schema_extra={"pattern": _SLUG.pattern})]
"""A readable identifier: small letters, digits, single hyphens."""
PersonSlug = Annotated[str, AfterValidator(_person)]
"""The identifier of a person, or `?` for one still to be named."""
Name = Annotated[str, AfterValidator(_name), Field(json_schema_extra={"maxLength": NAME_LENGTH})]
"""One line of text: NFC, no control characters, no bidi overrides."""
Prose = Annotated[str, AfterValidator(_prose), Field(json_schema_extra={"maxLength": PROSE_LENGTH})]
"""Text of several lines: NFC, no control characters but newline and tab."""
