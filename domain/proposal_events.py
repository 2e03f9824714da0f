"""Facts about proposals and what bodies did with them, and the retraction of any entry."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AliasChoices, Field

from domain.act import Act
from domain.entry import Event, Noun, Value
from domain.meeting_events import ItemNumber
from domain.names import Name, Prose, Slug
from domain.when import When
from domain.words import Manner, Outcome, Position, Purpose


class OfProposal(Event):
    """A fact in the stream of a proposal."""

    noun: ClassVar[Noun] = "proposal"


class Voice(Value):
    """One who was for, against, abstaining or with a reservation, by name or group."""

    who: Name
    position: Position
    note: Prose | None = None


class Votes(Value):
    """How many voted how."""

    for_: Annotated[int, Field(ge=0, validation_alias=AliasChoices("for", "for_"))] = 0
    against: Annotated[int, Field(ge=0)] = 0
    abstaining: Annotated[int, Field(ge=0)] = 0


class Proposed(OfProposal):
    """One recommended point that a body is asked to decide, with the acts that follow."""

    kind: ClassVar = "proposed/1"
    verb: ClassVar = "propose"
    says: ClassVar = "Proposed to {body} ({purpose}): {text}"
    body: Slug
    text: Prose
    purpose: Purpose = "other"
    meeting: Slug | None = None
    item: ItemNumber | None = None
    point: Annotated[int, Field(ge=1)] | None = None
    case: Name | None = None
    by: Name | None = None
    acts: tuple[Act, ...] = ()


class CandidateNominated(OfProposal):
    """Somebody was put forward for a seat that the proposal leaves open."""

    kind: ClassVar = "candidate-nominated/1"
    verb: ClassVar = "nominate"
    says: ClassVar = "{person} was nominated by {by}."
    person: Slug
    seat: Slug | None = None
    by: Name | None = None


class ProposalAmended(OfProposal):
    """The text or the acts of a proposal were changed before it was decided."""

    kind: ClassVar = "proposal-amended/1"
    verb: ClassVar = "amend proposal"
    says: ClassVar = "The proposal was amended."
    text: Prose | None = None
    acts: tuple[Act, ...] | None = None
    by: Name | None = None


class ProposalWithdrawn(OfProposal):
    """A proposal was taken back."""

    kind: ClassVar = "proposal-withdrawn/1"
    verb: ClassVar = "withdraw proposal"
    says: ClassVar = "The proposal was withdrawn on {day}."
    day: When
    by: Name | None = None


class Decided(OfProposal):
    """What a body did with a proposal; an adopting decision lists the acts adopted, as adopted.

    `body` is the one that decided, where it is not the one first asked.
    """

    kind: ClassVar = "decided/1"
    verb: ClassVar = "decide"
    says: ClassVar = "Decided on {day}: {outcome}."
    outcome: Outcome
    day: When
    body: Slug | None = None
    manner: Manner | None = None
    votes: Votes | None = None
    voices: tuple[Voice, ...] = ()
    minority: Prose | None = None
    text: Prose | None = None
    meeting: Slug | None = None
    item: ItemNumber | None = None
    deferred_until: When | None = None
    referred_to: Name | None = None
    acts: tuple[Act, ...] | None = None


class DecisionAnnulled(OfProposal):
    """A decision is void from a day on, or from the start where no day is given."""

    kind: ClassVar = "decision-annulled/1"
    verb: ClassVar = "annul decision"
    says: ClassVar = "The decision was annulled by {by}."
    by: Name
    reason: Prose
    day: When | None = None
    first_day: When | None = None


class Retracted(Event):
    """An entry of this stream was a mistake of the register and never held."""

    kind: ClassVar = "retracted/1"
    verb: ClassVar = "retract"
    noun: ClassVar[Noun] = "body"
    says: ClassVar = "#{entry} was retracted: {reason}"
    entry: Annotated[int, Field(ge=1)]
    reason: Prose
    annulled: Slug | None = None
