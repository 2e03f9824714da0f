"""`fasti backup` and `fasti restore`: a copy that can be relied on, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.call import Call, spread
from cli.messages import plain

if TYPE_CHECKING:
    from application.restoration import Restored

FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--keys",
    type=FOLDER,
    help="Bring a copy of the keys of what is personal up to date in this folder, kept apart.",
)
@click.pass_obj
def backup(call: Call, folder: Path, keys: Path | None) -> None:
    """Copy the register into a new FOLDER while it is in use, and read the copy back.

    The copy can be asked like a register. It holds no keys of what is personal.

    Example: fasti backup backups/2026-11-27 --keys backup-of-keys
    """
    from application.backup import backup as copied
    from application.backup import copy_keys

    report = copied(call.register, folder)
    for finding in (*report.lost, *report.missing):
        click.echo(plain(f"#{finding.entry}: {finding.text}"), err=True)
    click.echo(plain(f"#1 to #{report.entries} are in {folder}, read back whole"), err=True)
    if keys is not None:
        count = copy_keys(call.register, keys)
        click.echo(plain(f"{count} keys are in {keys}; keep no older copies of them"), err=True)


@click.command()
@click.argument("backup", type=FOLDER, required=False)
@click.option("--acknowledge-loss", "loss", metavar="REASON", help="Why entries may be lost.")
@click.option("--keys", type=FOLDER, help="The copy of the keys of what is personal.")
@click.pass_obj
def restore(call: Call, backup: Path | None, loss: str | None, keys: Path | None) -> None:
    """Put BACKUP in the place of the register, which is moved aside.

    Where entries were recorded after the backup was made it is refused, unless their loss is
    acknowledged: that becomes an entry. Without BACKUP the register as it stands is accepted,
    though more is known to have been recorded.

    Example: fasti --register restored restore backups/2026-11-26
    """
    from application.restoration import acknowledge
    from application.restoration import restore as put_back

    if backup is not None:
        _tell(put_back(call.register, backup, loss=loss, keys=keys))
    elif loss is None:
        raise click.UsageError("name a backup, or say with --acknowledge-loss why entries are lost")
    else:
        _tell(acknowledge(call.register, loss))


def _tell(done: Restored) -> None:
    click.echo(f"restored up to #{done.entries}; run 'fasti verify'", err=True)
    if done.lost is None:
        click.echo("nobody can tell what was recorded after it; the record says so", err=True)
    elif done.lost > done.entries:
        lost = spread(range(done.entries + 1, done.lost + 1))
        click.echo(f"lost, as the record says: {lost}", err=True)
    for person in done.erased:
        click.echo(plain(f"the erasure of {person} was lost too, and is recorded anew"), err=True)
    for key in done.keys:
        click.echo(
            plain(
                f"{key} signed what is lost, as the record says, and signs no more: make a new key"
                " with 'fasti key new', and publish it"
            ),
            err=True,
        )
    if done.aside is not None:
        click.echo(plain(f"what was there is in {done.aside}"), err=True)
