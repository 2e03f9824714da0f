"""`fasti why`: an entry with its evidence, and the chain that leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.lines import sentences
from cli.messages import plain
from cli.options import ENTRY, known_at_option, known_number
from domain.entry import Entry, slug_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, RowMapping


@click.command()
@click.argument("entry", type=ENTRY)
@known_at_option
@click.pass_obj
def why(call: Call, entry: int, known_at: str | None) -> None:
    """How ENTRY is known: event, decision, proposal, agenda item, paper, page, lines, quote.

    Example: fasti why 12
    """
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        for line in chain(call, connection, entry, at):
            click.echo(line)


def chain(call: Call, connection: Connection, number: int, at: int | None) -> Iterator[str]:
    """The lines that lead from an entry to the paper it rests on."""
    from domain.refusal import Refusal
    from projections.history import undone

    found = call.register.entries([number])
    if not found or (at is not None and number > at):
        raise Refusal(f"there is no entry #{number}")
    entry = found[0]
    yield from _entry(connection, entry, at)
    retracted = undone(connection, at).get(number)
    if retracted:
        yield f"  retracted by #{retracted}"
    event = entry.event
    if event.despite:
        yield plain(f"  recorded despite a rule: {event.despite}")
    proposal = event.decision or (
        slug_in(entry.stream) if entry.stream.startswith("proposal:") else None
    )
    if proposal is not None:
        yield from _proposal(call, connection, proposal, number, at)
    elif entry.stream.startswith("meeting:"):
        item = getattr(event, "item", None)
        yield from _item(connection, slug_in(entry.stream), item, at)


def _entry(connection: Connection, entry: Entry, at: int | None) -> Iterator[str]:
    yield plain(f"#{entry.number} {sentences(connection, [entry], at)[entry.number]}")
    yield plain(f"  recorded {entry.recorded} by {entry.writer}")
    yield from _evidence(connection, entry, at)


def _evidence(connection: Connection, entry: Entry, at: int | None) -> Iterator[str]:
    from projections.meetings import paper_title

    evidence = entry.evidence
    if evidence is None:
        yield "  no evidence was given"
        return
    parts = []
    if evidence.paper:
        title = paper_title(connection, evidence.paper, at)
        parts.append(f"{title} ({evidence.paper[:12]}…)" if title else evidence.paper)
    if evidence.page:
        parts.append(f"page {evidence.page}")
    if evidence.lines:
        parts.append(f"lines {evidence.lines}")
    if parts:
        yield plain(f"  written in {', '.join(parts)}")
    if evidence.quote:
        yield plain(f"  “{evidence.quote}”")


def _proposal(
    call: Call, connection: Connection, slug: str, number: int, at: int | None
) -> Iterator[str]:
    from projections.decisions import decisions_on, proposal_row

    for row in decisions_on(connection, slug, at):
        if row["entry"] != number:
            yield plain(f"  by decision {slug}: {_decided(row)}")
            for entry in call.register.entries([row["entry"]]):
                yield from (f"  {line}" for line in _evidence(connection, entry, at))
    row_of = proposal_row(connection, slug, at)
    if row_of is None:
        return
    if row_of["entry"] != number:
        by = f" by {row_of['by']}" if row_of["by"] else ""
        yield plain(f"  on proposal {slug} (#{row_of['entry']}){by}: {row_of['text']}")
        for entry in call.register.entries([row_of["entry"]]):
            yield from (f"  {line}" for line in _evidence(connection, entry, at))
    if row_of["meeting"]:
        yield from _item(connection, row_of["meeting"], row_of["item"], at)


def _decided(row: RowMapping) -> str:
    manner = f", {row['manner']}" if row["manner"] else ""
    annulled = ", annulled since" if row["annulled"] else ""
    return f"{row['outcome']} by {row['body']} on {row['day']}{manner}{annulled} (#{row['entry']})"


def _item(connection: Connection, meeting: str, item: str | None, at: int | None) -> Iterator[str]:
    from projections.meetings import item_row, meeting_row

    held = meeting_row(connection, meeting, at)
    if item is not None:
        listed = item_row(connection, meeting, item, at)
        if listed is not None:
            case = f", case {listed['case']}" if listed["case"] else ""
            yield plain(f"  under item {item}: {listed['title']}{case}")
    if held is not None:
        yield plain(f"  at the meeting of {held['body']} on {held['day']} ({meeting})")
