"""How far a long command is, shown while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Bar(Protocol):
    """What shows how much is done, of how much, and of what, where that changes."""

    def __call__(self, done: int, total: int | None = None, unit: str | None = None, /) -> None:
        """Show it."""


@contextmanager
def progress(command: str, unit: str, total: int | None = None) -> Iterator[Bar]:
    """A progress bar on stderr, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn(command),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
    )
    told = Console(stderr=True)
    with Progress(*columns, console=told, transient=True, disable=not told.is_terminal) as bar:
        task = bar.add_task(command, total=total, unit=unit)

        def shown(done: int, of: int | None = None, what: str | None = None, /) -> None:
            bar.update(task, completed=done, total=of, unit=what or unit)

        yield shown
