"""`fasti export`: what the register knows, in the formats of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.call import Call
from cli.options import DAY, known_at_option, known_number

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from projections.snapshot import Snapshot

F = TypeVar("F", bound=Callable[..., Any])

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PATH",
    help="Where to; what stands there is replaced when all is written.",
)


@click.group()
def export() -> None:
    """Write what the register knows in another format.

    Example: fasti export popolo -o kkr.json --body kkr-hovedstaden
    """


@export.command()
@known_at_option
@output_option
@click.pass_obj
def entries(call: Call, known_at: str | None, output: Path) -> None:
    """Every entry as JSON Lines: complete, 'fasti import entries' makes the same register of it.

    Example: fasti export entries -o all.jsonl
    """
    from exchange.entries import lines
    from exchange.outward.files import write

    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
    write(output, lines(call.register, at))
    click.echo("papers are files: copy the folder papers as well", err=True)
    with call.register.log() as log:
        erased = len(log.nameless)
    if erased:
        click.echo(
            "the entries are the bytes of the log, which the proofs bind: names that were erased"
            f" ({erased} persons) stand in them, so keep the file as the log itself",
            err=True,
        )


def of_what(function: F) -> F:
    """Options of formats that carry a part of what is known: body, day, known time, where to."""
    body = click.option("--body", metavar="BODY", help="Of one body.")
    on = click.option("--on", "day", type=DAY, metavar="DAY", help="As of one day; else all days.")
    return body(on(known_at_option(output_option(function))))


class Base(click.ParamType[str]):
    """A URL that others begin with; it ends with a slash."""

    name = "url"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Read it, or say what it should look like."""
        if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~%/-]*)?", str(value)):
            self.fail(f"'{value}' is no URL; write one like https://data.example.dk/", param, ctx)
        return str(value).rstrip("/") + "/"


class Zone(click.ParamType["ZoneInfo"]):
    """A time zone by its name in the database of them."""

    name = "zone"

    def convert(self, value: Any, param: Any, ctx: Any) -> ZoneInfo:
        """Find it, or say that there is none."""
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(str(value))
        except (ValueError, OSError, LookupError):
            self.fail(f"no time zone '{value}'; write one like Europe/Copenhagen", param, ctx)


base_option = click.option(
    "--base",
    type=Base(),
    default="https://register.invalid/",
    metavar="URL",
    help="What the URLs of all objects begin with.",
)


@export.command()
@of_what
@click.pass_obj
def popolo(
    call: Call, body: str | None, day: date | None, known_at: str | None, output: Path
) -> None:
    """Persons, organizations, posts, memberships, motions, votes and events as Popolo JSON.

    Example: fasti export popolo -o kkr.json --body kkr-hovedstaden --on 2022-03-26
    """
    from exchange.outward.files import write
    from exchange.outward.popolo import document

    text, lost = document(_snapshot(call, body, day, known_at))
    write(output, [text])
    _tell(lost)


@export.command()
@of_what
@click.pass_obj
def csv(call: Call, body: str | None, day: date | None, known_at: str | None, output: Path) -> None:
    """A folder with one CSV file a table, and CSV-on-the-Web metadata that describes them.

    Example: fasti export csv -o tables --known-at 2022-03-27
    """
    from exchange.outward.csv_tables import documents
    from exchange.outward.files import write_folder

    files, lost = documents(_snapshot(call, body, day, known_at))
    write_folder(output, files)
    _tell(lost)


@export.command()
@of_what
@base_option
@click.pass_obj
def org(
    call: Call, body: str | None, day: date | None, known_at: str | None, output: Path, base: str
) -> None:
    """Organizations, posts and memberships in the W3C ORG vocabulary, as JSON-LD.

    Example: fasti export org -o kkr.jsonld --base https://data.example.dk/
    """
    from exchange.outward.files import write
    from exchange.outward.org import document

    text, lost = document(_snapshot(call, body, day, known_at), base)
    write(output, [text])
    _tell(lost)


@export.command()
@of_what
@base_option
@click.option("--name", default="Fasti", metavar="TEXT", help="What the authority is called.")
@click.option("--zone", type=Zone(), metavar="ZONE", help="Time zone of the hours of meetings.")
@click.pass_obj
def oparl(
    call: Call,
    body: str | None,
    day: date | None,
    known_at: str | None,
    output: Path,
    base: str,
    name: str,
    zone: ZoneInfo | None,
) -> None:
    """Organizations, persons, memberships, meetings and papers as OParl 1.1 objects.

    One file: the system, and every page of every list as a server would answer it.

    Example: fasti export oparl -o kkr.json --base https://data.example.dk/oparl/
    """
    from exchange.outward.files import write
    from exchange.outward.oparl import document

    text, lost = document(_snapshot(call, body, day, known_at), base, name=name, zone=zone)
    write(output, [text])
    _tell(lost)


def _snapshot(call: Call, body: str | None, day: date | None, known_at: str | None) -> Snapshot:
    from projections.schema import position_of
    from projections.snapshot import snapshot

    slug = call.body(body) if body else None
    ordinal, on = (day.toordinal(), day.isoformat()) if day else (None, None)
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        number = position_of(connection) if at is None else at
        return snapshot(connection, number, ordinal, on, slug)


def _tell(lost: list[str]) -> None:
    click.echo("the file says so too: it cannot carry", err=True)
    for what in lost:
        click.echo(f"  {what}", err=True)
