"""Persons as papers name them: title, name, party letter, organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from intake.danish.organs import HEAD
from intake.danish.parties import ANY_PARTY, LETTER
from intake.danish.titles import NO_NAME, NO_NAME_ENDS, TITLE

_LATIN = [chr(code) for code in range(0x41, 0x250)]
_UPPER = "".join(one for one in _LATIN if one.isupper())
_LOWER = "".join(one for one in _LATIN if one.islower())
_WORD = rf"[{_UPPER}](?:[{_LOWER}]|['’](?=[{_UPPER}]))[\w’']*(?:-[{_UPPER}{_LOWER}][\w’']+)*"
_LOUD = rf"[{_UPPER}][{_UPPER}’'-]+(?![{_LOWER}])"
"""A word in capitals, as lists write surnames; a name only where a party follows."""
_INITIALS = rf"(?:[{_UPPER}]|Aa|Chr?|Th|Fr|Kr)\.(?:\s?[{_UPPER}]\.){{0,2}}"
_PARTICLES = "de|du|van|von|der|af|el|al|la|le|bin|ten|ter|zu|dos|da|di"
_PARTICLE = rf"(?:{_PARTICLES})(?=\s+(?:(?:{_PARTICLES})\s+){{0,2}}[{_UPPER}])"
_MORE = rf"\s+(?:{_INITIALS}|{_WORD}|{_PARTICLE}|{_LOUD})"
_NAME = re.compile(rf"{_INITIALS}\s?{_WORD}(?:{_MORE})*|(?:{_WORD}|{_LOUD})(?:{_MORE})+")
_POSITION = re.compile(
    r"(?:^|(?<=[\s(–]))(?P<position>(?:(?:adm|fhv|konst|fung|tidl|vice|[1-3])\.?\s+)?"
    r"(?:administrerende\s+|tidligere\s+|første\s+|anden\s+)?"
    rf"(?:[\wæøå]+-\s+og\s+)?{TITLE}(?:(?:,\s+|\s+og\s+){TITLE})*)"
    r"(?P<at>\s+(?:i|fra)\s+(?-i:(?P<place>[A-ZÆØÅ][\wæøå-]+(?:\s+[A-ZÆØÅ][\wæøå-]+){0,2})(?=,)))?"
    r",?\s*$",
    re.I,
)
_MAYOR_OF = re.compile(rf"(?P<position>{TITLE})\s+(?:i|fra)\s+$", re.I)
_MAYOR_OF_PLACE = re.compile(
    rf"(?i:\b(?P<position>{TITLE})\s+(?:i|fra))\s+(?P<place>[{_UPPER}][\w-]+)\s+$"
)
"""A title and the place it is held in, which stands directly before a name."""
_COMPANY = re.compile(r"\s+(?:A/S|ApS|I/S|P/S|K/S|a\.m\.b\.a|F\.?M\.?B\.?A|GmbH|Ltd|AB\b|S/I)")
_ORG_WORD = re.compile(
    r"\b(?:[Kk]ommune|Regionskommune|Region|A/S|ApS|I/S|P/S|Fond|Forening|Skole"
    r"|Universitet|Hospital|Danmark|Dansk"
    r"|Regionsrådet|Byrådet|[\wæøå]*(?:forening|forbund|udvalg|råd|rådet|skole"
    r"|selskab|center|hus|bank|styrelse|kreds))\b"
)
_ORGANISATION = re.compile(
    r",\s+(?P<organisation>[A-ZÆØÅ\d][^,.();:]*?)"
    r"(?=\s*(?:\(|,|\.(?:\s|$)|;|:|$|\s[–-]\s)|\s+(?:inden ?for|indenfor|som|hvor|til|med|for"
    r"|fra|i stedet|blev|bliver|er|har"
    r"|(?:gen)?udpeges|(?:gen)?vælges|indstilles|indtræder|udtræder|fratræder|træder"
    r"|besætter|og (?=[a-zæøå]))\b)"
)
_FURTHER = re.compile(r",\s+(?P<part>Region [A-ZÆØÅ]\w+|[A-ZÆØÅ][\wæøå]+ Kommune)")
_BEHIND = re.compile(
    rf",\s+(?P<position>{TITLE})(?:\s+(?:i|for|ved|hos)\s+(?P<organisation>[A-ZÆØÅ][^,();:.]*?))?"
    r"(?=,|\s*\(|\.|;|$|\s+(?:som|til|er|har|blev|udtræder|indtræder|i stedet)\b)"
)
_AGAIN = re.compile(
    r"\s*\((?P<again>gen(?:udpegning|valg|udpeget|valgt|udpeges|vælges))\)|\s*\("
    r"(?:nyvalg|ny|nyudpegning)\)"
)
_PARTY = re.compile(rf"\s*(?:{LETTER}|,\s+(?P<full>{ANY_PARTY})\b)")
_GROUP = re.compile(
    rf"\b(?:{ANY_PARTY}|\w*(?:parti|partiet|[Aa]lliance|listen|Venstre|Region|Kommune))$"
    r"|^\w+(?:ning|else|valg|træden|forslag|medlem|orlov)\s+af\b"
)
"""What has a letter behind it and is no person: a party, or `Udpegning af …`."""


_OWNED = (
    *("plads", "udtræden", "anmodning", "hverv", "orlov", "sæde", "ønske", "begæring", "ansøgning"),
    *("fratræden", "afgang", "mandat", "medlemskab", "post", "sted"),
)
"""What somebody has, behind their name in the genitive."""
_OF_A_BODY = re.compile(rf"s?\s+(?i:{HEAD}|kommune|afdeling|forvaltning)\b")
_BODY_FOR = re.compile(
    rf"\b(?i:{HEAD}|\w*gruppen?|\w*partnerskab(?:et)?)\s+(?:for|i|vedrørende)\s+$"
)
_AS = re.compile(r"\b(?:som|til|medlem|repræsentant)\s+$", re.I)
_ANOTHERS = re.compile(
    r"\b(?:som|til) (?:ny |nyt )?(?:(?:næst|vice|med)?(?:formand|forkvinde|forperson)|medlem"
    r"|\w*suppleant"
    r"|stedfortræder),? og (?=\w)",
    re.I,
)
_ROLE_ONLY = re.compile(r"(?:næst|vice|med)?(?:formand|forkvinde|forperson)|medlem", re.I)


_PEOPLE = re.compile(rf"{_WORD} {_WORD} og {_WORD} {_WORD}")
"""What stands behind a chair in a row and is the next person, no organisation."""


class Named(NamedTuple):
    """A person as named in one place, and where: [start, end) of title, name and all behind it."""

    name: str
    start: int
    end: int
    affiliation: str | None = None
    position: str | None = None
    organisation: str | None = None
    again: bool = False


def persons(text: str) -> Iterator[Named]:
    """The persons that a text names, from left to right."""
    at = 0
    while match := _NAME.search(text, at):
        start, end = _trimmed(text, match.start(), match.end())
        if start is None:
            at = end
            continue
        if (
            _OF_A_BODY.match(text, end)
            or _COMPANY.match(text, end)
            or (_BODY_FOR.search(text, 0, start) and not text.startswith(" sted", end))
        ):
            at = end
            continue
        found = _described(text, start, end)
        yield found
        at = found.end


def _trimmed(text: str, start: int, end: int) -> tuple[int | None, int]:
    """The part of a row of capitalised words that is a person's name; a party behind it vouches
    for words that elsewhere are no names."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    vouched = bool(_PARTY.match(text, end)) and not _GROUP.search(text[start:end])
    while words and _no_name(text[slice(*words[0])]):
        words.pop(0)
    if len(words) > 2 and _MAYOR_OF.search(text[max(0, start - 80) : words[0][0]]):
        words.pop(0)
    for at, word in enumerate(words):
        own = text[slice(*word)]
        if at and vouched and _may_be_a_name(own):
            continue
        if re.fullmatch(_PARTICLES, own) and own != "af" and at:
            continue
        if _no_name(own, titles=False) or (re.fullmatch(_LOUD, own) and not vouched):
            return None, word[1]
    if len(words) < 2:
        return None, end
    return words[0][0], end


def _may_be_a_name(word: str) -> bool:
    """Whether a word that is elsewhere no name can be a surname: `Skole`, `Marts`, `af`."""
    return not re.search(
        r"\.$|udvalg|bestyrelse|rådet\b|nævn|parti|kommun|forum|klynge|komit|selskab", word, re.I
    )


def _no_name(word: str, *, titles: bool = True) -> bool:
    """Whether a word is no part of a name; titles stand before names, but some end like one."""
    bare = word.strip(".,").casefold()
    owner = bare.removesuffix("s") if len(bare) > 3 else bare
    if NO_NAME.fullmatch(bare) or NO_NAME.fullmatch(owner) or NO_NAME_ENDS.search(bare):
        return True
    return titles and bool(re.fullmatch(TITLE, bare, re.I))


def _described(text: str, start: int, end: int) -> Named:
    name = re.sub(r"\s+", " ", text[start:end])
    since = _since(text, start)
    before = _POSITION.search(text[since:start])
    if before and re.search(r"\bfødt $", text[since : since + before.start("position")]):
        before = None
    if before and _ROLE_ONLY.fullmatch(before["position"]):
        role = since + before.start("position")
        before = None if _AS.search(text, 0, role) else before
    position = _plain(before["position"]) if before else None
    first = since + before.start("position") if before else start
    place = before["place"] if before else None
    if before is None and (led := _MAYOR_OF_PLACE.search(text, max(0, start - 100), start)):
        position, place, first = _plain(led["position"]), led["place"], led.start()
    party = _PARTY.match(text, end)
    end = party.end() if party else end
    behind = _BEHIND.match(text, end)
    if behind and position is None:
        position, end = _plain(behind["position"]), behind.end()
        party = party or _PARTY.match(text, end) or _PARTY.match(text, end + 1)
        end = max(end, party.end()) if party else end
    affiliation = (party["party"] or party["full"]) if party else None
    again = _AGAIN.match(text, end)
    end = again.end() if again else end
    if behind and behind["organisation"] and position is not None:
        organisation: str | None = behind["organisation"].strip()
    else:
        organisation, end = _organisation(text, end, titled=position is not None)
    if party is None and (party := _PARTY.match(text, end)):
        affiliation, end = party["party"] or party["full"], party.end()
    if organisation and _ROLE_ONLY.fullmatch(position or "") and _PEOPLE.fullmatch(organisation):
        organisation, end = None, end - len(f", {organisation}")
    organisation = organisation or place
    later = _AGAIN.match(text, end)
    end = later.end() if later else end
    if name.endswith("s") and text[end:].lstrip().startswith(_OWNED):
        name = name.removesuffix("s")
    said = (again and again["again"]) or (later and later["again"])
    return Named(name, first, end, affiliation, position, organisation, bool(said))


def _since(text: str, start: int) -> int:
    """From where the words before a name may be its title: behind `som formand og`, the role of
    somebody named before."""
    near = max(0, start - 80)
    roles = list(_ANOTHERS.finditer(text, near, start))
    return roles[-1].end() if roles else near


def _plain(position: str) -> str:
    """A position in small letters but for abbreviations, as inside a sentence."""
    first, *rest = re.sub(r"\s+", " ", position).split(" ")
    return " ".join([first if first.isupper() else first[0].lower() + first[1:], *rest])


def _organisation(text: str, at: int, *, titled: bool) -> tuple[str | None, int]:
    match = _ORGANISATION.match(text, at)
    if match is None:
        return None, at
    found = match["organisation"].strip()
    persons_too = re.match(r"\s*\([A-ZÆØÅ]{1,2}\)", text[match.end() :])
    placed = _ORG_WORD.search(found)
    if (persons_too and not placed) or not (titled or placed):
        return None, at
    if re.search(r"\d", found) or _named_with_title(found):
        return None, at
    end = match.end()
    further = _FURTHER.match(text, end)
    if further and not found.endswith("Kommune"):
        return f"{found}, {further['part']}", further.end()
    return found, end


def _named_with_title(text: str) -> bool:
    first = text.split(maxsplit=1)[0]
    return bool(re.fullmatch(TITLE, first, re.I))
