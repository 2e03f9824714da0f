"""`fasti restated`: what the register changed its mind about."""

from __future__ import annotations

import click

from cli.call import Call
from cli.options import format_option, known_at_option, known_number


@click.command()
@click.option("--since", required=True, metavar="TIME", help="Compared with what was known then.")
@click.option("--body", metavar="BODY", help="In one body.")
@known_at_option
@format_option
@click.pass_obj
def restated(call: Call, since: str, body: str | None, known_at: str | None, form: str) -> None:
    """Tenures of which the register later said otherwise about days already past.

    Example: fasti restated --since 2022-06-01
    """
    from cli.show import show
    from projections.changes import restated as found

    slug = call.body(body) if body else None
    with call.asking() as connection:
        after, _ = known_number(connection, since)
        at, _ = known_number(connection, known_at)
        rows = found(connection, after or 0, slug, at)
    columns = ["entry", "body", "seat", "name", "before", "after"]
    show(rows, form, columns, empty="nothing was restated")
