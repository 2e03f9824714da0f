"""`fasti check`: contradictions, and what a careful reader would look at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click

from cli.call import Call
from cli.options import format_option, known_at_option, known_number, today

SHOWN = 20
"""So many findings of a kind are shown in a table, unless the kind is asked for."""
COLUMNS = ["check", "body", "seat", "text", "entries"]
DAILY = ["body", "from", "until", "places", "holders", "at_most", "too_many", "too_few"]


@click.command()
@click.option("--body", metavar="BODY", help="In one body.")
@click.option("--kind", metavar="KIND", help="Of one kind, such as 'several holders'.")
@click.option("--counts", is_flag=True, help="Only how many there are of each kind.")
@click.option("--daily", is_flag=True, help="Count holders against seats, day by day.")
@known_at_option
@format_option
@click.pass_obj
def check(
    call: Call,
    body: str | None,
    kind: str | None,
    counts: bool,
    daily: bool,
    known_at: str | None,
    form: str,
) -> None:
    """List what contradicts a rule, was recorded despite one, or should be looked at again.

    With --daily: the days on which a body has more holders than seats, or seats that surely
    nobody holds.

    Example: fasti check --daily --body kkr-hovedstaden
    """
    from cli.show import show

    slug = call.body(body) if body else None
    if daily:
        if kind or counts:
            raise click.UsageError("--daily goes with --body and --known-at only")
        _daily(call, slug, known_at, form)
        return
    rows = _found(call, slug, known_at, kind)
    numbers = Counter(row["check"] for row in rows)
    kinds = [{"check": name, "count": count} for name, count in numbers.items()]
    if counts or form == "table":
        show(kinds, form, ["check", "count"], empty="nothing found")
    if not counts and (rows or form != "table"):
        shown = list(_some(rows)) if form == "table" and kind is None else rows
        show(shown, form, COLUMNS, empty="nothing found")


def _found(
    call: Call, slug: str | None, known_at: str | None, kind: str | None
) -> list[dict[str, Any]]:
    from projections.findings import findings

    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        rows = findings(connection, today().toordinal(), at, slug)
    return [row for row in rows if kind in (None, row["check"])]


def _some(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The first findings of each kind, and how many more there are."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row["check"]] += 1
        if seen[row["check"]] <= SHOWN:
            yield row
    for name, count in seen.items():
        if count > SHOWN:
            more = f"and {count - SHOWN:,} more: fasti check --kind '{name}'"
            yield {"check": name, "text": more, "entries": []}


def _daily(call: Call, slug: str | None, known_at: str | None, form: str) -> None:
    from cli.show import show
    from projections.counting import daily

    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        rows = daily(connection, at, slug)
    narrow = DAILY[1:] if slug else [name for name in DAILY if name != "at_most"]
    columns = narrow if form == "table" else DAILY
    show(rows, form, columns, empty="on every day the holders fit the seats")
