"""Running text as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.formats.paper import Passage

_SHORT = (
    r"(?:adm|ca|bl\.a|bl|a|f\.eks|fx|jf|nr|stk|kl|pr|pkt|evt|hhv|inkl|ekskl|dr|prof"
    r"|lic|cand|st|d|vedr|sml|tlf"
    r"|cpr|cvr|tv|th|mf|fhv|konst|fung|vedk|skt|gl|ndr|sdr|nuv|mht|ift|fmd|hr"
    r"|afd|sr|jr|tidl|ord|suppl|repr|forb|ang|resp|dvs)"
)
_INITIAL = re.compile(r"(?<!og)(?<!,)(?<!:)(?<!stemte)(?:^|[\s(.])(?:[A-ZÆØÅ]|Aa|Chr?|Th|Fr|Kr)\.$")
_NUMBER = re.compile(r"(?:^|\s)\d{1,2}\.$")
_MONTHS = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
_END = re.compile(r"[.!?][)”\"’]*\s+(?=[A-ZÆØÅ\d\"”(–§])")
_ABBREVIATED = re.compile(rf"(?:^|[\s(-]){_SHORT}\.$", re.I)


LONGEST = 1500
"""Characters of a sentence at most; a longer one is read in parts, so that no paper takes long."""


def sentences(passage: Passage) -> Iterator[Passage]:
    """The sentences of a passage; abbreviations and ordinals end none."""
    for sentence in _whole(passage):
        rest = sentence
        while len(rest.text) > LONGEST:
            cut = max(rest.text.rfind(" ", 0, LONGEST), rest.text.rfind(", ", 0, LONGEST) + 1)
            yield rest[: cut if cut > 0 else LONGEST]
            rest = rest[cut if cut > 0 else LONGEST :]
        yield rest


def _whole(passage: Passage) -> Iterator[Passage]:
    start = 0
    for match in _END.finditer(passage.text):
        before = passage.text[start : match.start() + 1]
        ordinal = _NUMBER.search(before) and (
            before.strip(".").isdigit() or _goes_on(passage.text, match)
        )
        if ordinal or _ABBREVIATED.search(before) or _INITIAL.search(before):
            continue
        yield passage[start : match.end()]
        start = match.end()
    if passage.text[start:].strip():
        yield passage[start : len(passage.text)]


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether what follows a number and a full stop belongs to it, as a month or a figure does."""
    after = text[match.end() :]
    voters = re.match(r"\d+ (?:medlem|stem|undlod|hverken)", after)
    return (after[:1].isdigit() and not voters) or bool(re.match(_MONTHS, after, re.I))
