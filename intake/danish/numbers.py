"""Numbers as Danish prose writes them, in figures or in words."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten"
    " atten nitten tyve enogtyve toogtyve treogtyve fireogtyve femogtyve"
)
VALUES: Final = {word: at for at, word in enumerate(re.findall(r"\w+", _WORDS))} | {
    "ingen": 0,
    "én": 1,
    "et": 1,
    "ét": 1,
}
COUNT: Final = rf"(\d{{1,3}}|{'|'.join(VALUES)})"
"""A number, as one group."""


def number(text: str) -> int:
    """The value of a number in figures or words."""
    return int(text) if text.isdigit() else VALUES[text.lower()]
