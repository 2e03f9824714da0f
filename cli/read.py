"""`fasti read`: an agenda or minutes as a draft that a person looks through."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.call import Call
from cli.options import DAY

if TYPE_CHECKING:
    from datetime import date

    from intake.drafts.known import Known
    from intake.reading.found import Reading

LAYOUTS = ("kkr", "aarhus", "general")


@click.command()
@click.argument("paper", type=click.Path(path_type=Path))
@click.option("--layout", type=click.Choice(LAYOUTS), help="The layout, if not as recognised.")
@click.option("--on", "day", type=DAY, metavar="DAY", help="The day of the meeting, if not told.")
@click.option("--body", metavar="NAME", help="The body that meets, if not told.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A new file for the draft.")
@click.option("--diff", is_flag=True, help="Show what the draft would change in the register.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["draft", "json"]),
    default="draft",
    help="A draft in YAML, or what was found as JSON.",
)
@click.pass_obj
def read(
    call: Call,
    paper: Path,
    layout: str | None,
    day: date | None,
    body: str | None,
    output: Path | None,
    diff: bool,
    form: str,
) -> None:
    """Read PAPER, an agenda or minutes as PDF, DOCX, HTML or text, and print a draft.

    Nothing is recorded. What was found is told on stderr. Persons and bodies are matched to the
    register, if there is one.

    Example: fasti read dagsorden.pdf -o dagsorden.yaml
    """
    from intake.drafts.drafting import draft, told

    found = _reading(paper, layout, day, body)
    known = _known(call, found)
    if form == "json":
        _json(found)
        return
    recorded = known.papers.get(found.paper.digest)
    if recorded is not None:
        click.echo(f"{paper} is already recorded as {recorded}; no draft is written", err=True)
        return
    click.echo(f"{paper}: {told(found)}", err=True)
    text = draft(found, known, _where(paper, output))
    if diff:
        _diff(call, text)
    elif output is None:
        click.echo(text, nl=False)
    else:
        _written(output, text)


def _reading(paper: Path, layout: str | None, day: date | None, body: str | None) -> Reading:
    from application.failures import Missing
    from domain.refusal import Refusal
    from intake.formats.extraction import NoPaper, read_paper
    from intake.formats.paper import PaperError
    from intake.reading.reading import read as read_out

    try:
        return read_out(read_paper(paper), layout, day, body)
    except NoPaper as error:
        raise Missing(f"{paper}: {error}") from None
    except PaperError as error:
        raise Refusal(f"{paper}: {error}") from None


def _known(call: Call, found: Reading) -> Known:
    from cli.acquainted import acquainted
    from intake.drafts.known import Known

    if not call.register.storage.exists():
        return Known()
    return acquainted(call, found.meeting.day)


def _json(found: Reading) -> None:
    from cli.show import show_json
    from intake.reading.for_scripts import as_json

    show_json(as_json(found))


def _where(paper: Path, output: Path | None) -> str:
    """Where a draft says its paper lies: seen from the draft, or in full where it has no place."""
    if output is None:
        return str(paper.resolve())
    return os.path.relpath(paper.resolve(), output.resolve().parent)


def _written(output: Path, text: str) -> None:
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(f"{output} is there already; name a new file") from None
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}") from None
    click.echo(f"wrote {output}; look it through, then record it", err=True)


def _diff(call: Call, text: str) -> None:
    """Every entry that recording the draft would make, as a line of history."""
    from application.trial import tried
    from cli.lines import sentences
    from cli.messages import plain
    from cli.record import Unreadable
    from intake.drafts.draft import read_draft
    from intake.drafts.strict_yaml import DraftError

    try:
        acts = read_draft(text).acts
    except DraftError as error:  # what a paper holds may be more than a draft can say
        found = [f"the draft must be looked through first, line {n}: {m}" for n, m in error.found]
        raise Unreadable(found) from None
    entries = tried(call.register, acts)
    with call.asking() as connection:
        told: dict[int, Any] = sentences(connection, entries, None)
    for entry in entries:
        click.echo(f"+ {entry.stream}: {plain(told[entry.number])}")
    noun = "entry" if len(entries) == 1 else "entries"
    click.echo(f"{len(entries)} {noun} would be recorded", err=True)
