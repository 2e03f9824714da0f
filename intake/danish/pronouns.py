"""Words that stand for somebody or something named elsewhere, and are nobody's name."""

from __future__ import annotations

import re
from typing import Final

RELATIVE: Final = r"(?:som|der|hvilken|hvilke)"
"""What takes up the noun directly before it."""
_PRONOUN = re.compile(
    r"(?:jeg|du|han|hun|den|det|de|vi|man|der|som|hvem|hvilken|hvilke|denne|dette|disse|begge"
    r"|ham|hende|dem|hans|hendes|deres|dens|dets|sin|sit|sine|førstnævnte|sidstnævnte|pågældende"
    r"|vedkommende)",
    re.I,
)


def is_pronoun(text: str) -> bool:
    """Whether a text is nothing but a pronoun, or begins with one that no name begins with."""
    words = text.split()
    first = words[0] if words else ""
    return bool(words) and (
        (len(words) == 1 and bool(_PRONOUN.fullmatch(first)))
        or bool(re.fullmatch(r"(?:som|der|han|hun|vi|man|hvem)", first, re.I))
    )
