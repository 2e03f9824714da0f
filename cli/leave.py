"""`fasti leave`: leave, its end, and the substitute called in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cli.call import Call
from cli.options import WHEN, writes
from cli.tenure import beginning_options, given, named, seat_arguments
from domain.when import When

if TYPE_CHECKING:
    from domain.act import Act


@click.group()
def leave() -> None:
    """Leave: grant it, end it, call a substitute.

    Example: fasti leave grant havneraad fiskerne cy-oest --from 2023-02-01
    """


@leave.command()
@seat_arguments
@click.argument("person")
@click.option("--from", "first_day", type=WHEN, required=True, help="The first day of absence.")
@click.option("--until", "planned_last_day", type=WHEN, help="The last day that is planned.")
@click.option("--decision", metavar="ID", help="The proposal whose adoption it rests on.")
@writes(despite=True)
def grant(call: Call, body: str, seat: str, person: str, **options: Any) -> list[Act]:
    """Record that PERSON is absent from SEAT of BODY without losing it.

    Example: fasti leave grant havneraad fiskerne cy-oest --from 2023-02-01 --until 2023-07-31
    """
    from domain.act import act
    from domain.tenure_events import LeaveGranted

    body = call.body(body)
    seat, person = call.seat(body, seat), call.person(person)
    return [act(body, LeaveGranted(seat=seat, person=person, **given(call, options)))]


@leave.command()
@seat_arguments
@click.argument("person")
@click.option("--on", "last_day", type=WHEN, required=True, help="The last day of absence.")
@writes(despite=True)
def end(call: Call, body: str, seat: str, person: str, last_day: When) -> list[Act]:
    """Record that the leave of PERSON from SEAT of BODY ended.

    Example: fasti leave end havneraad fiskerne cy-oest --on 2022-05-31
    """
    from domain.act import act
    from domain.tenure_events import LeaveEnded

    body = call.body(body)
    seat, person = call.seat(body, seat), call.person(person)
    return [act(body, LeaveEnded(seat=seat, person=person, last_day=last_day))]


@leave.command()
@seat_arguments
@click.argument("person")
@click.option("--for", "absent", required=True, metavar="PERSON", help="Who is on leave.")
@click.option("--from", "first_day", type=WHEN, required=True, help="The substitute's first day.")
@beginning_options
@writes(despite=True)
def substitute(
    call: Call, body: str, seat: str, person: str, absent: str, **options: Any
) -> list[Act]:
    """Record that PERSON was called in for a holder on leave.

    Example: fasti leave substitute havneraad fiskerne bo-hansen --for cy-oest --from 2022-02-01
    """
    from domain.act import act
    from domain.tenure_events import SubstituteCalled

    body = call.body(body)
    event = SubstituteCalled(
        seat=call.seat(body, seat),
        person=named(call, person),
        absent=call.person(absent),
        **given(call, options),
    )
    return [act(body, event)]
