"""What a Popolo person is and was called, and the identifiers issued to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.names import IDENTIFIER_LENGTH
from domain.when import UNKNOWN, When
from exchange.inward.days import first_day
from exchange.inward.popolo_objects import Shape, text_of

MAIN = "main"
"""The note of TheyWorkForYou on the names a person bore one after another."""
Names = tuple[tuple[str, When], ...]


def names_of(person: Shape) -> Names:
    """The names in their order, each with the day it is borne from; alternates are left out."""
    name = text_of(person, "name") or _composed(person)
    if name:
        return ((name, UNKNOWN),)
    borne = []
    for other in person.get("other_names") or ():
        if isinstance(other, dict) and text_of(other, "note").casefold() in (MAIN, ""):
            called = text_of(other, "name") or _composed(other)
            if called:
                borne.append((called, first_day(text_of(other, "start_date"))))
    borne.sort(key=lambda one: one[1])
    return tuple(dict(borne).items())


def _composed(name: Shape) -> str:
    """A name from its parts; a peer's from title and place."""
    given = text_of(name, "given_name"), text_of(name, "family_name")
    lord = text_of(name, "lordname"), text_of(name, "lordofname")
    parts = [part for part in (*given, lord[0]) if part]
    prefix = text_of(name, "honorific_prefix") if any(lord) else ""
    place = f"of {lord[1]}" if lord[1] else ""
    return " ".join(part for part in (prefix, *parts, place) if part)


def identifiers_of(person: Shape) -> tuple[str, ...]:
    """Issued identifiers as `scheme:identifier`, in their order, each once."""
    return tuple(dict.fromkeys(_identifiers(person.get("identifiers"))))


def _identifiers(given: Any) -> Iterator[str]:
    if not isinstance(given, list):
        return
    for item in given:
        if isinstance(item, dict):
            scheme, number = text_of(item, "scheme"), item.get("identifier")
            if isinstance(number, str | int) and str(number):
                yield f"{scheme}:{number}"[:IDENTIFIER_LENGTH]
