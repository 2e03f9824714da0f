"""`fasti changes`: what changed in the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.options import DAY, format_option, known_at_option, known_number, today

if TYPE_CHECKING:
    from datetime import date


@click.command()
@click.argument("body")
@click.option("--since", type=DAY, required=True, help="From this day.")
@click.option("--until", type=DAY, help="Up to this day; today if none.")
@known_at_option
@format_option
@click.pass_obj
def changes(
    call: Call, body: str, since: date, until: date | None, known_at: str | None, form: str
) -> None:
    """What began and ended in BODY between two days.

    Example: fasti changes kkr-hovedstaden --since 2022-01-01 --until 2022-12-31
    """
    from cli.show import show
    from projections.changes import changes as found

    slug, last = call.body(body), until or today()
    if last < since:
        raise click.UsageError(f"{since} lies after {last}; write the earlier day first")
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        rows = found(connection, slug, since.toordinal(), last.toordinal(), at)
    columns = ["day", "change", "seat", "name", "certain", "entries"]
    show(rows, form, columns, empty="nothing is known to have changed")
