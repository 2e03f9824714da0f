"""`fasti init` and `fasti demo`: an empty register, and one filled with the spring of 2022."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from cli.call import Call


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make an empty register in FOLDER, which must be new or empty.

    Example: fasti init register
    """
    from application.register import create_register

    create_register(folder)
    click.echo(f"made an empty register in {folder}", err=True)


@click.command()
@click.pass_obj
def demo(call: Call) -> None:
    """Make a register, fill it with the spring of 2022, and say what to ask it.

    Example: fasti --register demo-register demo
    """
    from application.register import create_register
    from cli.demonstration import NEXT, fill

    create_register(call.folder)
    before = fill(call)
    click.echo(NEXT.format(path=_path(), register=call.folder, before=before))


def _path() -> str:
    """The line that puts this program on the path, where it is not."""
    if shutil.which("fasti"):
        return ""
    return f'  export PATH="{Path(sys.argv[0]).absolute().parent}:$PATH"\n'
