"""Who did not go along with a decision, with which points; how it was voted."""

from __future__ import annotations

import re
from typing import Literal

from intake.danish.numbers import COUNT, number
from intake.danish.parties import groups
from intake.reading.found import Dissent, Votes

_AGAINST = re.compile(
    r"(?P<who>.+?)\s+(?:kunne|kan) ikke (?:tiltræde|godkende|støtte|stemme for"
    r"|anbefale)\b(?P<what>.*)"
    r"|(?P<who2>.+?)(?<!\d)\s+(?:stemte|stemmer|undlod|undlader)\s+(?P<how>imod|mod"
    r"|nej|at stemme)\b(?P<what2>.*)"
    r"|(?P<who3>.+?)\s+(?:tog|tager|tage) (?:\w+ )?(?:forbehold|reservation)\b(?P<what3>.*)"
    r"|(?:imod|mod|nej)(?: (?:stemte|stemmer|forslaget|indstillingen))*\s*:?\s+"
    r"(?P<who4>(?!\d)[^.]+)"
    r"|(?:hverken for eller imod|undlod(?: at stemme)?|undlader)(?: (?:stemte"
    r"|at stemme))*\s*:?\s+(?P<who5>(?!at\b|\d)[^.]+)"
    r"|(?P<who6>.+?) (?:ønskede|ønsker) (?:det )?(?:ført|tilføjet) til (?:referatet"
    r"|protokollen)(?P<what6>.*)",
    re.I,
)
_FOR = re.compile(
    r"\b[Ff]or (?:(?:forslaget|indstillingen) )?(?:stemte|stemmer)\s*:?\s+"
    r"(?P<who>(?!\d)[A-ZÆØÅ][^.]+?)(?=;|\.|,? (?:i?mod)\b|$)"
    r"|^(?P<who2>[^,]+?) stemte (?:ja|for)\b"
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
    r"(?P<who>[A-ZÆØÅ][^)]*)\)",
    re.I,
)
_POINTS = re.compile(
    r"(?:punkt(?:er|erne)?|pkt\.?|at)\s*(?P<points>\d{1,2}(?:\s*(?:[-–,]|og|samt)\s*\d{1,2})*)",
    re.I,
)
_VOTES = (
    re.compile(
        rf"\b{COUNT} (?:stemmer?|medlemmer)?\s*(?:for|ja)\b[^.\d]*?\b"
        rf"(?:og )?{COUNT} (?:stemmer?|medlemmer)?\s*(?:imod|mod|nej)\b",
        re.I,
    ),
    re.compile(rf"\bmed {COUNT} stemmer? mod {COUNT}\b", re.I),
    re.compile(
        rf"\bfor(?: stemte| stemmer)?\s*:?\s*{COUNT}\b[^.\d]*(?:\([^)]*\))?[^.\d]*\b"
        rf"(?:i?mod|nej)(?: stemte| stemmer)?\s*:?\s*{COUNT}\b",
        re.I,
    ),
    re.compile(rf"\bja\s*:?\s*{COUNT}\b.{{0,40}}?\bnej\s*:?\s*{COUNT}\b", re.I),
)
_IN_TURN = re.compile(
    rf"\b{COUNT} (?:stemmer |medlemmer )?stemte for\b.*?\bimod stemte {COUNT}\b", re.I | re.DOTALL
)
_ABSTAINED = (
    re.compile(rf"\b{COUNT} (?:medlem(?:mer)? )?(?:undlod|hverken|stemte hverken|blankt?)\b", re.I),
    re.compile(
        r"\b(?:undlod|undlader|blankt?|hverken for eller imod)(?: at stemme)?"
        rf"(?: stemte)?\s*:?\s*{COUNT}\b",
        re.I,
    ),
)


def votes(text: str) -> Votes | None:
    """The counts that a sentence gives."""
    plain = re.sub(r"\s+", " ", re.sub(r"\([^)]*\)", " ", text))
    for pattern in (*_VOTES, _IN_TURN):
        if match := pattern.search(plain):
            abstained = next((m for p in _ABSTAINED if (m := p.search(plain))), None)
            return Votes(
                number(match[1]), number(match[2]), number(abstained[1]) if abstained else 0
            )
    return None


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
    counted = [
        (match["how"], match["who"])
        for match in _COUNTED.finditer(text)
        if re.search(r"\d|stem|undlod", match[0], re.I)
    ]
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
        r";\s*|(?<=\))\s*,\s+(?=(?:imod|mod|undlod)\b)|,\s+(?:og|mens)\s+(?=[A-ZÆØÅ])", text
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
    return points_in(match["points"]) if match else ()


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
    match = _FOR.search(text)
    if match is None or not re.search(r"\bstem", text, re.I):
        return ()
    return groups(match["who"] or match["who2"])
