"""Who appointed somebody, and when: the authority and the days that a sentence tells."""

from __future__ import annotations

import re

from intake.danish.dates import DAY, day_of, period
from intake.danish.speech import PERSON, Said
from intake.reading.found import Act
from intake.reading.places import OFFICES, role_in
from intake.reading.scene import SURE, Scene
from intake.reading.verbs import DONE, ENTERS, VERB

_PAST = re.compile(
    r"\b(?:blev|var|har|havde|valgte|udpegede|valgtes|udpegedes|genvalgte|er"
    r"|besluttede|konstituerede|udnævnte|besatte)\b",
    re.I,
)
_BY = re.compile(
    r"\b(?:udpeget|valgt|udpeges|vælges|udpegning|valg) af (?P<by>"
    r"(?!De\b)[A-ZÆØÅ][\wæøå]+(?: [A-ZÆØÅ][\wæøå]+)*)"
    r"|\b(?:udpeget|valgt|udpeges|vælges|indvalgt) (?:af og blandt|af) (?P<by2>(?!hensyn|frygt)"
    r"[a-zæøå][^,.;:⟦]*?)(?=\s+(?:som|til|i|den|på|for|fra|pr|med|ved|blev|er)\b|[,.;:⟦]|$)"
    rf"|\baf og blandt (?P<by3>[^,.;:⟦]+?)\s+{DONE}"
)


_ALSO_BY = re.compile(
    rf"\bog\s+(?P<by>[A-ZÆØÅ]\w+(?:\s[A-ZÆØÅ]\w+)*|[a-zæøå]{{4,}}(?:en|et|ne)(?=\s+har\s))"
    rf"\s+(?P<how>(?:[a-zæøå]+\s+){{0,2}}?)(?P<who>{PERSON})"
)
"""Another who appointed another: `A har udpeget … og B …`."""


def dated(acts: list[Act], speech: Said, scene: Scene, words: str | None, *, asked: bool) -> None:
    """The days that the sentence gives, else the words that lead to it, else those of the item for
    what it asks."""
    begins, until = period(speech.text, scene.meeting.day)
    led = period(words, scene.meeting.day) if words else (None, None)
    begins, until = begins or led[0], until or led[1]
    years = re.search(r"perioden\s+(\d{4})\s*[-–]\s*(\d{4})", speech.text)
    for act in acts:
        act.first_day = begins or (scene.begins if asked else None)
        act.until = until or (years[2] if years else scene.until if asked else None)


def made_in(acts: list[Act], words: str, scene: Scene) -> None:
    """Learn who appointed, and when, from the words that lead a list."""
    speech = scene.said(words)
    made(acts, speech, VERB.search(speech.text), scene, asked=False)


def made(
    acts: list[Act], speech: Said, verb: re.Match[str] | None, scene: Scene, *, asked: bool
) -> None:
    """Who appointed, and on which day, where the sentence reports it."""
    if verb and "konstitu" in verb[0].casefold():
        for act in acts:
            if act.confidence < SURE:
                act.body, act.confidence = _subject(speech, verb, scene) or scene.meeting.body, 0.7
    if asked:
        _entering(acts, speech, verb, scene)
        return
    by = _BY.search(speech.text)
    subject = _subject(speech, verb, scene)
    _of_its_own(acts, subject, scene)
    day = None
    if _PAST.search(speech.text) or (verb and ENTERS.match(verb[0])):
        dates = [
            m
            for m in re.finditer(DAY, speech.text, re.I)
            if not re.search(
                r"(?:fra|pr\.|til|virkning|perioden|tiden|og med|[-–])\s*$",
                speech.text[: m.start()],
                re.I,
            )
        ]
        day = day_of(dates[0][0], scene.meeting.day) if dates else None
    entering = verb is not None and bool(ENTERS.match(verb[0].removeprefix("er ").strip()))
    if verb and re.match(r"består|udgøres", verb[0], re.I):
        _composed(acts, subject, scene)
        return
    others = {speech.named(m["who"]).name: m for m in _ALSO_BY.finditer(speech.text)}
    for act in acts:
        who = (by["by"] or by["by2"] or by["by3"]) if by else subject
        if other := others.get(act.person or ""):
            who = other["by"]
            act.mode = "appointed" if "udpeg" in other["how"] else act.mode
        act.appointed_by = who or act.appointed_by
        if day is not None and entering:
            act.first_day = act.first_day or day.isoformat()
        elif day is not None:
            act.made_on = day.isoformat()
            act.first_day = act.first_day or f"{day.isoformat()}.."


def _entering(acts: list[Act], speech: Said, verb: re.Match[str] | None, scene: Scene) -> None:
    """The first day of those who are to enter on a day: `indtræder den 1. juli 2026`."""
    days = re.findall(DAY, speech.text, re.I)
    if verb and ENTERS.match(verb[0].strip()) and len(days) == 1:
        day = day_of(days[0], scene.meeting.day)
        for act in acts:
            if act.until is None and day is not None:
                act.first_day = act.first_day or day.isoformat()


def _of_its_own(acts: list[Act], subject: str | None, scene: Scene) -> None:
    """A body that elects a chair elects its own, where it is no council that elects for others."""
    if subject is None or not scene.organs.known(subject) or subject == scene.meeting.body:
        return
    if re.search(r"byråd|regionsråd|kommunalbest|borgerrep|kommune|region\b", subject, re.I):
        return
    for act in acts:
        if act.role in OFFICES and act.confidence < SURE:
            act.body = subject


def _composed(acts: list[Act], body: str | None, scene: Scene) -> None:
    """Those of whom a body consists sit in it; who appointed them is not told."""
    for act in acts:
        if act.confidence < SURE and body and scene.organs.known(body):
            act.body, act.confidence = body, SURE
        office = role_in(act.position) if act.position and act.organisation is None else None
        if act.role == "member" and office in OFFICES:
            act.role, act.position = office, None


def _subject(speech: Said, verb: re.Match[str] | None, scene: Scene) -> str | None:
    """The authority that is the subject of an active verb."""
    if verb is None or not verb["active"] or verb[0].startswith(("får", "fik")):
        return None
    before = speech.text[: verb.start()].strip(" ,")
    clause = re.split(r",\s+|\b(?:at|og|hvor|som)\s+", before)[-1]
    match = re.search(
        r"([A-ZÆØÅ][\wæøå/&'’-]*(?:(?: og| for| i)? [A-ZÆØÅa-zæøå][\wæøå-]*)*)$", clause
    )
    behind = re.match(r"\s+([A-ZÆØÅ][\wæøå]+(?: [A-ZÆØÅ][\wæøå]+)*)\s+⟦", speech.text[verb.end() :])
    if behind:
        return scene.organs.called(behind[1], scene.near)
    if match is None or re.match(r"(?:På|Den|Det|Der|Som|Til|I|Efter|Ved)\b", match[1]):
        return None
    return scene.organs.called(match[1], scene.near)
