"""Facts about the register itself, as a thing that is kept: they stand in a stream of its own."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from domain.entry import Event, Noun
from domain.names import Name, Prose

REGISTER = "this"
"""What the register calls itself: its stream is `register:this`."""

Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
"""A known time, as the log writes it."""


class OfRegister(Event):
    """A fact in the stream of the register itself."""

    noun: ClassVar[Noun] = "register"


class LossAcknowledged(OfRegister):
    """An older state was put back knowingly: what was recorded after entry `kept` is lost.

    `known_to` is the last number that is known to have been recorded; None: nobody can tell.
    `void_keys` signed what is lost, as `name+id`: they sign no more for this log, another one does.
    """

    kind: ClassVar = "loss-acknowledged/1"
    verb: ClassVar = "acknowledge loss"
    says: ClassVar = (
        "What was recorded after #{kept} was lost, last known number {known_to}: {reason}"
    )
    kept: Annotated[int, Field(ge=0)]
    known_to: Annotated[int, Field(ge=1)] | None = None
    reason: Prose
    void_keys: tuple[Name, ...] = ()


class ClockAcknowledged(OfRegister):
    """Entry `last` bears a known time that was still to come, `ahead`: a clock was set ahead.

    `clock` is what the clock said when that was acknowledged (both UTC, as the log writes times).
    What follows bears times just after it, in order, until the clock has caught up; so times from
    `ahead` on, up to then, say in what order things were recorded, and not when.
    """

    kind: ClassVar = "clock-acknowledged/1"
    verb: ClassVar = "acknowledge clock"
    says: ClassVar = (
        "The clock that recorded #{last} at {ahead} was ahead; it is {clock} now: {reason}"
    )
    last: Annotated[int, Field(ge=1)]
    ahead: Moment
    clock: Moment
    reason: Prose


class SourceTimesTaken(OfRegister):
    """The entries of a source's history carry the times at which the source knew them.

    `read` is when this register read it (UTC), `late` how many of its changes bear a time before
    that of an earlier change and so got the earlier change's, as known times never run backwards.
    """

    kind: ClassVar = "source-times-taken/1"
    verb: ClassVar = "take source times"
    says: ClassVar = "The known times of {source} are the source's own; read {read}."
    source: Name
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    read: Name
    late: Annotated[int, Field(ge=0)] = 0
