"""The command `fasti`: its commands are loaded when they are called."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from inspect import cleandoc
from keyword import iskeyword
from typing import Any

import click

from cli.call import Call, user
from cli.messages import plain, told

COMMANDS = {
    "board": "cli.board",
    "person": "cli.person",
    "seat": "cli.seat",
    "body": "cli.body",
    "meeting": "cli.meeting",
    "proposal": "cli.proposal",
    "decisions": "cli.decisions",
    "vacancies": "cli.vacancies",
    "changes": "cli.changes",
    "restated": "cli.restated",
    "log": "cli.log",
    "why": "cli.why",
    "find": "cli.find",
    "init": "cli.setup",
    "migrate": "cli.setup",
    "demo": "cli.setup",
    "appoint": "cli.tenure",
    "reappoint": "cli.tenure",
    "resign": "cli.tenure",
    "vacate": "cli.tenure",
    "replace": "cli.tenure",
    "leave": "cli.leave",
    "propose": "cli.propose",
    "decide": "cli.propose",
    "retract": "cli.retract",
    "erase": "cli.erase",
    "backup": "cli.backup",
    "restore": "cli.backup",
    "copy": "cli.copy",
    "read": "cli.read",
    "record": "cli.record",
    "schema": "cli.record",
    "replay": "cli.replay",
    "project": "cli.project",
    "check": "cli.check",
    "import": "cli.import_",
    "export": "cli.export",
    "grant": "cli.grant",
    "clock": "cli.clock",
    "key": "cli.key",
    "checkpoint": "cli.checkpoint",
    "verify": "cli.verify",
    "prove": "cli.prove",
}
"""Command → the module that holds it."""
SENSELESS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What a program raises over values of a sort that it never wrote."""
TYPED = ("ValidationError", "UnicodeEncodeError")
"""Those of them that no view makes."""
UNWRAPPED = "\b\n"
"""What click takes for: do not wrap this paragraph."""


class Commands(click.Group):
    """Loads a command's module when it is called, and tells errors in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name])
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(module, name)
        _unwrap(command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it could not make sense of in the views is damage, if it is theirs.

        What is wrong in Fasti itself stays as it is, to be seen.
        """
        try:
            return super().invoke(ctx)
        except SENSELESS as error:
            if type(error).__name__ not in TYPED and isinstance(ctx.obj, Call):
                ctx.obj.refuse_forged(error)
            raise

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        """Run; an error becomes lines on stderr and an exit code."""
        try:
            code = super().main(args, standalone_mode=False, **extra)
        except (Exception, KeyboardInterrupt) as error:
            found = told(error)
            if found is None:
                raise
            lines, code = found
            for line in lines:
                click.echo(f"fasti: {plain(line)}", err=True)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def _unwrap(command: click.Command) -> None:
    """Keep the example in a command's help as it is written, so that it can be copied."""
    if command.help and UNWRAPPED not in command.help:
        command.help = cleandoc(command.help).replace("Example: ", f"{UNWRAPPED}Example: ")
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _unwrap(inner)


@click.group(name="fasti", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--register",
    "address",
    metavar="ADDRESS",
    default=".",
    envvar="FASTI_REGISTER",
    help="A folder, or postgresql://…?schema=NAME; the current folder if not given.",
)
@click.option("--writer", envvar="FASTI_WRITER", help="Who writes; the user logged in.")
@click.option(
    "--command-id", envvar="FASTI_COMMAND_ID", help="An id; repeated, nothing is recorded twice."
)
@click.version_option(package_name="fasti", message="fasti %(version)s")
@click.pass_context
def main(ctx: click.Context, address: str, writer: str | None, command_id: str | None) -> None:
    """Who sat on which board, on which day, by whose decision, and how we know.

    Example: fasti --register demo-register board kkr-hovedstaden --on 2022-03-26
    """
    ctx.obj = Call(address, writer or user(), command_id)
    ctx.call_on_close(ctx.obj.close)


class Noun(click.Group):
    """A group that answers a question when its first word is no command of its own."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named, else the one that shows."""
        if args and self.get_command(ctx, args[0]) is None:
            return "show", self.get_command(ctx, "show"), args
        return super().resolve_command(ctx, args)


def run() -> None:
    """The program: it ends before cycles of references matter, and nobody looks for any."""
    gc.disable()
    try:
        main()
    finally:
        gc.freeze()  # nor when it ends
