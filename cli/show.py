"""Rows as a table, as JSON or as CSV: data to stdout, harmless on a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import click

from cli.messages import plain
from domain.text import in_a_cell, in_json

Cells = Mapping[str, Any]
SHORT = {"entry", "from", "until", "day"}
"""Columns that stay on one line."""
NAMING = {"body", "seat", "person", "proposal"}
"""Columns that stay on one line where the others then have room."""
ROOM = 16
"""So many characters, at least, are left to every other column."""


HISTORY = ["body", "seat", "title", "role", "person", "name", "status", "from", "until"]
HISTORY += ["planned_until", "mode", "by", "made_on", "nominated_by", "decision", "entries"]
"""The words of a history in CSV."""


def show(rows: Sequence[Cells], form: str, columns: Sequence[str], *, empty: str) -> None:
    """Print rows: all their words as JSON, the named columns otherwise."""
    if form == "json":
        show_json(rows)
    elif form == "csv":
        show_csv(rows, columns)
    elif rows:
        show_table(rows, columns)
    else:
        click.echo(plain(empty), err=True)


def show_json(value: Any) -> None:
    """Print JSON, harmless where it is shown."""
    click.echo(in_json(value, indent=2))


def show_csv(rows: Sequence[Cells], columns: Sequence[str], *, head: bool = True) -> None:
    """Print CSV with a head line, in which nothing runs when a spreadsheet opens it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(columns)
    for row in rows:
        writer.writerow([in_a_cell(_cell(row.get(column))) for column in columns])
    click.echo(out.getvalue(), nl=False)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return str(value)


def show_table(rows: Sequence[Cells], columns: Sequence[str], *, title: str | None = None) -> None:
    """Print a table as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    head = None if title is None else Text(plain(title))
    table = Table(box=None, pad_edge=False, title=head, title_justify="left", header_style="bold")
    console = Console(highlight=False, markup=False, emoji=False)
    cells = [[_shown(column, row) for column in columns] for row in rows]
    whole = _whole(columns, cells, console.width)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in whole)
    for line in cells:
        table.add_row(*map(Text, line))
    console.print(table)


def _whole(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> set[str]:
    """The columns that stay on one line in a table of a width."""
    kept = SHORT | NAMING
    widest = [max(map(len, column)) for column in zip(*cells, strict=True)]
    taken = sum(
        wide if column in kept else min(wide, ROOM)
        for column, wide in zip(columns, widest, strict=True)
    )
    return kept if taken + 2 * len(columns) <= width else SHORT


def _shown(column: str, row: Cells) -> str:
    value = row.get(column)
    if column == "until" and not value and row.get("planned_until"):
        return f"{plain(row['planned_until'])} (planned)"
    if column == "entries" and value:
        return " ".join(f"#{number}" for number in value)
    if column == "entry" and value:
        return f"#{value}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(_cell(value))
