"""What is refused: the rule for each kind of event, judged on the state after the append."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from domain import (
    body_rules,
    keeping_rules,
    proposal_rules,
    record_rules,
    retraction,
    stated_rules,
    tenure_rules,
)
from domain.act import CARRIED, PersonEvent
from domain.body_events import (
    BodyDissolved,
    BodyEstablished,
    BodyRenamed,
    KeptVacant,
    OfBody,
    SeatAbolished,
    SeatChanged,
    SeatCreated,
)
from domain.case import Case, existing
from domain.entry import Event
from domain.kinds import MeetingEvent, PrivacyEvent, ProposalEvent
from domain.proposal_events import Decided, ProposalAmended, Proposed, Retracted
from domain.refusal import Impossible, Refusal
from domain.register_events import ClockAcknowledged, LossAcknowledged, SourceTimesTaken
from domain.stated_events import StatementWithdrawn, TenureStated
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


RULES: Final[dict[type[Event], Callable[[Case, Any], None]]] = {
    TenureStated: stated_rules.stated,
    StatementWithdrawn: stated_rules.withdrawn,
    Appointed: tenure_rules.begins,
    Reappointed: tenure_rules.begins,
    Resigned: tenure_rules.ends,
    Vacated: tenure_rules.ends,
    Replaced: tenure_rules.replaced,
    SubstituteCalled: tenure_rules.substituting,
    LeaveGranted: tenure_rules.leave,
    LeaveEnded: tenure_rules.returned,
    BodyEstablished: body_rules.established,
    BodyRenamed: body_rules.renamed,
    BodyDissolved: body_rules.dissolved,
    SeatCreated: body_rules.seat_created,
    SeatChanged: body_rules.seat_changed,
    SeatAbolished: body_rules.seat_abolished,
    KeptVacant: body_rules.kept_vacant,
    **dict.fromkeys(PersonEvent.__args__, record_rules.person),
    **dict.fromkeys(MeetingEvent.__args__, record_rules.meeting),
    **dict.fromkeys(ProposalEvent.__args__, proposal_rules.proposal),
    **dict.fromkeys(PrivacyEvent.__args__, keeping_rules.privacy),
    LossAcknowledged: keeping_rules.loss,
    ClockAcknowledged: keeping_rules.clock,
    SourceTimesTaken: record_rules.source_times,
    Retracted: retraction.retracted,
}
"""Kind of event → its rule: a table, as a source states a hundred thousand events at once."""
OF_BODY: Final = frozenset(kind for kind in RULES if issubclass(kind, OfBody))


def judge(case: Case) -> None:
    """Raise the Refusal that stands in the way of an event, if one does.

    What is certainly impossible may be recorded all the same when the event says `despite` what.
    """
    event = case.event
    kind = type(event)
    try:
        if kind is not TenureStated:
            _plausible(event, case.today)
        if kind in OF_BODY:
            case.body = existing(case.after.state(case.stream))
        RULES[kind](case, event)
    except Impossible:
        if event.despite is None:
            raise


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
