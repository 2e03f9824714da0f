"""A body that every municipality has, told with its own: `Byrådet, Vesterby Kommune`."""

from __future__ import annotations

import re
from collections.abc import Sequence

_IN_THE_HEAD = re.compile(
    r"\s*(?:[^(]*?[,–:|/-]\s*)?(?P<place>[A-ZÆØÅ][\wæøå-]+(?: [A-ZÆØÅ][\wæøå-]+)?"
    r" (?:Kommune|Regionskommune)|Region [A-ZÆØÅ][\wæøå]+)\b(?:\s*[,–:|/-]?\s*[^(.]*)?"
)
_OF_ANY = re.compile(
    r"[\wÆØÅæøå-]*(?:byråd|regionsråd|råd|udvalg|bestyrelse|nævn|magistrat|borgerrepræsentation)"
    r"(?:e?[nt])?|(?:[A-ZÆØÅ][\wæøå-]*(?:,| og)? ){1,4}[\wæøå-]*(?:udvalg|råd)(?:et)?"
    r"|[Uu]dvalget for .+",
    re.I,
)
"""A name that says not of which municipality: `Byrådet`, `Udvalget for Teknik`."""


def of_its_municipality(body: str | None, head: Sequence[str]) -> str | None:
    """A body with the municipality that the head of the paper names, where it is told without:
    of two municipalities `Byrådet` is not one body."""
    found = next((m["place"] for text in head if (m := _IN_THE_HEAD.fullmatch(text))), None)
    if body is None or found is None or not _OF_ANY.fullmatch(body):
        return body
    place = re.sub(r"^Region |(?<=\w) (?:Regionskommune|Kommune)$", "", found)
    return body if place.casefold().rstrip("s") in body.casefold() else f"{body}, {found}"
