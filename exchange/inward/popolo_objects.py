"""The objects of a Popolo file by kind and identifier, those nested in others included."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exchange.inward.failures import Unreadable, Wrong
from exchange.inward.source import opened
from exchange.strict_json import NotJson, loads
from projections.sources import OnRecord

Shape = dict[str, Any]
KINDS = ("persons", "organizations", "posts", "memberships", "areas", "events")
NESTED = {
    "persons": (("memberships", "person_id"),),
    "organizations": (("memberships", "organization_id"), ("posts", "organization_id")),
    "posts": (("memberships", "post_id"),),
}
"""What may stand inside another object, and what it then need not say."""
EMBEDDED = {
    "memberships": (
        ("person", "persons"),
        ("organization", "organizations"),
        ("post", "posts"),
        ("on_behalf_of", "organizations"),
    ),
    "posts": (("organization", "organizations"),),
}
"""What may stand in full where else its identifier stands, and the kind of object it is."""
ALSO = {"people": "persons", "organisations": "organizations"}
LARGEST = 400_000_000
"""So many characters a file may have."""


class Nowhere(ValueError):
    """An object names another that is neither in the file nor on record."""


class Objects:
    """All objects of a file; `wrong` collects what cannot be taken, with the place."""

    def __init__(self, path: Path, record: OnRecord) -> None:
        self.wrong: Wrong = []
        self._record = record
        self._inner: deque[tuple[str, str, Shape]] = deque()
        self._whole = _read(path)
        self._all: dict[str, list[tuple[str, Shape]]] = {kind: [] for kind in KINDS}
        self._by_id: dict[str, dict[str, tuple[str, Shape]]] = {kind: {} for kind in KINDS}
        for name, value in self._whole.items():
            kind = ALSO.get(name, name)
            if kind in KINDS:
                self._take(kind, name, value, {})
        while self._inner:
            self._outside(*self._inner.popleft())
        if not self.wrong and not self._all["memberships"] and not self._all["persons"]:
            self.wrong.append(("", "has no persons and no memberships; is it Popolo?"))

    def says_last_day_included(self) -> bool:
        """Whether the file itself says that last days are included; raises Unreadable if not."""
        own = self._whole.get("fasti")
        if isinstance(own, dict) and own.get("last_day") == "included":
            return True
        raise Unreadable(
            "--last-day",
            [
                (
                    "",
                    "the file does not say whether last days are included; give it: included"
                    " or excluded",
                )
            ],
        )

    def all(self, kind: str) -> Iterator[tuple[str, Shape]]:
        """Every object of a kind with its place."""
        yield from self._all[kind]

    def one(self, kind: str, source: str) -> tuple[str, Shape]:
        """The object an identifier means, through redirects, in the file or on record; raises
        Nowhere if there is none."""
        source = self.kept(kind, source)
        if source in self._by_id[kind]:
            return self._by_id[kind][source]
        if kind == "persons" and source in self._record.persons:
            return "", {"id": source}
        if kind == "organizations" and source in self._record.bodies:
            return "", {"id": source}
        if kind == "posts" and source in self._record.posts:
            return "", {"id": source, "organization_id": self._record.posts[source]}
        raise Nowhere(f"names '{source[:60]}', which is not among the {kind}")

    def holds(self, kind: str, source: str) -> bool:
        """Whether the file itself has the object."""
        return source in self._by_id[kind]

    def kept(self, kind: str, source: str) -> str:
        """The identifier at the end of redirects."""
        seen = {source}
        while True:
            thing = self._by_id[kind].get(source)
            onward = text_of(thing[1], "redirect") if thing else ""
            if not onward:
                return source
            if onward in seen:
                raise ValueError(f"is led in a circle from '{source[:60]}'")
            seen.add(onward)
            source = onward

    def name(self, kind: str, source: str) -> str:
        """What an object is called; its identifier where it is not described."""
        known = self._by_id[kind].get(source)
        return (text_of(known[1], "name") if known else "") or source

    def untaken(self) -> Iterator[tuple[str, int]]:
        """Kinds of objects that have no place in a register, and how many."""
        for name, value in self._whole.items():
            if isinstance(value, list) and value and ALSO.get(name, name) not in KINDS:
                yield name[:40], len(value)

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """What is wrong within belongs to a place."""
        try:
            yield
        except ValueError as problem:
            self.wrong.append((place, str(problem)))

    def _take(self, kind: str, place: str, value: Any, given: Shape) -> None:
        if not isinstance(value, list):
            self.wrong.append((place, "is no list"))
            return
        for at, item in enumerate(value):
            where = f"{place}[{at}]"
            with self.at(where):
                self._one(kind, where, item, given)

    def _one(self, kind: str, place: str, item: Any, given: Shape) -> None:
        if not isinstance(item, dict):
            raise ValueError("is no object")
        thing = {**given, **{name: value for name, value in item.items() if value is not None}}
        self._embedded(kind, place, thing)
        source = text_of(thing, "id")
        if source:
            other = self._by_id[kind].setdefault(source, (place, thing))
            if other[1] is not thing:
                if kind == "memberships" and other[1] == thing:
                    return
                raise ValueError(f"has the id '{source[:60]}' of {other[0]}")
        self._all[kind].append((place, thing))
        for inner, link in NESTED.get(kind, ()):
            if thing.get(inner):
                self._take(inner, f"{place}.{inner}", thing[inner], {link: source})

    def _embedded(self, kind: str, place: str, thing: Shape) -> None:
        """Note the objects that stand in full within another, and their identifiers."""
        for name, of in EMBEDDED.get(kind, ()):
            inner = thing.get(name)
            if isinstance(inner, dict):
                source = text_of(inner, "id", needed=True)
                thing.setdefault(f"{name}_id", source)
                self._inner.append((of, f"{place}.{name}", inner))

    def _outside(self, kind: str, place: str, thing: Shape) -> None:
        """Take an object that stood within another, unless it stands by itself as well."""
        if not self.holds(kind, text_of(thing, "id")):
            with self.at(place):
                self._one(kind, place, thing, {})


def text_of(thing: Shape, name: str, *, needed: bool = False) -> str:
    """A field that is text, empty where it is missing; raises ValueError where it is no text."""
    value = thing.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name.endswith("id"):
        value = str(value)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value):
        raise ValueError(f"'{name}' is {'missing' if not value else 'no text'}")
    return value


def _read(path: Path) -> Shape:
    with opened(path) as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise Unreadable(str(path), [("", f"has more than {LARGEST:,} characters")])
    try:
        whole = loads(text)
    except NotJson as problem:
        raise Unreadable(str(path), [("", str(problem))]) from None
    if not isinstance(whole, dict):
        raise Unreadable(str(path), [("", "is no object with persons, posts and memberships")])
    return whole
