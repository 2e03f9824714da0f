"""Identifiers in a draft: of the register where a name is known there, else new ones."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from domain.text import slug_of
from intake.drafts import matching
from intake.drafts.known import Known
from intake.drafts.steps import Step, placed
from intake.reading.found import Act

_SMALL = frozenset(
    ["for", "og", "i", "af", "med", "til", "den", "det", "de", "en", "et", "som", "fra", "paa"]
)


class Called(NamedTuple):
    """What somebody or something is called in the draft: None where a person has to choose."""

    slug: str | None
    steps: tuple[Step, ...] = ()
    note: str | None = None


def fresh(name: str, taken: Container[str], otherwise: str) -> str:
    """An identifier for a name that nothing else has."""
    base = slug_of(name)[:100].strip("-") or otherwise
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def short(text: str, most: int = 22) -> str:
    """The first telling words of a text, for an identifier that fits a column."""
    words = [word for word in slug_of(text).split("-") if word not in _SMALL]
    kept = words[:1]
    for word in words[1:]:
        if len("-".join([*kept, word])) > most:
            break
        kept.append(word)
    return "-".join(kept)


class Bodies:
    """The bodies of a draft."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.slugs: dict[str, str] = {}
        self.steps: list[Step] = []

    def slug(self, name: str, first_day: str | None = None, act: Act | None = None) -> str:
        """The identifier of a body; one the register does not know is established."""
        if name in self.slugs:
            return self.slugs[name]
        match = matching.body(name, self.known)
        slug = match.slug
        if slug is None:
            taken = {*self.slugs.values(), *(one.slug for one in self.known.bodies)}
            slug = fresh(name, taken, "body")
            fields = {"body": slug, "name": name[:200], "first_day": first_day}
            step = Step("establish body", fields, act.written if act else None)
            near = ", ".join(match.near)
            self.steps.append(
                step.noted(f"OPEN: near it in the register: {near}") if near else step
            )
        self.slugs[name] = slug
        return slug


class People:
    """The persons of a draft."""

    def __init__(self, known: Known, day: str) -> None:
        self.known = known
        self.day = day
        self.slugs: dict[str, str | None] = {}
        self.described = {one.slug: one for one in known.persons}

    def called(self, name: str, act: Act) -> Called:
        """A person, with the acts that make them known where the register does not know them."""
        if name in self.slugs:
            return Called(self.slugs[name])
        match = matching.person(name, self.known, act.affiliation, act.organisation)
        if match.slug is not None:
            self.slugs[name] = match.slug
            return Called(match.slug, tuple(self._described(match.slug, act, new=False)))
        exact = [
            one.slug
            for one in self.known.persons
            if matching.plain(one.name) == matching.plain(name)
        ]
        if exact:
            self.slugs[name] = None
            return Called(None, (), f"OPEN: which {name}? {'; '.join(match.near)}")
        taken = {*(s for s in self.slugs.values() if s), *self.described}
        slug = fresh(name, taken, "person")
        self.slugs[name] = slug
        step = Step("register person", {"person": slug, "name": name[:200]}, placed(act.written))
        if match.near:
            near = "; ".join(match.near)
            step = step.noted(
                f"OPEN: may be one the register knows: {near}. If so, write that"
                " identifier instead and take this registration out"
            )
        return Called(slug, (step, *self._described(slug, act, new=True)))

    def _described(self, slug: str, act: Act, *, new: bool) -> list[Step]:
        """Party and position, where they are told of this person and new."""
        found: list[Step] = []
        known = self.described.get(slug)
        if act.affiliation and (known is None or known.affiliation != act.affiliation):
            day = None if new else f"..{self.day}"
            fields = {"person": slug, "affiliation": act.affiliation, "first_day": day}
            step = Step("affiliate", fields, placed(act.written))
            had = known.affiliation if known else None
            note = f"OPEN: the register has {had}; a change of party, or somebody else?"
            found.append(step.noted(note) if had else step)
        elsewhere = (
            act.organisation is not None and known and known.organisation != act.organisation
        )
        if act.position and (known is None or elsewhere):
            fields = {
                "person": slug,
                "position": act.position,
                "organisation": act.organisation,
                "first_day": f"..{self.day}",
            }
            found.append(Step("take position", fields, placed(act.written)))
        return found
