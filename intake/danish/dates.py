"""Dates and times as Danish prose writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from domain.when import When
from intake.danish.numbers import COUNT, number

MONTHS: Final = re.findall(
    r"\w+",
    "januar februar marts april maj juni juli august september oktober november december",
)
_MONTH = "|".join([*MONTHS, *(f"{name[:3]}\\.?" for name in MONTHS), r"sept\.?"])
DAY: Final = (
    rf"(?:(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)\s+)?(?:d(?:en|\.)\s*)?"
    rf"(?:\d{{1,2}}\.?\s*(?:{_MONTH})(?:\s+(?:\d{{4}}))?(?!\w)|\d{{1,2}}[-./]\d{{1,2}}[-./ ]\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d)"
)
"""A day, with or without its year."""
MONTH: Final = rf"(?:{_MONTH})(?:\s+(?:måned\s+)?\d{{4}})?(?!\w)"
"""A month, with or without its year."""
_WRITTEN = re.compile(rf"(\d{{1,2}})\.?\s*({_MONTH})(?:\s+(\d{{4}}))?", re.I)
_FIGURES = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./ ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_OF_MONTH = re.compile(rf"({_MONTH})(?:\s+(?:måned\s+)?(\d{{4}}))?", re.I)
CLOCK: Final = r"(?:kl\.?|klokken)?\s*(\d{1,2})[:.](\d\d)"


def day_of(text: str, near: date | None) -> date | None:
    """The day that a text names; without its year the one nearest to another day."""
    if match := _ISO.search(text):
        return _day(*map(int, match.groups()))
    if match := _FIGURES.search(text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := _WRITTEN.search(text):
        month = _month(match[2])
        if match[3]:
            return _day(int(match[3]), month, int(match[1]))
        return _nearest(near, month, int(match[1]))
    return None


def _month(text: str) -> int:
    return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(text.lower()[:3]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(near: date | None, month: int, day: int) -> date | None:
    if near is None:
        return None
    found = [_day(year, month, day) for year in (near.year - 1, near.year, near.year + 1)]
    known = [one for one in found if one is not None]
    return min(known, key=lambda one: abs(one - near), default=None)


def month_of(text: str, near: date | None) -> tuple[int, int] | None:
    """The (year, month) that a text names."""
    match = _OF_MONTH.search(text)
    if match is None:
        return None
    month = _month(match[1])
    if match[2]:
        return int(match[2]), month
    found = _nearest(near, month, 15)
    return (found.year, month) if found else None


_EXACT = re.compile(rf"\s*({DAY})", re.I)
_WHOLE = re.compile(rf"\s*({MONTH})", re.I)
_FROM = re.compile(
    r"(?:med virkning|gældende|virkning)\s+(?:fra|pr\.?)(?: og med)?|\bfra og med\b"
    r"|\bpr\.?(?=\s)|\bfra\b",
    re.I,
)
_UNTIL = re.compile(
    r"\b(?:frem til|indtil|til og med|til|ud)(?: og med| udgangen af| slutningen af)?\b", re.I
)
_END_OF = re.compile(r"\b(?:(?:med|ved|til|inden) udgangen af|ultimo)\b", re.I)
_TERM = re.compile(
    r"\b(?:valg|funktions|virke|byråds)?perioden\s*(?:fra\s*)?(\d{4})\s*(?:[-–]|til)\s*(\d{4})",
    re.I,
)


def term(text: str) -> tuple[str, str] | None:
    """The first and last year of a term, such as `valgperioden 2022-2026`."""
    match = _TERM.search(text)
    return (match[1], match[2]) if match else None


def first_day(text: str, near: date) -> str | None:
    """The day a tenure begins as a sentence says it: `med virkning fra`, `pr.`, `fra`."""
    for match in _FROM.finditer(text):
        found = _after(text, match.end(), near)
        if found:
            return found
    return None


def last_day(text: str, near: date) -> str | None:
    """The last day of a tenure as a sentence plans it: `til`, `frem til`, `med udgangen af`."""
    for pattern in (_END_OF, _UNTIL):
        for match in pattern.finditer(text):
            found = _after(text, match.end(), near, last=True)
            if found:
                return found
    return None


def _after(text: str, at: int, near: date, *, last: bool = False) -> str | None:
    """The day or month that stands directly behind a place."""
    exact = _EXACT.match(text, at)
    if exact:
        day = day_of(exact[1], near)
        return day.isoformat() if day else None
    whole = _WHOLE.match(text, at)
    found = month_of(whole[1], near) if whole else None
    if found is None:
        year = re.compile(r"\s*(?:år(?:et)? )?(\d{4})(?![\d/-])").match(text, at)
        return (f"{year[1]}-12-31" if last else year[1]) if year else None
    if last:
        return date(*found, monthrange(*found)[1]).isoformat()
    return f"{found[0]:04}-{found[1]:02}"


_PERIOD = re.compile(
    rf"\b(?:for|i) (?:perioden|tiden)\s+(?:fra\s+)?({DAY})\s*(?:til(?: og med)?|[-–])\s*({DAY})",
    re.I,
)


_LASTING = re.compile(rf"\b{COUNT}\s+(måned|uge|år)(?:er)?s?\b", re.I)


def _lasting(text: str, first: str | None) -> str | None:
    """The last day of a time that a sentence gives by its length: `to måneders orlov fra …`."""
    match = _LASTING.search(text)
    if match is None or first is None or len(first) != 10:
        return None
    begins, count = date.fromisoformat(first), number(match[1])
    if match[2].lower() == "uge":
        return (begins + timedelta(weeks=count) - timedelta(days=1)).isoformat()
    months = begins.month - 1 + count * (12 if match[2].lower() == "år" else 1)
    year, month = begins.year + months // 12, months % 12 + 1
    day = min(begins.day, monthrange(year, month)[1])
    return (date(year, month, day) - timedelta(days=1)).isoformat()


_TO_BE_FILLED = re.compile(
    rf"\b(?:udpege|vælge|udpegning|valg|indstille)\b[^.]*?"
    rf"(?P<period>{_PERIOD.pattern})",
    re.I,
)


def asked_period(text: str, near: date) -> tuple[str, str] | None:
    """The first and last day of the one period for which a text tells that somebody is to be
    appointed."""
    found = set()
    for match in _TO_BE_FILLED.finditer(text):
        first, last = period(match["period"], near)
        if first and last:
            found.add((first, last))
    return found.pop() if len(found) == 1 else None


def period(text: str, near: date) -> tuple[str | None, str | None]:
    """The first and last day that a sentence gives: as a period, or each by its own words."""
    match = _PERIOD.search(text)
    if match:
        first, last = day_of(match[1], near), day_of(match[2], near)
        return first.isoformat() if first else None, last.isoformat() if last else None
    begins = first_day(re.sub(r"\bperioden fra\b", "perioden", text), near)
    planned = last_day(re.sub(r"\btil (?=⟦|den nye|det nye|de )", "", text), near)
    return begins, planned or (_lasting(text, begins) if re.search("orlov", text, re.I) else None)


_GONE = re.compile(
    r"\b(?:er|var) (?:[^\s,;⟦]+ ){0,5}?(?:trådt (?:tilbage|ud|af)|udtrådt|fratrådt|fraflyttet"
    r"|flyttet|afgået|død|udgået)"
    r"|\bhar (?:[^\s,;⟦]+ ){0,5}?(?:nedlagt|forladt|trukket|fratrådt|fraflyttet|mistet)|\b"
    r"(?:udtrådte|fratrådte"
    r"|afgik ved døden|trådte|døde|fraflyttede|forlod|nedlagde)\b",
    re.I,
)


_FROM_THEN = re.compile(r"\b(?:med virkning fra(?: og med)?|fra og med|fra(?= (?:den )?\d))", re.I)
_OF_THIS = re.compile(
    r"\b(?:ved|med|inden|primo|medio) (?:udgangen af )?"
    r"(?:måneden|året|årets udgang|årsskiftet|(?<=primo )\w+|(?<=medio )\w+)"
)
_LATEST = re.compile(r"\b(?:senest|inden)\b", re.I)
_WHEN_TOLD = re.compile(
    r"\b(?:meddel\w*|oplyst\w*|oplyser|brev|mail|henvendelse|skrivelse|møde\w*|valgt)\b[^,]*$", re.I
)
"""What stands before a day on which something was told or decided, not done."""
_TOLD_BEHIND = re.compile(r"\s+(?:meddelt|oplyst|skrevet|orienteret|anmodet|varslet)\b", re.I)


def exit_day(text: str, near: date) -> tuple[str | None, str | None]:
    """The last day of one who left, and what is uncertain about it, as a sentence says it."""
    if match := _FROM_THEN.search(text):
        found = _after(text, match.end(), near)
        if found:
            first = (
                found
                if len(found) == 10
                else f"{found}-01"
                if len(found) == 7
                else f"{found}-01-01"
            )
            return When.parse(first).shifted(-1).text, None
    if match := re.search(r"\bpr\.?(?=\s)", text, re.I):
        found = _after(text, match.end(), near)
        if found and len(found) == 10:
            before = When.parse(found).shifted(-1).text
            return f"{before}..{found}", f"'pr. {found}' may be the last day or the day after it"
    if match := _LATEST.search(text):
        found = _after(text, match.end(), near, last=True)
        if found:
            return f"..{found}", None
    if match := _OF_THIS.search(text):
        return None, f"the last day is not understood: {match[0]}"
    planned = last_day(text, near)
    if planned:
        return planned, None
    return _gone_day(text, near), None


def _gone_day(text: str, near: date) -> str | None:
    """The last day of one who leaves on a day, or has left before the paper."""
    for match in re.finditer(DAY, text, re.I):
        day = day_of(match[0], near)
        told = _WHEN_TOLD.search(text[: match.start()]) or _TOLD_BEHIND.match(text, match.end())
        if day is None or told:
            continue
        if re.search(r"\bd(?:ød|øde|øden)\b|\b(?:gik|gået) bort\b", text, re.I):
            return day.isoformat()
        return f"{day - timedelta(days=1)}..{day}"
    if _GONE.search(text) or re.search(r"øjeblikkelig virkning|d\.d\.|dags dato", text, re.I):
        return f"..{near}"
    return None
