"""`fasti log`: the entries, as lines of history."""

from __future__ import annotations

import click

from cli.call import Call
from cli.following import COLUMNS, follow_log
from cli.options import format_option, known_at_option, known_number


@click.command()
@click.option("--body", metavar="BODY", help="Of one body.")
@click.option("--person", metavar="PERSON", help="That name one person.")
@click.option("--kind", metavar="KIND", help="Of one kind, such as appointed.")
@click.option("--follow", is_flag=True, help="Go on with each entry as it comes; Ctrl-C ends.")
@known_at_option
@format_option
@click.pass_obj
def log(
    call: Call,
    body: str | None,
    person: str | None,
    kind: str | None,
    follow: bool,
    known_at: str | None,
    form: str,
) -> None:
    """Every entry, in the order it was recorded; followed, JSON and CSV have a line for each.

    Example: fasti log --person lonning-skovgaard
    """
    from cli.lines import history, marked
    from cli.show import show

    about = [f"body:{call.body(body)}"] if body else []
    about += [f"person:{call.person(person)}"] if person else []
    if kind is not None:
        kind = _kind(kind)
    if follow:
        if known_at is not None:
            raise click.UsageError("what is followed is known now; leave out --known-at")
        follow_log(call, form, about, kind)
        return
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        rows = history(call, connection, at, about=about, kind=kind)
    columns = ["entry", "recorded", "writer", "text"]
    rows = [{**row, "text": marked(row)} for row in rows] if form == "table" else rows
    show(rows, form, columns if form == "table" else COLUMNS, empty="no such entries")


def _kind(text: str) -> str:
    from domain.kinds import KINDS

    names = sorted({kind.partition("/")[0] for kind in KINDS})
    wanted = text.partition("/")[0]
    if wanted not in names:
        raise click.UsageError(f"no kind '{text}'; there are {', '.join(names)}")
    return wanted
