"""`fasti body`: what bodies there are, and setting them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.options import WHEN, format_option, known_at_option, known_number, on_option, today, writes
from domain.when import UNKNOWN, When

if TYPE_CHECKING:
    from datetime import date

    from domain.act import Act


@click.group()
def body() -> None:
    """Bodies: list, establish, rename, dissolve.

    Example: fasti body establish havnenaevn --name "Havnenævnet" --on 2024-01-01
    """


@body.command(name="list")
@on_option
@known_at_option
@format_option
@click.pass_obj
def list_(call: Call, day: date | None, known_at: str | None, form: str) -> None:
    """List all bodies with their names on a day.

    Example: fasti body list --on 2022-03-25
    """
    from cli.show import show
    from projections.lookup import body_names

    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        names = body_names(connection, (day or today()).toordinal(), at)
    rows = [{"body": slug, "name": name} for slug, name in sorted(names.items())]
    show(rows, form, ["body", "name"], empty="no bodies yet; establish one: fasti body establish")


@body.command()
@click.argument("slug", metavar="BODY")
@click.option("--name", required=True, help="Its name.")
@click.option("--on", "first_day", type=WHEN, default=UNKNOWN, help="Its first day.")
@click.option("--source", help="Its identifier in a source.")
@writes(despite=True)
def establish(call: Call, slug: str, name: str, first_day: When, source: str | None) -> list[Act]:
    """Record that BODY came into being.

    Example: fasti body establish havnenaevn --name "Havnenævnet" --on 2024-01-01
    """
    from domain.act import act
    from domain.body_events import BodyEstablished
    from domain.text import valid_slug

    return [act(valid_slug(slug), BodyEstablished(name=name, first_day=first_day, source=source))]


@body.command()
@click.argument("slug", metavar="BODY")
@click.option("--name", required=True, help="Its new name.")
@click.option("--on", "first_day", type=WHEN, required=True, help="The first day of that name.")
@writes(despite=True)
def rename(call: Call, slug: str, name: str, first_day: When) -> list[Act]:
    """Record that BODY bears another name from a day on.

    Example: fasti body rename kkr-hovedstaden --name "KKR Øst" --on 2026-01-01
    """
    from domain.act import act
    from domain.body_events import BodyRenamed

    return [act(call.body(slug), BodyRenamed(name=name, first_day=first_day))]


@body.command()
@click.argument("slug", metavar="BODY")
@click.option("--on", "last_day", type=WHEN, required=True, help="Its last day.")
@click.option("--succeeded-by", metavar="BODY", help="The body that goes on in its place.")
@writes(despite=True)
def dissolve(call: Call, slug: str, last_day: When, succeeded_by: str | None) -> list[Act]:
    """Record that BODY ended; its tenures end with it.

    Example: fasti body dissolve klynge-midt --on 2024-12-31 --succeeded-by klynge-nord
    """
    from domain.act import act
    from domain.body_events import BodyDissolved

    successor = call.body(succeeded_by) if succeeded_by else None
    return [act(call.body(slug), BodyDissolved(last_day=last_day, succeeded_by=successor))]
