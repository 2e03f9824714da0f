"""What runs until it is stopped: entries printed as they come."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from cli.call import Call
from cli.messages import plain
from cli.show import show_csv
from domain.text import in_json

if TYPE_CHECKING:
    from application.log import Log
    from domain.entry import Entry

MOMENT = 0.01
"""Seconds after which one who was stopped, and went on, is stopped again."""
COLUMNS = ["entry", "recorded", "writer", "stream", "kind", "text"]
"""What a program reads of a line of the log."""


@contextmanager
def until_stopped() -> Iterator[None]:
    """What goes on until Ctrl-C, SIGTERM or, where it prints, until nobody reads any more: all of
    them end it well."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    alarmed = signal.signal(signal.SIGALRM, signal.default_int_handler)
    unheard, sys.unraisablehook = sys.unraisablehook, _stopped_again
    try:
        yield
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # what is still to be flushed
    finally:
        sys.unraisablehook = unheard
        signal.signal(signal.SIGALRM, alarmed)
        signal.signal(signal.SIGTERM, before)


def _stopped_again(ignored: sys.UnraisableHookArgs) -> None:
    """Stop a moment later where Python was clearing something away, and would go on."""
    if ignored.exc_type is KeyboardInterrupt:
        signal.setitimer(signal.ITIMER_REAL, MOMENT)
    else:
        sys.__unraisablehook__(ignored)


def refuse_unread() -> None:
    """Raise BrokenPipeError where nobody reads what is printed any more."""
    poll = select.poll()
    with suppress(ValueError):  # what is no file has no readers
        poll.register(sys.stdout.fileno(), 0)
    if poll.poll(0):
        raise BrokenPipeError


def follow_log(call: Call, form: str, about: Sequence[str], kind: str | None) -> None:
    """Print the entries that stand in or name every one of some streams, of one kind, and go on
    with each as it comes."""
    from application.following import Entries, follow
    from cli.lines import history, rows
    from projections.schema import position_of

    register, printed = call.register, _Printed(form)
    with until_stopped():
        with call.asking() as connection:
            known = position_of(connection) if about or kind else 0
            if known:
                printed.add(history(call, connection, known, about=about, kind=kind))
        coming = Entries(known)

        def look(log: Log) -> None:
            refuse_unread()
            for part in coming.new(log):
                chosen = [entry for entry in part if _concerns(entry, about, kind)]
                if chosen:
                    with register.asking() as connection:
                        told = rows(connection, chosen)
                    printed.add(told)

        follow(register.storage, look, call.say)


def _concerns(entry: Entry, about: Iterable[str], kind: str | None) -> bool:
    """Whether an entry stands in or names every one of some streams, and is of a kind."""
    from domain.mentions import mentions

    named = {entry.stream, *mentions(entry.event)}
    return named.issuperset(about) and kind in (None, entry.event.kind.partition("/")[0])


class _Printed:
    """Rows printed as they come, each in a line of its own."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._head = True

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Print some more."""
        if self._form == "csv":
            show_csv(rows, COLUMNS, head=self._head)
            self._head = False
        elif self._form == "json":
            click.echo("".join(f"{in_json(row, indent=None)}\n" for row in rows), nl=False)
        else:
            click.echo("".join(f"{_line(row)}\n" for row in rows), nl=False)


def _line(row: dict[str, Any]) -> str:
    from cli.lines import marked

    told = (f"#{row['entry']}", row["recorded"], row["writer"], marked(row))
    return "  ".join(map(plain, told))
