"""`fasti find`: search in names, titles, texts and quotes."""

from __future__ import annotations

import click

from cli.call import Call
from cli.options import format_option, known_at_option, known_number


@click.command()
@click.argument("text")
@known_at_option
@format_option
@click.pass_obj
def find(call: Call, text: str, known_at: str | None, form: str) -> None:
    """Entries in whose words every word of TEXT occurs; letters are folded (æ finds ae).

    Example: fasti find "konstitueringsaftalen"
    """
    from cli.show import show
    from projections.history import found

    if not text.strip():
        raise click.UsageError("give a text to look for")
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        rows = [
            {
                "entry": row.number,
                "stream": row.stream,
                "kind": row.kind,
                "field": row.field,
                "text": row.text,
            }
            for row in found(connection, text, at)
        ]
    show(rows, form, ["entry", "stream", "field", "text"], empty="nothing found")
