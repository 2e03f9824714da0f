"""`fasti why`: an entry with its evidence, and the chain that leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.lines import sentences
from cli.messages import plain
from cli.options import ENTRY, known_at_option, known_number
from cli.outcome import in_words
from domain.entry import Entry, slug_in
from domain.words import ADOPTING

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
    event = entry.event
    yield plain(f"#{number} {sentences(connection, [entry], at)[number]}")
    yield _line(1, f"recorded {entry.recorded} by {entry.writer}")
    yield from _evidence(1, connection, entry, at)
    retracted = undone(connection, at).get(number)
    if retracted:
        yield _line(1, f"retracted by #{retracted}")
    if event.despite:
        yield _line(1, f"recorded despite a rule: {event.despite}")
    for key in getattr(event, "void_keys", ()):
        yield _line(1, f"the key {key} signed what was lost, and signs no more for this log")
    if entry.stream.startswith("proposal:"):
        yield from _proposal(call, connection, slug_in(entry.stream), number, at)
    elif event.decision is not None:
        yield from _proposal(call, connection, event.decision, number, at)
    elif entry.stream.startswith("meeting:"):
        item = getattr(event, "item", None)
        yield from _item(1, connection, slug_in(entry.stream), item, at)


def _line(depth: int, text: str) -> str:
    return "  " * depth + plain(text)


def _evidence(depth: int, connection: Connection, entry: Entry, at: int | None) -> Iterator[str]:
    from projections.meetings import paper_title

    evidence = entry.evidence
    if evidence is None:
        yield _line(depth, "no evidence was given")
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
        yield _line(depth, f"written in {', '.join(parts)}")
    if evidence.quote:
        yield _line(depth, f"“{evidence.quote}”")


def _proposal(
    call: Call, connection: Connection, slug: str, number: int, at: int | None
) -> Iterator[str]:
    from projections.decisions import decisions_on, proposal_row

    for row in decisions_on(connection, slug, at):
        yield from _decision(call, connection, row, number, at)
    found = proposal_row(connection, slug, at)
    if found is None:
        return
    if found["entry"] != number:
        by = f" by {found['by']}" if found["by"] else ""
        yield _line(1, f"on proposal {slug} (#{found['entry']}){by}: {found['text']}")
        for entry in call.register.entries([found["entry"]]):
            yield from _evidence(2, connection, entry, at)
    if found["meeting"]:
        depth = 1 if found["entry"] == number else 2
        yield from _item(depth, connection, found["meeting"], found["item"], at)


def _decision(
    call: Call, connection: Connection, row: RowMapping, number: int, at: int | None
) -> Iterator[str]:
    (entry,) = call.register.entries([row["entry"]])
    depth = 1 if entry.number == number else 2
    if depth == 2:
        right = "by decision" if row["outcome"] in ADOPTING else "decided before,"
        first, *more = in_words(entry.event, row["body"])
        annulled = ", annulled since" if row["annulled"] else ""
        yield _line(1, f"{right} {row['proposal']}: {first}{annulled} (#{row['entry']})")
        yield from (_line(2, clause) for clause in more)
        yield from _evidence(2, connection, entry, at)
    if entry.event.meeting:
        yield from _item(depth, connection, entry.event.meeting, entry.event.item, at)


def _item(
    depth: int, connection: Connection, meeting: str, item: str | None, at: int | None
) -> Iterator[str]:
    from projections.meetings import item_row, meeting_row

    held = meeting_row(connection, meeting, at)
    if item is not None:
        listed = item_row(connection, meeting, item, at)
        if listed is not None:
            case = f", case {listed['case']}" if listed["case"] else ""
            yield _line(depth, f"under item {item}: {listed['title']}{case}")
    if held is not None:
        yield _line(depth, f"at the meeting of {held['body']} on {held['day']} ({meeting})")
