"""What is refused: the rule for each kind of event, judged on the state after the append."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import assert_never

from domain import (
    body_rules,
    keeping_rules,
    proposal_rules,
    record_rules,
    retraction,
    tenure_rules,
)
from domain.act import CARRIED, FormEvent, PersonEvent, SeatEvent
from domain.body_events import (
    BodyDissolved,
    BodyEstablished,
    BodyRenamed,
    KeptVacant,
    SeatAbolished,
    SeatChanged,
    SeatCreated,
)
from domain.case import Case, existing
from domain.entry import Event
from domain.kinds import MeetingEvent, PrivacyEvent, ProposalEvent, RegisterEvent, StatedEvent
from domain.meeting_events import OfMeeting
from domain.person_events import OfPerson, PersonRegistered
from domain.privacy_events import HoldPlaced, HoldReleased, PersonErased, PrivateNoted
from domain.proposal_events import Decided, OfProposal, ProposalAmended, Proposed, Retracted
from domain.refusal import Impossible, Refusal
from domain.register_events import ClockAcknowledged, LossAcknowledged, SourceTimesTaken
from domain.stated_events import StatementWithdrawn, TenureStated
from domain.stated_rules import stated, withdrawn
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
from domain.when import END, When

YEARS_AHEAD = 10
CARRIERS = frozenset({Proposed, ProposalAmended, Decided})
"""Events that carry acts."""


def judge(case: Case) -> None:
    """Raise the Refusal that stands in the way of an event, if one does.

    What is certainly impossible may be recorded all the same when the event says `despite` what.
    """
    try:
        if type(case.event) is not TenureStated:
            _plausible(case.event, case.today)
        if type(case.event) is Retracted:
            retraction.retracted(case, case.event)
        elif case.event.noun == "body":
            _rule_of_body(case, case.event)
        else:
            _rule_of_record(case, case.event)
    except Impossible:
        if case.event.despite is None:
            raise


def _rule_of_body(case: Case, event: FormEvent | SeatEvent | StatedEvent) -> None:
    case.body = existing(case.after.state(case.stream))
    match event:
        case TenureStated():
            stated(case, event)
        case StatementWithdrawn():
            withdrawn(case, event)
        case Appointed() | Reappointed():
            tenure_rules.begins(case, event, event.person)
        case Resigned() | Vacated():
            tenure_rules.ends(case, event, event.person)
        case Replaced():
            tenure_rules.replaced(case, event)
        case BodyEstablished():
            body_rules.established(case)
        case BodyRenamed():
            body_rules.within_body(case, event.first_day)
        case BodyDissolved():
            body_rules.dissolved(case, event)
        case SeatCreated():
            body_rules.seat_created(case, event)
        case SeatChanged():
            body_rules.seat_changed(case, event)
        case SeatAbolished():
            body_rules.seat_abolished(case, event)
        case KeptVacant():
            body_rules.kept_vacant(case, event)
        case SubstituteCalled():
            tenure_rules.substituting(case, event)
        case LeaveGranted():
            tenure_rules.leave(case, event)
        case LeaveEnded():
            tenure_rules.returned(case, event)
        case _:
            assert_never(event)


def _rule_of_record(
    case: Case,
    event: PersonEvent | MeetingEvent | ProposalEvent | PrivacyEvent | RegisterEvent,
) -> None:
    match event:
        case PersonRegistered():  # by far the most
            record_rules.person(case, event)
        case PrivateNoted() | PersonErased() | HoldPlaced() | HoldReleased():
            keeping_rules.privacy(case, event)
        case LossAcknowledged():
            keeping_rules.loss(case, event)
        case ClockAcknowledged():
            keeping_rules.clock(case, event)
        case OfPerson():
            record_rules.person(case, event)
        case OfMeeting():
            record_rules.meeting(case, event)
        case OfProposal():
            proposal_rules.proposal(case, event)
        case SourceTimesTaken():
            record_rules.source_times(case)
        case _:
            assert_never(event)


@cache
def _date_fields(kind: type[Event]) -> tuple[str, ...]:
    return tuple(
        name for name, field in kind.model_fields.items() if "When" in str(field.annotation)
    )


@lru_cache(maxsize=8)
def _furthest(today: date) -> int:
    """The last day that is plausible, as an ordinal."""
    return today.replace(year=today.year + YEARS_AHEAD, day=min(today.day, 28)).toordinal() + 3


def _plausible(event: Event, today: date) -> None:
    kind, limit = type(event), _furthest(today)
    said = vars(event)
    for name in _date_fields(kind):
        when: When | None = said[name]
        if when is not None and (when.earliest > limit or limit < when.latest < END):
            raise Impossible(
                f"{when} is more than {YEARS_AHEAD} years ahead; correct it,"
                " or say why with --despite"
            )
    if kind in CARRIERS:
        for act in event.acts or ():  # type: ignore[attr-defined]
            if act.kind not in CARRIED:
                raise Refusal(f"'{type(act.event).verb}' is an act that no proposal can carry")
            _plausible(act.event, today)
