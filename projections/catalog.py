"""All views together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Table

from domain.entry import Entry
from projections import rows_of_entry
from projections.openings import View, openings
from projections.rows_of_body import Composition
from projections.rows_of_meeting import Meetings
from projections.rows_of_person import Persons
from projections.rows_of_proposal import Decisions
from projections.rows_of_register import Keepings
from projections.schema import METADATA

VIEWS: dict[str, View] = {
    view.noun: view for view in (Composition(), Persons(), Meetings(), Decisions(), Keepings())
}
TABLES: Sequence[Table] = tuple(table for view in VIEWS.values() for table in view.tables) + tuple(
    rows_of_entry.TABLES
)


def view_of(stream: str) -> View:
    """The view that a stream is shown in."""
    return VIEWS[stream.partition(":")[0]]


def stored_rows(entries: Sequence[Entry]) -> dict[str, list[tuple[Any, ...]]]:
    """Table → every row of whole streams, the entries given stream by stream."""
    found: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in TABLES}
    for stream, group in groupby(entries, attrgetter("stream")):
        for table, row in openings(view_of(stream), group):
            found[table.name].append(row)
    for table, rows in rows_of_entry.rows(entries).items():
        found[table.name] += rows
    return {name: rows for name, rows in found.items() if rows}


__all__ = ["METADATA", "TABLES", "VIEWS", "stored_rows", "view_of"]
