"""What a sentence of minutes says was done: the outcome, to whom it was sent, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.words import ADOPTING, Outcome
from intake.danish.dates import DAY, day_of, month_of

_ADOPTED_AT_ALL = re.compile(
    r"\b(?:vedt(?:aget|og|ages)|godkend(?:t|te|es)|tiltr(?:ådt|ådte|ædes|æder)"
    r"|godkender|vedtager|(?:blev|er) fulgt|følges"
    r"|imødekom(?:met|mes)|(?:kunne|kan) (?:enstemmigt |i enighed )?(?:tiltræde|godkende)"
    r"|bevilg(?:et|es|ede)|valgt(?:e|es)?|vælges|udpeg(?:et|ede|es)|genvalgt(?:e|es)?"
    r"|genudpeg(?:et|ede|es)|beslutte(?:t|de)|stadfæstet|bemyndige(?:s|t|de)|konstituerede sig"
    r"|tilslut(?:tet|tede sig|ter sig|tes)|bakkede op"
    r"|(?:gav|giver) (?:sin )?(?:opbakning|tilslutning)"
    r"|sendes i (?:offentlig )?høring)\b",
    re.I,
)
_SAID: Final[tuple[tuple[str, Outcome], ...]] = (
    (
        r"\bikke (?:\w+ )?(?:vedtaget|godkendt|tiltrådt|imødekommet|fulgt)\b"
        r"|\b(?:vedtages|godkendes|tiltrædes|imødekommes|bevilges|anbefales) ikke\b"
        r"|\b(?:tiltrådte|godkendte|vedtog|fulgte|imødekom) ikke\b|\b(?:meddel|giv)\w* afslag\b"
        r"|\b(?:\w*(?:udvalget|rådet|bestyrelsen|nævnet)|KKR) k(?:an|unne) ikke (?:tiltræde"
        r"|godkende)\b(?!.*\bsend\w* tilbage)"
        r"|^(?=.*\bflertal).*\bk(?:an|unne) ikke (?:tiltræde|godkende)\b"
        r"|\bforkast|\bafvis(?:t|te|es)\b|\bikke (?:\w+ )?flertal\b"
        r"|\bafslået\b|\bafslog\b|\bnedstemt\b|\bfaldt\b|\bbortfaldt\b.*\bstemme"
        r"|\bkunne ikke (?:tiltræde|godkende)\b(?=.*\b(?:flertal))",
        "rejected",
    ),
    (
        r"\b(?:udsat|udsættes|udsatte|udskudt|udskydes|udskød)\b"
        r"|\b(?:genoptages|optages|genbehandles|behandles igen)\b(?=.*\b(?:møde|den \d))",
        "deferred",
    ),
    (
        r"\b(?:tage[ts] af|udgår af|udgik af|udgået af|slette[ts] fra|trukket (?:af|fra)) dagsorden"
        r"|^(?:(?:punktet|sagen|dagsordenspunktet) )?(?:er |blev )?(?:udgår|udgik|udgået)\b",
        "struck",
    ),
    (
        r"\b(?:sagen|punktet|forslaget) (?:blev |er )?trukket\b"
        r"|\b(?:trukket tilbage|tilbagetrukket|trak (?:\w+ )?(?:forslag|sag)\w* tilbage"
        r"|bortfald\w*|frafaldt)\b",
        "withdrawn",
    ),
    (
        r"\b(?:til|tilbage til) (?:fornyet|ny|yderligere) behandling\b|\bhjemvis"
        r"|\bsend(?:es|t|te) tilbage\b",
        "sent back",
    ),
)
_KINDS: Final = tuple((re.compile(pattern, re.I), outcome) for pattern, outcome in _SAID)
_NOTED = re.compile(
    r"\btil (?:efterretning|orientering)\b|\borientering(?:en)? (?:blev |er )?(?:givet|modtaget"
    r"|foretaget)\b|\b(?:blev|er|har) (?:givet )?orienter(?:et|ing)\b|\borienterede\b"
    r"|^orienteret\b",
    re.I,
)
_DISCUSSED = re.compile(
    r"\bdrøft(?:et|ede|edes|es)\b|\btemadrøftelse[nr]?\b.*\b(?:afholdt|gennemført)", re.I
)
_SENT = re.compile(
    r"\b(?:frem|over|hen|videre)?send(?:es|t|te|e)s?\b|\bhenvis(?:es|t|te)\b|\boversend(?:es|t|te)\b"
    r"|\bdelegere(?:s|t)\b",
    re.I,
)
_READ_AGAIN = re.compile(r"\btil (?:anden|2\.|tredje|3\.)\s*behandling\b", re.I)
_TO = re.compile(
    r"(?:\btil|\b(?:[Oo]ver|[Ff]rem|[Vv]idere)sendes(?! til)) (?P<whom>(?!(?:behandling"
    r"|efterretning|orientering|høring|byrådets|udtalelse|fornyet)\b)(?:[A-ZÆØÅ].*?"
    r"|[a-zæøå-]*(?:forhandlinger(?:ne)?|udvalget|rådet|bestyrelsen|forvaltningen|kredsen|gruppen"
    r"|administrationen|direktionen|seminaret|budgetlægningen)\b[^.,;]*?))"
    r"(?=\s+(?:til (?:videre |fornyet )?(?:behandling|udtalelse|besvarelse)|med "
    r"(?:henblik|bemærkning|anmodning|anbefaling|\d+ stemmer|stemmerne|et flertal)"
    r"|i henhold|jf\.|den \d|på møde)|,? at\b|[.;]|$)"
)
_FOR_WHAT = re.compile(r"(?<=\w)s (?:godkendelse|(?:videre )?behandling|beslutning|afgørelse)$")
_BACK = re.compile(r"\btilbagesende(?:s|t|te)\b|\btilbagesendt\b", re.I)
_RECOMMENDED = re.compile(
    r"\banbefal(?:er|es|ede|et|ing)\b|\bindstill(?:er|es|ede|et) (?:\w+ ){0,3}til "
    r"(?:byråd|kommunalbest|økonomi|region)|\bindstill(?:er|es|ede|et),? at (?:\w+ )?(?:byråd"
    r"|kommunalbest|økonomi|region)|sende?s? til (?:\w+ ){0,3}\w+s godkendelse\b",
    re.I,
)
_CHANGED = re.compile(
    r"\bmed (?:den|de|følgende|en|enkelte|nogle)? ?(?:\w+ )?(?:ændring|tilføjelse"
    r"|rettelse|justering|præcisering)"
    r"|\bmed (?:den|de) [^.,;]{3,60}?(?:ændring|tilføjelse|rettelse|justering|præcisering)"
    r"|\bi ændret form\b|\bmed ændringsforslag|\bsom ændret\b|\bmed "
    r"(?:den )?bemærkning(?:,)? at (?:punkt|pkt)"
    r"|\bændringsforslage\w* (?:blev |er )?(?:også )?vedtaget"
    r"|\bmed undtagelse af\b"
    r"|\bdog (?:\w+ )?(?:udgår|udgik|ændres|således|sådan|uden|med(?! forbehold))\b"
    r"|\b(?:således|sådan),? at\b|\bidet\b(?! [^.,]*\b(?:bemærk|noter|konstater|understreg|henvis"
    r"|lægge[sr]? vægt|ønske|oplys|kvitter))",
    re.I,
)
_ASIDE = re.compile(r",\s+(?:idet|dog|mens|men)\b")
"""Where a sentence leaves its main clause."""
_CHANGES_NOT = re.compile(r"\buden (?:ændring|bemærkning)", re.I)


def outcome_of(text: str) -> Outcome | None:
    """What one sentence says was done, if it says so."""
    main = _ASIDE.split(text)[0]
    if main != text and outcome_of(main) in ADOPTING:
        return _adopted(text)
    adopted = _ADOPTED_AT_ALL.search(text)
    if adopted and (_BACK.search(text) or re.search(r"\bhar (?:i \w+ )?vedtaget", text)):
        return _adopted(text)
    for pattern, outcome in _KINDS:
        if pattern.search(text):
            return outcome
    if _SENT.search(text) and (_TO.search(text) or _READ_AGAIN.search(text)):
        return "recommended" if _RECOMMENDED.search(text) else "referred"
    if _BACK.search(text):
        return "noted" if _NOTED.search(text) else "sent back"
    if _RECOMMENDED.search(text) and not re.match(r".*\b(?:fulgte|godkendte|vedtog) ", text):
        return "recommended"
    if _NOTED.search(text) and not adopted:
        return "noted"
    if adopted:
        return _adopted(text)
    return "discussed" if _DISCUSSED.search(text) else None


def _adopted(text: str) -> Outcome:
    changed = _CHANGED.search(text) and not _CHANGES_NOT.search(text)
    return "adopted with changes" if changed else "adopted"


def besides(text: str) -> Iterator[Outcome]:
    """What a sentence says was done besides its main outcome."""
    if _NOTED.search(text):
        yield "noted"
    if _DISCUSSED.search(text):
        yield "discussed"
    if _RECOMMENDED.search(text):
        yield "recommended"


def referred_to(text: str) -> str | None:
    """To whom something was sent; several are parted by semicolons."""
    match = _TO.search(text)
    if match is None:
        return None
    whom = _FOR_WHAT.sub("", match["whom"].strip(" ,"))
    return "; ".join(_several(whom))


def _several(text: str) -> list[str]:
    """Bodies joined by `og`, each with a name of its own."""
    first = text.split(maxsplit=1)[0]
    parts = re.split(rf"\s+og\s+(?={re.escape(first)}\b)", text)
    if len(parts) == 1:
        parts = re.split(r"(?<=udvalget)\s+og\s+(?=[A-ZÆØÅ])|(?<=udvalg)\s+og\s+(?=[A-ZÆØÅ])", text)
    return [part.removeprefix("den ").strip() for part in parts]


def until(text: str, day: date) -> str | None:
    """Until when something was put off: a day, a month, or the words for it."""
    match = re.search(rf"\btil\b[^.]*?({DAY})", text, re.I) or re.search(rf"({DAY})", text, re.I)
    if match and (found := day_of(match[1], day)):
        return found.isoformat()
    after = re.search(r"\b(?:til|på)\b\s+(.{3,60}?)(?:[.,]|$)", text)
    month = month_of(after[1], day) if after else None
    return f"{month[0]:04}-{month[1]:02}" if month else after[1] if after else None
