"""Which meeting a paper belongs to: body, day, times, place; agenda or minutes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from intake.danish.dates import CLOCK, DAY, day_of
from intake.formats.paper import Paper, PaperError
from intake.layouts.outline import Outline
from intake.reading.found import Document, Meeting
from intake.reading.municipality import of_its_municipality

BODY_WORD: Final = (
    r"(?:[\wÆØÅæøå&-]*(?:byråd|regionsråd|råd|udvalg|bestyrelse|nævn|kommission|komité|komite|forum"
    r"|repræsentantskab|magistrat|borgerrepræsentation|direktion|klynge|taskforce|styregruppe|følgegruppe)"
    r"(?:e[tn]|[nts]|en)?)"
)
_BODY: Final = (
    rf"(?:(?:KKR|RAR|K17|KD) [A-ZÆØÅ][\w]+"
    rf"|(?:(?:[A-ZÆØÅ][\wæøå&.-]*|og|for|i|og) ){{0,6}}(?i:{BODY_WORD})"
    rf"(?: (?i:for|i|vedrørende) [A-ZÆØÅ][\wæøå&/-]*(?:(?i: og| &|,)? [A-ZÆØÅ][\wæøå/-]*){{0,6}})?)"
    r"(?!\w)"
)
_TITLE = re.compile(
    r"(?i:referat|dagsorden|beslutningsprotokol|protokol|mødereferat|indkaldelse)"
    r"(?i:[ :–-]*(?:(?:fra|af|for|til|over)? ?(?:(?:ordinært|ekstraordinært|konstituerende|det) )*"
    r"(?:\w*mødet?\b)?(?: nr\. ?\d+)? ?(?:i|for|af)? ?(?:den )?)?)"
    rf"(?P<body>{_BODY})"
)
_LABEL = re.compile(
    r"\s*(?:Udvalg|Organ|Forum|Råd|Mødeforum|Møde i)\s*:?\s+(?P<body>[A-ZÆØÅ].{2,80}?)"
    rf"(?:[ ,–-]+(?i:{DAY}).*)?\s*"
)
_STAMP = re.compile(
    r"\s*(?P<body>[A-ZÆØÅ][^|]{2,70}?)\s*\|\s*(?P<day>\d{1,2}[-./]\d{1,2}[-./]\d{4})"
)
_ALONE = re.compile(
    rf"\s*(?P<body>{_BODY})(?:, [A-ZÆØÅ][\w -]+ Kommune)?(?:[ ,–-]+(?i:{DAY}).*)?\s*"
)
_NAMED = re.compile(rf"(?P<body>{_BODY})")
_WITHIN = re.compile(rf"\s*[A-ZÆØÅ][\w-]+ Kommune\s*[-–,:/]?\s+(?P<body>{_BODY})\s*")
_OF_PLACE = re.compile(
    rf"\s*(?P<body>{_BODY})\s*[,–:-]\s*[A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+)? Kommune\s*"
)
_MEETS = {
    "bestyrelse": "Bestyrelsen",
    "byråd": "Byrådet",
    "regionsråd": "Regionsrådet",
    "kommunalbestyrelse": "Kommunalbestyrelsen",
    "repræsentantskab": "Repræsentantskabet",
}
_OF = re.compile(rf"\b({'|'.join(_MEETS)})s?møde", re.I)
"""A body that is told only by the kind of its meeting."""
_BEFORE = re.compile(
    rf"\s*(?P<body>{_BODY})(?:\s*[–:,-]\s*|\s+)(?:Åbent )?"
    r"(?i:Referat|Dagsorden|Beslutningsprotokol)\b.*"
)
_ASKED = re.compile(
    rf"indstille[rs]?,?\s+(?:til [\w ]+,\s*)?at\s+(?P<body>{_BODY})\s+"
    r"(?:godkender|udpeger|tager|drøfter|vedtager|beslutter|vælger|tiltræder|anbefaler|giver)"
)
_DAY_LABEL = re.compile(
    rf"(?:mødedato|dato|afholdt|mødet? afholdes|tidspunkt)\s*:?\s*(?P<day>{DAY})", re.I
)
_OF_MEETING = re.compile(
    r"(?:dagsorden(?:en)?|referat(?:et)?|møde(?:t)?)\s+(?:for|fra|af|i"
    rf"|til)[^.:]{{0,90}}?(?P<day>{DAY})",
    re.I,
)
_TIMES = re.compile(rf"{CLOCK}(?:\s*(?:[-–]|til|og slut(?:ter)?)\s*{CLOCK})?")
_HOURS = re.compile(r"\bkl\.? ?(\d{1,2}) ?(?:[-–]|til) ?(\d{1,2})(?![\d.:])")
_ENDED = re.compile(
    r"(?:mødet (?:blev |er )?(?:sluttede|sluttet|afsluttet|hævet|hævedes|slut)|sluttidspunkt)"
    rf"\D{{0,12}}{CLOCK}",
    re.I,
)
_PLACE = re.compile(r"\s*(?:Mødested|Sted|Lokale|Mødelokale)\s*:?\s+(?P<place>\S.{1,80}?)\s*")
_AT = re.compile(
    r"kl\. ?\d{1,2}[.:]\d\d(?: ?[-–] ?\d{1,2}[.:]\d\d)? (?:i|på) (?P<place>[A-ZÆØÅ][^,.]{2,60})"
)
_MINUTES = re.compile(
    r"^\W*(?:r ?e ?f ?e ?r ?a ?t|(?:åbent|lukket) referat|[\w -]+[–-] referat"
    r"|beslutningsprotokol|mødereferat|protokol)\b",
    re.I,
)
_OWN = re.compile(r"\w+(?: beslutning)?")
"""The heading of this body's own decision, which names no other body and no day."""
_HEAD = 40
"""How many lines at the beginning of a paper may tell of its meeting."""


def meeting_of(paper: Paper, outline: Outline, day: date | None, body: str | None) -> Meeting:
    """The meeting of a paper; what is given is taken as given. PaperError where it is not told."""
    head = [text for _, _, text in paper.lines()][: _head(paper, outline)]
    head = _joined(head)
    day = day or _day(paper, head, outline)
    if day is None:
        raise PaperError("no meeting date found in it; give it with --on DAY")
    body = body or of_its_municipality(_body(paper, head) or _deciding(outline, day), head)
    if body is None:
        raise PaperError("it does not say which body meets; give it with --body NAME")
    found = Meeting(body, day, _document(head, outline, day))
    _times([re.sub(DAY, " dato ", text, flags=re.I) for text in head], found)
    for text in head:
        if (place := _PLACE.fullmatch(text) or _AT.search(text)) and found.place is None:
            found.place = place["place"]
    last = (s.text for i in outline.items[-2:] for p in i.parts for s in p.strips)
    ended = _ENDED.search(" ".join([*head, *last]))
    if ended and found.ends is None:
        found.ends = f"{int(ended[1]):02}:{ended[2]}"
    return found


def _joined(head: Sequence[str]) -> list[str]:
    """The lines, with a name that is written over two, `KKR` above its region, on one."""
    found: list[str] = []
    above: str | None = None
    for text in head:
        first, *rest = re.split(r"\s{3,}", text.strip())
        if above and first:
            found += [f"{above} {first}", *rest]
        elif first in ("KKR", "RAR"):
            found += rest
        else:
            found.append(text)
        above = first if first in ("KKR", "RAR") else above if not first else None
    return found


def _head(paper: Paper, outline: Outline) -> int:
    """How many lines stand before the first item, at most some."""
    first = outline.items[0].title.line
    before = sum(len(page) for page in paper.pages[: first.page - 1]) + first.number - 1
    return min(_HEAD, before)


def _document(head: Sequence[str], outline: Outline, day: date) -> Document:
    if any(_MINUTES.match(text) for text in head):
        return "minutes"
    decided = any(
        part.sort == "decision"
        and (_OWN.fullmatch(part.heading) or day_of(part.heading, day) == day)
        and any(s.text for s in part.strips)
        for item in outline.items
        for part in item.parts
    )
    return "minutes" if decided else "agenda"


def _day(paper: Paper, head: Sequence[str], outline: Outline) -> date | None:
    for text in head:
        label = _DAY_LABEL.search(text) or (_TITLE.search(text) and re.search(DAY, text, re.I))
        if label and (day := day_of(label[0], None)):
            return day
    for text in (line.text for line in paper.lines()):
        if (stamp := _STAMP.match(text)) and (day := day_of(stamp["day"], None)):
            return day
    for text in head:
        if (written := re.search(DAY, text, re.I)) and (day := day_of(written[0], None)):
            return day
    for item in outline.items:
        if re.search(r"dagsorden", item.title.text, re.I):
            text = " ".join(strip.text for part in item.parts for strip in part.strips)
            for match in _OF_MEETING.finditer(text):
                if day := day_of(match["day"], None):
                    return day
    return None


def _body(paper: Paper, head: Sequence[str]) -> str | None:
    """The body that meets: as the title, a label, the page header or the recommendations say."""
    for found in (_TITLE.search(text) for text in head):
        if found:
            return _clean(found["body"])
    texts = [line.text for line in paper.lines()]
    for pattern, among in (
        (_LABEL, head),
        (_BEFORE, head),
        (_WITHIN, head),
        (_OF_PLACE, head),
        (_STAMP, texts),
        (_ALONE, head),
    ):
        named = pattern is _STAMP
        for text in among:
            match = pattern.match(text) if named else pattern.fullmatch(text)
            if match:
                return _clean(match["body"])
    if found := _TITLE.search(" ".join(text.strip() for text in head)):
        return _clean(found["body"])
    asked = Counter(_asked(" ".join(" ".join(texts).split())))
    if asked:
        return asked.most_common(1)[0][0]
    of = next((found for text in head if (found := _OF.search(text))), None)
    return _MEETS[of[1].casefold()] if of else None


def _deciding(outline: Outline, day: date) -> str | None:
    """The body whose decisions of the day of the meeting stand in a paper."""
    found: Counter[str] = Counter()
    for part in (part for item in outline.items for part in item.parts):
        dated = re.search(DAY, part.heading, re.I) if part.sort == "decision" else None
        if dated and day_of(dated[0], day) == day and (named := _NAMED.search(part.heading)):
            found[_clean(re.sub(r"s$", "", named["body"]))] += 1
    return found.most_common(1)[0][0] if found else None


def _asked(text: str) -> Iterator[str]:
    for match in _ASKED.finditer(text):
        yield _clean(match["body"])


def _clean(text: str) -> str:
    body = re.sub(r"\s+", " ", text).strip(" ,:–-")
    body = re.sub(r"^[A-ZÆØÅ][\w-]+ Kommune (?=[A-ZÆØÅ][\w -]*(?:et|en)$)", "", body)
    if body.isupper():
        body = re.sub(r"[A-ZÆØÅ]{4,}|\b(?:ØST|SYD|BY)\b", lambda word: word[0].capitalize(), body)
        body = re.sub(r"\b(?:OG|FOR|I)\b(?!/)", lambda word: word[0].lower(), body)
    return body[0].upper() + body[1:]


def _times(head: Sequence[str], found: Meeting) -> None:
    for text in head:
        hours = _HOURS.search(text)
        if hours and found.begins is None:
            found.begins, found.ends = f"{int(hours[1]):02}:00", f"{int(hours[2]):02}:00"
        timed = re.search(r"kl\b|klokken|tidspunkt|dato\b|tid\b", text, re.I)
        match = _TIMES.search(text) if timed else None
        if not match:
            continue
        begins = f"{int(match[1]):02}:{match[2]}"
        if re.search(r"\bslut", text[: match.start()], re.I):
            found.ends = begins
            continue
        found.begins = found.begins or begins
        if match[3] and not found.ends:
            found.ends = f"{int(match[3]):02}:{match[4]}"
