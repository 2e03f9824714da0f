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
    """Persons: a history, register, rename, affiliate, positions, merge, what is personal.

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


@person.command()
@click.argument("slug", metavar="PERSON")
@click.option("--birth-date", metavar="DAY", help="The day of birth.")
@click.option("--contact", metavar="TEXT", help="An address, a telephone number.")
@click.option("--note", "text", metavar="TEXT", help="Anything else.")
@writes()
def note(
    call: Call, slug: str, birth_date: str | None, contact: str | None, text: str | None
) -> list[Act]:
    """Keep what is personal of PERSON, sealed and apart from the log; 'fasti erase' ends it.

    Example: fasti person note bo-hansen --birth-date 1961-04-02
    """
    from application.erasure import noting

    given = {"birth date": birth_date, "contact": contact, "note": text}
    values = {private: value for private, value in given.items() if value}
    if not values:
        raise click.UsageError("give what to keep: --birth-date, --contact or --note")
    person = call.person(slug)
    if call.carried is not None:
        return []
    sealed = noting(call.register, person, values)  # until it is recorded
    return click.get_current_context().with_resource(sealed)


@person.command()
@click.argument("slug", metavar="PERSON")
@format_option
@click.pass_obj
def private(call: Call, slug: str, form: str) -> None:
    """What is personal of PERSON, unsealed.

    Example: fasti person private bo-hansen
    """
    from application.erasure import known
    from cli import show as rows
    from projections.persons import identities_of

    slug = call.person(slug)
    with call.asking() as connection:
        identities = identities_of(connection, slug)
    found = [
        {
            "entry": value.number,
            "recorded": value.recorded,
            "private": value.private,
            "value": value.value if value.value is not None else "its key is not here",
        }
        for value in known(call.register, identities)
    ]
    columns = ["entry", "private", "value"]
    rows.show(found, form, columns, empty=f"nothing personal is kept of {slug}")


@person.command()
@click.argument("slug", metavar="PERSON")
@click.option("--reason", required=True, help="Why: the case, the court.")
@writes()
def hold(call: Call, slug: str, reason: str) -> list[Act]:
    """Forbid that anything of PERSON is erased.

    Example: fasti person hold bo-hansen --reason "case 12/2026"
    """
    from domain.act import act
    from domain.privacy_events import HoldPlaced

    return [act(call.person(slug), HoldPlaced(reason=reason))]


@person.command()
@click.argument("slug", metavar="PERSON")
@click.option("--reason", required=True, help="Why.")
@writes()
def release(call: Call, slug: str, reason: str) -> list[Act]:
    """Allow again that what is personal of PERSON is erased.

    Example: fasti person release cy-oest --reason "case 12/2026 is closed"
    """
    from domain.act import act
    from domain.privacy_events import HoldReleased

    return [act(call.person(slug), HoldReleased(reason=reason))]
