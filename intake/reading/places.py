"""Which place in which body a sentence speaks of: role, body, seat, who puts forward."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from domain.words import Role
from intake.danish.dates import MONTHS
from intake.danish.organs import HEAD, Organs, phrase
from intake.danish.parties import ANY_PARTY
from intake.danish.persons import Named

_ROLES: Final[tuple[tuple[str, Role], ...]] = (
    (r"(?:vice|næst)-?(?:formand|forkvinde|forperson|borgmester)\w*", "deputy chair"),
    (r"med(?:formand|formænd|forkvinde|forperson)\w*", "co-chair"),
    (
        r"(?:formand|formænd|forkvinde|forperson)\w*|(?<=som )borgmester|(?<=til )borgmester"
        r"|(?<=ny )borgmester",
        "chair",
    ),
    (r"suppleant\w*|stedfortræder\w*", "substitute"),
    (r"observatør\w*|tilforordnet\w*", "observer"),
    (r"[\wæøå-]*medlem(?:mer)?\w*|[\wæøå-]*repræsentant(?:er)?\b|delegeret|delegerede", "member"),
)
DANISH: Final[dict[Role, str]] = {
    "member": "medlem",
    "chair": "formand",
    "deputy chair": "næstformand",
    "co-chair": "medformand",
    "substitute": "suppleant",
    "observer": "observatør",
}
"""Role → what a paper calls its holder."""
OFFICES: Final[frozenset[Role]] = frozenset({"chair", "deputy chair", "co-chair"})
"""Roles that a body gives some of its members."""
ROLE: Final = rf"(?:{'|'.join(pattern for pattern, _ in _ROLES)})"
_ADJECTIVES = (
    r"(?:(?:nyt|nye|ny|personlig|politisk|kommunal\w*|menigt|ordinært|1\.|2\.|første"
    r"|anden|ekstern\w*)\s+)*"
)
_HELD = re.compile(
    rf"(?:\b(?:som|til|hvervet|posten|sædet)\s+(?:som\s+)?)?\b{_ADJECTIVES}(?P<role>{ROLE})"
    rf"(?P<both>\s+(?:og|samt)\s+(?:som\s+)?{_ADJECTIVES}(?P<second>{ROLE}))?"
    rf"(?:\s+for\s+(?P<seat>[^,.;:⟦]+?)(?=\s+(?:i|til)\s+))?(?P<to>\s+(?:af|i|for|til|fra|ved)\s+)?",
    re.I,
)
_INTO = re.compile(r"(?:\b(?:til|i|af|fra|ud af|ind i|fra posten i|plads(?:en)? i)\s+)(?=\w)", re.I)
_INSTEAD = re.compile(
    r"\b(?:i ?stedet for|som afløser for|til (?:afløsning|erstatning) (?:af|for)"
    r"|i) ⟦\d+⟧s?(?: (?:sted|plads))?",
    re.I,
)
_OF_PARTY = re.compile(
    rf"\bi stedet(?= (?:i|som|for)\b)(?! for ⟦)|(?<= )(?:fra|på vegne af|valgt for)\s+"
    rf"(?:[Dd]e[tn]? )?(?:{ANY_PARTY}|[\wæøå]*listen)\b"
)
_NO_BODY = re.compile(
    rf"(?:(?:[Dd]e |[Dd]en |[Dd]et )?(?:{ANY_PARTY}|[Ll]iste [A-ZÆØÅ]))s?$"
    rf"|(?:{'|'.join(MONTHS)})\b|\d"
    r"|(?:(?:de|den|det|en|et)\s+)?(?:samme|følgende|to|tre|fire|fem|flere|andre|alle|begge"
    r"|nogle|disse"
    r"|denne|dette|øvrige|forskellige|diverse|række|kommunens|sine?|sit|hans|hendes|kommunale)\b",
    re.I,
)
"""Words behind `i` or `af` that name no one body: `de samme udvalg`, a party."""
_LED_ON = re.compile(rf"(?!(?i:{HEAD})\b)[a-zæøå]\w*(?: \w+)* (?:i|af|til|fra|på) [A-ZÆØÅ]")
"""Other words that lead to a body further on: `indtræder i Økonomiudvalget`."""
_ALSO = re.compile(
    rf"\s*,?\s+(?:og|samt)\s+(?:(?:som|til)\s+{_ADJECTIVES}(?P<role>{ROLE})\s+)?(?:"
    r"(?:af|i|for|til|fra)\s+)",
    re.I,
)
_TARGET = re.compile(
    r"\binden ?for\s+(?:(?:målgruppen|gruppen|kategorien|området|segmentet)\s+)?"
    r"(?P<seat>.+?)(?=,\s|\.?$|;|\s+hvor\b|\s*\()"
)
_REPRESENTS = re.compile(
    r"\brepræsentant(?:er)? for\s+(?P<seat>[^,.;:()]+?)(?=\s+(?:i|til)\s+|[,.;:()]"
    r"|\s+(?:med virkning|fra|pr\.|hvor|for)\b|$)"
)
_NOMINATED = re.compile(
    r"\bhvor\s+(?P<who>.+?)\s+(?:i fællesskab\s+)?(?:skulle\s+)?indstille[rs]?\b"
    r"|\b(?:efter|på) indstilling (?:fra|af)\s+(?P<who2>[^,.;]+)|\bindstille(?:t"
    r"|s) af\s+(?P<who3>[^,.;]+)"
)


class Place(NamedTuple):
    """A role in a body; `sure` where the sentence itself names the body in full."""

    role: Role | None
    body: str | None
    seat: str | None = None
    sure: bool = True


def role_in(text: str) -> Role | None:
    """The role that a word or phrase names."""
    for pattern, role in _ROLES:
        if re.search(rf"\b(?:{pattern})", text, re.I):
            return role
    return None


def places(text: str, organs: Organs, near: str | None) -> list[Place]:
    """The places a text names; `near` is the body spoken of around it."""
    text = _OF_PARTY.sub("", _INSTEAD.sub("", text))
    found: list[Place] = []
    for match in _HELD.finditer(text):
        if re.match(r"s?post", text[match.end("role") :]) or re.search(
            r"post(?:en)?$", match["role"], re.I
        ):
            continue
        roles = [role_in(f"som {match['role']}")]
        if match["second"]:
            roles.append(role_in(f"som {match['second']}"))
        seat = match["seat"]
        known = role_in(match["role"]) == "substitute"
        bodies = _bodies(text, match.end(), organs, near, known=known) if match["to"] else []
        if (
            match["to"]
            and match["to"].strip() == "for"
            and "repræsentant" in match["role"].casefold()
        ):
            represented = _REPRESENTS.search(text, match.start())
            seat, bodies = (spelt(represented["seat"]) if represented else None), []
        here = council(organs) or near if "borgmester" in match[0].casefold() else near
        for role in roles:
            found += [Place(role or other, body, seat, sure) for other, body, sure in bodies]
            if not bodies and not _generic(text, match):
                found.append(Place(role, here, seat, sure=False))
    if (
        not found
        and (post := re.search(rf"\b(?P<role>{ROLE})", text, re.I))
        and "post" in post["role"].casefold()
    ):
        body = next((b for _, b, _ in _into(text, organs, near)), near)
        found.append(Place(role_in(post["role"]), body, None, body != near))
    if not found:
        found = [Place(role, body, None, sure) for role, body, sure in _into(text, organs, near)]
    return list(dict.fromkeys(found))


def council(organs: Organs) -> str | None:
    """The council of a municipality or region, where it is the one that meets: it elects a mayor,
    and its members' mandates and leave are in it."""
    own = re.search(r"byråd|kommunalbest|borgerrep|regionsråd", organs.meeting, re.I)
    return organs.meeting if own else None


def _generic(text: str, match: re.Match[str]) -> bool:
    """Whether a role word is used of people in general: `et medlem`, `alle medlemmer`."""
    before = text[: match.start("role")].rstrip()
    by_office = re.match(r"\s+født", text[match.end("role") :])
    return bool(by_office or re.search(r"\b(?:et|alle|øvrige|andre|flere|\d+)$", before, re.I))


def _into(text: str, organs: Organs, near: str | None) -> list[tuple[Role | None, str, bool]]:
    """Bodies behind `til`, `i`, `af` without a role."""
    found: list[tuple[Role | None, str, bool]] = []
    for match in _INTO.finditer(text):
        for role, body, sure in _bodies(text, match.end(), organs, near, known=True):
            if all(body != other for _, other, _ in found):
                found.append((role, body, sure))
    return found


_ELSEWHERE = re.compile(
    r"\b(?:til|ind i) (?:den |det |de )?(?P<where>[A-ZÆØÅ][\wæøå-]*(?: [A-ZÆØÅ][\wæøå-]*)*)"
    r"|\bsom (?P<what>(?:[a-zæøå-]+ ){0,2}?[a-zæøå-]{4,})(?=\s+(?:på|for|i|til|med)\b|[,.;]|$)"
)


def elsewhere(text: str, organs: Organs) -> bool:
    """Whether a sentence names something to become that is no known body or role: `valgt til
    Folketinget`, `som entreprenør`."""
    return any(
        not organs.known(m["where"]) if m["where"] else role_in(f"som {m['what']}") is None
        for m in _ELSEWHERE.finditer(text)
    )


def bodies_into(text: str, organs: Organs, near: str | None) -> list[str]:
    """The bodies that a text names behind `til`, `i`, `af` or `fra`."""
    return [body for _, body, sure in _into(text, organs, near) if sure]


def _bodies(
    text: str, at: int, organs: Organs, near: str | None, *, known: bool = False
) -> list[tuple[Role | None, str, bool]]:
    """The bodies named from a place on, joined by `og`."""
    found: list[tuple[Role | None, str, bool]] = []
    role: Role | None = None
    while named := phrase(text, at):
        words, at = named
        for part in _parted(words, organs):
            if (known and not organs.known(part)) or _NO_BODY.match(part) or _LED_ON.match(part):
                continue
            body = organs.called(part, near)
            if body:
                found.append((role, body, organs.known(part)))
        also = _ALSO.match(text, at)
        if also is not None and found:
            role = role_in(also["role"]) if also["role"] else role
            at = also.end()
            continue
        more = re.match(r"\s*,\s+(?:(?:og|samt)\s+)?|\s+(?:og|samt)\s+", text[at:])
        named_too = phrase(text, at + more.end()) if more and found else None
        if more is None or named_too is None or not organs.names_only(named_too[0]):
            break
        at += more.end()
    return found


def _parted(words: str, organs: Organs) -> list[str]:
    parts = re.split(r"\s+(?:og|samt)\s+", words)
    return parts if len(parts) > 1 and all(organs.known(part) for part in parts) else [words]


def council_of(who: Named, organs: Organs) -> str | None:
    """The body that a title says somebody sits in: `byrådsmedlem`, `regionsrådsmedlem`."""
    match = re.fullmatch(r"([\wæøå]*(?:råd|bestyrelse))smedlem", who.position or "", re.I)
    if match is None:
        return None
    name = f"{match[1].capitalize()}{'et' if match[1].endswith('råd') else 'n'}"
    return organs.called(name)


def seat_in(text: str) -> str | None:
    """The target group or interest that a seat is for, in the words of the text."""
    match = _TARGET.search(text) or _REPRESENTS.search(text)
    return spelt(match["seat"]) if match else None


def spelt(text: str) -> str:
    """A common noun as Danish spells it: indefinite, with the hyphen after an abbreviation."""
    plain = re.sub(r"\s+", " ", text).strip(" .,")
    if " " not in plain:
        plain = re.sub(r"(?<=er)ne$", "", plain)
    return re.sub(r"\b([A-ZÆØÅ]{2,})([a-zæøå]{4,})", r"\1-\2", plain)


def nominators(text: str) -> tuple[str, ...]:
    """Who puts somebody forward."""
    match = _NOMINATED.search(text)
    if match is None:
        return ()
    who = next(value for value in match.groups() if value)
    pieces = re.split(r"\s+&\s+", who)
    if len(pieces) == 1:
        pieces = re.split(r"\s+og\s+|,\s+", who)
    return tuple(piece.strip(" .") for piece in pieces if piece.strip())
