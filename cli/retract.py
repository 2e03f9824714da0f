"""`fasti retract`: an entry was a mistake of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.options import ENTRY, writes

if TYPE_CHECKING:
    from domain.act import Act


@click.command()
@click.argument("entries", type=ENTRY, nargs=-1, required=True, metavar="ENTRY...")
@click.option("--reason", required=True, help="What was wrong.")
@writes()
def retract(call: Call, entries: tuple[int, ...], reason: str) -> list[Act]:
    """Undo ENTRY from the start, because the register was mistaken; a right one may follow.

    Entries that rest on it are named with it.

    Example: fasti retract 16 --reason "wrong party"
    """
    return [retraction(number, reason) for number in dict.fromkeys(entries)]


def retraction(number: int, reason: str) -> Act:
    """The act that undoes an entry, in whatever stream it stands."""
    from domain.act import Act
    from domain.proposal_events import Retracted

    event = Retracted(entry=number, reason=reason)
    return Act.model_construct(stream="", kind=Retracted.kind, event=event)
