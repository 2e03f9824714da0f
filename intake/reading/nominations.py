"""Who is put forward for a seat, and by whom: `Bo Berg (V) indstilles af Venstre til …`."""

from __future__ import annotations

import re
from typing import Final

from intake.danish.parties import ANY_PARTY
from intake.danish.pronouns import RELATIVE, is_pronoun
from intake.danish.speech import GROUP, PERSON, Said
from intake.formats.paper import Passage
from intake.reading.found import Act
from intake.reading.places import Place, elsewhere, places, seat_in
from intake.reading.scene import Scene

_A_JOB = re.compile(r"\b(?:til|i) (?:\w+ )?\w*stillingen\b|\bansæt\w*", re.I)
_ITSELF = re.compile(r"(?:partiet|gruppen|foreningen|organisationen|kommunen|man|de|den|det)", re.I)
_TELLS = re.compile(
    r"(?P<who>[A-ZÆØÅ][^,.;]*?)\s+(?:har\s+)?(?:meddel|oplys|tilkendegiv)\w*,\s+at\b"
)
"""Who says `at partiet peger på …` of itself."""
_SEVERAL = re.compile(r"\btil (?:de|begge|disse|alle|flere)\b", re.I)
"""Somebody is put forward for several places, which are told elsewhere."""
_PARTYS = re.compile(rf"(?P<party>{ANY_PARTY})s (?:\w*gruppe|medlemmer)(?:n|ne)?")
_NOUN = re.compile(rf"(?:{ANY_PARTY}|[A-ZÆØÅ][\wæøå-]+(?: [A-ZÆØÅ][\wæøå-]+)*)$")
"""What a relative pronoun takes up: the name directly before its comma."""
_DONE: Final = r"(?:gen)?(?:indstillet|foreslået|nomineret|opstillet)"
_WHO: Final = r"(?P<by>(?:[Dd]e |[Dd]en |[Dd]et )?[A-ZÆØÅa-zæøå][^,.;:⟦⟧]*?)"
_PASSIVE = re.compile(
    rf"(?P<who>{GROUP})(?:,\s[^⟦]{{0,60}}?,)?\s+(?:(?:er|blev|bliver|var)\s+(?:\w+\s+){{0,3}}?{_DONE}"
    rf"|(?:gen)?indstilles|foreslås|nomineres)\b(?:[^⟦.;]*?\baf\s+{_WHO}"
    r"(?=\s+(?:til|som|på|i|for|ved)\b|[,.;:]|$))?"
)
_ACTIVE = re.compile(
    rf"(?:^|[,;]\s+|\b(?:og|at)\s+){_WHO}\s+(?:(?:gen)?indstiller"
    r"|(?<!\bde )indstillede|foreslår|foreslog|nominerer"
    rf"|nominerede|peger på|pegede på|anbefaler|har(?:\s+[^\s,;⟦]+){{0,6}}?\s+(?:{_DONE}|peget på"
    rf"|valgt at (?:pege på|indstille)))"
    rf"\b(?P<gap>(?:\s+(?!at\b)[^\s⟦]+){{0,12}}?)\s+(?P<row>{GROUP})"
)


def nominated(passage: Passage, scene: Scene) -> list[Act]:
    """The nominations in a sentence: each person with the place and who puts them forward."""
    speech = scene.said(passage.text)
    match = _PASSIVE.search(speech.text) or _ACTIVE.search(speech.text)
    if match is None or speech.negated(match) or _A_JOB.search(speech.text):
        return []
    row = match["who"] if match.re is _PASSIVE else match["row"]
    where = _where(speech, match, scene)
    if not where:
        return []
    found: list[Act] = []
    for token in re.findall(PERSON, row):
        for place in where:
            act = scene.act("nominate", passage, speech.named(token), 0.9 if place.sure else 0.75)
            act.body, act.role = place.body or scene.near, place.role or "member"
            act.seat = place.seat or seat_in(speech.text[match.start() :])
            act.nominated_by = _by(match, speech, scene)
            found.append(act)
    return found


def _where(speech: Said, match: re.Match[str], scene: Scene) -> list[Place]:
    """The places that somebody is put forward for; those who are asked are none."""
    by = match.span("by")
    text = speech.text if by[0] < 0 else speech.text[: by[0]] + speech.text[by[1] :]
    text = re.sub(PERSON, "⟦0⟧", text)
    found = [place for place in places(text, scene.organs, scene.near) if place.body]
    if not found and (elsewhere(text, scene.organs) or _SEVERAL.search(text)):
        return []
    return found or [Place("member", scene.near, None, sure=False)]


def _by(match: re.Match[str], speech: Said, scene: Scene) -> tuple[str, ...]:
    if match["by"] is None:
        return ()
    text = match["by"].strip().removeprefix("at ")
    if re.fullmatch(rf"{RELATIVE}(?: \w+)?", text, re.I):
        noun = _NOUN.search(speech.text[: match.start()])
        return (noun[0],) if noun else ()
    told = _TELLS.match(speech.text) if _ITSELF.fullmatch(text) else None
    parts = re.split(r"\s+og\s+(?=[A-ZÆØÅ])", told["who"] if told else text)
    parts = [party["party"] if (party := _PARTYS.fullmatch(part)) else part for part in parts]
    named = (scene.organs.called(part) if scene.organs.known(part) else part for part in parts)
    return tuple(name for name in named if name and not is_pronoun(name))
