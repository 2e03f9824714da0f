"""`fasti project`: views that are kept up with the log."""

from __future__ import annotations

import sys

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
    shown = _Shown(call)
    with until_stopped():
        keep_up(storage, shown.say, shown.reached)
    shown.end()


class _Shown:
    """What is said on stderr: where the views are, at the start and on a terminal all the time."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._on_terminal = sys.stderr.isatty()
        self._number: int | None = None

    def reached(self, number: int) -> None:
        """The views contain an entry."""
        if self._number is None:
            where = self._call.register.storage
            self._call.say(f"the views of {where} are up to #{number} and kept up; Ctrl-C ends it")
        if self._on_terminal and number != self._number:
            click.echo(f"\rup to #{number} ", nl=False, err=True)
        self._number = number

    def say(self, line: str) -> None:
        """Say something else."""
        self.end()
        self._call.say(line)

    def end(self) -> None:
        """Leave the line that is shown."""
        if self._on_terminal:
            click.echo(err=True)
