"""`fasti grant`: who may do what with a register on a server."""

from __future__ import annotations

import click

from cli.call import Call
from cli.messages import plain
from cli.options import format_option


@click.command()
@click.argument("role", type=click.Choice(["owner", "writer", "reader", "none"]), required=False)
@click.argument("logins", metavar="[LOGIN]...", nargs=-1)
@format_option
@click.pass_obj
def grant(call: Call, role: str | None, logins: tuple[str, ...], form: str) -> None:
    """Give each LOGIN of a server a role on the register, or list who has which.

    A reader sees log and views; a writer appends too, and cannot change or delete what is recorded;
    the owner also migrates and grants, and there is one: it is handed over. A login has one role,
    the last given; none takes it away. A login that is not there is made, without a password.

    Example: fasti grant reader revisor
    """
    from cli.show import show

    storage = call.register.storage
    if role is None:
        rows = [right._asdict() for right in storage.rights()]
        show(rows, form, ["login", "role", "remarks"], empty="nobody")
        return
    if not logins:
        raise click.UsageError(f"name the login to be {role}")
    if role == "owner" and len(logins) > 1:
        raise click.UsageError("a register has one owner; name one login")
    for line in storage.grant(role, list(logins)):
        click.echo(plain(line), err=True)
