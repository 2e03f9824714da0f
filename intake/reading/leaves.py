"""Leave that is granted or taken, and who is called in meanwhile."""

from __future__ import annotations

import re

from intake.danish.dates import period
from intake.danish.speech import PERSON
from intake.formats.paper import Passage
from intake.reading.found import Act
from intake.reading.places import Place, bodies_into, council, council_of, places
from intake.reading.scene import Scene

_LEAVE = re.compile(
    rf"(?P<who>{PERSON}),?\s+(?:\w+\s+){{0,3}}?(?:bevilges|bevilget|ydes|gives|meddeles"
    rf"|meddelt|har|tager|holder|afholder|afvikler|får|fået|på|givet)\s+(?:\w+\s+){{0,3}}?\w*orlov"
    rf"|orlov (?:bevilges|gives|meddeles)?\s*(?:til|for)\s+(?P<who2>{PERSON})|"
    rf"(?P<who3>{PERSON})s?\s+(?:\w+\s+)?(?:ansøgning|anmodning) om (?:\w+ )?orlov "
    r"(?:imødekommes|bevilges|godkendes)"
    r"|(?:bevilge[rs]|give[rs]|yde[rs]|meddele[rs]|tildele[rs]|bevilgede[st]?|bevilget|gav|givet|meddelt)"
    rf"\s+(?P<who4>{PERSON})"
    r"\s+(?:\w+ ){0,4}?\w*orlov",
    re.I,
)
_SUBSTITUTE = re.compile(
    rf"(?P<new>{PERSON})[^⟦]*?(?:som|er) (?:\w+ )?(?:stedfortræder|suppleant|afløser"
    rf"|vikar) for\s+(?P<old>{PERSON})"
    rf"|(?:stedfortræder(?:en)?|suppleant(?:en)?)\b[^⟦]*?(?P<new2>{PERSON})[^⟦]*?\b"
    rf"(?:for|i stedet for|under)\s+(?P<old2>{PERSON})"
    rf"|(?:stedfortræder(?:en)?|suppleant(?:en)?) for\s+(?P<old3>{PERSON})[^⟦]*?"
    rf"(?:indkaldes|indkaldt|indtræder|deltager|mødte)?\s+(?P<new3>{PERSON})"
    rf"|(?P<old4>{PERSON})s?\s+(?:orlov|fravær|barsel)[^⟦]*?(?:indkaldes|indkaldt"
    rf"|indtræder|indtrådte|deltager)\s+(?:\w+\s+){{0,3}}(?P<new4>{PERSON})"
    rf"|(?P<new6>{PERSON})\s+(?:indkaldes|er indkaldt|indtræder)[^⟦]*?\b(?:mens|imens|under)\s+"
    rf"(?P<old6>{PERSON})\s+(?:\w+\s+){{0,2}}?(?:har|er på|afholder)\s+(?:\w+\s+)?\w*orlov"
    rf"|(?P<old7>{PERSON})\s+(?:har|havde|er)\s+(?:\w+\s+){{0,3}}?(?:forfald|forhindret)[^⟦]*?"
    rf"(?P<new7>{PERSON})\s+(?:indtræder|indkaldes|er indkaldt)"
    rf"|(?P<new5>{PERSON})(?:,\s[^⟦]{{0,60}}?,)?\s+(?:i stedet )?(?:indkaldes|er indkaldt"
    rf"|blev indkaldt"
    rf"|indtræder|indtrådte)[^⟦]*?"
    rf"(?:\bfor|under|i)\s+(?P<old5>{PERSON})s?\s*(?:orlov|fravær|barsel)?",
    re.I,
)
_MEANWHILE = re.compile(
    rf"\b(?:hvor|og|mens|imens|i den periode)\s+(?:\w+\s+){{0,3}}?(?P<new>{PERSON})[^⟦]*?"
    r"\b(?:indtræder|indkaldes|fungerer)[^⟦]*?\b(?:stedfortræder|suppleant)",
    re.I,
)
"""Who sits while another, just named, is on leave."""
_CALLED_IN = re.compile(
    rf"(?P<new>{PERSON})\s+(?:indkaldes|er indkaldt|indtræder)\s+som (?:\w+ )?"
    r"(?:stedfortræder|suppleant)\b(?!.*⟦)",
    re.I,
)
"""Who is called in for one whose leave was told of just before."""
_SUBSTITUTING = re.compile(
    r"\b(?:indkald\w*|\w*orlov\w*|fravær\w*|barsel\w*|midlertidig\w*)\b"
    r"|\bindtr\w+ som (?:\w+ )?(?:stedfortræder|suppleant) for\b|\b(?:forfald|forhindret)\b",
    re.I,
)


def on_leave(passage: Passage, scene: Scene, *, asked: bool) -> list[Act]:
    """Leave that is granted or taken, and who sits meanwhile."""
    speech = scene.said(passage.text)
    found: list[Act] = []
    near = scene.meeting.day
    leave = _LEAVE.search(speech.text)
    where = [p for p in places(speech.text, scene.organs, scene.near) if p.body]
    place = next(
        (p for p in where if p.sure and p.role != "substitute"), where[0] if where else None
    )
    named = next(iter(bodies_into(speech.text, scene.organs, scene.near)), None)
    if named and not (place and place.sure):
        place = Place(None, named)
    body = (place.body if place else None) or scene.near
    if leave and not (place and place.sure):
        token = next(value for value in leave.groups() if value)
        who = speech.named(token)
        body = council_of(who, scene.organs) or body
        if body is None and (who.position or "byrådsmedlem").endswith("medlem"):
            body = council(scene.organs)
    if (
        leave
        and not speech.negated(leave)
        and (asked or not re.search(r"\bsøg|\banmod|\bansøg", leave[0]))
    ):
        token = next(value for value in leave.groups() if value)
        act = scene.act("leave", passage, speech.named(token), 0.9 if place and place.sure else 0.7)
        act.body, act.role = (
            body,
            (place.role if place and place.role != "substitute" else None) or "member",
        )
        act.first_day, act.until = period(speech.text, near)
        scene.leave = act
        found.append(act)
    called = _SUBSTITUTE.search(speech.text) if _SUBSTITUTING.search(speech.text) else None
    if (
        called
        and re.search(r"\bstedet for\b", called[0])
        and not re.search(r"\borlov|\bfravær|\bmidlertid|\bbarsel", speech.text)
    ):
        called = None
    meanwhile = _MEANWHILE.search(speech.text, leave.end()) if leave and found else None
    if meanwhile and not (called and called.start() >= meanwhile.start()):
        act = scene.act("substitute", passage, speech.named(meanwhile["new"]), 0.8)
        act.body, act.role, act.mode, act.other = body, "member", "substituting", found[0].person
        act.first_day, act.until = period(speech.text, near)
        found.append(act)
    elif called:
        said_of = called.groupdict()
        new = next(v for k, v in said_of.items() if k.startswith("new") and v)
        old = next(v for k, v in said_of.items() if k.startswith("old") and v)
        act = scene.act(
            "substitute", passage, speech.named(new), 0.9 if place and place.sure else 0.7
        )
        act.body, act.role = body or council(scene.organs), "member"
        act.mode, act.other = "substituting", speech.named(old).name
        act.first_day, act.until = period(speech.text, near)
        found.append(act)
    elif leave is None and scene.leave and (alone := _CALLED_IN.search(speech.text)):
        act = scene.act("substitute", passage, speech.named(alone["new"]), 0.8)
        away = scene.leave
        act.body, act.role, act.mode, act.other = away.body, away.role, "substituting", away.person
        act.first_day, act.until = away.first_day, away.until
        found.append(act)
    elif leave is None and speech.persons and re.search(r"\borlov\b", speech.text):
        scene.ask(passage, "speaks of leave; who, from when and until when is not clear")
    return found
