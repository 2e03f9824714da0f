"""Seats added, bodies set up, replaced or dissolved, and who sits by virtue of an office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.when import When
from intake.danish.dates import exit_day, first_day, last_day
from intake.danish.numbers import COUNT, number
from intake.danish.organs import HEAD, phrase, stems
from intake.formats.paper import Passage
from intake.reading.found import Act
from intake.reading.places import DANISH, role_in
from intake.reading.scene import Scene

_THING = r"(?:pladser|plads|medlemmer|medlem|repræsentanter|mandater|sæder)"
_FROM_TO = re.compile(
    r"\b(?:udvides|udvidet|udvide|øges|øget|forhøjes|forhøjet"
    rf"|udvidelse)\b[^.]*?\bfra\s+{COUNT}\s+"
    rf"(?:{_THING}\s+)?til\s+{COUNT}(?:\s+{_THING}|(?<=\w)(?=[.,;]|$|\s+(?:pr|fra|med)))"
    r"(?P<sides>[^.(]*\((?P<a>[\wæøå]+)\s+og\s+(?P<b>[\wæøå]+)\))?",
    re.I,
)
_BY = re.compile(
    rf"\b(?:udvides|udvidet|udvide|øges|øget|suppleres|suppleret)\s+med\s+{COUNT}\s+(?:\w+\s+)?"
    rf"{_THING}|\b(?:oprettes|oprettet|etableres|etableret|tilføres)\s+{COUNT}\s+(?:\w+\s+){{0,2}}?"
    rf"{_THING}\s+(?=i\b)",
    re.I,
)
_FEWER = re.compile(
    r"\b(?:reducere[st]|reduceret|nedsættes|nedsat|indskrænke[st]|mindskes|skæres)\b[^.]*?"
    rf"\bfra\s+{COUNT}\s+(?:{_THING}\s+)?til\s+{COUNT}\b|\b(?:nedlægges|nedlagt|bortfalder)\s+"
    rf"{COUNT}\s+(?:\w+\s+)?{_THING}|\b{COUNT}\s+{_THING}\s+(?:nedlægges|bortfalder)",
    re.I,
)
_SET_UP = re.compile(
    r"\b(?P<now>nedsættes|nedsætter|oprettes|opretter|stiftes)\b|\b(?P<has>er|blev|har"
    r"|bliver)\s+(?:[^\s,;]+\s+){0,6}?(?P<done>nedsat|oprettet|stiftet)\b"
    r"|\b(?P<past>nedsatte|oprettede|stiftede"
    r"|(?:besluttede|besluttet|vedtog|vedtaget)\b[^;]*?\bat (?:nedsætte|oprette|stifte))\b",
    re.I,
)
_REPLACED = re.compile(
    r"(?P<old>[A-ZÆØÅ][^.;]*?),?\s+(?:som|der)?\s*(?:nu\s+)?(?:bliver\s+|er\s+"
    r"(?:blevet\s+)?|blev\s+)?(?:erstattet|erstattes|afløst|afløses)\s+"
    r"(?:\w+\s+)?af\s+(?=[A-ZÆØÅa-zæøå])"
)
_MERGED = re.compile(
    r"(?P<old>[A-ZÆØÅ][^.;]*?),?\s+(?:(?:er|blev|bliver)\s+)?(?:sammenlægges"
    r"|lægges (?:(?:pr\.|fra|med)[^,;⟦]{0,40}? )?sammen"
    r"|sammenlagt|lagt sammen|fusioneres|fusioneret)\s+(?:til|i|under)\s+"
    r"(?:(?:et|en|ét|det|den) )?(?:(?:nyt|ny|nye|fælles) )*(?=[A-ZÆØÅa-zæøå])"
)
_DISSOLVED = re.compile(
    r"\b(?P<now>nedlægges|opløses|ophæves|ophører(?!\s+(?:som|med)))\b|\b(?:er|blev|bliver)\s+(?P<done>nedlagt"
    r"|opløst|ophævet)\b",
    re.I,
)
_EX_OFFICIO = re.compile(
    r"\bplads til (?:de\s+)?(?:\w+\s+)?(?P<kind>[\wæøå]{4,}?)(?:ers|ernes|nes|s)\s+"
    r"(?P<role>[\wæøå]+)",
    re.I,
)


def seats_and_bodies(passage: Passage, scene: Scene, *, asked: bool) -> list[Act]:
    """What a sentence says of the seats of a body, or of the body itself."""
    speech = scene.said(passage.text)
    if speech.conditional or (speech.open and not asked):
        return []
    return [
        *_widened(passage, scene),
        *_set_up(passage, scene, asked=asked),
        *_ended(passage, scene, asked=asked),
    ]


def _widened(passage: Passage, scene: Scene) -> Iterator[Act]:
    text = passage.text
    match = _FROM_TO.search(text) or _BY.search(text)
    if match is None:
        if _FEWER.search(text) and (scene.organs.last_in(text) or re.search(r"\bmedlem", text)):
            scene.ask(passage, "seats are taken away; which ones is not said")
        return
    into = phrase(text, match.end() + 3) if text[match.end() :].startswith(" i ") else None
    body = (
        (scene.organs.called(into[0], scene.near) if into and scene.organs.known(into[0]) else None)
        or scene.organs.last_in(text[: match.start()])
        or scene.near
    )
    if body is None:
        scene.ask(passage, "seats are added; to which body is not said")
        return
    counts = [value for value in match.groups()[:2] if value]
    numbers = [number(value) for value in counts]
    sides: Sequence[str | None] = (None,)
    if match.re is _FROM_TO and match["sides"]:
        sides = (match["a"], match["b"])
    for side in sides:
        act = scene.act("create-seats", passage, None, 0.9)
        act.body, act.role, act.seat = body, "member", side
        act.places = (numbers[0], numbers[1]) if len(numbers) == 2 else (None, numbers[0])
        act.first_day = first_day(text[match.end() :], scene.meeting.day)
        yield act


def _set_up(passage: Passage, scene: Scene, *, asked: bool) -> Iterator[Act]:
    """A body with a name of its own that is set up; in a report only where it is done."""
    text = passage.text
    match = _SET_UP.search(text)
    if match is None or not (asked or scene.deciding or match["done"] or match["past"]):
        return
    body = _named_behind(text, match.end(), scene)
    if body is None and not match["past"] and match["has"] != "har":
        body = scene.organs.last_in(text[: match.start()])
    if body is None or not scene.organs.known(body) or body == scene.meeting.body:
        return
    yield _established(passage, scene, body, first_day(text[match.end() :], scene.meeting.day))


def _named_behind(text: str, at: int, scene: Scene) -> str | None:
    """The body that stands behind a verb as what it makes: `et nyt Kystudvalg`."""
    led = re.match(
        rf"[^.;]*?\b(?:et|en|nyt|ny)\s+(?:\w+\s+){{0,2}}?(?=(?i:{HEAD})\b)|\s+(?=[A-ZÆØÅ])",
        text[at:],
    )
    named = phrase(text, at + led.end()) if led else None
    return named[0] if named and scene.organs.known(named[0]) else None


def _established(passage: Passage, scene: Scene, body: str, day: str | None) -> Act:
    act = scene.act("establish-body", passage, None, 0.8)
    act.body, act.first_day = body[0].upper() + body[1:], day
    return act


def _ended(passage: Passage, scene: Scene, *, asked: bool) -> Iterator[Act]:
    text = passage.text
    merged = _MERGED.search(text)
    replaced = merged or _REPLACED.search(text)
    if replaced:
        named = phrase(text, replaced.end())
        new = scene.organs.called(named[0]) if named and scene.organs.known(named[0]) else None
        for old in _bodies_in(replaced["old"], scene) if new else ():
            if old != new:
                act = scene.act("dissolve-body", passage, None, 0.7)
                act.body, act.other, act.until = old, new, _end(text, scene)
                yield act
        if merged and new:
            begins = first_day(text, scene.meeting.day)
            yield _established(passage, scene, new, begins)
        return
    match = _DISSOLVED.search(text)
    if match is None or not (asked or match["done"] or match["now"]):
        return
    body = scene.organs.last_in(text[: match.start()])
    if body is None or body == scene.meeting.body:
        return
    act = scene.act("dissolve-body", passage, None, 0.8)
    act.body, act.until = body, _end(text, scene)
    yield act


def _end(text: str, scene: Scene) -> str | None:
    """The last day of a body that ends, as a sentence says it."""
    planned = last_day(text, scene.meeting.day)
    begins = None if planned else first_day(text, scene.meeting.day)
    if begins is None:
        return planned or exit_day(text, scene.meeting.day)[0]
    return When.parse(begins).shifted(-1).text if len(begins) == 10 else begins


def _bodies_in(text: str, scene: Scene) -> list[str]:
    """The bodies that end a phrase, joined by `og`."""
    found: list[str] = []
    for part in re.split(r"\s+og\s+|,\s+", text):
        body = scene.organs.last_in(part)
        if body and re.search(rf"(?i:{HEAD})(?:\s*\([A-ZÆØÅ]+\))?$", part.strip()):
            found.append(body)
    whole = scene.organs.last_in(text)
    return found or ([whole] if whole else [])


def by_office(passage: Passage, scene: Scene, facts: Sequence[Act]) -> list[Act]:
    """Those who sit because they hold an office that the item told of: `plads til klyngernes
    medformænd`."""
    match = _EX_OFFICIO.search(passage.text)
    body = scene.near
    role = role_in(match["role"]) if match else None
    if match is None or body is None or role is None:
        return []
    kind = stems(match["kind"])
    found: list[Act] = []
    for fact in facts:
        if (
            fact.role == role
            and fact.body
            and fact.body != body
            and kind
            and kind[0] in " ".join(stems(fact.body))
        ):
            act = replace(fact, body=body, role="member", mode="ex officio", appointed_by=None)
            act.written, act.confidence = scene.written(passage), 0.7
            act.seat, act.made_on = f"{DANISH[role]} for {fact.body}", None
            found.append(act)
    return found
