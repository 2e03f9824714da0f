"""`fasti seat`: the history of a seat, and setting seats up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from cli.call import Call
from cli.main import Noun
from cli.options import WHEN, format_option, known_at_option, known_number, on_option, today, writes
from domain.when import UNKNOWN, When
from domain.words import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from domain.act import Act


@click.group(cls=Noun)
def seat() -> None:
    """Seats: a history, create, change, abolish, keep vacant.

    Example: fasti seat kkr-hovedstaden venstre-1
    """


@seat.command()
@click.argument("body")
@click.argument("slug", metavar="SEAT")
@on_option
@known_at_option
@format_option
@click.pass_obj
def show(
    call: Call, body: str, slug: str, day: date | None, known_at: str | None, form: str
) -> None:
    """Who held SEAT of BODY, and when it stood empty.

    Example: fasti seat show kkr-hovedstaden venstre-1
    """
    from cli import show as rows
    from projections.histories import of_seat

    body = call.body(body)
    slug = call.seat(body, slug)
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        found = of_seat(connection, body, slug, (day or today()).toordinal(), at)
    columns = ["from", "until", "name", "status", "entries"]
    rows.show(
        found,
        form,
        columns if form == "table" else rows.HISTORY,
        empty=f"nothing is known of seat {slug}",
    )


def places(_ctx: click.Context, _param: click.Parameter, value: str | None) -> int | None:
    """A number of places, or `unlimited` as 0."""
    if value is None or value == "unlimited":
        return None if value is None else 0
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 10_000:
        raise click.BadParameter(f"'{value}' is no number of places; write 1, 2, … or unlimited")
    return int(value)


def _form_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option("--role", type=click.Choice(get_args(Role)), help="What its holder is."),
            click.option("--places", callback=places, metavar="N", help="How many, or unlimited."),
            click.option("--entitled", metavar="TEXT", help="Whom it belongs to."),
            click.option("--basis", metavar="TEXT", help="By which agreement, law or statutes."),
            click.option("--appointer", metavar="TEXT", help="Who appoints."),
            click.option(
                "--nominator", "nominators", multiple=True, metavar="TEXT", help="Who puts forward."
            ),
            click.option(
                "--stands-in-for", metavar="TEXT", help="Whom a substitute stands in for."
            ),
            click.option("--held-with", metavar="BODY/SEAT", help="The office that brings it."),
        )
    ):
        function = option(function)
    return function


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value not in (None, ())}


@seat.command()
@click.argument("body")
@click.argument("slug", metavar="SEAT")
@click.option("--title", required=True, help="What it is called.")
@_form_options
@click.option("--office", "among_members", is_flag=True, help="An office among the members.")
@click.option("--holds-over", is_flag=True, help="Its holder stays until a successor begins.")
@click.option("--on", "first_day", type=WHEN, default=UNKNOWN, help="Its first day.")
@click.option("--until", "last_day", type=WHEN, help="Its last day.")
@click.option("--source", help="Its identifier in a source.")
@writes(despite=True)
def create(call: Call, body: str, slug: str, **options: Any) -> list[Act]:
    """Record that SEAT exists in BODY.

    Example: fasti seat create kkr-hovedstaden venstre-2 --title "Medlem" --entitled Venstre
    """
    from domain.act import act
    from domain.body_events import SeatCreated
    from domain.text import valid_slug

    event = SeatCreated(seat=valid_slug(slug), **_given(options))
    return [act(call.body(body), event)]


@seat.command()
@click.argument("body")
@click.argument("slug", metavar="SEAT")
@click.option("--on", "first_day", type=WHEN, required=True, help="The first day of the change.")
@click.option("--title", help="What it is called.")
@_form_options
@click.option("--office/--no-office", "among_members", default=None, help="An office or not.")
@click.option("--holds-over/--no-holds-over", default=None, help="Whether a holder stays on.")
@click.option("--clear", "cleared", multiple=True, metavar="FIELD", help="What holds no longer.")
@writes(despite=True)
def change(call: Call, body: str, slug: str, **options: Any) -> list[Act]:
    """Record that SEAT of BODY is another from a day on.

    Example: fasti seat change kkr-hovedstaden venstre-1 --on 2026-01-01 --places 2
    """
    from domain.act import act
    from domain.body_events import SeatChanged

    body = call.body(body)
    return [act(body, SeatChanged(seat=call.seat(body, slug), **_given(options)))]


@seat.command()
@click.argument("body")
@click.argument("slug", metavar="SEAT")
@click.option("--on", "last_day", type=WHEN, required=True, help="Its last day.")
@writes(despite=True)
def abolish(call: Call, body: str, slug: str, last_day: When) -> list[Act]:
    """Record that SEAT of BODY ended.

    Example: fasti seat abolish kkr-hovedstaden venstre-1 --on 2025-12-31
    """
    from domain.act import act
    from domain.body_events import SeatAbolished

    body = call.body(body)
    return [act(body, SeatAbolished(seat=call.seat(body, slug), last_day=last_day))]


@seat.command(name="keep-vacant")
@click.argument("body")
@click.argument("slug", metavar="SEAT")
@click.option("--from", "first_day", type=WHEN, required=True, help="The first day without holder.")
@click.option("--until", "last_day", type=WHEN, help="The last day without holder.")
@click.option("--reason", help="Why.")
@writes(despite=True)
def keep_vacant(
    call: Call, body: str, slug: str, first_day: When, last_day: When | None, reason: str | None
) -> list[Act]:
    """Record that SEAT of BODY is known to stand empty.

    Example: fasti seat keep-vacant kkr-hovedstaden venstre-1 --from 2022-03-26
    """
    from domain.act import act
    from domain.body_events import KeptVacant

    body = call.body(body)
    event = KeptVacant(
        seat=call.seat(body, slug), first_day=first_day, last_day=last_day, reason=reason
    )
    return [act(body, event)]
