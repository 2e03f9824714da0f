"""A sentence with its persons taken out, and what kind of saying it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from intake.danish.persons import Named, persons

PERSON = r"⟦\d+⟧"
GROUP = rf"{PERSON}(?:(?:,|\s+og|,\s+og|\s+samt)\s+{PERSON})*"
_CONDITIONAL = re.compile(
    r"^(?:Når|Så længe|Indtil) |^(?:Imødekommes|Godkendes|Vedtages|Tiltrædes|Udtræder|Fratræder"
    r"|Afgår|Bliver"
    r"|Træder|Får|Opnår|Ønsker|Kan|Skulle"
    r"|Har|Er|Vælger|Bevilges|Udpeges|Vælges|Dør|Afslås|Meddeles"
    r"|Accepteres)\s[^.]*?,\s+(?:så\s+)?\w+"
    r"|\b(?:hvis(?! (?:funktions|valg|udpegnings)?periode)|såfremt|medmindre"
    r"|under forudsætning af|forudsat|betinget af"
    r"|i tilfælde af|i givet fald|ved (?:\w+ )?forfald"
    r"|ved (?:\w+ )?(?:fravær|udtræden|død)|når (?:et|en|der)|ifald|dersom|i det tilfælde)\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:skal|kan|bør|vil|må|kunne|skulle|ville|burde|foreslås?|foreslår|foreslog"
    r"|indstilles?|indstiller|anbefale[rs]|ønsker"
    r"|forventes|forventer|overvejer|anmoder|anmodes|peger på|opstilles|stiller op"
    r"|genopstiller|kandiderer|mulighed(?:en)? for"
    r"|\w*forslag(?:et)? om|tilbydes|opfordres|drøftes|påtænkes)\b",
    re.I,
)
_REQUEST = re.compile(
    r"\b(?:anmod(?:et|er|ede|ning)|ansøg(?:t|er|te|ning)|søg(?:t|er|te)|bedt|beder"
    r"|bad|ønsk(?:er|et|ede))\b",
    re.I,
)
SAYING: Final = (
    r"(?:oplys\w*|spørg\w*|spurgte|nævn\w*|bemærk\w*|takke\w*|siger|sagde|oriente\w*|meddel\w*"
    r"|fremsatte|fremsætter|indled\w*|anfør\w*|påpeg\w*|understreg\w*|henvis\w*|redegj\w*"
    r"|stemte|fandt|mener|mente|tilkendeg\w*|begær\w*|efterlys\w*|opfordre\w*|udtal\w*"
    r"|fremlagde|fremlægger|præsente\w*|gennemg\w*|deltog|deltager)\b"
)
"""Verbs of those who speak at a meeting; who speaks gets no seat by it."""
_ATTENDS = re.compile(
    r"\b(?:forlod|forlader|trådte ind|trådte ud|kom til|ankom|deltog|deltager|gik|mødte)\b"
    r"[^.;]*\b(?:mødet|møde|lokalet|salen|byrådssalen|behandlingen|sagens|punktet|kl\.)"
    r"|\binhabil\w*|\bmødte\b[^.;]*⟦|\b(?:fraværende|afbud)\b[^.;]*\b(?:deltog|mødte)\b",
    re.I,
)
_CLAUSES = re.compile(
    r";|,\s+som\s+(?=⟦)|,?\s+(?:hvorefter|hvorfor|hvorfra|hvorved|mens|idet|medens|fordi|eftersom|selvom)\s"
    r"|,\s+(?:men|så|da|og at|at)\s"
    r"|,\s+og\s+(?=(?:\d\. \w+ )?⟦\d+⟧\s+(?:er|blev|bliver|har|ind|ud|væl|fratr|overt|tiltr|afl"
    r"|ers))",
    re.I,
)
_NOT = r"(?:ikke|aldrig|hverken)"


class Said(NamedTuple):
    """A sentence in which every person stands as ⟦0⟧, ⟦1⟧, …"""

    text: str
    persons: tuple[Named, ...]

    @property
    def conditional(self) -> bool:
        """Whether it says what would happen, not what does."""
        return bool(_CONDITIONAL.search(self.text))

    @property
    def open(self) -> bool:
        """Whether it says what shall, may or is wished to happen."""
        return bool(_OPEN.search(self.text))

    def opened(self, verb: re.Match[str]) -> bool:
        """Whether what a verb says is put as a wish or plan by the words before it."""
        return bool(_OPEN.search(self.text, 0, verb.end()))

    @property
    def requested(self) -> bool:
        """Whether it says that somebody asks for something."""
        return bool(_REQUEST.search(self.text))

    def negated(self, verb: re.Match[str]) -> bool:
        """Whether a verb is denied."""
        before, after = self.text[: verb.start()], self.text[verb.end() :]
        close = re.search(rf"\b{_NOT}\s+(?:\w+\s+){{0,2}}$", before, re.I)
        inside = re.search(rf"\b{_NOT}\b(?! længere)", verb[0], re.I)
        behind = re.match(rf"\s+(?:{PERSON}\s+)?{_NOT}\b(?! længere)", after, re.I)
        return bool(close or behind or inside)

    def named(self, token: str) -> Named:
        """The person that a ⟦0⟧ stands for."""
        return self.persons[int(token.strip("⟦⟧"))]


def clause(text: str, at: int) -> str:
    """The part of a sentence around a place, without what other clauses say."""
    cuts = [(m.start(), m.end()) for m in _CLAUSES.finditer(text)]
    start = max((end for _, end in cuts if end <= at), default=0)
    end = min((begin for begin, _ in cuts if begin >= at), default=len(text))
    return text[start:end]


def attends(text: str) -> bool:
    """Whether a sentence tells who was in the room, not who holds a seat."""
    return bool(_ATTENDS.search(text))


def said(text: str, other: Callable[[str], bool] = lambda _: False) -> Said:
    """A sentence with its persons taken out; `other` tells names that are no person's."""
    found = tuple(person for person in persons(text) if not other(person.name))
    parts: list[str] = []
    at = 0
    for number, person in enumerate(found):
        parts += [text[at : person.start], f"⟦{number}⟧"]
        at = person.end
        if text[at : at + 1] == "s" and text[at : at + 2].strip() == "s":
            at += 1
    return Said("".join([*parts, text[at:]]), found)
