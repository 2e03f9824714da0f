"""Known times never run backwards: what that means where a clock was set ahead for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from application.failures import ClockBehind
from domain.act import act
from domain.refusal import Refusal
from domain.register_events import REGISTER, ClockAcknowledged

if TYPE_CHECKING:
    from application.register import Recorded, Register

AGAIN = timedelta(microseconds=1)
"""How far an entry is put after the one before it, where the clock is behind that knowingly."""


def written(moment: datetime) -> str:
    """A time as the log writes it."""
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{naive.isoformat(timespec='microseconds')}Z"


def timely(
    now: datetime, last: int, recorded: str, acknowledged: Callable[[], Iterable[ClockAcknowledged]]
) -> str:
    """The known time of what follows entry number `last`, recorded at a time: what the clock says,
    or just after that entry where it was acknowledged that its clock was ahead; else ClockBehind.
    """
    stamp = written(now)
    if stamp >= recorded:
        return stamp
    if any(_covers(event, stamp, last, recorded) for event in acknowledged()):
        return written(datetime.fromisoformat(recorded) + AGAIN)
    raise ClockBehind(
        f"the clock says {stamp}, but entry #{last} was recorded at {recorded}; set the clock and"
        " try again or, if that time was the wrong one, run 'fasti clock --acknowledge REASON'"
    )


def _covers(event: ClockAcknowledged, stamp: str, last: int, recorded: str) -> bool:
    """Whether all since an acknowledgement was put just after one another, and no clock that is
    behind even that of the acknowledgement is used: another mistake needs another one."""
    since = datetime.fromisoformat(recorded) - datetime.fromisoformat(event.ahead)
    return event.clock <= stamp and event.last <= last and since <= (last - event.last) * AGAIN


def compared(register: Register) -> tuple[str, int, str]:
    """What the clock says now, the number of the last entry, and when that was recorded."""
    with register.log() as log:
        return written(register.clock()), *log.last()


def acknowledge(register: Register, reason: str) -> Recorded:
    """Record that the clock was ahead when the last entry was recorded, and go on after it."""
    now, last, recorded = compared(register)
    if now >= recorded:
        raise Refusal(
            f"the clock says {now}, which is not before entry #{last}; there is nothing to"
            " acknowledge"
        )
    event = ClockAcknowledged(last=last, ahead=recorded, clock=now, reason=reason)
    return register.record([act(REGISTER, event)])
