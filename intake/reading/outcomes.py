"""What minutes say a body did with an item: the outcome, per point where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from domain.words import Outcome
from intake.danish.dates import DAY, day_of, month_of
from intake.danish.sentences import sentences
from intake.layouts.blocks import Block
from intake.reading.dissent import ORDINALS, dissent, manner, points_in, voices_for
from intake.reading.found import Decision, Kind
from intake.reading.votes import votes

_ADOPTED = (
    r"\b(?:vedt(?:aget|og|ages)|godkend(?:t|te|es)|tiltr(?:ådt|ådte|ædes)|(?:blev|er) fulgt|følges"
    r"|imødekom(?:met|mes)|(?:kunne|kan) (?:enstemmigt |i enighed )?(?:tiltræde|godkende)|bevilg(?:et|es|ede)|valgt(?:e|es)?|vælges|udpeg(?:et|ede|es)"
    r"|genvalgt(?:e|es)?|genudpeg(?:et|ede|es)|beslutte(?:t|de)|stadfæstet|konstituerede sig)\b"
)
_SAID: Final[tuple[tuple[str, Outcome], ...]] = (
    (
        r"\bikke (?:\w+ )?(?:vedtaget|godkendt|tiltrådt|imødekommet|fulgt)\b"
        r"|\bforkast|\bafvis(?:t|te|es)\b"
        r"|\bafslået\b|\bafslog\b|\bnedstemt\b|\bfaldt\b|\bbortfaldt\b.*\bstemme"
        r"|\bkunne ikke (?:tiltræde|"
        r"godkende)\b(?=.*\b(?:flertal))",
        "rejected",
    ),
    (r"\b(?:udsat|udsættes|udsatte|udskudt|udskydes|udskød)\b", "deferred"),
    (
        r"\b(?:trukket tilbage|trak (?:\w+ )?(?:forslag|sag)\w* tilbage"
        r"|bortfald\w*|frafaldt)\b",
        "withdrawn",
    ),
    (
        r"\b(?:taget af|tages af|udgår af|udgik af|slettes fra) dagsorden\w*|^"
        r"(?:punktet )?(?:udgår|udgik)\b",
        "struck",
    ),
    (
        r"\b(?:til|tilbage til) (?:fornyet|ny|yderligere) behandling\b|\bhjemvis"
        r"|\bsendes tilbage\b",
        "sent back",
    ),
)
_KINDS: Final = tuple((re.compile(pattern, re.I), outcome) for pattern, outcome in _SAID)
_ADOPTED_AT_ALL = re.compile(_ADOPTED, re.I)
_NOTED = re.compile(
    r"\btil (?:efterretning|orientering)\b|\borientering(?:en)? (?:blev |er )?(?:givet|modtaget"
    r"|foretaget)\b|\b(?:blev|er|har) (?:givet )?orienter(?:et|ing)\b|\borienterede\b|^orienteret\b",
    re.I,
)
_DISCUSSED = re.compile(
    r"\bdrøft(?:et|ede|edes|es)\b|\btemadrøftelse[nr]?\b.*\b(?:afholdt|gennemført)", re.I
)
_SENT = re.compile(
    r"\b(?:frem|over|hen|videre)?send(?:es|t|te)s?\b|\bhenvis(?:es|t|te)\b|\boversend(?:es|t|te)\b"
    r"|\bdelegere(?:s|t)\b",
    re.I,
)
_READ_AGAIN = re.compile(r"\btil (?:anden|2\.|tredje|3\.)\s*behandling\b", re.I)
_TO = re.compile(
    r"\btil (?P<whom>(?!(?:behandling|efterretning|orientering|høring|byrådets"
    r"|udtalelse|fornyet)\b)[A-ZÆØÅ].*?)"
    r"(?=\s+(?:til (?:videre |fornyet )?(?:behandling|udtalelse|besvarelse)|med "
    r"(?:henblik|bemærkning|anmodning)"
    r"|i henhold|jf\.|den \d|på møde)|,? at\b|[.;]|$)"
)
_BACK = re.compile(r"\btilbagesende(?:s|t|te)\b|\btilbagesendt\b", re.I)
_RECOMMENDED = re.compile(
    r"\banbefal(?:er|es|ede|et|ing)\b|\bindstill(?:er|es|ede|et) (?:\w+ ){0,3}til "
    r"(?:byråd|kommunalbest|økonomi|region)",
    re.I,
)
_CHANGED = re.compile(
    r"\bmed (?:den|de|følgende|en|enkelte|nogle)? ?(?:\w+ )?(?:ændring|tilføjelse"
    r"|rettelse|justering|præcisering)"
    r"|\bi ændret form\b|\bmed ændringsforslag|\bsom ændret\b|\bmed "
    r"(?:den )?bemærkning(?:,)? at (?:punkt|pkt)"
    r"|\bmed undtagelse af\b|\bdog (?:\w+ )?(?:udgår|udgik|ændres|således|sådan|uden|med)\b"
    r"|\b(?:således|sådan),? at\b|\bidet\b(?! [^.,]*\b(?:bemærk|noter|konstater|understreg|henvis"
    r"|lægge[sr]? vægt|ønske|oplys|kvitter))",
    re.I,
)
_CHANGES_NOT = re.compile(r"\buden (?:ændring|bemærkning)", re.I)
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


_LIGHT: Final = frozenset({"noted", "discussed"})
"""Outcomes that stand beside any other: what was put off may have been discussed before."""
_OF_KIND: Final[dict[Kind, Outcome]] = {
    "note": "noted",
    "discuss": "discussed",
    "give input": "discussed",
    "recommend": "recommended",
}


def of_point(found: Decision, number: int, kind: Kind) -> Outcome | None:
    """What was done with one point: what is said of it, or of what it asks for, or of all."""
    told = found.outcomes.get(number)
    if told is not None:
        return "noted" if kind == "note" and told == "adopted" and "noted" in found.said else told
    own = _OF_KIND.get(kind)
    return own if own in found.said and found.outcome not in _REFUSED else found.outcome


_REFUSED: Final = frozenset({"rejected", "withdrawn", "struck"})


def _besides(text: str) -> Iterator[Outcome]:
    """What a sentence says was done besides its main outcome."""
    if _NOTED.search(text):
        yield "noted"
    if _DISCUSSED.search(text):
        yield "discussed"
    if _RECOMMENDED.search(text):
        yield "recommended"


def outcome_of(text: str) -> Outcome | None:
    """What one sentence says was done, if it says so."""
    if _ADOPTED_AT_ALL.search(text) and (
        _BACK.search(text) or re.search(r"\bhar (?:i \w+ )?vedtaget", text)
    ):
        return _adopted(text)
    for pattern, outcome in _KINDS:
        if pattern.search(text):
            return outcome
    if _SENT.search(text) and (_TO.search(text) or _READ_AGAIN.search(text)):
        return "recommended" if _RECOMMENDED.search(text) else "referred"
    if _BACK.search(text):
        return "sent back"
    if _RECOMMENDED.search(text) and not re.match(r".*\b(?:fulgte|godkendte|vedtog) ", text):
        return "recommended"
    if _NOTED.search(text) and not _ADOPTED_AT_ALL.search(text):
        return "noted"
    if _ADOPTED_AT_ALL.search(text):
        return _adopted(text)
    return "discussed" if _DISCUSSED.search(text) else None


def _adopted(text: str) -> Outcome:
    changed = _CHANGED.search(text) and not _CHANGES_NOT.search(text)
    return "adopted with changes" if changed else "adopted"


def decision(blocks: Sequence[Block], day: date) -> Decision | None:
    """What the body did, from the text under the heading of the decision."""
    if not blocks:
        return None
    found = Decision(blocks[0].passage.written())
    for block in blocks:
        number = _number_of(block.mark)
        named, rest = _of_points(block.text)
        points = (number,) if number is not None else named
        for sentence in sentences(block.passage[len(block.text) - len(rest) :]):
            points = _take(found, sentence.text, points, day)
    if found.outcome is None and found.outcomes:
        found.outcome = _overall(list(found.outcomes.values()))
    _count(found, " ".join(block.text for block in blocks))
    return found


def _count(found: Decision, text: str) -> None:
    """Learn the votes from all that is told; those who abstained may be told behind the rest."""
    counted = votes(text, lost=found.outcome == "rejected")
    told = found.votes
    if counted and (told is None or told.in_favour in (counted.in_favour, counted.against)):
        found.votes = counted
        found.manner = found.manner or "by vote"


def _number_of(mark: str) -> int | None:
    """The point that a mark means: `2`, or `b` for the second."""
    if mark.isdigit():
        return int(mark)
    return ord(mark) - ord("a") + 1 if len(mark) == 1 and mark.isalpha() else None


def _take(found: Decision, text: str, of: tuple[int, ...], day: date) -> tuple[int, ...]:
    """Learn what one sentence says, of the points that it or the one before it names; which."""
    named, said = _of_points(text)
    points = named or of
    counted = _voted(found, said, points)
    voices = dissent(said)
    for one in voices:
        found.dissent.append(replace(one, points=one.points or points))
    if voices and not counted and not re.search(r"\bflertal", text, re.I):
        return points
    outcome = outcome_of(said)
    if outcome is None:
        return points
    if points:
        found.outcomes.update({point: outcome for point in points if point not in found.outcomes})
    else:
        found.said |= {outcome, *_besides(said)}
        if found.outcome is None or (found.outcome in _LIGHT and outcome not in _LIGHT):
            found.outcome = outcome
    if outcome == "deferred":
        found.deferred_to = found.deferred_to or _until(text, day)
    if outcome in ("referred", "sent back", "recommended"):
        found.referred_to = found.referred_to or referred_to(text)
    return points


def _of_points(text: str) -> tuple[tuple[int, ...], str]:
    """The points that a sentence names at its beginning, and what it says of them."""
    match = _PER_POINT.match(text)
    if match:
        return points_in(match["points"] or match["plain"]), match["rest"]
    match = _PER_ORDINAL.match(text)
    if match:
        return (ORDINALS[match["ordinal"].lower()],), match["rest"]
    return (), text


def _voted(found: Decision, text: str, points: tuple[int, ...]) -> bool:
    """Learn how it was voted; whether the sentence counts votes."""
    how, counted = manner(text), votes(text, lost=outcome_of(text) == "rejected")
    if found.manner is None and how:
        found.manner, found.voted = how, points
    if found.votes is None and counted:
        found.votes, found.voted = counted, points
    found.in_favour = found.in_favour or voices_for(text)
    return counted is not None


def _overall(outcomes: list[Outcome]) -> Outcome:
    """One word for an item whose points fared differently: that of most points, first of equals."""
    return max(outcomes, key=outcomes.count)


def referred_to(text: str) -> str | None:
    """To whom something was sent; several are parted by semicolons."""
    match = _TO.search(text)
    if match is None:
        return None
    whom = match["whom"].strip(" ,")
    return "; ".join(_several(whom))


def _several(text: str) -> list[str]:
    """Bodies joined by `og`, each with a name of its own."""
    first = text.split(maxsplit=1)[0]
    parts = re.split(rf"\s+og\s+(?={re.escape(first)}\b)", text)
    if len(parts) == 1:
        parts = re.split(r"(?<=udvalget)\s+og\s+(?=[A-ZÆØÅ])|(?<=udvalg)\s+og\s+(?=[A-ZÆØÅ])", text)
    return [part.removeprefix("den ").strip() for part in parts]


def _until(text: str, day: date) -> str | None:
    match = re.search(rf"\btil\b[^.]*?({DAY})", text, re.I) or re.search(rf"({DAY})", text, re.I)
    if match and (found := day_of(match[1], day)):
        return found.isoformat()
    after = re.search(r"\btil\b\s+(.{3,60}?)(?:[.,]|$)", text)
    month = month_of(after[1], day) if after else None
    return f"{month[0]:04}-{month[1]:02}" if month else after[1] if after else None
