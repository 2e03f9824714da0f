"""`fasti init`, `migrate` and `demo`: a register made, brought up to date, filled."""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.messages import plain

if TYPE_CHECKING:
    from application.storage import Storage


@click.command()
@click.argument("address")
def init(address: str) -> None:
    """Make an empty register at ADDRESS: a folder that is new or empty, or a server's schema.

    Example: fasti init register
    """
    from application.register import create_register
    from application.storage import storage_at

    create_register(address)
    with closing(storage_at(address)) as storage:
        click.echo(f"made an empty register in {plain(str(storage))}", err=True)
        _caution(storage)


def _caution(storage: Storage) -> None:
    for line in storage.cautions():
        click.echo(line, err=True)


@click.command()
@click.pass_obj
def migrate(call: Call) -> None:
    """Bring a register to the format of this version of Fasti; its owner does it once.

    What is recorded stays as it is; views of another shape are made anew. A register that fits is
    left alone.

    Example: fasti migrate
    """
    from cli.progress import progress

    storage = call.register.storage
    with progress("migrate", "streams") as shown:
        done = storage.migrate(progress=shown)
    for line in done or ["nothing is to be done"]:
        click.echo(plain(line), err=True)
    _caution(storage)


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
