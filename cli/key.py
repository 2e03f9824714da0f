"""`fasti key`: keys that sign checkpoints, kept outside every register."""

from __future__ import annotations

from pathlib import Path

import click

from cli.call import Call

key_option = click.option(
    "--key",
    "key",
    type=click.Path(path_type=Path),
    envvar="FASTI_KEY",
    help="The file of the key; the only one in the folder of keys if not given.",
)


@click.group()
def key() -> None:
    """Keys that sign checkpoints: new, show. They are kept in FASTI_KEYS or ~/.config/fasti.

    Example: fasti key new example.org/havneraad
    """


@key.command()
@click.argument("name")
@click.option("--key", "path", type=click.Path(path_type=Path), help="Where to write it: a .key.")
@click.pass_obj
def new(call: Call, name: str, path: Path | None) -> None:
    """Make a key under NAME, such as a web address; print its public half, to be published.

    Example: fasti key new example.org/havneraad
    """
    from application.keys import new_key

    where, public = new_key(name, Path(call.address), path)
    click.echo(str(public))
    click.echo(f"the key is in {where}; keep a copy of it off this machine", err=True)


@key.command()
@key_option
def show(key: Path | None) -> None:
    """Print the public half of a key.

    Example: fasti key show
    """
    from application.keys import key_in

    click.echo(str(key_in(key).public))
