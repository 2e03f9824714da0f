"""Facts about the register itself."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from domain.entry import Event, Noun
from domain.names import Name


class OfRegister(Event):
    """A fact in the stream of the register itself."""

    noun: ClassVar[Noun] = "register"


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
