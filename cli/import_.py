"""`fasti import`: what others write, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.call import Call
from cli.import_options import FILE, batches_option, last_day_option, places_option, rooms_option
from cli.messages import plain
from cli.progress import progress

if TYPE_CHECKING:
    from exchange.inward.holdings import Found
    from exchange.inward.recording import Taken
    from exchange.inward.rooms import Rooms
    from projections.sources import OnRecord


@click.group(name="import")
def import_() -> None:
    """Take in what others write: all or nothing, nothing twice.

    Example: fasti import popolo parliament.json --last-day included
    """


@import_.command()
@click.argument("file", type=FILE)
@click.option("--columns", required=True, metavar="ROLE=COLUMN+COLUMN,…", help="What stands where.")
@last_day_option(required=True)
@places_option
@batches_option
@click.pass_obj
def statements(
    call: Call, file: Path, columns: str, last_day: str, places: int, in_batches: bool
) -> None:
    """Rows that a source stated (op +) and withdrew (op -), each with the time it knew it.

    The register must be empty: the source's times become its known times. ROLE is body, seat,
    person, from, until, known, op, and where there are such order and times.

    Example: fasti --register empty import statements rows.csv.xz --last-day included
    --columns body=area+house,seat=district,person=id,from=a,until=b,known=time,op=op
    """
    from application.register import now
    from exchange.inward.changes import read
    from exchange.inward.statements import batches, key_of, refuse_unless_empty

    roles = _roles(columns)
    history = read(file, roles, last_day_included=last_day == "included")
    key = key_of(history, roles, last_day, places)
    refuse_unless_empty(call.register, key)
    if history.late:
        told = f"{history.late:,} rows bear a time before an earlier row's; they got the earlier's"
        click.echo(f"known times never run backwards: {told}", err=True)
    made = batches(history, key, places, now())
    _take(call, file, history.digest, made, history.count, in_batches=in_batches)


@import_.command()
@click.argument("file", type=FILE)
@last_day_option(required=False)
@rooms_option
@click.option(
    "--leave-out-dangling",
    is_flag=True,
    help="Leave out, and count, what names objects that are nowhere.",
)
@batches_option
@click.pass_obj
def popolo(
    call: Call,
    file: Path,
    last_day: str | None,
    places: Sequence[tuple[str | None, int]],
    leave_out_dangling: bool,
    in_batches: bool,
) -> None:
    """Persons, posts and memberships as Popolo JSON, also of EveryPolitician or TheyWorkForYou.

    What the file states is recorded as stated; 'fasti check' lists what contradicts itself.
    Persons, posts and organizations it names are in the file, or on record from another one.

    Example: fasti import popolo parliament.json --last-day included
    """
    from exchange.inward.popolo import read
    from exchange.inward.source import digest

    included = None if last_day is None else last_day == "included"
    record = _on_record(call)
    found = read(
        file,
        digest(file),
        record,
        last_day_included=included,
        rooms=_rooms(places),
        leave_out=leave_out_dangling,
    )
    _record(call, file, found, record, in_batches=in_batches)


@import_.command(name="csv")
@click.argument("file", type=FILE)
@click.option("--mapping", type=FILE, required=True, help="TOML: which column holds what.")
@last_day_option(required=False)
@rooms_option
@batches_option
@click.pass_obj
def csv_(
    call: Call,
    file: Path,
    mapping: Path,
    last_day: str | None,
    places: Sequence[tuple[str | None, int]],
    in_batches: bool,
) -> None:
    """Rows of holders, by a mapping: a [columns] table with body, seat, person, name, from, until.

    A [fixed] table gives what is the same in all rows, 'dates' a form like "%m/%d/%Y". What is not
    one column: ["A", "B"] joins two, {first_of = ["A", "B"]} is the first that is filled, and
    {columns = "A", match = "(.+)-[0-9]+"} a part of one.

    Example: fasti import csv judges.csv --mapping judges.toml --last-day included
    """
    from exchange.inward.csv_tables import read
    from exchange.inward.mapping import mapping as mapping_of
    from exchange.inward.source import digest

    mapped = mapping_of(mapping)
    said = last_day or mapped.last_day
    if said is None:
        raise click.UsageError("say whether last days are included: --last-day, or in the mapping")
    included = said == "included"
    found = read(file, digest(file), mapped, last_day_included=included, rooms=_rooms(places))
    _record(call, file, found, _on_record(call), in_batches=in_batches)


def _on_record(call: Call) -> OnRecord:
    from projections.sources import on_record

    with call.asking() as connection:
        return on_record(connection)


def _rooms(places: Sequence[tuple[str | None, int]]) -> Rooms:
    from exchange.inward.rooms import Rooms

    said = dict(places)
    return Rooms(said.pop(None, None), {seat: room for seat, room in said.items() if seat})


def _record(call: Call, file: Path, found: Found, record: OnRecord, *, in_batches: bool) -> None:
    """Put on record what is not there yet, and keep the file as its evidence."""
    from exchange.inward.holdings import asked
    from exchange.inward.recording import batches
    from exchange.inward.rooms import crowded

    with call.register.log() as log:

        def last_stated(number: int) -> str | None:
            entry = log.entry(number)
            last = getattr(entry.event, "last_day", None) if entry else None
            return last.text if last else None

        acts = asked(found, record, last_stated)
    for what, count in sorted(found.left.items()):
        click.echo(f"left out: {count:,} {plain(what)}", err=True)
    for line in (*found.told, *crowded(found)):
        click.echo(plain(line), err=True)
    made, total = batches(acts), len(acts)
    _take(call, file, found.digest, made, total, in_batches=in_batches, unit="acts")


def _keep(call: Call, file: Path, digest: str) -> None:
    """Keep the file as the paper that its entries rest on."""
    from application.papers import LARGEST, keep
    from exchange.inward.failures import Unreadable

    if file.stat().st_size > LARGEST:
        click.echo(f"{file} is too large to be kept as a paper; keep it yourself", err=True)
    elif keep(call.register.storage, str(file)) != digest:
        raise Unreadable(str(file), [("", "changed while it was read; import it again")])


@import_.command()
@click.argument("file", type=FILE)
@batches_option
@click.pass_obj
def entries(call: Call, file: Path, in_batches: bool) -> None:
    """All entries of another register, as 'fasti export entries' wrote them.

    The register is empty, or holds the first of them: then the rest is added.

    Example: fasti --register empty import entries all.jsonl
    """
    from exchange.entries import count, take

    with progress("import", "entries", count(file)) as shown:
        taken = take(call.register, file, in_batches=in_batches, progress=shown)
    _report(taken)


def _roles(text: str) -> dict[str, Sequence[str]]:
    from exchange.inward.changes import NEEDED, OPTIONAL

    pairs = [part.partition("=") for part in text.split(",")]
    roles: dict[str, Sequence[str]] = {
        role.strip(): columns.split("+") for role, _, columns in pairs
    }
    known = (*NEEDED, *OPTIONAL)
    for role, parts in roles.items():
        if role not in known or not all(parts):
            raise click.UsageError(
                f"--columns '{role}': write role=column, the role one of {', '.join(known)}"
            )
    missing = [role for role in NEEDED if role not in roles]
    if missing or len(roles) < len(pairs):
        what = f"names no column for {', '.join(missing)}" if missing else "names a role twice"
        raise click.UsageError(f"--columns {what}")
    return roles


def _take(
    call: Call,
    file: Path,
    digest: str,
    batches: Any,
    total: int,
    *,
    in_batches: bool,
    unit: str = "rows",
) -> None:
    """Record batches with a progress bar, and say what came of it."""
    from exchange.inward.recording import take

    done = 0
    with progress("import", unit, total) as shown:

        def advanced(upto: int) -> None:
            nonlocal done
            done = upto
            shown(upto)

        try:
            taken = take(
                call.register,
                str(file),
                batches,
                keep=cache(lambda: _keep(call, file, digest)),
                in_batches=in_batches,
                progress=advanced,
            )
        except KeyboardInterrupt:
            if not in_batches:
                raise
            raise click.ClickException(
                f"stopped after {unit} {done:,}; run the same command again to go on"
            ) from None
    _report(taken)


def _report(taken: Taken) -> None:
    if taken.before:
        click.echo("nothing to add; all of it is on record already", err=True)
    else:
        click.echo(f"#{taken.first} to #{taken.last}")
    if taken.views_behind:
        click.echo("recorded; the views are behind, run fasti replay", err=True)
