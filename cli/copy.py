"""`fasti copy`: a register moved to another place."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.messages import plain

if TYPE_CHECKING:
    from application.register import Register


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--with-keys", is_flag=True, help="Copy the keys of what is personal, too.")
@click.pass_obj
def copy(call: Call, source: str, target: str, *, with_keys: bool) -> None:
    """Copy the register FROM to a new place TO, each a folder or postgresql://…?schema=NAME.

    The copy has the same entries, numbers, papers and checkpoints and gives the same answers: it is
    compared with FROM before it takes its place. FROM may be in use; what is recorded in it
    meanwhile is not in the copy. Record in one of the two from then on: they are one register.

    Example: fasti copy demo-register moved
    """
    from application.register import Register

    one, other = (Register(place, writer=call.writer) for place in (source, target))
    with closing(one), closing(other):
        _copy(one, other, with_keys=with_keys)


def _copy(one: Register, other: Register, *, with_keys: bool) -> None:
    from application.backup import copy_keys
    from application.copying import copy as copied
    from cli.progress import progress

    with progress("copy", "entries") as shown:
        report = copied(one.storage, other.storage, shown)
    for finding in (*report.lost, *report.missing):
        click.echo(plain(f"#{finding.entry}: {finding.text}"), err=True)
    what = f"#1 to #{report.entries} are" if report.entries else "a register without entries is"
    click.echo(plain(f"{what} in {other.storage}, the same as in {one.storage}"), err=True)
    if with_keys:
        place = other.storage.keys.folder
        count = copy_keys(one, place)
        click.echo(plain(f"{count} keys are in {place}; an erasure must reach both"), err=True)
    elif one.storage.keys.persons():
        click.echo("the keys of what is personal were not copied; --with-keys does", err=True)
    click.echo("record in one of the two from now on, and take the other away", err=True)
