"""Who was not there: at the meeting or at some of its items, and who sat in instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from intake.danish.parties import LETTERS, NAMES, groups
from intake.danish.persons import Named, persons
from intake.danish.speech import said
from intake.layouts.flow import Strip
from intake.reading.dissent import points_in
from intake.reading.found import Absence

LABEL = re.compile(
    r"(?i:fraværende|afbud|ikke til stede|ikke mødt|fravær)(?: (?:med|uden) afbud| i mødet)?"
    r"(?: fra)?(?:\s*:\s*|\s{2,}|\s+(?=[A-ZÆØÅ])|$)(?P<who>.*)"
)
_OTHER = re.compile(
    r"(?:Deltager|Til stede|Medlemmer|Mødedeltager|Bemærkning|Sager|Punkter|Sted|Dato|Møde"
    r"|Øvrige|Desuden|Fra administration|Referent|Indhold)",
)
"""How lines begin that end a list of those absent."""
_NAMES = r"⟦\d+⟧"
_LIST = rf"{_NAMES}(?:(?:,|\s+og|,\s+og|\s+samt)\s+{_NAMES})*"
_SUBSTITUTE = re.compile(
    rf"(?P<by3>{_NAMES})[^⟦.]{{0,40}}?(?:i stedet for|(?:som )?(?:stedfortræder|suppleant) for)"
    rf" (?P<absent3>{_NAMES})"
    rf"|(?P<absent>{_NAMES})[^⟦.]{{0,60}}?(?:supp\w*\.?|stedfortræder\w*|i stedet|erstatte[st] af"
    rf"|afløs[et]s? af"
    rf"|vikar\w*)(?! for\b)(?: \w+)?\s*:?\s*(?P<by>{_NAMES})"
    rf"|(?P<absent2>{_NAMES})[^⟦.]{{0,40}}?(?P<by2>{_NAMES}) (?:\w+ ){{0,2}}(?:som|i)"
    r" (?:stedfortræder|suppleant|stedet|hendes sted|hans sted|sted)"
    rf"|(?P<absent5>{_NAMES})[^⟦.]{{0,30}}\.\s+(?:I stedet|I (?:hans|hendes) sted"
    rf"|(?:Som )?(?:stedfortræder|suppleant))\b(?! for\b)[^⟦.]{{0,60}}?(?P<by5>{_NAMES})"
    rf"|[Ff]or (?P<absent6>{_NAMES}),? (?:mødte|deltog|deltager|møder|var indkaldt|er indkaldt)"
    rf" (?:\w+ ){{0,2}}(?P<by6>{_NAMES})"
    rf"|(?P<by7>{_NAMES}) for (?P<absent7>{_NAMES})"
    rf"|(?P<absent4>{_NAMES})[^⟦.]{{0,12}}?(?P<by4>{_NAMES}),? (?:stedfortræder|suppleant)(?! for)",
    re.I,
)
_AWAY = re.compile(
    rf"(?P<who>{_LIST})(?:, [A-ZÆØÅ]{{1,2}}\b)?,?(?: der| som)?"
    r" (?:var|er|havde|har|deltog|deltager|forlod|udeblev|måtte)"
    r" (?:\w+ ){0,3}?(?P<how>fraværende|meldt afbud|afbud|ikke til stede|ikke i|ikke under|mødet"
    r"|forhindre(?:t|de) i at deltage|ikke(?=\s*[.,]|$)|lokalet|salen|inhabile?)\b"
    rf"|(?:afbud fra|undtagen(?: fra)?|bortset fra) (?P<who2>{_LIST})"
    rf"|(?P<who3>{_NAMES}) erklærede sig inhabil",
    re.I,
)
_ITEMS = re.compile(
    r"\b(?:punkt(?:er|erne|et)?|pkt\.?|sag(?:er|erne)?|dagsordenspunkt(?:er)?)\s*"
    r"(?P<items>\d[\d.]*(?:\s*(?:[-–,]|og|til|samt)\s*\d[\d.]*)*)",
    re.I,
)
_ONWARD = re.compile(r"\b(?:fra(?: og med)?|efter|til(?: og med)?) (?:punkt|pkt|sag)", re.I)


class ItemTold(NamedTuple):
    """What one item tells: its number, its lines of those absent, the words of its decision."""

    number: str
    absent: tuple[str, ...]
    text: str


class _Told(NamedTuple):
    """A line or sentence that may tell who is absent: the item it stands in, if any, and whether
    it is `listed` under a label such as `Afbud`."""

    text: str
    item: str | None
    listed: bool


def absences(head: Sequence[Strip], items: Sequence[ItemTold]) -> list[Absence]:
    """Everybody whom the head of a paper or its items call absent."""
    found: dict[str, Absence] = {}
    told = list(_of_head(head))
    for item in items:
        told += _of_item(item)
    numbers = [item.number for item in items]
    for one in told:
        for absence in _absences(one, numbers):
            known = found.setdefault(absence.who, absence)
            if known is not absence:
                found[absence.who] = _both(known, absence)
    return list(found.values())


def _of_head(head: Sequence[Strip]) -> Iterator[_Told]:
    """What stands behind or below a label such as `Afbud`, entries of a list of those present, and
    paragraphs that tell of absence."""
    under, names = "", False
    paragraph: list[str] = []
    for text in [*_lines(head), ""]:
        label, other = LABEL.match(text), _OTHER.match(text)
        if label or other or not text:
            yield _Told(" ".join(paragraph), None, listed=False)
            paragraph = []
            under = "absent" if label else "present" if other else "" if names else under
            names = bool(label and label["who"].strip())
            if label and names:
                yield _Told(label["who"], None, listed=True)
            elif other:
                yield _Told(text.partition(":")[2], None, listed=False)
        elif under == "absent" and names and next(persons(text), None) is None:
            under = ""
        elif under:
            names = True
            yield _Told(text, None, listed=under == "absent")
        else:
            paragraph.append(text)


def _lines(head: Sequence[Strip]) -> Iterator[str]:
    """The lines without their bullets, parted where a label stands behind a sentence."""
    for strip in head:
        text = strip.text.lstrip("–•·- ")
        yield from re.split(r"(?<=\.)\s+(?=(?:Fraværende|Afbud|Ikke til stede)\b)", text)


def _of_item(item: ItemTold) -> Iterator[_Told]:
    yield from (_Told(text, item.number, listed=True) for text in item.absent)
    for sentence in re.split(r"(?<=\.)\s+(?=[A-ZÆØÅ])|\n", item.text):
        label = LABEL.match(sentence)
        told = label["who"] if label and label["who"].strip() else sentence
        yield _Told(told, item.number, listed=bool(label))


def _absences(told: _Told, numbers: Sequence[str]) -> Iterator[Absence]:
    speech = said(told.text.strip())
    instead = dict(_substitutes(speech.text, speech.persons))
    parts = [speech.text]
    if told.listed:
        standing = set(instead.values())
        names = [person.name for person in speech.persons if person.name not in standing]
        names = names or list(_plain(speech.text))
        parts = re.split(r",|;|(?<!\bkl)(?<!\bpkt)\.\s", speech.text)
    else:
        names = [*_away(speech.text, speech.persons)]
        names += [name for name in instead if name not in names]
    for name in names:
        token = _token(name, speech.persons)
        part = next((part for part in parts if token in part), speech.text)
        yield Absence(name, _items(part, numbers, told.item), instead.get(name))


def _away(text: str, known: Sequence[Named]) -> Iterator[str]:
    """Who, as a sentence says, was not there."""
    match = _AWAY.search(text)
    who = match and (match["who"] or match["who2"] or match["who3"])
    yield from (_name(token, known) for token in re.findall(r"⟦\d+⟧", who or ""))


def _plain(text: str) -> tuple[str, ...]:
    """Parties in a short line of those absent."""
    return tuple(name for name in groups(text) if name in NAMES or name in LETTERS)


def _token(name: str, known: Sequence[Named]) -> str:
    return next((f"⟦{at}⟧" for at, person in enumerate(known) if person.name == name), name)


def _substitutes(text: str, known: Sequence[Named]) -> Iterator[tuple[str, str]]:
    """Who was absent, and who sat in."""
    for match in _SUBSTITUTE.finditer(text):
        found = match.groupdict()
        absent = next(v for n, v in found.items() if n.startswith("absent") and v)
        by = next(v for n, v in found.items() if n.startswith("by") and v)
        yield _name(absent, known), _name(by, known)


def _name(token: str, known: Sequence[Named]) -> str:
    match = re.search(r"⟦(\d+)⟧", token)
    return known[int(match[1])].name if match else token


def _items(text: str, numbers: Sequence[str], item: str | None) -> tuple[str, ...]:
    """The items that somebody missed; none where it was the whole meeting."""
    match = _ITEMS.search(text)
    if match is None:
        return (item,) if item is not None else ()
    named = match["items"].rstrip(".")
    whole = {str(number) for number in points_in(re.sub(r"\s*til\s*", "-", named))}
    if _ONWARD.search(text) and named in numbers:
        at = numbers.index(named)
        until = re.search(r"\btil(?: og med)? (?:punkt|pkt|sag)", text, re.I)
        return tuple(numbers[: at + 1] if until else numbers[at:])
    return tuple(n for n in numbers if n in whole) or (named,)


def _both(one: Absence, other: Absence) -> Absence:
    """One absence of two that are told; who missed the whole meeting missed its items."""
    substitute = one.substitute or other.substitute
    if not one.items or not other.items:
        return Absence(one.who, (), substitute)
    return Absence(one.who, tuple(dict.fromkeys([*one.items, *other.items])), substitute)
