"""Entries as stored bytes and back: strict JSON, kinds from a closed table."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from application.failures import Damaged
from domain.entry import Entry, Event, Evidence
from domain.kinds import KINDS


def encode_envelope(
    recorded: str, writer: str, command: str, evidence: Evidence | None
) -> tuple[bytes, bytes]:
    """The bytes before and after the number of an entry, shared by all entries of one command."""
    rest: dict[str, Any] = {"recorded": recorded, "writer": writer, "command": command}
    if evidence is not None:
        rest["evidence"] = evidence.model_dump(mode="json", exclude_defaults=True)
    after = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
    return b'{"number":', f',{after[1:-1]},"event":'.encode()


def encode(envelope: tuple[bytes, bytes], number: int, event: Event) -> bytes:
    """The stored bytes of an entry."""
    before, after = envelope
    payload = event.__pydantic_serializer__.to_json(event, exclude_defaults=True)
    return b"%b%d%b%b}" % (before, number, after, payload)


def decode(stream: str, version: int, kind: str, state: bytes, number: int) -> Entry:
    """The entry that stored bytes hold; raises Damaged where they hold none."""
    try:
        stored = _reader(kind)(state)
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


@cache
def _reader(kind: str) -> Callable[[bytes], Any]:
    from pydantic import ConfigDict, create_model

    event = KINDS[kind]
    stored = create_model(
        "Stored",
        __config__=ConfigDict(extra="forbid", strict=True),
        number=(int, ...),
        recorded=(str, ...),
        writer=(str, ...),
        command=(str, ...),
        evidence=(Evidence | None, None),
        event=(event, ...),
    )
    return stored.__pydantic_validator__.validate_json
