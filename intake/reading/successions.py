"""Who takes whose seat: `Cy Dahl (V) afløser Bo Berg (V) i …`."""

from __future__ import annotations

import re

from intake.danish.speech import PERSON, Said, clause
from intake.formats.paper import Passage
from intake.reading.found import Act
from intake.reading.making import dated
from intake.reading.places import Place, places
from intake.reading.scene import Scene

_WHEN = r"(?:(?:i|den|pr\.|fra|nu|herefter|med virkning fra)\s[^⟦;]{0,30}?\s)?"
TAKES = re.compile(
    rf"(?P<old4>{PERSON})[^⟦.;]{{0,90}}?\b(?:er|og|,)\s+(?:blevet\s+)?(?:erstattet|afløst"
    rf"|efterfulgt)\s+af\s+(?P<new4>{PERSON})"
    rf"|(?P<new>{PERSON})(?:, [^⟦.]{{2,40}}?)?,?\s+(?:erstatter|erstattede|afløser|afløste"
    rf"|efterfølger|efterfulgte|har (?:erstattet|afløst))\s+{_WHEN}(?P<old>{PERSON})"
    rf"|(?P<old2>{PERSON})(?:, [^⟦.]{{2,40}}?)?,?\s+(?:erstattes|afløses|efterfølges"
    rf"|blev (?:erstattet"
    rf"|afløst)|er (?:blevet )?(?:erstattet|afløst))\s+{_WHEN}(?:\w+\s+){{0,3}}?af\s+"
    rf"(?P<new2>{PERSON})"
    rf"|(?P<new3>{PERSON})\s+(?:overtager|overtog|har overtaget|indtræder (?:på|i))\s+{_WHEN}"
    rf"(?P<old3>{PERSON})s?\s+(?:plads|sæde|hverv|mandat)"
    rf"|(?P<old5>{PERSON})\s+(?:plads|sæde|hverv|mandat|post)\b[^⟦.;]*?\b(?:overtages|besættes"
    rf"|overgår"
    rf"|tilfalder)\s+(?:(?:af|til)\s+)?(?P<new5>{PERSON})",
    re.I,
)


def replaced(passage: Passage, scene: Scene, speech: Said, match: re.Match[str]) -> list[Act]:
    """One person takes another's place, in each body that the sentence names."""
    told = match.groupdict()
    new = next(who for part, who in told.items() if part.startswith("new") and who)
    old = next(who for part, who in told.items() if part.startswith("old") and who)
    found: list[Act] = []
    own = places(clause(speech.text, match.end() - 1), scene.organs, scene.near)
    for place in (
        own
        or places(speech.text, scene.organs, scene.near)
        or [Place(None, scene.near, None, sure=False)]
    ):
        act = scene.act("replace", passage, speech.named(new), 0.95 if place.sure else 0.7)
        act.body, act.role, act.seat = place.body or scene.near, place.role or "member", place.seat
        act.mode, act.other = "not stated", speech.named(old).name
        found.append(act)
    dated(found, speech, scene, None, asked=False)
    return found
