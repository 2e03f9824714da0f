"""Who did not go along with a decision, with which points; how it was voted."""

from __future__ import annotations

import re
from typing import Final, Literal

from intake.danish.numbers import COUNT
from intake.danish.parties import groups
from intake.reading.found import Dissent
from intake.reading.votes import votes

_AGAINST = re.compile(
    r"(?P<who>.+?)\s+(?:kunne|kan) ikke (?:tiltræde|godkende|støtte|stemme for"
    r"|anbefale)\b(?P<what>.*)"
    r"|(?P<who2>.+?)(?<!\d)\s+(?:stemte|stemmer|undlod|undlader)\s+(?P<how>imod|mod"
    r"|nej|at stemme)\b(?P<what2>.*)"
    r"|(?P<who3>.+?)\s+(?:tog|tager|tage) (?:\w+ )?(?:forbehold|reservation)\b(?P<what3>.*)"
    r"|(?:imod|mod|nej)(?: (?:stemte|stemmer|forslaget|indstillingen))*"
    r"(?: \d+(?: medlemmer| stemmer)?)?\s*:?\s+(?P<who4>(?!\d)[^.]+)"
    r"|(?:hverken for eller imod|undlod(?: at stemme)?|undlader)(?: (?:stemte"
    r"|at stemme))*(?: \d+(?: medlemmer)?)?\s*:?\s+(?P<who5>(?!at\b|\d)[^.]+)"
    r"|(?P<who6>.+?) (?:ønskede|ønsker) (?:det )?(?:ført|tilføjet|tilført) "
    r"(?:til )?(?:referatet|protokollen)(?P<what6>.*)",
    re.I,
)
_FOR = re.compile(
    r"\b[Ff]or (?:(?:forslaget|indstillingen) )?(?:stemte|stemmer)\s*:?\s+"
    r"(?P<who>(?!\d)[A-ZÆØÅ][^.]+?)(?=;|\.|,? (?:i?mod)\b|$)"
    r"|^(?P<who2>[^,]+?) stemte (?:ja|for)\b|^(?:For|Ja)\s*:\s*(?P<who3>(?!\d)[A-ZÆØÅ][^.]+)"
)
_DISAGREES = re.compile(
    r"\bikke\b|\bi?mod\b|\bnej\b|\bundlod|\bundlader|forbehold|reservation|hverken"
    r"|referatet|protokollen",
    re.I,
)
_COUNTED = re.compile(
    rf"(?:{COUNT} (?:stemmer |medlemmer )?(?:stemte )?)?\b(?P<how>for|imod|mod|nej"
    r"|ja|undlod(?: at stemme)?|hverken for eller imod)"
    rf"(?: (?:stemte|stemmer))?\s*:?\s*(?:{COUNT}(?: stemmer| medlemmer)?)?\s*\("
    r"(?P<who>[A-ZÆØÅ](?:[^()]|\([^()]*\))*)\)",
    re.I,
)
_COUNTED_BEFORE = re.compile(
    rf"\b{COUNT} (?:stemmer |medlemmer )?\((?P<who>[A-ZÆØÅ](?:[^()]|\([^()]*\))*)\)\s+"
    r"(?:(?:stemte|stemmer)\s+)?(?P<how>for|imod|mod|nej|ja|undlod|hverken for eller imod)\b",
    re.I,
)
ORDINALS: Final = {
    **{"første": 1, "andet": 2, "anden": 2, "tredje": 3, "fjerde": 4},
    **{"femte": 5, "sjette": 6, "syvende": 7, "ottende": 8},
}
"""Points named in words."""
_POINTS = re.compile(
    r"(?:punkt(?:er|erne)?|pkt\.?|at)\s*(?P<points>\d{1,2}(?:\s*(?:[-–,]|og|samt)\s*\d{1,2})*)"
    r"|(?P<counted>\d{1,2})\.\s*(?:at|pind|pkt|(?:indstillings|beslutnings)?punkt)\b"
    rf"|(?P<ordinal>{'|'.join(ORDINALS)})\s+(?:at|pind|(?:indstillings|beslutnings)?punkt)\b",
    re.I,
)


def manner(text: str) -> str | None:
    """How it was decided, in the register's words."""
    if re.search(r"\benstemmigt?\b|\benig(?:t|e)\b", text, re.I):
        return "unanimous"
    if re.search(r"\buden afstemning\b", text, re.I):
        return "without a vote"
    if re.search(r"\bformandsbeslutning\b|\bafgjort af formanden\b", text, re.I):
        return "by the chair alone"
    if votes(text) or re.search(r"\b(?:efter|ved) afstemning\b|\bstemte\b|\bflertal\b", text, re.I):
        return "by vote"
    return None


def dissent(text: str) -> list[Dissent]:
    """The groups and members who, as one sentence says, did not go along."""
    if not _DISAGREES.search(text):
        return []
    counted = _counted(text)
    found: list[Dissent] = [
        Dissent(
            groups(who), (), "against" if how.lower() in ("imod", "mod", "nej") else "abstaining"
        )
        for how, who in counted
        if how.lower() not in ("for", "ja")
    ]
    if counted:
        return found
    for clause in re.split(
        r";\s*|(?<=\))\s*,\s+(?=(?:imod|mod|undlod)\b)|,\s+(?:og|mens|idet|men|hvor)\s+"
        r"(?=[A-ZÆØÅ])",
        text,
    ):
        match = _AGAINST.search(clause)
        if match is None:
            continue
        said = match.groupdict()
        who = next(value for name, value in said.items() if name.startswith("who") and value)
        what = next((v for n, v in said.items() if n.startswith("what") and v), "")
        names = groups(who)
        if names:
            found.append(Dissent(names, _points(what), _position(match, clause), _note(what)))
    return found


def _counted(text: str) -> list[tuple[str, str]]:
    """How those voted who stand in brackets beside their number."""
    found = [*_COUNTED.finditer(text), *_COUNTED_BEFORE.finditer(text)]
    return [(m["how"], m["who"]) for m in found if re.search(r"\d|stem|undlod", m[0], re.I)]


def _position(match: re.Match[str], clause: str) -> Literal["against", "abstaining", "reservation"]:
    if match["who3"] or match["who6"]:
        return "reservation"
    if match["who5"] or match["how"] == "at stemme" or re.search(r"hverken", clause, re.I):
        return "abstaining"
    return "against"


def _note(what: str) -> str | None:
    match = re.search(r"\b(?:men|idet|da|fordi|under henvisning til)\b .+", what)
    return match[0].strip(" .") if match else None


def _points(what: str) -> tuple[int, ...]:
    match = _POINTS.search(what)
    if match is None:
        return ()
    if match["ordinal"]:
        return (ORDINALS[match["ordinal"].lower()],)
    return points_in(match["points"] or match["counted"])


def points_in(text: str) -> tuple[int, ...]:
    """Numbers written as `1 og 2`, `1, 3` or `1-4`."""
    found: list[int] = []
    for part in re.split(r"\s*(?:,|og|samt)\s*", text):
        ends = [int(n) for n in re.split(r"\s*[-–]\s*", part) if n.isdigit()]
        if ends:
            found += range(ends[0], ends[-1] + 1)
    return tuple(found)


def voices_for(text: str) -> tuple[str, ...]:
    """Who, as a sentence says, voted for it."""
    counted = next((who for how, who in _counted(text) if how.lower() in ("for", "ja")), None)
    if counted is not None:
        return groups(counted)
    match = _FOR.search(text)
    if match is None or not (match["who3"] or re.search(r"\bstem", text, re.I)):
        return ()
    return groups(match["who"] or match["who2"] or match["who3"])
