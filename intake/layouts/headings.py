"""The headings in common use inside an agenda item, and what stands under each."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from intake.layouts.flow import Strip
from intake.layouts.joining import text_of

Sort = Literal["proposal", "decision", "case", "course", "attachments", "absent"]

_WORDS: Final[dict[Sort, str]] = {
    "proposal": "indstilling|indstillinger|indstilling om|indstilling om, at|indstilling om at"
    "|beslutningspunkter|beslutningspunkt|forslag til "
    "beslutning"
    "|(?:det )?indstilles|forvaltningens indstilling|administrationens indstilling"
    "|direktionens indstilling|formandskabets indstilling|sekretariatets indstilling",
    "decision": "beslutning|beslutninger|beslutningen|referat|konklusion|vedtagelse|byrådets "
    "beslutning"
    "|udvalgets beslutning|kommunalbestyrelsens beslutning|bestyrelsens beslutning"
    "|regionsrådets beslutning|mødets beslutning|resultat",
    "absent": "fraværende|afbud|ikke til stede|fravær|mødedeltagere|deltagere|til stede",
    "attachments": "bilag|bilagsliste|vedlagte bilag|bilagsfortegnelse",
    "course": "sagsforløb|politisk behandling|sagens forløb|sagens politiske behandling"
    "|tidligere beslutninger|tidligere behandling|historik|beslutningshistorik|sagsgang",
    "case": "baggrund|sagens baggrund|baggrund for sagen"
    "|sagsfremstilling|resume|resumé|økonomi|sagsbeskrivelse|beslutningskompetence"
    "|lovgrundlag|retsgrundlag|høring|kommunikation|vurdering|beslutningstema|kompetence"
    "|økonomiske konsekvenser|konsekvenser|inddragelse|tidsplan|videre proces|begrundelse"
    "|personalemæssige konsekvenser|supplerende sagsfremstilling|sagen kort|problemstilling"
    "|beslutningsforslag|motivation|sagens kerne|kort resume|sagsresume"
    "|forventet sagsgang|anledning|punkter til dagsordenen|introduktion|formål",
}
_KNOWN: Final = {word: sort for sort, words in _WORDS.items() for word in words.split("|")}
_DATE = r"\d{1,2}(?:[-./]\d{1,2}[-./]|\. ?[a-z]{3,9} )\d{4}"
_ON = rf"(?:,? (?:i mødet |på mødet |møde )?(?:den |d\. ?)?{_DATE}(?:,? (?:pkt|punkt)\.? ?\d+)?)?"
_WORDED: Final[tuple[tuple[str, Sort], ...]] = (
    (r"(?:BESLUTNINGSFORSLAG|INDSTILLING) FRA [^a-z]+", "case"),
    (r"[A-ZÆØÅ][\w ]+ påtegning", "course"),
    (r"(?:Sagens )?[Tt]idligere (?:\w+ )?(?:behandling(?:er)?|sagsforløb|behandlet)", "course"),
    (
        r"(?:Tidligere )?[Bb]eslutning(?:er)? (?:(?:fra|i|på mødet i) |(?=[A-ZÆØÅ]))"
        rf"[^.:]{{3,90}}?{_ON}",
        "decision",
    ),
    (
        rf"[A-ZÆØÅ][\w&, -]{{3,50}}s (?:beslutning|behandling)(?: den)?[^.:]{{0,40}}?{_ON}",
        "decision",
    ),
    (r"Beslutning(?:er)? (?:truffet )?(?:den )?\d[^:]{5,40}", "decision"),
    (
        rf"[A-ZÆØÅ][\w&, -]{{2,60}},? (?:den )?{_DATE}(?:,? (?:pkt|punkt|sag)\.?(?: nr\.)? ?\d+)",
        "decision",
    ),
    (r"[A-ZÆØÅ][\w ]{2,40}s indstilling", "proposal"),
    (r"Fraværende.{0,30}", "absent"),
    (r"Bilag(?: til punkt.{0,20})?", "attachments"),
)
_OF_ITEM: Final = re.compile(
    r"(?:Beslutning(?:er)?|Referat|Konklusion) (?:for|til|på|vedr\.?|i) (?:[Dd]agsordens)?"
    r"(?:[Pp]unkt|[Pp]kt\.?|[Ss]ag) (?:nr\. ?)?\d+(?:\.\d+)?\b.*"
)
"""The heading of a decision that names the item again."""
_NAMED: Final = tuple((re.compile(pattern), sort) for pattern, sort in _WORDED)
_WITH_TEXT: Final = re.compile(
    r"(Beslutning(?:er)?|Referat|Konklusion|Vedtagelse|Fraværende|Afbud|Indstilling|Resultat"
    r"|Deltagere|Til stede|Ikke til stede|[Ff]ravær|Sagsfremstilling|Resum[eé]|Baggrund"
    r"|Beslutningskompetence|Kompetence|Sagsforløb|Bilag|Økonomi)\s*:\s*(?=\S)"
)
_ASKING: Final = re.compile(
    r"[A-ZÆØÅ][\w&, -]{2,70} indstiller(?: (?:til|over for) [\w ,&-]{3,60})?(?:,|:|,? at:?|,? at,)?"
)


class Heading(NamedTuple):
    """A heading: its text, what stands under it, and what stands behind it on the same line."""

    text: str
    sort: Sort
    rest: Strip | None


def heading(strip: Strip) -> Heading | None:
    """The heading that a line is, if it is one."""
    text = text_of(strip)
    if not text:
        return None
    if _OF_ITEM.fullmatch(text):
        return Heading("Beslutning", "decision", None)
    if len(text) > 110:
        return None
    with_text = _WITH_TEXT.match(text)
    if with_text:
        start = strip.line.text.index(text, strip.start) + with_text.end()
        rest = Strip(strip.line, start, strip.end)
        return Heading(with_text[1], _KNOWN[with_text[1].casefold()], rest)
    bare = text.rstrip(": ")
    sort = _KNOWN.get(bare.casefold())
    if sort is not None and (bare[0].isupper() or bare.casefold() != bare):
        return Heading(bare, sort, None)
    for pattern, named in _NAMED:
        if pattern.fullmatch(bare):
            return Heading(bare, named, None)
    return None


def asking(strip: Strip) -> Heading | None:
    """A line such as `Direktionen indstiller,` that stands where a heading would."""
    text = text_of(strip)
    return Heading("Indstilling", "proposal", strip) if _ASKING.fullmatch(text) else None
