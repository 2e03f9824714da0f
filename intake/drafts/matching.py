"""Names matched to the register: exact after normalisation, else candidates for a person to choose
from."""

from __future__ import annotations

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
    near = [(one.slug, one.name) for one in known.bodies]
    return Match(None, tuple(_close(name, near)))


def person(name: str, known: Known) -> Match:
    """The person that a name means; two of one name are left to choose from."""
    exact = list(dict.fromkeys(one.slug for one in known.persons if plain(one.name) == plain(name)))
    if len(exact) == 1:
        return Match(exact[0])
    described = {one.slug: one for one in known.persons}
    near = exact or _close(name, [(one.slug, one.name) for one in known.persons])
    return Match(None, tuple(_shown(described[slug]) for slug in near))


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
