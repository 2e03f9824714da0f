"""Facts about what is kept of a person apart from the log, and about its erasure."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.names import Prose
from domain.person_events import OfPerson

Private = Literal["birth date", "contact", "note"]
"""What may be known of a person that is no part of an office."""
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""


class PrivateNoted(OfPerson):
    """A personal value that is kept sealed outside the log, under a key of the person.

    `commitment` is the SHA-256 of 32 bytes of salt and the value: it proves the value as long as
    somebody has both, and tells nothing once the key is gone. `sealed` is that of the sealed bytes.
    """

    kind: ClassVar = "private-noted/1"
    verb: ClassVar = "note private"
    says: ClassVar = "A {private} of {person} was noted, kept apart from the log."
    private: Private
    commitment: Digest
    sealed: Digest


class PersonErased(OfPerson):
    """The personal values of a person were made unreadable; where it says so, the name too.

    `key` is the SHA-256 of the key that was destroyed: a copy of it that turns up is not used.
    """

    kind: ClassVar = "person-erased/1"
    verb: ClassVar = "erase person"
    says: ClassVar = "What is personal of {person} was erased: {basis}"
    basis: Prose
    nameless: bool = False
    key: Digest | None = None


class HoldPlaced(OfPerson):
    """What is kept of a person may not be erased, such as while a court asks for it."""

    kind: ClassVar = "hold-placed/1"
    verb: ClassVar = "hold person"
    says: ClassVar = "What is kept of {person} may not be erased: {reason}"
    reason: Prose


class HoldReleased(OfPerson):
    """What is kept of a person may be erased again."""

    kind: ClassVar = "hold-released/1"
    verb: ClassVar = "release person"
    says: ClassVar = "What is kept of {person} may be erased again: {reason}"
    reason: Prose
