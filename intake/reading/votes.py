"""How it was voted, as minutes count it: `17 stemte for, 14 imod`, `For: 20`, `mod 12 stemmer`."""

from __future__ import annotations

import re
from typing import Final

from intake.danish.numbers import COUNT, number
from intake.reading.found import Votes

_SIDES: Final = {"for": "for", "ja": "for", "imod": "against", "mod": "against", "nej": "against"}
_HOW: Final = (
    r"(?P<how>hverken (?:stemte )?for eller i?mod|undlod(?: at stemme)?|undlader(?: at stemme)?"
    r"|blank(?:t|e)?|for|ja|imod|mod|nej)\b"
)
_VOTED = r"(?:(?:medlem(?:mer|merne)?|byrådsmedlemmer|personer|stemmer?|stemte|stemt)\s+)*"
_MANY: Final = COUNT.replace("(", "(?P<many>", 1)
_BEFORE: Final = re.compile(rf"\b{_MANY}\s+(?P<voted>{_VOTED}){_HOW}", re.I)
_BEHIND: Final = re.compile(
    rf"\b{_HOW}(?: (?:forslaget|indstillingen|ændringsforslaget))?(?: (?:stemte|stemmer|stemt))?"
    rf"\s*:?\s*{_MANY}\b",
    re.I,
)
_BEHIND_NAMES: Final = re.compile(
    rf"\b{_HOW}(?: (?:stemte|stemmer|stemt))?\s*:?\s+[A-ZÆØÅ][^().:;]{{0,80}}"
    r"\((?P<many>\d{1,3})(?: stemmer?| medlemmer)?\)",
    re.I,
)
"""Those who voted, and how many they are behind their names: `For: A, B (16)`."""
_MOST: Final = re.compile(rf"\bmed {COUNT} stemmer? i?mod {COUNT}\b", re.I)
"""The winning side before the losing one."""
_MAJORITY: Final = re.compile(rf"\bflertal (?:på|af) {_MANY}\b", re.I)
_ASIDE: Final = re.compile(r"\((?:[^()]|\([^()]*\))*\)")


def votes(text: str, *, lost: bool = False) -> Votes | None:
    """The counts that a text gives; `lost` where what was voted on was rejected."""
    named = _BEHIND_NAMES.sub(r"\g<how>: \g<many>", text)
    plain = re.sub(r"\s+", " ", _ASIDE.sub(" ", named))
    before = _counted(_BEFORE, plain)
    behind = _counted(_BEHIND, plain)
    most = _MOST.search(plain)
    abstained = (before | behind).get("abstained", 0)
    if most:
        won, beaten = number(most[1]), number(most[2])
        return Votes(*((beaten, won) if lost else (won, beaten)), abstained)
    if most_of := _MAJORITY.search(plain):
        before.setdefault("for", number(most_of["many"]))
    for found in (behind, before, before | behind):
        if "for" in found and "against" in found:
            return Votes(found["for"], found["against"], abstained)
    alone = next((m for m in _BEFORE.finditer(plain) if m["how"].lower() == "for"), None)
    if alone and "stem" in alone["voted"].lower() and not re.search(r"\bi?mod\b", plain, re.I):
        return Votes(number(alone["many"]), 0, abstained)
    return None


def _counted(pattern: re.Pattern[str], text: str) -> dict[str, int]:
    """How many are told to have voted on each side, the first telling of each."""
    found: dict[str, int] = {}
    for match in pattern.finditer(text):
        side = _SIDES.get(match["how"].lower(), "abstained")
        found.setdefault(side, number(match["many"]))
    return found
