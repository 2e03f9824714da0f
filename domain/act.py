"""What a person asks the register to write down, and what a proposal carries until adoption."""

from __future__ import annotations

from typing import Any, Final

from pydantic import (
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_serializer,
    field_validator,
)

from domain.body_events import (
    BodyDissolved,
    BodyEstablished,
    BodyRenamed,
    KeptVacant,
    SeatAbolished,
    SeatChanged,
    SeatCreated,
)
from domain.entry import Event, Value, slug_in
from domain.person_events import (
    Affiliated,
    PersonRegistered,
    PersonRenamed,
    PersonsMerged,
    PositionLeft,
    PositionTaken,
)
from domain.tenure_events import (
    Appointed,
    LeaveEnded,
    LeaveGranted,
    Reappointed,
    Replaced,
    Resigned,
    SubstituteCalled,
    Vacated,
)
from domain.text import OPEN

TenureEvent = (
    Appointed
    | Reappointed
    | Resigned
    | Replaced
    | Vacated
    | KeptVacant
    | LeaveGranted
    | SubstituteCalled
    | LeaveEnded
)
SeatEvent = SeatCreated | SeatChanged | SeatAbolished | TenureEvent
FormEvent = BodyEstablished | BodyRenamed | BodyDissolved
PersonEvent = (
    PersonRegistered | PersonRenamed | Affiliated | PositionTaken | PositionLeft | PersonsMerged
)
CarriedEvent = FormEvent | SeatEvent | PersonEvent
"""Everything a proposal may ask for: bodies, seats, tenures and persons."""

CARRIED: Final[dict[str, type[Event]]] = {kind.kind: kind for kind in CarriedEvent.__args__}


class Act(Value):
    """An event that is asked for in a stream: recorded at once, or when a proposal is adopted."""

    stream: str
    kind: str
    event: Any

    @field_validator("event", mode="plain")
    @classmethod
    def _of_its_kind(cls, value: object, info: ValidationInfo) -> Event:
        if isinstance(value, Event):
            return value
        known = CARRIED.get(info.data.get("kind", ""))
        if known is None:
            raise ValueError("is an act that no proposal can carry")
        return known.model_validate(value)

    @field_serializer("event", mode="wrap")
    def _as_stored(self, event: Event, _inner: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return event.model_dump(mode="json", exclude_defaults=True)

    @property
    def slug(self) -> str:
        """What the act is about."""
        return slug_in(self.stream)

    @property
    def open(self) -> bool:
        """Whether the act still waits for a person to be named."""
        return OPEN in (getattr(self.event, "person", None), getattr(self.event, "incoming", None))

    def naming(self, person: str) -> Act:
        """The same act with its open person named."""
        field = "incoming" if isinstance(self.event, Replaced) else "person"
        return self.model_copy(update={"event": self.event.model_copy(update={field: person})})


_SET = set(Act.model_fields)


def act(slug: str, event: Event) -> Act:
    """The act that asks for an event about one body, person, meeting or proposal."""
    return Act.model_construct(_SET, stream=f"{event.noun}:{slug}", kind=event.kind, event=event)
