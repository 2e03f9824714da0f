"""Entries as stored bytes and back: strict JSON, kinds from a closed table."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from application.failures import Damaged
from domain.entry import Entry, Event, Evidence
from domain.kinds import KINDS


def encode_envelope(
    recorded: str, writer: str, command: str, evidence: Evidence | None
) -> tuple[bytes, bytes]:
    """The bytes before and after the number of an entry, shared by entries of one evidence."""
    rest = {"recorded": recorded, "writer": writer, "command": command}
    after = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))[1:-1].encode()
    written = b"" if evidence is None else b',"evidence":' + _json(evidence)
    return b'{"number":', b"," + after + written + b',"event":'


def _json(value: Event | Evidence) -> bytes:
    return value.__pydantic_serializer__.to_json(value, exclude_defaults=True)


def encode(envelope: tuple[bytes, bytes], number: int, event: Event) -> bytes:
    """The stored bytes of an entry."""
    before, after = envelope
    return b"%b%d%b%b}" % (before, number, after, _json(event))


def decode(stream: str, version: int, kind: str, state: bytes, number: int) -> Entry:
    """The entry that stored bytes hold; raises Damaged where they hold none."""
    try:
        stored = _READERS[kind](state)
    except (ValueError, KeyError) as cause:
        raise Damaged(
            f"entry #{number} in stream {stream!r} cannot be read as {kind!r}: the log is damaged,"
            " or was written by a newer Fasti"
        ) from cause
    if stored.number != number:
        raise Damaged(f"entry #{number} says it is #{stored.number}: the log is damaged")
    return Entry(
        number,
        stream,
        version,
        stored.recorded,
        stored.writer,
        stored.command,
        stored.evidence,
        stored.event,
    )


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
