"""Any entry as rows: its line, what it names, the words in it that a search looks through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table

from domain.entry import Entry
from domain.mentions import mentions
from domain.proposal_events import Retracted
from domain.stated_events import StatementWithdrawn
from domain.tenure_events import Resigned
from domain.text import fold
from projections.history import lines, named, words

TABLES: Sequence[Table] = (lines, named, words)
UNDOING = frozenset({Retracted, StatementWithdrawn})
SEARCHED = (
    "name",
    "title",
    "text",
    "reason",
    "minority",
    "affiliation",
    "position",
    "organisation",
    "case",
    "section",
    "entitled",
    "basis",
    "appointer",
    "by",
    "referred_to",
    "began_by",
    "ended_by",
    "term",
    "source",
)


def line(entry: Entry) -> tuple[Any, ...]:
    """The row of an entry."""
    event = entry.event
    undoes = event.entry if type(event) in UNDOING else None
    seat = vars(event).get("seat")
    tendered = 1 if type(event) is Resigned and event.last_day is None else None
    return (
        entry.number,
        entry.stream,
        event.kind,
        seat,
        entry.recorded,
        entry.writer,
        event.despite,
        undoes,
        tendered,
    )


def names(entry: Entry) -> Iterator[tuple[str, int]]:
    """What an entry names besides its own stream."""
    for stream in dict.fromkeys(mentions(entry.event)):
        if stream != entry.stream:
            yield stream, entry.number


@cache
def _searched(kind: type[Any]) -> tuple[str, ...]:
    fields = kind.model_fields
    return tuple(field for field in SEARCHED if field in fields)


def texts_of(entry: Entry) -> Iterator[tuple[int, str, str, str]]:
    """The words of an entry that a search looks through."""
    said = vars(entry.event)
    for field in _searched(type(entry.event)):  # type: ignore[arg-type]
        text = said[field]
        if text:
            yield entry.number, field, text, fold(text)
    quote = entry.evidence.quote if entry.evidence is not None else None
    if quote:
        yield entry.number, "quote", quote, fold(quote)


def rows(entries: Iterable[Entry]) -> dict[Table, list[tuple[Any, ...]]]:
    """Every row that entries make here."""
    found: dict[Table, list[tuple[Any, ...]]] = {lines: [], named: [], words: []}
    line_rows, name_rows, word_rows = found.values()
    for entry in entries:
        line_rows.append(line(entry))
        name_rows.extend(names(entry))
        word_rows.extend(texts_of(entry))
    return found
