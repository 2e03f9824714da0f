"""Which place each person of a sentence gets, and after whom."""

from __future__ import annotations

import re

from intake.danish.speech import GROUP, PERSON, Said
from intake.reading.places import ROLE, Place, elsewhere, places
from intake.reading.scene import Scene

AFTER = re.compile(
    r"(?:i stedet for|istedet for|som afløser for|til afløsning af"
    rf"|som erstatning for|til erstatning for|\befter(?= {PERSON})"
    r"|(?:efterfølger|afløser)(?: for)?)"
    rf"\s*(?P<other>{PERSON})|\bi (?P<absent>{PERSON})s? sted\b",
    re.I,
)
_OTHER_AHEAD = re.compile(
    rf"^(?:i stedet for|som afløser for|til afløsning af|efter)\s+(?P<other>{PERSON}),?\s", re.I
)
"""Words before the verb that say whom somebody follows."""
_LABEL = re.compile(rf"[–(,;-]?\s*\b(?:personlig )?{ROLE}\s*:?\s*$", re.I)
"""What stands before the next person as theirs: `– suppleant:`."""
_GOES_ON = re.compile(r"(?:,|\bog|\bsamt)\s*$")
_UNKNOWN_ROLE = re.compile(r"\bsom\s+(?P<role>[a-zæøå]{4,})\s*(?=,|\.|;|$|\bog\b|⟦)")


def other_in(text: str, token: str) -> str | None:
    """Whom the person that a token stands for follows, as their sentence says it."""
    match = AFTER.search(text, text.index(token)) or _OTHER_AHEAD.search(text)
    other = (match.groupdict().get("absent") or match["other"]) if match else None
    return other if other != token else None


def places_of(speech: Said, token: str, scene: Scene, words: str | None) -> list[Place]:
    """The places of one person: said behind them, else for the whole row, else before the verb."""
    at = speech.text.index(token)
    following = [m.start() for m in re.finditer(PERSON, speech.text) if m.start() > at]
    other = AFTER.search(speech.text, at)
    cut = other.start() if other else len(speech.text)
    end = (
        min([*following, cut])
        if not (other and other.start() < min(following, default=cut))
        else len(speech.text)
    )
    own = places(_LABEL.sub("", speech.text[at:end]), scene.organs, scene.near)
    own = [place for place in own if place.role or place.sure]
    earlier = [m.end() for m in re.finditer(PERSON, speech.text) if m.end() <= at]
    before_them = speech.text[max(earlier, default=0) : at]
    led = [] if _GOES_ON.search(before_them) else places(before_them, scene.organs, scene.near)
    leads_on = following and re.search(
        rf"(?:som|til)\s+(?:\w+\s+)?{ROLE}\s*(?:valgtes|vælges|udpegedes|udpeges"
        r"|blev valgt|blev udpeget)?\s*$",
        speech.text[at:end],
        re.I,
    )
    if own and not (leads_on and any(place.role for place in led)):
        return _with_body(own, speech, scene, words)
    if any(place.role for place in led):
        return _with_body(led, speech, scene, words)
    other_role = _UNKNOWN_ROLE.search(speech.text[at:end])
    if other_role and any(p.sure for p in places(speech.text, scene.organs, scene.near)):
        return _with_body(
            [Place("member", scene.near, other_role["role"], False)], speech, scene, words
        )
    before = places(speech.text[:at], scene.organs, scene.near)
    behind = places(_behind(speech.text, at), scene.organs, scene.near)
    later = places(speech.text[at:], scene.organs, scene.near)
    around = behind or before or later or (places(words or "", scene.organs, scene.near))
    if not around and elsewhere(speech.text, scene.organs):
        return []
    return _with_body(around, speech, scene, words) or [
        Place("member", scene.near, None, sure=False)
    ]


def _behind(text: str, at: int) -> str:
    """What stands behind the row of persons that one belongs to, up to the next of them."""
    row = next(match for match in re.finditer(GROUP, text) if match.end() > at)
    following = re.search(PERSON, text[row.end() :])
    return text[row.end() : row.end() + following.start()] if following else text[row.end() :]


def _with_body(found: list[Place], speech: Said, scene: Scene, words: str | None) -> list[Place]:
    """A role without a body takes the body that the sentence names elsewhere, or the words that
    lead to it."""
    if any(place.sure for place in found):
        return (
            [place for place in found if place.sure]
            if len(found) > 1 and _same_role(found)
            else found
        )
    named = [
        place
        for text in (speech.text, words or "")
        for place in places(text, scene.organs, scene.near)
        if place.sure and place.body
    ]
    if not named:
        return found
    return [place._replace(body=named[0].body, sure=True) for place in found]


def _same_role(found: list[Place]) -> bool:
    return len({place.role for place in found}) == 1
