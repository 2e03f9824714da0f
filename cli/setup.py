"""`fasti init` and `fasti demo`: an empty register, and one filled with the spring of 2022."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from cli.call import Call
from cli.messages import plain


@click.command()
@click.argument("address")
def init(address: str) -> None:
    """Make an empty register at ADDRESS: a folder that is new or empty, or a server's schema.

    Example: fasti init register
    """
    from application.register import create_register
    from application.storage import storage_at

    create_register(address)
    click.echo(f"made an empty register in {plain(str(storage_at(address)))}", err=True)


@click.command()
@click.pass_obj
def demo(call: Call) -> None:
    """Make a register, fill it with the spring of 2022, and say what to ask it.

    Example: fasti --register demo-register demo
    """
    from application.register import create_register
    from cli.demonstration import NEXT, fill

    create_register(call.address)
    before = fill(call)
    click.echo(NEXT.format(path=_path(), register=plain(str(call.register.storage)), before=before))


def _path() -> str:
    """The line that puts this program on the path, where it is not."""
    if shutil.which("fasti"):
        return ""
    return f'  export PATH="{Path(sys.argv[0]).absolute().parent}:$PATH"\n'
