"""What minutes say a body did with an item: the outcome, per point where they differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from domain.words import Outcome
from intake.danish.dates import DAY, day_of, month_of
from intake.danish.sentences import sentences
from intake.layouts.blocks import Block
from intake.reading.dissent import dissent, manner, points_in, voices_for, votes
from intake.reading.found import Decision

_ADOPTED = (
    r"\b(?:vedt(?:aget|og|ages)|godkend(?:t|te|es)|tiltr(?:ådt|ådte|ædes)|(?:blev|er) fulgt|følges"
    r"|imødekom(?:met|mes)|bevilg(?:et|es|ede)|valgt(?:e|es)?|vælges|udpeg(?:et|ede|es)"
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
    r"\btil (?:efterretning|orientering)\b|\borientering(?:en)? (?:givet|modtaget"
    r"|foretaget)\b|^orientering givet",
    re.I,
)
_DISCUSSED = re.compile(r"\bdrøft(?:et|ede|edes|es)\b|\btemadrøftelse (?:afholdt|gennemført)", re.I)
_SENT = re.compile(
    r"\b(?:frem|over|hen|videre)?send(?:es|t|te)s?\b|\bhenvis(?:es|t|te)\b|\boversend(?:es|t|te)\b"
    r"|\bdelegere(?:s|t)\b",
    re.I,
)
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
    r"|\bmed undtagelse af\b",
    re.I,
)
_CHANGES_NOT = re.compile(r"\buden (?:ændring|bemærkning)", re.I)
_PER_POINT = re.compile(
    r"^(?:ad\.?\s*|(?:indstillingens |beslutnings)?(?:punkt|pkt\.?)(?:er|erne)?\s*|at[ -]?)?"
    r"(?P<points>\d{1,2}(?:\s*(?:[-–,]|og)\s*\d{1,2})*)\s*[.):]?\s+(?P<rest>\D.*)",
    re.I,
)
_ORDINALS = {
    **{"første": 1, "andet": 2, "anden": 2, "tredje": 3, "fjerde": 4},
    **{"femte": 5, "sjette": 6, "syvende": 7, "ottende": 8},
}
_PER_ORDINAL = re.compile(
    rf"^(?:de[nt] )?(?P<ordinal>{'|'.join(_ORDINALS)})"
    r"\s+(?:indstillings|beslutnings)?(?:punkt|pind|at)\b\s*(?P<rest>\D.*)",
    re.I,
)


def outcome_of(text: str) -> Outcome | None:
    """What one sentence says was done, if it says so."""
    if _ADOPTED_AT_ALL.search(text) and (
        _BACK.search(text) or re.search(r"\bhar (?:i \w+ )?vedtaget", text)
    ):
        return _adopted(text)
    for pattern, outcome in _KINDS:
        if pattern.search(text):
            return outcome
    if _SENT.search(text) and _TO.search(text):
        return "recommended" if _RECOMMENDED.search(text) else "referred"
    if _BACK.search(text):
        return "sent back"
    if _NOTED.search(text) and not _ADOPTED_AT_ALL.search(text):
        return "noted"
    if _RECOMMENDED.search(text) and not re.match(r".*\b(?:fulgte|godkendte|vedtog) ", text):
        return "recommended"
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
        for sentence in sentences(block.passage):
            _take(found, sentence.text, number, day)
    if found.votes is None:
        found.votes = votes(" ".join(block.text for block in blocks))
        found.manner = found.manner or ("by vote" if found.votes else None)
    if found.outcome is None and found.outcomes:
        found.outcome = _overall(list(found.outcomes.values()))
    return found


def _number_of(mark: str) -> int | None:
    """The point that a mark means: `2`, or `b` for the second."""
    if mark.isdigit():
        return int(mark)
    return ord(mark) - ord("a") + 1 if len(mark) == 1 and mark.isalpha() else None


def _take(found: Decision, text: str, number: int | None, day: date) -> None:
    """Learn what one sentence says, of some points where it names them."""
    points, said = ((number,), text) if number is not None else _of_points(text)
    counted = _voted(found, said, points)
    voices = dissent(said)
    for one in voices:
        found.dissent.append(replace(one, points=one.points or points))
    if voices and not counted and not re.search(r"\bflertal", text, re.I):
        return
    outcome = outcome_of(said)
    if outcome is None:
        return
    found.noted = found.noted or bool(_NOTED.search(said))
    if points:
        found.outcomes.update({point: outcome for point in points if point not in found.outcomes})
    elif found.outcome is None:
        found.outcome = outcome
    if outcome == "deferred":
        found.deferred_to = found.deferred_to or _until(text, day)
    if outcome in ("referred", "sent back", "recommended"):
        found.referred_to = found.referred_to or referred_to(text)


def _of_points(text: str) -> tuple[tuple[int, ...], str]:
    """The points that a sentence names at its beginning, and what it says of them."""
    match = _PER_POINT.match(text)
    if match:
        return points_in(match["points"]), match["rest"]
    match = _PER_ORDINAL.match(text)
    if match:
        return (_ORDINALS[match["ordinal"].lower()],), match["rest"]
    return (), text


def _voted(found: Decision, text: str, points: tuple[int, ...]) -> bool:
    """Learn how it was voted; whether the sentence counts votes."""
    how, counted = manner(text), votes(text)
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
