"""`fasti check`: contradictions, and what a careful reader would look at again."""

from __future__ import annotations

import click

from cli.call import Call
from cli.options import format_option, known_at_option, known_number, today


@click.command()
@click.option("--body", metavar="BODY", help="In one body.")
@known_at_option
@format_option
@click.pass_obj
def check(call: Call, body: str | None, known_at: str | None, form: str) -> None:
    """List what contradicts a rule, was recorded despite one, or should be looked at again.

    Example: fasti check
    """
    from cli.show import show
    from projections.findings import findings

    slug = call.body(body) if body else None
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        rows = findings(connection, today().toordinal(), at, slug)
    columns = ["check", "body", "seat", "text", "entries"]
    show(rows, form, columns, empty="nothing found")
