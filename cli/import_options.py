"""Options of `fasti import`: how a source is to be understood."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
FILE = click.Path(path_type=Path)


class Places(click.ParamType[int]):
    """How many may hold a seat at once; 0 inside for any number."""

    name = "places"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Read it, or say what it should look like."""
        if value == "unlimited":
            return 0
        if not (str(value).isdigit() and 0 < int(value) <= 10_000):
            self.fail(f"'{value}' is no number of places; write 1, 2, … or unlimited", param, ctx)
        return int(value)


def last_day_option(*, required: bool) -> Callable[[F], F]:
    """`--last-day`: whether the last days of a source are days in the seat."""
    return click.option(
        "--last-day",
        type=click.Choice(["included", "excluded"]),
        required=required,
        help="Whether the source's last days are still days in the seat.",
    )


places_option = click.option(
    "--places", type=Places(), default="1", help="How many may hold a seat at once, or unlimited."
)


class Room(click.ParamType[tuple[str | None, int]]):
    """How many may hold one seat, or any (None): NUMBER, unlimited, or SEAT=NUMBER."""

    name = "places"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str | None, int]:
        """Read it, or say what it should look like."""
        seat, _, number = str(value).rpartition("=")
        return seat or None, Places().convert(number, param, ctx)


rooms_option = click.option(
    "--places",
    type=Room(),
    multiple=True,
    metavar="[SEAT=]NUMBER",
    help="How many may hold a seat at once where the file does not say it, or unlimited; of every"
    " seat, or of one by its identifier in the file. May be given several times.",
)
batches_option = click.option(
    "--in-batches",
    is_flag=True,
    help="Commit part by part; run again after a stop, it goes on from there.",
)
