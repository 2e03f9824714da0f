"""Appointments and elections that a sentence reports or a point asks for."""

from __future__ import annotations

import re

from domain.words import Mode
from intake.danish.speech import GROUP, PERSON, SAYING, Said, attends, clause
from intake.formats.paper import Passage
from intake.reading.found import Act
from intake.reading.making import dated, made
from intake.reading.places import OFFICES, nominators, seat_in
from intake.reading.placing import AFTER, other_in, places_of
from intake.reading.scene import Scene
from intake.reading.successions import TAKES, replaced
from intake.reading.verbs import RETURNS, VERB

_ALIEN = re.compile(
    r"(?:indstillet af|på vegne af|på forslag af|foreslået af|ved|suppleant for"
    rf"|stedfortræder for|\bmod\b[^⟦]{{0,30}}\b(?:for|til|på)"
    r"|\b(?:forslag|ønske|anmodning|indstilling|henvendelse|oplæg|spørgsmål|brev|mail) (?:fra|af))"
    rf"\s+{PERSON}"
    rf"|{PERSON}\s+(?:udtræden|fratræden|afgang|orlov|fravær|barsel\w*|død|plads|sæde|mandat"
    rf"|suppleant|stedfortræder|efterfølger|afløser)\b"
    rf"|{GROUP}\s+(?:har\s+)?{SAYING}|,\s+{SAYING}\s+{GROUP}",
    re.I,
)
_OF_THE_MEETING = re.compile(r"\b(?:dirigent|ordstyrer|mødeleder|referent|stemmetæller)\w*\b", re.I)
_A_JOB = re.compile(
    r"\s+(?:en |sin )?(?:ny )?(?:stilling\b"
    r"|som (?:\w+ )?\w*(?:direktør|chef|leder|rektor|konsulent)\b)"
)
"""What somebody takes up that is no seat."""
_MEANWHILE = re.compile(r"\b(?:i samme periode|midlertidigt?|i orlovsperioden|imens)\b", re.I)
_MAYOR = re.compile(r"\b(?:som|til) (?:\d\. )?(?:vice)?borgmester\b", re.I)
_ASIDE = re.compile(
    r",\s+(?:der|som)\s+(?:\w+\s+)?(?:er|var|har været)\s+"
    r"(?!(?:\w+\s+){0,3}(?:valgt|udpeget|udnævnt|indtrådt|født|indstillet))[^⟦]*?"
    r"(?=,\s+(?:til|som|fra|i|blev|er|har|udtræder|indtræder|overtager|vælges|udpeges)\b)"
    r"|(?<=⟧),\s+født(?:e)?\s+\w+(?=,|\s+og\b|\.|$)"
)
"""What else somebody is, told besides: `, som tillige er medlem af …,`."""


def appointed(
    passage: Passage, scene: Scene, *, asked: bool, words: str | None = None
) -> list[Act]:
    """The appointments in a sentence; `asked` where it is a recommendation, whose verb may stand in
    the `words` before it."""
    whole = scene.said(passage.text)
    speech = Said(_ASIDE.sub("", whole.text), whole.persons)
    verb = VERB.search(speech.text)
    if not speech.persons:
        return []
    taking = TAKES.search(speech.text)
    if taking:
        return (
            [] if not asked and speech.opened(taking) else replaced(passage, scene, speech, taking)
        )
    if verb is None and not (asked and words):
        return []
    if verb and (speech.negated(verb) or _OF_THE_MEETING.search(speech.text)):
        return []
    if (
        verb
        and verb[0].casefold().startswith(("er tilt", "tilt"))
        and _A_JOB.match(speech.text, verb.end())
    ):
        return []
    if (
        RETURNS.search(speech.text)
        or attends(speech.text)
        or (not asked and verb and speech.opened(verb))
    ):
        return []
    tokens = _subjects(speech, verb)
    if not tokens:
        return []
    mode = mode_of(verb[0] if verb else words or "")
    if verb and re.search("genudpeg|genvalg|genvælg", verb[0], re.I):
        speech = Said(speech.text, tuple(p._replace(again=True) for p in speech.persons))
    found: list[Act] = []
    own = clause(speech.text, verb.start()) if verb else speech.text
    alone = not re.search(PERSON, speech.text.replace(own, ""))
    for token in tokens:
        here = Said(own, speech.persons) if token in own else speech
        around = words or (speech.text if alone else None)
        found += _placed(passage, scene, here, token, mode, around)
    if _MEANWHILE.search(speech.text) and any(act.act == "replace" for act in found):
        scene.ask(passage, "somebody sits for another for a time; record it as a substitution")
        return []
    dated(found, speech, scene, words, asked=asked)
    made(found, speech, verb, scene, asked=asked)
    return [*found, *_besides(passage, scene, speech, verb, tokens, asked=asked)]


def _besides(
    passage: Passage,
    scene: Scene,
    speech: Said,
    verb: re.Match[str] | None,
    tokens: list[str],
    *,
    asked: bool,
) -> list[Act]:
    """The appointments in further clauses: `…, mens Eva Eg vælges som hans suppleant`."""
    found: list[Act] = []
    for other in VERB.finditer(speech.text, verb.end() if verb else len(speech.text)):
        own = clause(speech.text, other.start())
        here = Said(own, speech.persons)
        free = [
            t for t in re.findall(PERSON, _ALIEN.sub("", AFTER.sub("", own))) if t not in tokens
        ]
        stated = asked or not speech.opened(other)
        if other["active"] or not stated or speech.negated(other) or not free:
            continue
        acts = [
            act
            for token in free
            for act in _placed(passage, scene, here, token, mode_of(other[0]), speech.text)
        ]
        dated(acts, here, scene, None, asked=asked)
        found += acts
        tokens = [*tokens, *free]
    return found


def _subjects(speech: Said, verb: re.Match[str] | None) -> list[str]:
    """Those who get a seat: behind an active verb, around a passive one in its clause, none that
    another phrase takes."""
    text = _ALIEN.sub("", AFTER.sub("", speech.text))
    if verb is not None and verb["active"]:
        behind = set(re.findall(PERSON, clause(speech.text, verb.end())))
        behind &= set(re.findall(PERSON, speech.text[verb.end() :]))
        return [token for token in re.findall(PERSON, text) if token in behind]
    if verb is None:
        return re.findall(PERSON, text)
    here = set(re.findall(PERSON, clause(speech.text, verb.start())))
    return [token for token in re.findall(PERSON, text) if token in here]


def mode_of(verb: str) -> Mode:
    """How somebody gets a seat, as the verb says it."""
    if "født" in verb:
        return "ex officio"
    if re.search(r"\b(?:gen|ny|ind|supplerings)?(?:valg|vælg)|konstituer", verb, re.I):
        return "elected"
    if re.search(r"udpeg|udnævn|beskik", verb, re.I):
        return "appointed"
    return "not stated"


def _placed(
    passage: Passage,
    scene: Scene,
    speech: Said,
    token: str,
    mode: Mode,
    words: str | None,
) -> list[Act]:
    """The acts about one person: one for each place that the sentence gives them."""
    who = speech.named(token)
    where = places_of(speech, token, scene, words)
    tail = speech.text[speech.text.index(token) :]
    found: list[Act] = []
    for place in where:
        body, sure = place.body or scene.near, place.sure
        own = (scene.deciding and place.role in OFFICES) or _MAYOR.search(speech.text)
        confidence = 0.95 if sure and body else 0.8 if body else 0.7 if own else 0.4
        if body is None and own:
            body = scene.meeting.body
        act = scene.act("appoint", passage, who, confidence)
        act.body, act.role, act.mode = body, place.role or "member", mode
        act.seat = place.seat or seat_in(tail)
        act.nominated_by = nominators(tail)
        if other := other_in(speech.text, token):
            act.act, act.other = "replace", speech.named(other).name
        found.append(act)
    return found
