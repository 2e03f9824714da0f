"""Who did not go along with a decision, with which points; how it was voted."""

from __future__ import annotations

import re
from typing import Final, Literal

from intake.danish.numbers import COUNT
from intake.danish.parties import groups
from intake.reading.found import Dissent
from intake.reading.votes import votes

Position = Literal["against", "abstaining", "reservation"]
_BUT = (
    r"(?:med undtagelse af|undtagen|bortset fra) (?P<who>(?-i:[A-ZÆØÅ])[^.;]+?),? "
    r"(?:der|som|hvilke[nt]) "
)
_SAID: Final[tuple[tuple[str, Position], ...]] = (
    (rf"{_BUT}(?:tog|tager) (?:\w+ )?forbehold\b(?P<what>.*)", "reservation"),
    (rf"{_BUT}(?:stemte|stemmer) (?:imod|mod|nej)\b(?P<what>.*)", "against"),
    (rf"{_BUT}(?:ikke|kunne ikke|undlod)\b(?P<what>.*)", "abstaining"),
    (
        r"(?P<who>.+?)\s+(?:kunne|kan) ikke (?:tiltræde|godkende|støtte|stemme for|anbefale)\b"
        r"(?P<what>.*)",
        "against",
    ),
    (
        r"(?P<who>.+?)\s+(?:anbefaler|støtter|godkender|tiltræder|anbefalede|støttede) ikke\b"
        r"(?P<what>.*)",
        "against",
    ),
    (
        r"(?P<who>.+?)\s+(?:kunne|kan) (?:tiltræde|godkende)\b.*?,? men ikke\b(?P<what>.*)",
        "against",
    ),
    (r"(?P<who>.+?)\s+stemt?e[r]? hverken\b(?P<what>.*)", "abstaining"),
    (r"(?P<who>.+?)(?<!\d)\s+(?:stemte|stemmer)\s+(?:imod|mod|nej)\b(?P<what>.*)", "against"),
    (r"(?P<who>.+?)(?<!\d)\s+(?:undlod|undlader)\s+at stemme\b(?P<what>.*)", "abstaining"),
    (
        r"(?P<who>.+?)\s+(?:tog|tager|tage) (?:\w+ )?(?:forbehold|reservation)\b(?P<what>.*)",
        "reservation",
    ),
    (r"(?P<who>.+?)\s+afg(?:av|iver) (?:\w+ )?mindretalsudtalelse\b(?P<what>.*)", "reservation"),
    (r"\bforbehold fra (?P<who>[A-ZÆØÅ][^.;]+)(?P<what>)", "reservation"),
    (
        r"(?P<who>.+?) (?:ønskede|ønsker) (?:det )?(?:ført|tilføjet|tilført) "
        r"(?:til )?(?:referatet|protokollen)(?P<what>.*)",
        "reservation",
    ),
    (
        r"(?:hverken for eller imod|undlod(?: at stemme)?|undlader)(?: (?:stemte"
        r"|at stemme))*(?: \d+(?: medlemmer)?)?\s*:?\s+(?P<who>(?!at\b|\d)[^.]+)(?P<what>)",
        "abstaining",
    ),
    (
        r"(?:imod|mod|nej)(?: (?:stemte|stemmer|forslaget|indstillingen))*"
        r"(?: \d+(?: medlemmer| stemmer)?)?\s*:?\s+(?P<who>(?!\d)[^.]+)(?P<what>)",
        "against",
    ),
    (
        r"(?P<who>.+?)\s+ikke (?:kunne|kan) (?:tiltræde|godkende|støtte|anbefale)\b(?P<what>.*)",
        "against",
    ),
)
_AGAINST: Final = tuple((re.compile(pattern, re.I), position) for pattern, position in _SAID)
_ALSO = re.compile(
    r"\s+og\s+(?:(?P<abstains>undlod at stemme|undlader at stemme)|stemte imod|tog forbehold)\b"
)
"""How one who did not go along did so with another point besides."""
_BODY = re.compile(r"(?:udvalget|rådet|bestyrelsen|nævnet|forsamlingen|magistraten)$", re.I)
_FOR = re.compile(
    r"\b[Ff]or (?:(?:forslaget|indstillingen) )?(?:stemte|stemmer)\s*:?\s+"
    r"(?P<who>(?!\d)[A-ZÆØÅ][^.]+?)(?=;|\.|,? (?:i?mod)\b|$)"
    r"|^(?P<who2>[^,]+?) stemte (?:ja|for)\b|^(?:For|Ja)\s*:\s*(?P<who3>(?!\d)[A-ZÆØÅ][^.]+)"
)
_DISAGREES = re.compile(
    r"\bikke\b|\bi?mod\b|\bnej\b|\bundlod|\bundlader|forbehold|reservation|hverken"
    r"|mindretal|referatet|protokollen",
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
    r"|(?:punkt(?:er|erne)?|pkt\.?|litra) (?-i:(?P<lettered>[a-h](?: og [a-h])*))\b"
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
        found += _of_clause(clause)
    return found


def _of_clause(clause: str) -> list[Dissent]:
    """Who did not go along, as one clause says, and with which points in which way."""
    told = ((pattern.search(clause), position) for pattern, position in _AGAINST)
    first = next(((match, position) for match, position in told if match), None)
    if first is None:
        return []
    match, position = first
    told_of_all = r"(?:et|det) \w*flertal\b|(?:KKR|RAR)(?: kunne| kan|\s[A-ZÆØÅ]\w+ k[ua]n)"
    if re.match(told_of_all, clause, re.I) and position == "against":
        return []
    names = tuple(name for name in groups(match["who"]) if not _BODY.search(name))
    if not names:
        return []
    what, also = match["what"], _ALSO.search(match["what"])
    if not also:
        return [Dissent(names, _points(what), position, _note(what))]
    rest = what[also.end() :]
    other: Position = "abstaining" if also["abstains"] else "against"
    return [
        Dissent(names, _points(what[: also.start()]), position),
        Dissent(names, _points(rest), other, _note(rest)),
    ]


def _counted(text: str) -> list[tuple[str, str]]:
    """How those voted who stand in brackets beside their number."""
    found = [*_COUNTED.finditer(text), *_COUNTED_BEFORE.finditer(text)]
    return [(m["how"], m["who"]) for m in found if re.search(r"\d|stem|undlod", m[0], re.I)]


def _note(what: str) -> str | None:
    match = re.search(r"\b(?:men|idet|da|fordi|under henvisning til)\b .+", what)
    return match[0].strip(" .") if match else None


def _points(what: str) -> tuple[int, ...]:
    match = _POINTS.search(what)
    if match is None:
        return ()
    if match["ordinal"]:
        return (ORDINALS[match["ordinal"].lower()],)
    if match["lettered"]:
        return tuple(ord(letter) - ord("a") + 1 for letter in match["lettered"].split(" og "))
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
