"""Events apart from entries: what happened in the world, and where that stands in the log."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from domain.names import Prose, Slug

Noun = Literal["body", "person", "meeting", "proposal", "register"]


class Value(BaseModel):
    """Data that is equal by its fields and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Event(Value):
    """Something that is a fact in the register, for ever.

    `kind` is its stored name with a version, `verb` the act that asks for it, `noun` the sort of
    stream it stands in, `says` the line of history it makes. `decision` names the proposal whose
    adoption it rests on; `despite` gives the reason for recording it against a rule.
    """

    kind: ClassVar[str]
    verb: ClassVar[str]
    noun: ClassVar[Noun]
    says: ClassVar[str]
    decision: Slug | None = None
    despite: Prose | None = None


class Evidence(Value):
    """Where a fact is written: paper by its SHA-256, page and lines counted from 1, exact quote."""

    paper: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    page: Annotated[int, Field(ge=1)] | None = None
    lines: Annotated[str, Field(pattern=r"^[1-9]\d{0,6}(-[1-9]\d{0,6})?$")] | None = None
    quote: Prose | None = None


class Entry(NamedTuple):
    """An event as it stands in the log: dense number, stream and version there, known time (UTC,
    ISO 8601 with `Z`), writer, command and evidence."""

    number: int
    stream: str
    version: int
    recorded: str
    writer: str
    command: str
    evidence: Evidence | None
    event: Any


def slug_in(stream: str) -> str:
    """What a stream is about: `kkr-hovedstaden` of `body:kkr-hovedstaden`."""
    return stream.partition(":")[2]
