"""`fasti replay`: the views anew from the log."""

from __future__ import annotations

from pathlib import Path

import click

from cli.call import Call
from cli.messages import plain
from cli.options import known_at_option, known_number
from cli.progress import progress


@click.command()
@click.option("--check", is_flag=True, help="Rebuild aside and compare with the views, row by row.")
@known_at_option
@click.option(
    "--into", type=click.Path(path_type=Path), help="Write views of a known time into this file."
)
@click.option("--processes", type=click.IntRange(1, 64), help="How many; as many as cores if none.")
@click.pass_obj
def replay(
    call: Call, check: bool, known_at: str | None, into: Path | None, processes: int | None
) -> None:
    """Rebuild the views from the log beside the live ones, and put them in their place.

    Example: fasti replay --check
    """
    from application.failures import Damaged
    from application.folder.views import write_views
    from application.replay import difference

    if (known_at is None) != (into is None):
        raise click.UsageError("--known-at and --into go together")
    if into is not None and into.exists():
        raise click.UsageError(f"{into} exists already; name a new file")
    register = call.register
    register.last()
    with progress("replay", "streams") as shown:
        if into is not None:
            with call.asking() as connection:
                upto, _ = known_number(connection, known_at)
            storage = register.storage
            write_views(storage, into, upto=upto, processes=processes, progress=shown)
            told = f"views of the entries up to #{upto} written to {into}"
        elif check:
            number, found = difference(register.storage, processes=processes, progress=shown)
            if found is not None:
                raise Damaged(f"the views differ from the log: {found}; run 'fasti replay'")
            told = f"the views equal a rebuild of {number} entries"
        else:
            register.storage.refuse_read_only()
            with register.log() as log:
                register.views.refuse_ahead(log)
            number = register.views.rebuild(processes=processes, progress=shown)
            told = f"rebuilt the views from {number} entries"
    click.echo(plain(told), err=True)
