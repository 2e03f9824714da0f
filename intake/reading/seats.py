"""Seats added, bodies set up, replaced or dissolved, and who sits by virtue of an office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake.danish.dates import first_day, last_day
from intake.danish.numbers import COUNT, number
from intake.danish.organs import HEAD, phrase, stems
from intake.formats.paper import Passage
from intake.reading.found import Act
from intake.reading.places import DANISH, role_in
from intake.reading.scene import Scene

_THING = r"(?:pladser|plads|medlemmer|medlem|repræsentanter|mandater|sæder)"
_FROM_TO = re.compile(
    r"\b(?:udvides|udvidet|udvide|øges|forhøjes"
    rf"|udvidelse)\b[^.]*?\bfra\s+{COUNT}\s+"
    rf"(?:{_THING}\s+)?til\s+{COUNT}\s+{_THING}"
    r"(?P<sides>[^.(]*\((?P<a>[\wæøå]+)\s+og\s+(?P<b>[\wæøå]+)\))?",
    re.I,
)
_BY = re.compile(rf"\b(?:udvides|udvidet|øges)\s+med\s+{COUNT}\s+(?:\w+\s+)?{_THING}", re.I)
_SET_UP = re.compile(
    r"\b(?P<now>nedsættes|nedsætter|oprettes|opretter|stiftes)\b|\b(?:er|blev|har"
    r"|bliver)\s+(?:\w+\s+){0,3}?(?P<done>nedsat|oprettet|stiftet)\b",
    re.I,
)
_REPLACED = re.compile(
    r"(?P<old>[A-ZÆØÅ][^.;]*?),?\s+(?:som|der)?\s*(?:nu\s+)?(?:bliver\s+|er\s+"
    r"(?:blevet\s+)?|blev\s+)?(?:erstattet|erstattes|afløst|afløses)\s+"
    r"(?:\w+\s+)?af\s+(?=[A-ZÆØÅa-zæøå])"
)
_DISSOLVED = re.compile(
    r"\b(?P<now>nedlægges|opløses|ophæves)\b|\b(?:er|blev|bliver)\s+(?P<done>nedlagt"
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
        return
    body = scene.organs.last_in(text[: match.start()]) or scene.near
    if body is None:
        scene.ask(passage, "seats are added; to which body is not said")
        return
    numbers = [number(value) for value in match.groups()[: 2 if match.re is _FROM_TO else 1]]
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
    if match is None or not (asked or match["done"]):
        return
    behind = re.match(
        rf"[^.;]*?\b(?:et|en|nyt|ny)\s+(?:\w+\s+){{0,2}}?(?=(?i:{HEAD})\b)", text[match.end() :]
    )
    named = phrase(text, match.end() + behind.end()) if behind else None
    body = named[0] if named else scene.organs.last_in(text[: match.start()])
    if body is None or not scene.organs.known(body):
        return
    act = scene.act("establish-body", passage, None, 0.8)
    act.body = body[0].upper() + body[1:]
    act.first_day = first_day(text[match.end() :], scene.meeting.day)
    yield act


def _ended(passage: Passage, scene: Scene, *, asked: bool) -> Iterator[Act]:
    text = passage.text
    replaced = _REPLACED.search(text)
    if replaced:
        named = phrase(text, replaced.end())
        new = scene.organs.called(named[0]) if named and scene.organs.known(named[0]) else None
        for old in _bodies_in(replaced["old"], scene) if new else ():
            if old != new:
                act = scene.act("dissolve-body", passage, None, 0.7)
                act.body, act.other = old, new
                yield act
        return
    match = _DISSOLVED.search(text)
    if match is None or not (asked or match["done"] or match["now"]):
        return
    body = scene.organs.last_in(text[: match.start()])
    if body is None or body == scene.meeting.body:
        return
    act = scene.act("dissolve-body", passage, None, 0.8)
    act.body, act.until = body, last_day(text, scene.meeting.day)
    if act.until is None and (begins := first_day(text, scene.meeting.day)):
        from domain.when import When

        exact = len(begins) == 10
        act.until = When.parse(begins).shifted(-1).text if exact else begins
    yield act


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
