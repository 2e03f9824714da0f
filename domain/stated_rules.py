"""What is impossible for statements: of those nobody knows, or withdrawn without being stated."""

from __future__ import annotations

from domain.case import Case
from domain.refusal import Refusal
from domain.stated_events import StatementWithdrawn, TenureStated


def stated(case: Case, event: TenureStated) -> None:
    """A statement is about a seat and a person on record; whether it can be is not judged."""
    case.seat(event)
    case.registered(event.person)


def withdrawn(case: Case, event: StatementWithdrawn) -> None:
    """Only what is stated can be withdrawn."""
    case.seat(event)
    if event.entry is None:
        until = event.last_day or "no end"
        raise Refusal(
            f"nothing states that {case.after.name(event.person)} held seat {event.seat} from"
            f" {event.first_day} to {until}; it cannot be withdrawn"
        )
