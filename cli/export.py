"""`fasti export`: what the register knows, in the formats of its neighbours."""

from __future__ import annotations

from pathlib import Path

import click

from cli.call import Call
from cli.options import known_at_option, known_number

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PATH",
    help="Where to; what stands there is replaced when all is written.",
)


@click.group()
def export() -> None:
    """Write what the register knows in another format.

    Example: fasti export popolo -o kkr.json --body kkr-hovedstaden
    """


@export.command()
@known_at_option
@output_option
@click.pass_obj
def entries(call: Call, known_at: str | None, output: Path) -> None:
    """Every entry as JSON Lines: complete, 'fasti import entries' makes the same register of it.

    Example: fasti export entries -o all.jsonl
    """
    from exchange.entries import lines
    from exchange.files import write

    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
    write(output, lines(call.register, at))
    click.echo("papers are files: copy the folder papers as well", err=True)
