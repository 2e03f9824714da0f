"""Names, readable identifiers and prose as fields of events."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.text import OPEN, SLUG_LENGTH, shown, unsafe

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
NAME_LENGTH = 200
PROSE_LENGTH = 20_000
IDENTIFIER_LENGTH = 500


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


@lru_cache(maxsize=16384)
def clean_name(text: str) -> str:
    """One line of text that can be kept as a name; ValueError says what is wrong with it."""
    return _clean(text, NAME_LENGTH, lines=False)


def _prose(text: str) -> str:
    return _clean(text, PROSE_LENGTH, lines=True)


def _clean(text: str, length: int, *, lines: bool) -> str:
    if not text.strip():
        raise ValueError("is empty; write a text")
    if len(text) > length:
        raise ValueError(f"has {len(text):,} characters; at most {length:,} are kept")
    plain = text.replace("\n", " ").replace("\t", " ") if lines else text
    if not plain.isprintable():  # a quick look at most texts; the exact one at the others
        for character in plain:
            if unsafe(character):
                raise ValueError(f"contains the character U+{ord(character):04X}; take it out")
    return unicodedata.normalize("NFC", text).strip()


@lru_cache(maxsize=16384)
def clean_identifier(text: str) -> str:
    """What a source calls something; ValueError says why it cannot be kept."""
    if not text or len(text) > IDENTIFIER_LENGTH:
        raise ValueError(f"is no identifier of 1 to {IDENTIFIER_LENGTH} characters")
    if not text.isprintable():
        raise ValueError("contains a character that cannot be printed; take it out")
    return text


Slug = Annotated[str, AfterValidator(_slug), Field(json_schema_extra={"pattern": _SLUG.pattern})]
"""A readable identifier: small letters, digits, single hyphens."""
PersonSlug = Annotated[str, AfterValidator(_person)]
"""The identifier of a person, or `?` for one still to be named."""
Name = Annotated[
    str, AfterValidator(clean_name), Field(json_schema_extra={"maxLength": NAME_LENGTH})
]
"""One line of text: NFC, no control characters, no bidi overrides."""
Identifier = Annotated[
    str, AfterValidator(clean_identifier), Field(json_schema_extra={"maxLength": IDENTIFIER_LENGTH})
]
"""What a source calls something, letter by letter as it is written there."""
Prose = Annotated[str, AfterValidator(_prose), Field(json_schema_extra={"maxLength": PROSE_LENGTH})]
"""Text of several lines: NFC, no control characters but newline and tab."""
