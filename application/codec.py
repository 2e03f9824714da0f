"""Entries as stored bytes and back: strict JSON, kinds from a closed table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, get_args

from application.failures import Damaged
from domain.entry import Entry, Event, Evidence, Noun
from domain.kinds import KINDS

if TYPE_CHECKING:
    from application.leaves import Row

_NOUNS = frozenset(get_args(Noun))
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TIME = len("2026-11-27T12:00:00.000000Z")


class Envelope:
    """What all entries of one command share, as stored bytes around their numbers."""

    def __init__(self, recorded: str, writer: str, command: str) -> None:
        self.command = command
        shared = {"recorded": recorded, "writer": writer, "command": command}
        self._shared = b"," + _json(shared)[1:-1].encode()

    def encode(self, number: int, event: Event, evidence: Evidence | None) -> bytes:
        """The stored bytes of an entry."""
        said = event.__pydantic_serializer__.to_json(event, exclude_defaults=True)
        if evidence is None:
            return b'{"number":%d%b,"event":%b}' % (number, self._shared, said)
        written = evidence.__pydantic_serializer__.to_json(evidence, exclude_defaults=True)
        return b'{"number":%d%b,"evidence":%b,"event":%b}' % (number, self._shared, written, said)

    def rows(
        self,
        asked: Iterable[tuple[str, Event, Evidence | None]],
        last: int,
        versions: dict[str, int],
    ) -> Iterator[tuple[int, str, int, str, bytes]]:
        """The rows of entries after number `last`; the versions of their streams go on."""
        for number, (stream, event, evidence) in enumerate(asked, last + 1):
            versions[stream] = version = versions[stream] + 1
            yield number, stream, version, event.kind, self.encode(number, event, evidence)


def decode(number: int, stream: str, version: int, kind: str, state: bytes) -> Entry:
    """The entry that a stored row holds; raises Damaged where they hold none."""
    try:
        said = vars(_READERS[kind](state))
    except (ValueError, KeyError) as cause:
        raise Damaged(
            f"entry #{number} in stream {stream!r} cannot be read as {kind!r}: the log is damaged,"
            " or was written by a newer Fasti"
        ) from cause
    if type(stream) is not str or stream.partition(":")[0] not in _NOUNS:
        raise Damaged(f"entry #{number} stands in {stream!r}, which is no stream: it is damaged")
    if type(state) is not bytes or type(version) is not int or said["number"] != number:
        raise Damaged(
            f"entry #{number} says it is #{said['number']}, or is no bytes: the log is damaged"
        )
    return Entry(
        number,
        stream,
        version,
        said["recorded"],
        said["writer"],
        said["command"],
        said["evidence"],
        said["event"],
    )


def recorded_in(row: Row) -> str:
    """The known time of an entry, of which no more is read where it begins as Fasti writes it;
    raises Damaged."""
    number, _, _, kind, state = row
    begin = b'{"number":%d,"recorded":"' % number
    if kind in KINDS and type(state) is bytes and state.startswith(begin):
        time, quote, _ = state[len(begin) :].partition(b'"')
        if quote and len(time) == _TIME and time.isascii() and b"\\" not in time:
            return time.decode()
    return decode(*row).recorded


def event_in(state: bytes) -> bytes:
    """The stored bytes of an event in those of its entry; all of these where it is not found."""
    return state.rpartition(b'"event":')[2]


class _Readers(dict[str, Callable[[bytes], Any]]):
    """Kind → what reads its stored bytes, made when it is first needed."""

    def __missing__(self, kind: str) -> Callable[[bytes], Any]:
        from pydantic import ConfigDict, create_model

        stored = create_model(
            "Stored",
            __config__=ConfigDict(extra="forbid", strict=True),
            number=(int, ...),
            recorded=(str, ...),
            writer=(str, ...),
            command=(str, ...),
            evidence=(Evidence | None, None),
            event=(KINDS[kind], ...),
        )
        self[kind] = stored.__pydantic_validator__.validate_json
        return self[kind]


_READERS = _Readers()
