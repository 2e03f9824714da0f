"""Names matched to the register: exact after normalisation, else candidates for a person to choose
from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.text import fold
from intake.danish.organs import stems
from intake.drafts.known import Known, KnownPerson, KnownProposal

CLOSE = 84
"""How alike two names are, of 100, before one is offered for the other."""
MOST = 5


class Match(NamedTuple):
    """What a name means: one identifier, or none and those it may mean."""

    slug: str | None
    near: tuple[str, ...] = ()


def plain(name: str) -> str:
    """A name without capitals, accents, hyphens and double spaces."""
    return " ".join(fold(name).replace("-", " ").replace(".", " ").split())


def body(name: str, known: Known) -> Match:
    """The body that a name means."""
    exact = {one.slug for one in known.bodies if plain(one.name) == plain(name) or one.slug == name}
    alike = exact or {one.slug for one in known.bodies if set(stems(one.name)) == set(stems(name))}
    if len(alike) == 1:
        return Match(alike.pop())
    if len(own := _of_a_municipality(name, known)) == 1:
        return Match(own.pop())
    words = set(stems(name))
    shorter = [one.slug for one in known.bodies if words and words < set(stems(one.name))]
    near = [(one.slug, one.name) for one in known.bodies]
    return Match(None, tuple(dict.fromkeys([*_close(name, near), *shorter]))[:MOST])


_OF_PLACE = re.compile(r"(?P<body>.+), (?P<place>(?:Region )?.+?)(?: (?:Regionsk|K)ommune)?")


def _of_a_municipality(name: str, known: Known) -> set[str]:
    """Bodies that a name with its municipality means: `Byrådet, Vesterby Kommune` is registered as
    `Vesterby Byråd`, else as `Byrådet` alone."""
    match = _OF_PLACE.fullmatch(name)
    if match is None:
        return set()
    body, place = set(stems(match["body"])), set(stems(match["place"]))
    kind = set(stems("Kommune Regionskommune Region"))
    named = {
        one.slug for one in known.bodies if set(stems(one.name)) - kind == (body | place) - kind
    }
    return named or {one.slug for one in known.bodies if set(stems(one.name)) == body}


def person(
    name: str, known: Known, affiliation: str | None = None, organisation: str | None = None
) -> Match:
    """The person that a name means; two of one name are left to choose from. Party and organisation
    tell who may be meant by a name that is spelt otherwise, and who is offered first."""
    exact = list(dict.fromkeys(one.slug for one in known.persons if plain(one.name) == plain(name)))
    if len(exact) == 1:
        return Match(exact[0])
    described = {one.slug: one for one in known.persons}
    close = _close(name, [(one.slug, one.name) for one in known.persons])
    other = [one.slug for one in known.persons if _may_be(name, one, affiliation, organisation)]
    near = exact or list(dict.fromkeys([*close, *other]))[:MOST]
    near.sort(key=lambda slug: _apart(described[slug], affiliation, organisation))
    return Match(None, tuple(_shown(described[slug]) for slug in near))


def _apart(one: KnownPerson, affiliation: str | None, organisation: str | None) -> int:
    """How many of the party and organisation told differ."""
    told = ((affiliation, one.affiliation), (organisation, one.organisation))
    return sum(said is not None and said != had for said, had in told)


def _may_be(name: str, one: KnownPerson, affiliation: str | None, organisation: str | None) -> bool:
    """Whether a name may be an initialled, shortened or married form of another: the first names
    agree, and so does the last name, or all of the shorter name, or party and organisation."""
    words, known = plain(name).split(), plain(one.name).split()
    if words[0][0] != known[0][0] or (
        words[0] != known[0] and 1 not in map(len, (words[0], known[0]))
    ):
        return False
    fewer, more = sorted((words, known), key=len)
    described = affiliation is not None and organisation is not None
    same = described and _apart(one, affiliation, organisation) == 0
    within = all(any(w.startswith(f) for w in more) for f in fewer) and len(fewer) > 1
    return within or (same and words[0] == known[0])


def _shown(one: KnownPerson) -> str:
    about = ", ".join(text for text in (one.affiliation, one.organisation) if text)
    return f"{one.slug} ({one.name}{'; ' if about else ''}{about})"


def _close(name: str, among: Sequence[tuple[str, str]]) -> list[str]:
    from rapidfuzz import fuzz, process

    names = [plain(other) for _, other in among]
    found = process.extract(
        plain(name), names, scorer=fuzz.token_sort_ratio, limit=MOST, score_cutoff=CLOSE
    )
    return list(dict.fromkeys(among[at][0] for _, _, at in found))


def proposal(
    item: str, point: int, text: str, meeting: str, proposals: Iterable[KnownProposal]
) -> KnownProposal | None:
    """The recorded proposal that a point of minutes decides: by item and point, unless another of
    the item has plainly its text."""
    from rapidfuzz import fuzz

    here = [one for one in proposals if one.meeting == meeting and one.item == item]
    if not here:
        return None
    alike = {one.slug: fuzz.token_set_ratio(plain(one.text), plain(text)) for one in here}
    placed = next((one for one in here if one.point == point), None)
    best = max(here, key=lambda one: alike[one.slug])
    if placed is not None and alike[placed.slug] >= alike[best.slug] - 15:
        return placed
    return best if alike[best.slug] > 60 else placed
