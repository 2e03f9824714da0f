"""The acts that the points of an item ask for, and what they only note."""

from __future__ import annotations

import re

from intake.danish.dates import period
from intake.danish.numbers import VALUES, number
from intake.danish.parties import ANY_PARTY
from intake.danish.sentences import sentences
from intake.formats.paper import Passage
from intake.reading.acts import apart, told
from intake.reading.appointments import appointed
from intake.reading.departures import departed
from intake.reading.found import Act, Item, Point
from intake.reading.leaves import on_leave
from intake.reading.nominations import nominated
from intake.reading.places import places, role_in
from intake.reading.proposals import Recommended
from intake.reading.questions import ask_if_unclear
from intake.reading.scene import Scene
from intake.reading.seats import seats_and_bodies

_NEW = re.compile(
    r"\b(?P<count>nyt|nye|ny|ét|et|en|\d{1,2}|to|tre|fire|fem|seks)\s+(?:\w+\s+)?"
    r"(?P<role>\w*(?:medlem|repræsentant|formand|suppleant|stedfortræder)\w*)",
    re.I,
)
_TAKEN_NOTE = re.compile(
    r"\b(?:udpegning|valg|genudpegning|genvalg|indtræden)(?:en|et)? af\b", re.I
)
_AND_APPOINTS = re.compile(r",? (?:og|samt) (?:at )?(?=(?:gen)?(?:udpeger|vælger)\b)")
"""Where a point that takes note goes on to appoint somebody."""
_NOTED_THAT = re.compile(r"\btil efterretning,\s+at\s+", re.I)
_OF_PARTY = re.compile(
    rf"\bfra (?P<party>(?:Det )?(?:{ANY_PARTY}))\b|^(?P<own>{ANY_PARTY}) (?:udpeger|vælger)\b"
)
_PUT_OFF = re.compile(
    r"\b(?:udsættes|udsætte|afvises|afslås|ikke (?:imødekommes|godkendes|udpege\w*|vælge\w*)"
    r"|drøfter?,? (?:om|hvorvidt)|tager stilling til"
    r"|(?:anmode[rs]?|opfordre[rs]?|bede[rs]?|henstille[rs]?)\b[^.]*\b(?:om|til),? at)\b",
    re.I,
)
"""Points that ask for no appointment, though they speak of one."""
MOST = 20


def asked_acts(one: Recommended, scene: Scene, item: Item, point: Point) -> None:
    """Learn the acts that follow if a point is adopted; what it only notes is a fact."""
    if point.kind == "note":
        also = _AND_APPOINTS.search(one.passage.text)
        _noted(one.passage[: also.start()] if also else one.passage, scene, item)
        if also:
            point.acts += _asked(one.passage[also.end() :], scene, one.intro, point)
        return
    for sentence in [*sentences(one.passage), *one.below]:
        speech = scene.said(sentence.text)
        talk = point.kind in ("discuss", "give input") or _PUT_OFF.search(sentence.text)
        if speech.conditional or talk:
            ask_if_unclear(sentence, scene, understood=False)
            continue
        words = one.intro if sentence.text == one.passage.text else one.passage.text
        found = _asked(sentence, scene, words, point)
        point.acts += found
        if not found and not (point.kind == "appoint" and _NEW.search(sentence.text)):
            ask_if_unclear(sentence, scene, understood=bool(one.below))
    if point.kind == "appoint" and not point.acts and not _PUT_OFF.search(one.passage.text):
        point.acts += _unnamed(one.passage, scene)


def _asked(sentence: Passage, scene: Scene, words: str, point: Point) -> list[Act]:
    leave = on_leave(sentence, scene, asked=True)
    if leave:
        return leave
    forward = nominated(sentence, scene)
    if forward:
        return forward
    gone = departed(sentence, scene, asked=True)
    come = appointed(sentence, scene, asked=True, words=words if point.kind == "appoint" else None)
    gone, come = apart(gone, come)
    return [*gone, *come, *seats_and_bodies(sentence, scene, asked=True)]


def _unnamed(passage: Passage, scene: Scene) -> list[Act]:
    """The seats that a point wants filled without saying by whom."""
    found: list[Act] = []
    begins, until = period(passage.text, scene.meeting.day)
    wanted = list(_NEW.finditer(passage.text))
    for match in wanted:
        count = match["count"].lower()
        many = number(count) if count.isdigit() or count in VALUES else 1
        where = places(passage.text, scene.organs, scene.near)
        role = role_in(match["role"])
        fitting = [place for place in where if place.role == role] if len(wanted) > 1 else where
        for place in (fitting or where)[: 1 if many > 1 or len(wanted) > 1 else None]:
            for _ in range(min(many, MOST)):
                act = scene.act("appoint", passage, None, 0.8 if place.sure else 0.6)
                act.body, act.seat = place.body or scene.near, place.seat
                act.role = (role if len(wanted) > 1 else place.role) or "member"
                act.mode = "appointed"
                act.first_day, act.until = begins or scene.begins, until or scene.until
                if party := _OF_PARTY.search(passage.text):
                    act.entitled = party["party"] or party["own"]
                found.append(act)
    return [act for act in found if act.body]


def _noted(passage: Passage, scene: Scene, item: Item) -> None:
    """What another authority did, of which the body is to take note."""
    that = _NOTED_THAT.search(passage.text)
    if that:
        acts = told(passage[that.end() :], scene)
    elif _TAKEN_NOTE.search(passage.text):
        acts = appointed(passage, scene, asked=False)
    else:
        acts = departed(passage, scene, asked=False)
    for act in acts:
        if act.organisation and re.search(r"råd|bestyrelse|region|kommune", act.organisation, re.I):
            act.appointed_by, act.organisation = act.organisation, None
    item.facts += acts
    ask_if_unclear(passage, scene, understood=bool(acts))
