"""`fasti project`: views that are kept up with the log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from cli.call import Call
from cli.following import until_stopped


@click.command()
@click.pass_obj
def project(call: Call) -> None:
    """Keep the views up with the log, until it is stopped by Ctrl-C or SIGTERM.

    Several may run at once, on several machines.

    Example: fasti project
    """
    from application.following import keep_up

    storage = call.register.storage
    storage.refuse_read_only()
    call.say(f"keeps the views of {storage} up with the log; Ctrl-C stops it")
    with until_stopped(), _shown() as reached:
        keep_up(storage, call.say, reached)


@contextmanager
def _shown() -> Iterator[Callable[[int], None]]:
    """Shows up to which entry the views are, where stderr is a terminal."""
    terminal = sys.stderr.isatty()

    def show(number: int) -> None:
        if terminal:
            click.echo(f"\rup to #{number} ", nl=False, err=True)

    try:
        yield show
    finally:
        if terminal:
            click.echo(err=True)
