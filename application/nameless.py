"""Entries as they read once names were erased: `[erased]` wherever the name stood.

The stored bytes stay, since the proofs bind them; whatever reads entries through the log, views
and answers for earlier known times included, reads no name that was erased.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from domain.act import Act
from domain.entry import Entry, Value
from domain.names import Name, Prose
from domain.person_events import PersonRegistered, PersonRenamed
from domain.text import ERASED

if TYPE_CHECKING:
    from application.reader import Decode, Reader


def names_of_erased(log: Reader, decode: Decode) -> dict[str, set[str]]:
    """Stream of a person whose name was erased → what they were ever called."""
    erased = [
        stream
        for stream, entries in log.erasures().items()
        if any(entry.event.nameless for entry in entries)
    ]
    return {name: names_in(es) for name, es in log.of_streams(erased, decode).items()}


def names_in(entries: Iterable[Entry]) -> set[str]:
    """What a person was ever called in their own stream."""
    kinds = PersonRegistered | PersonRenamed
    return {entry.event.name for entry in entries if isinstance(entry.event, kinds)}


def without(decode: Decode, erased: Mapping[str, set[str]]) -> Decode:
    """Reads entries without the erased names: stream of a person → what they were called."""
    names = sorted({name for called in erased.values() for name in called}, key=len, reverse=True)
    stored = _pattern({*names, *(json.dumps(name, ensure_ascii=False)[1:-1] for name in names)})
    written = _pattern(names)

    def read(number: int, stream: str, version: int, kind: str, state: bytes) -> Entry:
        entry = decode(number, stream, version, kind, state)
        if stream not in erased and not stored.search(state.decode()):
            return entry
        evidence = _told(entry.evidence, written) if entry.evidence else None
        event = _nameless(_told(entry.event, written), stream, erased)
        return entry._replace(event=event, evidence=evidence)

    def _told(value: Value, pattern: re.Pattern[str]) -> Any:
        return value.model_copy(
            update={name: _text(getattr(value, name)) for name in _texts(type(value))}
            | {name: _within(getattr(value, name)) for name in _values(type(value))}
        )

    def _text(text: Any) -> Any:
        if isinstance(text, tuple):
            return tuple(map(_text, text))
        return written.sub(ERASED, text) if isinstance(text, str) else text

    def _within(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(_within, value))
        if isinstance(value, Act):
            event = _nameless(_told(value.event, written), value.stream, erased)
            return value.model_copy(update={"event": event})
        return _told(value, written) if isinstance(value, Value) else value

    return read


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A name as a whole, also in the genitive."""
    some = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<![\w-])(?:{some})(?=s?(?![\w-]))", re.IGNORECASE)


def _nameless(event: Any, stream: str, erased: Mapping[str, set[str]]) -> Any:
    if stream in erased and isinstance(event, PersonRegistered):
        return event.model_copy(update={"name": ERASED, "source": None})
    if stream in erased and isinstance(event, PersonRenamed):
        return event.model_copy(update={"name": ERASED})
    return event


@cache
def _texts(kind: type[Value]) -> tuple[str, ...]:
    """The fields that hold names and prose."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        name for name in kind.model_fields if {Name, Prose} & {hints[name], *get_args(hints[name])}
    )


@cache
def _values(kind: type[Value]) -> tuple[str, ...]:
    """The fields that may hold further values, acts among them."""
    return tuple(name for name in kind.model_fields if name in ("acts", "votes", "voices"))
