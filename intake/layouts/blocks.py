"""Lines as paragraphs, bullets and numbered points, each a passage of running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from intake.formats.paper import Passage
from intake.layouts.flow import Strip
from intake.layouts.joining import Joiner, text_of

_BULLET = re.compile(r"[–•·▪◦*—-]\s+(?=\S)")
_MONTHS = "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
_POINT = re.compile(
    rf"(?:[Aa]t\s*)?(?P<number>\d{{1,2}})[.)]\s+(?!(?:{_MONTHS})|klasse|klassetrin)(?=\S)"
    r"|(?P<letter>[a-h])(?:\)\s+(?=\S)|\.\s+(?=[a-zæøå]))|[Aa]t\)\s+(?=\S)",
)
_PER_POINT = re.compile(r"(?:Punkt|Pkt\.|Ad\.?|At|Indstillingens punkt) ?\d{1,2}\b")
_LABEL = re.compile(r"[A-ZÆØÅ][a-zæøå]+(?: (?:for|i|af) [^:]{2,50})?: +[A-ZÆØÅ]")
_RECOMMENDS = re.compile(r"\bindstille|\banbefale|^[Aa]t ")
_ASKING = re.compile(r"(?<!indstill)(?<!anbefal)er, ?$")
_VOTE = re.compile(
    r"(?:For|Imod|Mod|Ja|Nej|Undlader|Undlod|Undlod at stemme|Hverken for eller imod)"
    r"(?: stemte| stemmer)?\s*:"
)
"""How lines begin that tell how some voted, each by itself."""
_ENDED = (".", ":", "!", "?")


class Block(NamedTuple):
    """A paragraph, or one bullet (`–`) or point (`1`, `a`) of a list; its mark is left out."""

    mark: str
    passage: Passage

    @property
    def text(self) -> str:
        """Its text."""
        return self.passage.text


class _Open(NamedTuple):
    mark: str
    strips: list[Strip]


def blocks(joiner: Joiner, strips: Sequence[Strip], *, gap: int) -> list[Block]:
    """The paragraphs and list entries of a part; `gap` empty lines part none."""
    widest = max((len(strip.text) for strip in strips), default=0)
    found: list[_Open] = []
    empty = gap + 1
    for strip in strips:
        text = text_of(strip)
        if not text or not any(c.isalnum() for c in text):
            empty += 1
            continue
        mark, start = _mark(strip, text)
        apart = not found or (empty > gap and not _goes_on(found[-1], text))
        if mark or apart or _ends(found[-1].strips, text, widest):
            found.append(_Open(mark, []))
        found[-1].strips.append(Strip(strip.line, start, strip.end))
        empty = 0
    return [Block(one.mark, joiner.passage(one.strips)) for one in found]


_PARTED = re.compile(r"(?:[-,–/&]|\b(?:og|af|til|for|i|på|om|med))$")


def entries(joiner: Joiner, strips: Sequence[Strip], *, gap: int) -> list[str]:
    """The titles in a list of attachments, one a line; a title may run on over its line's end."""
    found: list[list[Strip]] = []
    empty = gap + 1
    for strip in strips:
        text = text_of(strip)
        if not any(c.isalnum() for c in text):
            empty += 1
            continue
        start = _mark(strip, text)[1] if _BULLET.match(text) else strip.start
        runs_on = text[0].islower() or (found and _PARTED.search(text_of(found[-1][-1])))
        if not found or not runs_on or empty > gap:
            found.append([])
        found[-1].append(Strip(strip.line, start, strip.end))
        empty = 0
    return [joiner.passage(one).text for one in found]


_PARTY_LAST = re.compile(r"\([A-ZÆØÅ]{1,3}\)$")
"""The end of an entry in a list of persons; a sentence below it is no part of it."""


def _wraps(text: str) -> bool:
    """Whether a line ends in the middle of a phrase, so that a capital on the next is a name's."""
    return bool(
        re.search(
            r"(?:\b(?:og|af|i|til|for|fra|ved|med|på|den|det|de|at|som|hvor|en|et)|\))$", text
        )
    )


def _mark(strip: Strip, text: str) -> tuple[str, int]:
    start = strip.line.text.index(text, strip.start)
    bullet = _BULLET.match(text)
    if bullet:
        return "–", start + bullet.end()
    point = _POINT.match(text)
    if point:
        return point["number"] or point["letter"] or "at", start + point.end()
    return "", start


def _goes_on(before: _Open, text: str) -> bool:
    """Whether a sentence goes on behind empty lines, as where a page ends in the middle of it."""
    last = text_of(before.strips[-1])
    return text[0].islower() and last[-1].isalpha() and not _headed(before)


def _headed(before: _Open) -> bool:
    return len(before.strips) == 1 and not before.mark and len(text_of(before.strips[0])) < 40


def _ends(strips: Sequence[Strip], text: str, widest: int) -> bool:
    """Whether the block before ends here although no empty line follows it."""
    last = text_of(strips[-1])
    if _PER_POINT.match(text) and last.endswith(_ENDED):
        return True
    if _VOTE.match(text) or (_VOTE.match(last) and text[0].isupper() and len(last) < 0.85 * widest):
        return True
    if _LABEL.match(text) and not last.endswith((",", "-")):
        return True
    if text.startswith(("at ", "At ")) and _RECOMMENDS.search(" ".join(map(text_of, strips))):
        listed = text_of(strips[0]).startswith(("at ", "At "))
        ended = last.endswith((",", ";", ":", ".", " og", " samt")) and not _ASKING.search(last)
        return listed or ended
    if len(last) < 0.85 * widest and last.endswith(_ENDED):
        return True
    if _PARTY_LAST.search(last) and text[0].isupper() and (text[-1] == ":" or len(text) > 40):
        return True
    headlike = len(strips) == 1 and not last.endswith((*_ENDED, ",", "-", ";"))
    return headlike and len(last) < 0.85 * widest and text[0].isupper() and not _wraps(last)
