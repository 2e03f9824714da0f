"""`fasti clock`: the clock against the last entry, and the way on where it was ahead."""

from __future__ import annotations

import click

from cli.call import Call


@click.command()
@click.option(
    "--acknowledge", metavar="REASON", help="Why the last entry's time is later than the clock's."
)
@click.pass_obj
def clock(call: Call, acknowledge: str | None) -> None:
    """Compare the clock with the time of the last entry; known times never run backwards.

    Where a clock that was set ahead recorded something, nothing follows until the clock has caught
    up, or until that is acknowledged. The acknowledgement is an entry, and says what the clock
    said; it and what follows get times just after the last entry's, in order, until then.

    Example: fasti clock
    """
    from application.clock import acknowledge as going_on
    from application.clock import compared

    if acknowledge is not None:
        done = going_on(call.register, acknowledge)
        call.report(done.numbers, before=done.before, behind=done.views_behind)
        return
    now, last, recorded = compared(call.register)
    click.echo(f"the clock says {now}")
    if last:
        click.echo(f"entry #{last} was recorded at {recorded}")
    if now < recorded:
        click.echo(
            "the clock is behind: set it, or run 'fasti clock --acknowledge REASON'", err=True
        )
