"""`fasti person`: the history of a person, and what is known of persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.main import Noun
from cli.messages import plain
from cli.options import WHEN, format_option, known_at_option, known_number, on_option, today, writes
from domain.when import UNKNOWN, When

if TYPE_CHECKING:
    from datetime import date

    from domain.act import Act
    from projections.persons import Trait


@click.group(cls=Noun)
def person() -> None:
    """Persons: a history, register, rename, affiliate, positions, merge.

    Example: fasti person "Cecilia Lonning-Skovgaard"
    """


@person.command()
@click.argument("slug", metavar="PERSON")
@on_option
@known_at_option
@format_option
@click.pass_obj
def show(call: Call, slug: str, day: date | None, known_at: str | None, form: str) -> None:
    """Every seat PERSON held, and when; in a table after their names, affiliations, positions.

    Example: fasti person show lonning-skovgaard
    """
    from cli import show as rows
    from projections.histories import of_person
    from projections.persons import traits

    slug = call.person(slug)
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        found = of_person(connection, slug, (day or today()).toordinal(), at)
        told = [_told(trait) for trait in traits(connection, slug, at)]
    if form == "table":
        click.echo("\n".join([*told, ""]))
    columns = ["from", "until", "body", "seat", "status", "entries"]
    rows.show(
        found,
        form,
        columns if form == "table" else rows.HISTORY,
        empty=f"{slug} holds and held no seat on record",
    )


def _told(trait: Trait) -> str:
    first = f", from {trait.first}" if trait.first not in (None, "..") else ""
    last = f", until {trait.last}" if trait.last else ""
    return plain(f"{trait.what}: {trait.text}{first}{last}")


@person.command()
@click.argument("slug", metavar="PERSON")
@click.option("--name", required=True, help="The name.")
@click.option("--affiliation", metavar="TEXT", help="Party or group, from an unknown day.")
@click.option("--source", help="The identifier in a source.")
@writes()
def register(
    call: Call, slug: str, name: str, affiliation: str | None, source: str | None
) -> list[Act]:
    """Make PERSON known to the register.

    Example: fasti person register dorthe-lund --name "Dorthe Lund" --affiliation Venstre
    """
    from domain.act import act
    from domain.person_events import Affiliated, PersonRegistered
    from domain.text import valid_slug

    slug = valid_slug(slug)
    acts = [act(slug, PersonRegistered(name=name, source=source))]
    if affiliation is not None:
        acts.append(act(slug, Affiliated(affiliation=affiliation)))
    return acts


@person.command()
@click.argument("slug", metavar="PERSON")
@click.option("--name", required=True, help="The new name.")
@click.option("--on", "first_day", type=WHEN, default=UNKNOWN, help="The first day of that name.")
@writes(despite=True)
def rename(call: Call, slug: str, name: str, first_day: When) -> list[Act]:
    """Record that PERSON bears another name; the earlier one still finds them.

    Example: fasti person rename bo-hansen --name "Bo Holm" --on 2024-06-01
    """
    from domain.act import act
    from domain.person_events import PersonRenamed

    return [act(call.person(slug), PersonRenamed(name=name, first_day=first_day))]


@person.command()
@click.argument("slug", metavar="PERSON")
@click.argument("affiliation", required=False)
@click.option("--none", "independent", is_flag=True, help="Belongs to no party or group.")
@click.option("--from", "first_day", type=WHEN, default=UNKNOWN, help="The first day.")
@click.option("--until", "last_day", type=WHEN, help="The last day, where known.")
@writes(despite=True)
def affiliate(
    call: Call,
    slug: str,
    affiliation: str | None,
    independent: bool,
    first_day: When,
    last_day: When | None,
) -> list[Act]:
    """Record the party or group of PERSON from a day on.

    Example: fasti person affiliate bo-hansen "Radikale Venstre" --from 2024-01-01
    """
    from domain.act import act
    from domain.person_events import Affiliated

    if (affiliation is None) != independent:
        raise click.UsageError("give a party or group, or --none")
    event = Affiliated(affiliation=affiliation, first_day=first_day, last_day=last_day)
    return [act(call.person(slug), event)]


@person.command(name="take-position")
@click.argument("slug", metavar="PERSON")
@click.argument("position")
@click.option("--organisation", metavar="TEXT", help="Where.")
@click.option("--from", "first_day", type=WHEN, default=UNKNOWN, help="The first day.")
@writes(despite=True)
def take_position(
    call: Call, slug: str, position: str, organisation: str | None, first_day: When
) -> list[Act]:
    """Record a position that PERSON holds outside the register's bodies.

    Example: fasti person take-position bo-hansen havnefoged --organisation "Lillestrand Havn"
    """
    from domain.act import act
    from domain.person_events import PositionTaken

    event = PositionTaken(position=position, organisation=organisation, first_day=first_day)
    return [act(call.person(slug), event)]


@person.command(name="leave-position")
@click.argument("slug", metavar="PERSON")
@click.argument("position")
@click.option("--organisation", metavar="TEXT", help="Where.")
@click.option("--on", "last_day", type=WHEN, required=True, help="The last day.")
@writes(despite=True)
def leave_position(
    call: Call, slug: str, position: str, organisation: str | None, last_day: When
) -> list[Act]:
    """Record the last day of a position of PERSON.

    Example: fasti person leave-position kiær borgmester --organisation "Helsingør Kommune"
    --on 2025-12-31
    """
    from domain.act import act
    from domain.person_events import PositionLeft

    event = PositionLeft(position=position, organisation=organisation, last_day=last_day)
    return [act(call.person(slug), event)]


@person.command()
@click.argument("slug", metavar="PERSON")
@click.argument("lost")
@click.option("--reason", required=True, help="How it is known.")
@writes()
def merge(call: Call, slug: str, lost: str, reason: str) -> list[Act]:
    """Record that LOST is the same person as PERSON; both identifiers keep working.

    Example: fasti person merge bo-hansen cy-oest --reason "one person under two names"
    """
    from domain.act import act
    from domain.person_events import PersonsMerged

    return [act(call.person(slug), PersonsMerged(lost=call.person(lost), reason=reason))]
