"""Entries as lines of history, with the names as they were known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli.call import Call
from cli.options import today
from cli.outcome import in_words
from domain.entry import Entry, slug_in
from domain.mentions import mentions

if TYPE_CHECKING:
    from sqlalchemy import Connection


def history(
    call: Call,
    connection: Connection,
    at: int | None,
    *,
    about: Sequence[str] = (),
    kind: str | None = None,
) -> list[dict[str, Any]]:
    """The entries that stand in or name some streams, as rows."""
    from projections.history import numbers_of

    numbers = numbers_of(connection, at, about=about, kind=kind)
    return rows(connection, call.register.entries(numbers), at)


def rows(
    connection: Connection, entries: Sequence[Entry], at: int | None = None
) -> list[dict[str, Any]]:
    """Entries as rows."""
    from projections.history import undone

    told, retracted = sentences(connection, entries, at), undone(connection, at)
    return [
        {
            "entry": entry.number,
            "recorded": entry.recorded,
            "writer": entry.writer,
            "stream": entry.stream,
            "kind": entry.event.kind,
            "seat": getattr(entry.event, "seat", None),
            "text": told[entry.number],
            "retracted_by": retracted.get(entry.number),
        }
        for entry in entries
    ]


def sentences(connection: Connection, entries: Iterable[Entry], at: int | None) -> dict[int, str]:
    """Entry number → what happened, in one sentence."""
    from projections.lookup import body_names
    from projections.persons import called

    known = list(entries)
    day = today().toordinal()
    named = {name for entry in known for name in (entry.stream, *mentions(entry.event))}
    people = {slug_in(name) for name in named if name.startswith("person:")}
    persons = {slug: found.name for slug, found in called(connection, people, day, at).items()}
    bodies = body_names(connection, day, at)
    for entry in known:
        slug = slug_in(entry.stream)
        if entry.event.kind.startswith("person-registered/") and persons.get(slug) in (None, slug):
            persons[slug] = entry.event.name
        elif entry.event.kind.startswith("body-established/"):
            bodies.setdefault(slug, entry.event.name)
    return {entry.number: sentence(entry, persons, bodies) for entry in known}


def marked(row: Mapping[str, object]) -> str:
    """What an entry says happened, and whether it was retracted since."""
    undone = f" [retracted by #{row['retracted_by']}]" if row["retracted_by"] else ""
    return f"{row['text']}{undone}"


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "not stated"


def sentence(entry: Entry, persons: dict[str, str], bodies: dict[str, str]) -> str:
    """What an entry says happened."""
    event = entry.event
    words = _Words()
    for name in type(event).model_fields:
        value = getattr(event, name)
        if value is None or type(value) is tuple:
            continue
        text = str(value)
        if name in ("person", "outgoing", "incoming", "absent", "lost"):
            text = persons.get(text, text)
        elif name in ("body", "succeeded_by"):
            text = bodies.get(text, text)
        words[name] = text
    slug = slug_in(entry.stream)
    if entry.stream.startswith("body:"):
        words["body"] = bodies.get(slug, slug)
    elif entry.stream.startswith("person:"):
        renamed = event.kind.startswith("person-renamed/")
        words["person"] = slug if renamed else persons.get(slug, slug)
    if event.kind.startswith("affiliated/"):
        words.setdefault("affiliation", "no party or group")
    if event.kind.startswith("tenure-stated/"):
        words.setdefault("last_day", "no end known")
    for name in ("first_day", "last_day", "day"):
        if words.get(name) == "..":
            words[name] = "not known"
    if event.kind.startswith("decided/"):
        return f"Decided: {'; '.join(in_words(event, words.get('body')))}."
    line: str = event.says.format_map(words)
    return line
