"""The closed table of everything that can stand in the log."""

from __future__ import annotations

from typing import Final

from domain.act import CarriedEvent
from domain.entry import Event
from domain.meeting_events import (
    ItemListed,
    ItemStruck,
    MeetingConvened,
    MinutesApproved,
    PaperFiled,
)
from domain.privacy_events import HoldPlaced, HoldReleased, PersonErased, PrivateNoted
from domain.proposal_events import (
    CandidateNominated,
    Decided,
    DecisionAnnulled,
    ProposalAmended,
    ProposalWithdrawn,
    Proposed,
    Retracted,
)
from domain.register_events import ClockAcknowledged, LossAcknowledged, SourceTimesTaken
from domain.stated_events import StatementWithdrawn, TenureStated

StatedEvent = TenureStated | StatementWithdrawn
MeetingEvent = MeetingConvened | ItemListed | ItemStruck | MinutesApproved | PaperFiled
ProposalEvent = (
    Proposed | CandidateNominated | ProposalAmended | ProposalWithdrawn | Decided | DecisionAnnulled
)
PrivacyEvent = PrivateNoted | PersonErased | HoldPlaced | HoldReleased
RegisterEvent = LossAcknowledged | ClockAcknowledged | SourceTimesTaken
AnyEvent = (
    CarriedEvent
    | StatedEvent
    | MeetingEvent
    | ProposalEvent
    | PrivacyEvent
    | RegisterEvent
    | Retracted
)
OF_KEEPING = frozenset(
    {PrivateNoted, PersonErased, LossAcknowledged, ClockAcknowledged, SourceTimesTaken}
)
"""Events that go with work outside the log: only the commands that do it ask for them."""

KINDS: Final[dict[str, type[Event]]] = {kind.kind: kind for kind in AnyEvent.__args__}
"""Stored name → class of event."""
VERBS: Final[dict[str, type[Event]]] = {
    kind.verb: kind for kind in AnyEvent.__args__ if kind not in OF_KEEPING
}
"""Act as people ask for it → class of the event it becomes."""
