"""Lists of persons whom somebody puts forward: `Dansk Industri har indstillet følgende:`."""

from __future__ import annotations

import re
from typing import Final

from intake.danish.pronouns import is_pronoun
from intake.danish.speech import PERSON
from intake.formats.paper import Passage
from intake.reading.found import Act
from intake.reading.places import Place, places, role_in, seat_in
from intake.reading.scene import Scene

_WHO: Final = r"(?:[Dd]e |[Dd]en |[Dd]et )?[A-ZÆØÅ][^:;.]*?"
_DONE: Final = r"(?:gen)?(?:indstillet|foreslået|nomineret|opstillet)"
_LEADS: Final = re.compile(
    rf"^(?P<who>{_WHO})\s+(?:(?:har|havde)(?:\s+[^\s:]+){{0,8}}?\s+(?:{_DONE}|peget på)"
    r"|(?:gen)?(?:indstiller|indstillede)|foreslår|foreslog|nominerer|nominerede|peger på)\b"
    rf"(?P<rest>(?![^:]*\bat\b)[^:]*):$"
    rf"|^(?P<rest2>(?:Følgende|Disse|De)\b[^:]*?\b(?:{_DONE}|indstilles|foreslås|nomineres))"
    rf"\s+af\s+(?P<who2>{_WHO})(?P<rest3>\s+(?:til|som)\s[^:]*)?:$"
    rf"|^(?:Indstillet|Nomineret|Indstilling(?:er)?|Kandidat(?:er)?|Nominering(?:er)?)\s+(?:af|fra)"
    rf"\s+(?P<who3>{_WHO})(?P<rest4>\s+(?:til|som)\s[^:]*)?:$"
)


def leads_forward(text: str) -> bool:
    """Whether a text is what stands before a list of persons put forward."""
    match = _LEADS.match(text)
    return match is not None and bool(_by(match))


def forward(intro: str, passage: Passage, scene: Scene) -> list[Act]:
    """The nominations in one entry of a list: person, role and place, and who puts them forward."""
    match = _LEADS.match(intro)
    speech = scene.said(passage.text)
    tokens = re.findall(PERSON, speech.text)
    if match is None or not tokens or scene.said(intro).conditional:
        return []
    rest = " ".join(match[part] or "" for part in ("rest", "rest2", "rest3", "rest4"))
    led = [place for place in places(rest, scene.organs, scene.near) if place.body]
    where = led[0] if led else Place(None, scene.near, None, sure=False)
    if where.body is None:
        scene.ask(passage, "puts somebody forward; for which seat is not said")
        return []
    found: list[Act] = []
    tails = re.split(PERSON, speech.text)[1:]
    for token, tail in zip(tokens, tails, strict=True):
        act = scene.act("nominate", passage, speech.named(token), 0.9 if where.sure else 0.8)
        act.body, act.role = where.body, role_in(tail) or where.role or "member"
        act.seat = where.seat or seat_in(tail) or seat_in(rest)
        act.nominated_by = _by(match)
        act.reappointment = act.reappointment or bool(re.search(r"\bgen(?:udpeg|valg)", tail))
        found.append(act)
    return found


def _by(match: re.Match[str]) -> tuple[str, ...]:
    who = next(match[part] for part in ("who", "who2", "who3") if match[part])
    parts = re.split(r"\s+(?:og|samt)\s+(?=[A-ZÆØÅ])|,\s+(?=[A-ZÆØÅ])", who.strip())
    return tuple(part for part in parts if not is_pronoun(part))
