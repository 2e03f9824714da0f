"""Personal data that is no office: left out of what is kept, and counted."""

from __future__ import annotations

import re
from typing import Final

from intake.formats.paper import Passage

_STREET = (
    r"[A-ZÆØÅ][\wæøåé.]*(?: [A-ZÆØÅ][\wæøå.]*){0,3}?(?:vej|vejen|gade|gaden|allé"
    r"|alle|stræde|vænget|vænge|parken"
    r"|boulevard|torv|torvet|bakken|bakke|toften|krogen|marken|have|sti|stien|engen"
    r"|lunden|skrænten|Plads| Allé| Boulevard)"
)
_ILLNESS = (
    r"(?:\w*sygdom\w*|syge(?:melding|meldt|orlov)\w*|barsel\w*|alvorlig syg|helbred\w*"
    r"|(?:bryst|lunge|hud|blod|tarm|prostata)?kræft(?:sygdom|behandling|syg|ramt)?"
    r"|stress|depression\w*"
    r"|(?:hjerte|knæ|hofte|ryg)?operation(?:en)?|graviditet|demens|hjerte"
    r"(?:problemer|anfald|stop)|blodprop|diagnose)\b"
)
_PATTERNS: Final = {
    "CPR number": re.compile(
        r"(?:,?\s{0,2}\(?(?:cpr|personnummer|cpr-?nr)\.?[- ]?(?:nummer|nr)?\.?:?\s*)?\b"
        r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[-– ]?\d{4}\b\)?",
        re.I,
    ),
    "home address": re.compile(
        r",?\s{0,2}\(?(?:(?:bopæl|bosiddende|boende|bor|bosat|adresse"
        rf"|privatadresse)\s*:?\s*(?:på\s+)?)?{_STREET}\s+\d{{1,3}}\s?[A-Za-z]?\b"
        r"(?:,?\s{0,2}(?:st|kl|\d{1,2})\.?\s*(?:tv|th|mf)\.?)?"
        r"(?:,?\s{0,2}\d{4}\s+[A-ZÆØÅ][\wæøå]+(?:\s[A-ZÆØÅ]{1,2}\b)?)?\)?"
    ),
    "health": re.compile(
        r",?\s{0,2}\b(?:på grund af|grundet|som følge af|pga\.?|af|efter|med|under)\s+"
        r"(?:[\wæøå]+\s+){0,3}?"
        rf"{_ILLNESS}(?:\s+(?:årsager|grunde|forhold|problemer))?"
        r"|,?\s{0,2}\b(?:er|var|blev|har været)\s+(?:[\wæøå]+\s+){0,2}?(?:syg|sygemeldt"
        r"|kræftsyg|alvorligt syg)\b"
        rf"|\b{_ILLNESS}",
        re.I,
    ),
    "date of birth": re.compile(
        r",?\s{0,2}\b(?:født|f\.)\s*(?:den\s*)?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
        r"|\d{1,2}\.\s*[a-zæøå]+\s+(?:19|20)\d\d)",
        re.I,
    ),
    "telephone or mail": re.compile(
        r",?\s{0,2}(?:tlf\.?|telefon|mobil|mail|e-mail)\.?:?\s*(?:\+?\d[\d ]{7,}"
        r"|\S+@\S+)|\b\S+@\S+\.\w+",
        re.I,
    ),
}


def spans(text: str) -> list[tuple[int, int, str]]:
    """Where personal data stands in a text: [start, end) and what it is."""
    found = [
        (match.start(), match.end(), what)
        for what, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    return sorted(found)


def cleared(passage: Passage) -> Passage:
    """The longest part of a passage without personal data."""
    private = spans(passage.text)
    starts = [0, *(end for _, end, _ in private)]
    ends = [*(start for start, _, _ in private), len(passage.text)]
    parts = [passage[a:b] for a, b in zip(starts, ends, strict=True) if b > a]
    longest = max(parts, key=lambda part: len(part.text), default=passage[0:0])
    return (
        longest
        if not private
        else longest[len(longest.text) - len(longest.text.lstrip(" ,;.:)")) :]
    )


_LEAVE = re.compile(r"\b(?:syge|barsels?|forældre)(?=orlov)", re.I)


def unheard(text: str) -> str:
    """A text as if nothing personal stood in it; leave stays leave."""
    text = _LEAVE.sub("", text)
    for start, end, _ in reversed(spans(text)):
        text = text[:start] + text[end:]
    return re.sub(r",\s*(?=,)|(?<=⟦),|\s+(?=,)", "", text)


def counted(text: str) -> dict[str, int]:
    """How much personal data a text holds, by what it is."""
    found: dict[str, int] = {}
    for _, _, what in spans(text):
        found[what] = found.get(what, 0) + 1
    return found


def without(text: str) -> str:
    """A text with personal data taken out of it."""
    for start, end, _ in reversed(spans(text)):
        text = f"{text[:start]} […]{text[end:]}"
    return text.strip()
