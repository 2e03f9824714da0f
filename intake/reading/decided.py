"""The decision on an item from the words under its heading: of all points, or of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from domain.words import ADOPTING, Outcome
from intake.danish.personal import cleared, spans
from intake.danish.sentences import sentences
from intake.formats.paper import Written
from intake.layouts.blocks import Block
from intake.reading.dissent import ORDINALS, dissent, manner, points_in, voices_for
from intake.reading.found import Decision, Kind
from intake.reading.outcomes import besides, outcome_of, referred_to, until
from intake.reading.votes import votes

_NUMBERS = r"\d{1,2}(?:\s*(?:[-–,]|og)\s*\d{1,2})*"
_PER_POINT = re.compile(
    r"^(?:(?:ad\.?\s*|(?:indstillingens |beslutnings)?(?:punkt|pkt\.?)(?:er|erne)?\s*|at[ -]?)"
    rf"(?P<points>{_NUMBERS})\s*[.):]*|(?P<plain>{_NUMBERS})\s*[.):])\s+"
    r"(?P<rest>(?!(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*\.?\s)\D.*)",
    re.I | re.DOTALL,
)
_PER_ORDINAL = re.compile(
    rf"^(?:de[nt] )?(?P<ordinal>{'|'.join(ORDINALS)})"
    r"\s+(?:indstillings|beslutnings)?(?:punkt|pind|at)\b\s*(?P<rest>\D.*)",
    re.I,
)
_AMENDMENT = re.compile(
    r"^(?!Forslaget\b|Sagen\b|.*(?:send|henvis|indstilling))"
    r"(?:\S+ ){0,4}?(?:under)?ændringsforslag",
    re.I,
)
"""How a sentence begins that speaks of a proposed change and not of the case itself."""
_ASIDE = re.compile(
    r",\s+(?:(?:idet|mens|men|hvor|medens)\s+(?=[A-ZÆØÅ])|dog med forbehold)"
    r"|,?\s+(?:med undtagelse af|undtagen|bortset fra) (?=[A-ZÆØÅ])"
)
_PLACED = (
    r"(?:(?:indstillingens |beslutnings|at-?)?(?:punkt|pkt\.?)(?:er|erne)? ?(?P<object>"
    rf"{_NUMBERS})|(?P<nth>{'|'.join(ORDINALS)}) (?:at|pind|(?:indstillings)?punkt)\b)"
)
_VERB = (
    r"(?:godkend|vedt[ao]g|tiltr[åæ]d|udsæt|udsat|udsk[yøu]d|drøfte|forkast|afvis|anbefal|henvis|hjemvis"
    r"|imødekom|følg|fulgt|tag|tog|(?:over|frem)?sende?)\w*"
)
_OBJECT = re.compile(rf"^(?!(?:punkt|pkt))(?:\S+ ){{0,9}}?{_VERB} {_PLACED}", re.I)
"""Points that stand behind what was done with them: `godkendte punkt 1 og 2`."""
_BARE = _PLACED.replace("?P<object>", "?:").replace("?P<nth>", "?:")
_AND = r"(?:og|mens|medens|men|hvorimod|dog|samt|med undtagelse af|undtagen|bortset fra)"
_CLAUSE = re.compile(rf",?\s+{_AND}\s+(?=(?:(?:blev|er|bliver) )?{_BARE}|{_VERB} {_BARE})", re.I)
"""Where a sentence goes on to other points."""
_CLAUSE_END = re.compile(rf",?\s+{_AND}\s+$", re.I)
_LINK = re.compile(r"^(?:blev|er|bliver) (?=\D+\d)|(?<=\d),? (?:som|der)(?= )")
MOST = 30
"""Lines of a decision that are quoted as its evidence."""
_LIGHT: Final = frozenset({"noted", "discussed"})
"""Outcomes that stand beside any other: what was put off may have been discussed before."""
_REFUSED: Final = frozenset({"rejected", "withdrawn", "struck"})
_OF_KIND: Final[dict[Kind, Outcome]] = {
    "note": "noted",
    "discuss": "discussed",
    "give input": "discussed",
    "recommend": "recommended",
}


def decision(blocks: Sequence[Block], day: date) -> Decision | None:
    """What the body did, from the text under the heading of the decision."""
    if not blocks:
        return None
    found = Decision(_written(blocks))
    amended = False
    spoken: list[str] = []
    for block in blocks:
        points, told = _told(block)
        for text in told:
            if _AMENDMENT.match(text):
                amended = amended or outcome_of(text) in ADOPTING
                continue
            spoken.append(text)
            for clause in _clauses(text):
                _take(found, clause, points, day)
    if found.outcome is None and found.outcomes:
        found.outcome = _overall(list(found.outcomes.values()))
    if amended and found.outcome == "adopted":
        found.outcome = "adopted with changes"
    _count(found, " ".join(spoken))
    return found


def _written(blocks: Sequence[Block]) -> Written:
    """Where a decision stands: all of it on the page where it begins, but where it is too long, or
    holds what is personal, only its first words."""
    first = blocks[0].passage
    here = [block for block in blocks if block.passage.line.page == first.line.page]
    long = here[-1].passage.line.number - first.line.number > MOST
    if long or any(spans(block.text) for block in here):
        return cleared(first).written()
    return first.through(here[-1].passage)


def _told(block: Block) -> tuple[tuple[int, ...], Iterator[str]]:
    """The points that a block is about, if it says so, and its sentences."""
    points, rest = _of_points(block.text)
    passage = block.passage[len(block.text) - len(rest) :]
    mark = block.mark
    if mark.isdigit():
        points = (int(mark),)
    elif len(mark) == 1 and mark.isalpha():
        points = (ord(mark) - ord("a") + 1,)
    return points, (sentence.text for sentence in sentences(passage))


def _clauses(text: str) -> list[str]:
    """A sentence in the clauses that each say what was done with points of their own."""
    if dissent(text):
        return [text]
    starts = [0]
    for match in _CLAUSE.finditer(text):
        if outcome_of(text[starts[-1] : match.start()]) and outcome_of(text[match.end() :]):
            starts.append(match.end())
    ends = [*starts[1:], len(text)]
    found = [_CLAUSE_END.sub("", text[a:b]) for a, b in zip(starts, ends, strict=True)]
    return [found[0], *(_LINK.sub("", clause, count=1) for clause in found[1:])]


def of_point(found: Decision, number: int, kind: Kind) -> Outcome | None:
    """What was done with one point: what is said of it, or of what it asks for, or of all;
    of a point that is passed over where others are named, nothing."""
    told = found.outcomes.get(number)
    if told is not None:
        return "noted" if kind == "note" and told == "adopted" and "noted" in found.said else told
    if found.outcomes and not found.said:
        return None
    own = _OF_KIND.get(kind)
    return own if own in found.said and found.outcome not in _REFUSED else found.outcome


def _take(found: Decision, text: str, of: tuple[int, ...], day: date) -> None:
    """Learn what one sentence says, of the points that it or its block names."""
    named, said = _of_points(text)
    placed = None if named or dissent(said) else _OBJECT.match(said)
    points = _placed(placed) if placed else named or of
    counted = _voted(found, said, points)
    voices = dissent(said)
    for one in voices:
        found.dissent.append(replace(one, points=one.points or points))
    if voices and not counted and not re.search(r"\bflertal", text, re.I):
        said = _ASIDE.split(said)[0]
        if dissent(said):
            return
    outcome = outcome_of(said)
    if outcome is not None:
        _done(found, outcome, said, points)
        if outcome == "deferred":
            found.deferred_to = found.deferred_to or until(text, day)
        if outcome in ("referred", "sent back", "recommended"):
            found.referred_to = found.referred_to or referred_to(text)


def _done(found: Decision, outcome: Outcome, said: str, points: tuple[int, ...]) -> None:
    """Keep what was done with some points, or with all."""
    if points:
        found.outcomes.update({point: outcome for point in points if point not in found.outcomes})
        return
    found.said |= {outcome, *besides(said)}
    if found.outcome is None or (found.outcome in _LIGHT and outcome not in _LIGHT):
        found.outcome = outcome


def _of_points(text: str) -> tuple[tuple[int, ...], str]:
    """The points that a sentence names at its beginning, and what it says of them."""
    match = _PER_POINT.match(text)
    if match:
        return points_in(match["points"] or match["plain"]), match["rest"]
    match = _PER_ORDINAL.match(text)
    if match:
        return (ORDINALS[match["ordinal"].lower()],), match["rest"]
    return (), text


def _placed(match: re.Match[str]) -> tuple[int, ...]:
    return points_in(match["object"]) if match["object"] else (ORDINALS[match["nth"].lower()],)


def _voted(found: Decision, text: str, points: tuple[int, ...]) -> bool:
    """Learn how it was voted; whether the sentence counts votes."""
    how, counted = manner(text), votes(text, lost=outcome_of(text) == "rejected")
    if found.manner is None and how:
        found.manner, found.voted = how, points
    if found.votes is None and counted:
        found.votes, found.voted = counted, points
    found.in_favour = found.in_favour or voices_for(text)
    return counted is not None


def _count(found: Decision, text: str) -> None:
    """Learn the votes from all that is told; those who abstained may be told behind the rest."""
    counted = votes(text, lost=found.outcome == "rejected")
    told = found.votes
    if counted and (told is None or told.in_favour in (counted.in_favour, counted.against)):
        found.votes = counted
        found.manner = found.manner or "by vote"
    lost = found.votes and found.votes.in_favour <= found.votes.against
    if found.outcome == "withdrawn" and lost:
        found.outcome = "rejected"


def _overall(outcomes: list[Outcome]) -> Outcome:
    """One word for an item whose points fared differently: that of most points, first of equals;
    what was only noted or discussed comes last of them."""
    return max(outcomes, key=lambda one: (outcomes.count(one), one not in _LIGHT))
