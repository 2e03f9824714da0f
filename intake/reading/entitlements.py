"""To whom open places belong, and on what basis: `Pladsen tilfalder Venstre, jf. …`."""

from __future__ import annotations

import re
from typing import NamedTuple

from intake.danish.organs import Organs
from intake.danish.parties import ANY_PARTY, NAMES
from intake.danish.persons import persons
from intake.danish.pronouns import is_pronoun
from intake.danish.sentences import LONGEST

_NAMED = r"[A-ZÆØÅ][\wæøå-]+(?: [A-ZÆØÅ][\wæøå-]+){0,5}"
_WHO = rf"(?P<who>(?:[Dd]e[nt]? )?(?:{ANY_PARTY}|{_NAMED}))"
_REST = r"(?P<rest>(?:[^.]|\.(?!\s+[A-ZÆØÅ]))*)"
_PLACE = r"(?:[Pp]lads(?:en|erne)|[Ss]ædet|[Hh]vervet|[Pp]osten)"
_HAS = re.compile(
    rf"(?<![\w-]){_WHO}(?:, der)? (?:skal|kan|har ret til at|har retten til at|får ret til at|har)"
    r" (?:udpege|indstille|besætte|pladsen|pladserne|udpegningsretten|ret(?:ten)? til"
    rf" (?=plads)|krav på (?=plads))\b{_REST}"
)
_MAY = re.compile(
    rf"\b(?:har|får|skal|kan) {_WHO} (?:ret(?:ten)? til at )?(?:udpege|indstille|besætte)\b{_REST}"
)
"""The same with its verb ahead: `Efter aftalen har Venstre ret til at udpege afløseren`."""
_APPOINTS = re.compile(
    rf"(?<![\w-])(?P<who>{ANY_PARTY}) (?:udpeger|indstiller|besætter) (?=(?:et |en )?(?:nyt?\b"
    rf"|plads|til plads|den ledige|de ledige)){_REST}"
)
_DISPOSES = re.compile(rf"(?<![\w-]){_WHO} (?:råder|disponerer) over {_PLACE}{_REST}")
_FALLS_TO = re.compile(
    rf"(?:{_PLACE}|[Uu]dpegningsretten)\b(?P<at>[^.]*?) "
    r"(?:tilfalder|tilkommer|tilhører|besættes (?:\w+ )?af|går (?:\w+ )?til|overgår til|ligger hos"
    r"|er) "
    rf"(?P<who>(?:[Dd]et? )?(?:{_NAMED}))(?=,|\.|;|$| i henhold| jf\.| ifølge| efter"
    rf"|\s+(?:at|og)\b){_REST}"
)
_FALLS = re.compile(
    rf"\b(?:tilfalder|tilkommer|tilhører) {_PLACE}\b(?P<at>(?: i [A-ZÆØÅ]\S+(?: bestyrelse)?)?) "
    rf"(?P<who>(?:[Dd]et? )?(?:{ANY_PARTY}|{_NAMED}))(?=,|\.|;|$){_REST}"
)
"""The same with its verb ahead: `Efter aftalen tilfalder pladsen Venstre`."""
_MANY = re.compile(r"\b(?:pladser(?:ne)?|begge|medlemmer|repræsentanter|poster(?:ne)?)\b", re.I)
_ONE = re.compile(
    r"\b(?:pladsen|sædet|hvervet|posten|nyt medlem|ny (?:repræsentant|suppleant))\b", re.I
)
_BASIS = re.compile(
    r"\b(?:i henhold til|jf\.?|ifølge|efter|i medfør af|på baggrund af"
    r"|i overensstemmelse med)\s+(?P<basis>(?:den\s+)?[\wæøå§][^,;\n]*?(?:aftale"
    r"|vedtægt|lov|konstituering|forlig|§|statut|forretningsorden)"
    r"(?:[^,;.]|\.(?=\s+[a-zæøå\d]))*)"
)


class Entitlement(NamedTuple):
    """Who may fill places, on what basis, and in which body where that is said."""

    who: str
    basis: str | None
    body: str | None
    one: bool | None = None
    """Whether it tells of a single place, or of several; None where it tells of no number."""


def entitlement(sentence: str, organs: Organs) -> Entitlement | None:
    """The entitlement that a sentence tells of."""
    sentence = sentence[:LONGEST]
    found = (one.search(sentence) for one in (_HAS, _MAY, _APPOINTS, _DISPOSES, _FALLS, _FALLS_TO))
    match = next((one for one in found if one and _may_fill(one, organs)), None)
    if match is None:
        return None
    who, rest = match["who"].strip(), match["rest"] or ""
    told_before = match.re is _FALLS_TO or match.re is _FALLS
    basis = _BASIS.search(rest) or _BASIS.search(sentence[: match.start()] + " ")
    cut = _BASIS.search(rest)
    about = f"{match['at']} " if told_before else rest[: cut.start()] if cut else rest
    return Entitlement(
        who[:-1] if who not in NAMES and who[:-1] in NAMES else who,
        basis["basis"].strip() if basis else None,
        organs.last_in(about),
        False if _MANY.search(match[0]) else True if _ONE.search(match[0]) else None,
    )


def _may_fill(match: re.Match[str], organs: Organs) -> bool:
    """Whether who is named can be one to whom a place belongs: no person, no pronoun, and the body
    that appoints only where it says of a place that it is its own."""
    who = match["who"].strip()
    if who in NAMES or who[:-1] in NAMES:
        return True
    if next(persons(who), None) or is_pronoun(who) or organs.known(who):
        return False
    if match.re is _HAS or match.re is _MAY:
        return bool(re.search(r"\bplads|\bsæde|\bhverv", match[0][len(who) :]))
    return not (match.re is _FALLS_TO and " er " in match[0])
