"""`fasti appoint`, `reappoint`, `resign`, `vacate`, `replace`: who takes and leaves seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from cli.call import Call
from cli.options import WHEN, writes
from domain.text import OPEN
from domain.when import When
from domain.words import Cause, Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.act import Act

SEAT = (click.argument("body"), click.argument("seat"))


def seat_arguments(function: Callable[..., Any]) -> Callable[..., Any]:
    """BODY and SEAT."""
    return SEAT[0](SEAT[1](function))


def beginning_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """How, by whom and on what ground a tenure began."""
    for option in reversed(
        (
            click.option(
                "--until", "planned_last_day", type=WHEN, help="The last day that is planned."
            ),
            click.option("--mode", type=click.Choice(get_args(Mode)), help="By what right."),
            click.option("--by", metavar="TEXT", help="Who made the appointment."),
            click.option("--made-on", type=WHEN, help="The day it was made."),
            click.option(
                "--nominated-by", multiple=True, metavar="TEXT", help="Who put the person forward."
            ),
            click.option(
                "--decision", metavar="ID", help="The proposal whose adoption it rests on."
            ),
        )
    ):
        function = option(function)
    return function


def given(call: Call, options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, names resolved."""
    found = {name: value for name, value in options.items() if value not in (None, ())}
    if "decision" in found:
        found["decision"] = call.proposal(found["decision"])
    return found


def named(call: Call, person: str) -> str:
    """A person, or in the acts of a proposal `?` for one still to be named."""
    return person if person == OPEN and call.carried is not None else call.person(person)


@click.command()
@seat_arguments
@click.argument("person")
@click.option("--from", "first_day", type=WHEN, required=True, help="The first day in the seat.")
@beginning_options
@writes(despite=True)
def appoint(call: Call, body: str, seat: str, person: str, **options: Any) -> list[Act]:
    """Record that PERSON got SEAT of BODY.

    Example: fasti appoint kkr-hovedstaden venstre-1 bo-hansen --from 2022-04-01 --mode elected
    """
    from domain.act import act
    from domain.tenure_events import Appointed

    body = call.body(body)
    seat = call.seat(body, seat)
    return [act(body, Appointed(seat=seat, person=named(call, person), **given(call, options)))]


@click.command()
@seat_arguments
@click.argument("person")
@click.option("--from", "first_day", type=WHEN, required=True, help="The first day anew.")
@beginning_options
@writes(despite=True)
def reappoint(call: Call, body: str, seat: str, person: str, **options: Any) -> list[Act]:
    """Record that PERSON got SEAT of BODY again; an earlier tenure adjoins.

    Example: fasti reappoint havneraad fiskerne cy-oest --from 2024-01-01 --until 2027-12-31
    """
    from domain.act import act
    from domain.tenure_events import Reappointed

    body = call.body(body)
    seat = call.seat(body, seat)
    return [act(body, Reappointed(seat=seat, person=named(call, person), **given(call, options)))]


@click.command()
@seat_arguments
@click.argument("person")
@click.option("--effective", "last_day", type=WHEN, help="The last day in the seat.")
@click.option("--tendered", type=WHEN, help="The day the resignation was handed in.")
@writes(despite=True)
def resign(
    call: Call, body: str, seat: str, person: str, last_day: When | None, tendered: When | None
) -> list[Act]:
    """Record that PERSON resigned from SEAT of BODY.

    Without --effective the resignation is tendered and PERSON still sits.

    Example: fasti resign havneraad fiskerne cy-oest --effective 2023-12-31
    """
    from domain.act import act
    from domain.tenure_events import Resigned

    if last_day is None and tendered is None:
        raise click.UsageError("give --effective, the last day in the seat, or --tendered")
    body = call.body(body)
    event = Resigned(
        seat=call.seat(body, seat), person=call.person(person), last_day=last_day, tendered=tendered
    )
    return [act(body, event)]


@click.command()
@seat_arguments
@click.argument("person")
@click.option("--on", "last_day", type=WHEN, required=True, help="The last day in the seat.")
@click.option("--cause", type=click.Choice(get_args(Cause)), required=True, help="Why.")
@click.option("--decision", metavar="ID", help="The proposal whose adoption it rests on.")
@writes(despite=True)
def vacate(call: Call, body: str, seat: str, person: str, **options: Any) -> list[Act]:
    """Record that PERSON left SEAT of BODY otherwise than by resigning.

    Example: fasti vacate havneraad fiskerne cy-oest --on 2023-05-31 --cause "moved away"
    """
    from domain.act import act
    from domain.tenure_events import Vacated

    body = call.body(body)
    seat, person = call.seat(body, seat), call.person(person)
    return [act(body, Vacated(seat=seat, person=person, **given(call, options)))]


@click.command()
@seat_arguments
@click.option("--outgoing", required=True, metavar="PERSON", help="Who leaves the seat.")
@click.option("--incoming", required=True, metavar="PERSON", help="Who takes it.")
@click.option("--on", "first_day", type=WHEN, required=True, help="The incoming's first day.")
@click.option("--last-day", type=WHEN, help="The outgoing's last day, if not the day before.")
@beginning_options
@writes(despite=True)
def replace(
    call: Call, body: str, seat: str, outgoing: str, incoming: str, **options: Any
) -> list[Act]:
    """Record that one person took SEAT of BODY after another.

    Example: fasti replace havneraad fiskerne --outgoing cy-oest --incoming bo-hansen --on 2024
    """
    from domain.act import act
    from domain.tenure_events import Replaced

    body = call.body(body)
    event = Replaced(
        seat=call.seat(body, seat),
        outgoing=call.person(outgoing),
        incoming=named(call, incoming),
        **given(call, options),
    )
    return [act(body, event)]
