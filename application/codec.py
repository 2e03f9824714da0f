"""Entries as stored bytes and back: strict JSON, kinds from a closed table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args

from pydantic_core import to_json

from application.failures import Damaged
from domain.entry import Entry, Event, Evidence, Noun
from domain.kinds import KINDS

_NOUNS = frozenset(get_args(Noun))


class Envelope:
    """What all entries of one command share, as stored bytes around their numbers."""

    def __init__(self, recorded: str, writer: str, command: str) -> None:
        self.command = command
        shared = {"recorded": recorded, "writer": writer, "command": command}
        self._shared = b"," + to_json(shared)[1:-1]

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


def texts_in(state: bytes) -> list[bytes] | None:
    """The texts in the event of an entry, with what is between them, without reading it; None where
    they are not written as they are."""
    event = state.rpartition(b'"event":')[2]
    return None if b"\\" in event else event.split(b'"')


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
