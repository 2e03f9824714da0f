"""To whom open places belong, and on what basis: `Pladsen tilfalder Venstre, jf. …`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from intake.danish.organs import Organs
from intake.danish.parties import ANY_PARTY, NAMES
from intake.danish.persons import persons
from intake.danish.sentences import LONGEST

_NAMED = r"[A-ZÆØÅ][\wæøå-]+(?: [A-ZÆØÅ][\wæøå-]+){0,5}"
_WHO = rf"(?P<who>{ANY_PARTY}|{_NAMED})"
_REST = r"(?P<rest>(?:[^.]|\.(?!\s+[A-ZÆØÅ]))*)"
_HAS = re.compile(
    rf"(?<![\w-]){_WHO}(?:, der)? (?:skal|kan|har ret til at|har retten til at|får ret til at|har)"
    rf" (?:udpege|indstille|besætte|pladsen|pladserne|udpegningsretten)\b{_REST}"
)
_APPOINTS = re.compile(
    rf"(?<![\w-])(?P<who>{ANY_PARTY}) (?:udpeger|indstiller|besætter) (?=(?:et |en )?(?:nyt?\b"
    rf"|plads|til plads)){_REST}"
)
_FALLS_TO = re.compile(
    r"(?:[Pp]lads(?:en|erne)|[Uu]dpegningsretten|[Hh]vervet|[Ss]ædet)\b(?P<at>[^.]*?) "
    r"(?:tilfalder|tilkommer|tilhører|besættes af|går til|ligger hos|er) "
    rf"(?P<who>(?:[Dd]et )?(?:{_NAMED}))(?=,|\.|;|$| i henhold| jf\.| ifølge| efter"
    rf"|\s+at\b){_REST}"
)
_BASIS = re.compile(
    r"\b(?:i henhold til|jf\.?|ifølge|efter|i medfør af|på baggrund af"
    r"|i overensstemmelse med)\s+(?P<basis>(?:den\s+)?[\wæøå§][^,;]*?(?:aftale"
    r"|vedtægt|lov|konstituering|forlig|§|statut|forretningsorden)"
    r"(?:[^,;.]|\.(?=\s+[a-zæøå\d]))*)"
)
_SENTENCE = re.compile(r"(?<=[a-zæøå\d)])\.\s+(?=[A-ZÆØÅ])|\n")


class Entitlement(NamedTuple):
    """Who may fill places, on what basis, and in which body where that is said."""

    who: str
    basis: str | None
    body: str | None


def entitlements(text: str, organs: Organs) -> Iterator[Entitlement]:
    """The entitlements that a text tells of."""
    for sentence in _SENTENCE.split(text):
        found = entitlement(sentence[:LONGEST], organs)
        if found is not None:
            yield found


def entitlement(sentence: str, organs: Organs) -> Entitlement | None:
    """The entitlement that a sentence tells of."""
    match = _HAS.search(sentence) or _APPOINTS.search(sentence) or _FALLS_TO.search(sentence)
    if match is None:
        return None
    who, rest = match["who"].strip(), match["rest"] or ""
    if who not in NAMES and next(persons(who), None):
        return None
    if match.re is _HAS and who not in NAMES and not re.search(r"\bplads|\bsæde|\bhverv", rest):
        return None
    if match.re is _FALLS_TO and " er " in match[0] and not (who in NAMES or who[:-1] in NAMES):
        return None
    basis = _BASIS.search(rest)
    about = f"{match['at']} " if match.re is _FALLS_TO else rest[: basis.start()] if basis else rest
    return Entitlement(
        who[:-1] if who not in NAMES and who[:-1] in NAMES else who,
        basis["basis"].strip() if basis else None,
        organs.last_in(about),
    )


def of_body(found: Sequence[Entitlement], body: str | None) -> Entitlement | None:
    """The entitlement to places in a body: the one told of that body, else the one told of none."""
    own = [one for one in found if one.body is not None and one.body == body]
    return next(iter(own or [one for one in found if one.body is None]), None)
