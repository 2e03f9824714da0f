"""CSV out: one file a table, with CSV-on-the-Web metadata; nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import Any, NamedTuple

from domain.text import in_json, unsafe
from exchange.outward.carrying import Carried, without_empty
from projections.snapshot import Cells, Snapshot

ALWAYS = (
    "known times, other than the one of the file",
    "evidence, and the lines of history",
    "earlier forms and titles of seats",
    "semicolons within the items of a list: commas stand there",
    "cells that begin with = + - @, a tab or a line end as they are: a ' stands before them",
)
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes as the beginning of something to run."""
METADATA = "csv-metadata.json"
_LIST = "; "


class TableOf(NamedTuple):
    """A table: its columns, what tells its rows apart, and which columns name rows of others."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    refers: dict[str, str]


TABLES = {
    "bodies": TableOf(
        ("body", "name", "other_names", "first", "last", "succeeded_by", "source"), ("body",), {}
    ),
    "seats": TableOf(
        (
            *("body", "seat", "title", "role", "places", "among_members", "appointer"),
            *("nominators", "entitled", "basis", "stands_in_for", "holds_over", "held_with"),
            *("first", "last", "source"),
        ),
        ("body", "seat"),
        {"body": "bodies"},
    ),
    "persons": TableOf(
        ("person", "name", "other_names", "source", "identifiers", "merged"), ("person",), {}
    ),
    "affiliations": TableOf(("person", "affiliation", "first", "last"), (), {"person": "persons"}),
    "positions": TableOf(
        ("person", "position", "organisation", "first", "last"), (), {"person": "persons"}
    ),
    "tenures": TableOf(
        (
            *("body", "seat", "person", "first", "last", "planned", "certain", "mode", "by"),
            *("made_on", "nominated_by", "decision", "absent", "entries"),
        ),
        (),
        {"body seat": "seats", "person": "persons"},
    ),
    "leaves": TableOf(
        ("body", "seat", "person", "first", "last"),
        (),
        {"body seat": "seats", "person": "persons"},
    ),
    "meetings": TableOf(
        ("meeting", "body", "day", "title", "begins", "ends", "place", "minutes_approved"),
        ("meeting",),
        {"body": "bodies"},
    ),
    "items": TableOf(
        ("meeting", "item", "title", "section", "case", "officers", "closed", "struck"),
        ("meeting", "item"),
        {"meeting": "meetings"},
    ),
    "papers": TableOf(("meeting", "item", "paper", "title", "sort"), (), {"meeting": "meetings"}),
    "proposals": TableOf(
        (
            *("proposal", "body", "text", "purpose", "meeting", "item", "point", "case", "by"),
            "status",
        ),
        ("proposal",),
        {},
    ),
    "decisions": TableOf(
        (
            *("proposal", "entry", "body", "day", "outcome", "manner", "for_", "against"),
            *("abstaining", "voices", "minority", "text", "meeting", "item", "deferred_until"),
            *("referred_to", "annulled"),
        ),
        ("entry",),
        {},
    ),
}
WHOLE_NUMBERS = {"places", "for_", "against", "abstaining", "entry", "point"}
TRUTHS = {"among_members", "holds_over", "closed", "struck", "annulled", "certain"}
LISTS = {"other_names", "nominators", "identifiers", "merged", "nominated_by", "entries"}
LISTS |= {"officers", "voices"}


def documents(known: Snapshot) -> tuple[dict[str, bytes], list[str]]:
    """File name → bytes, and what they cannot carry."""
    carried = Carried(*ALWAYS)
    files = {f"{name}.csv": _file(table, getattr(known, name)) for name, table in TABLES.items()}
    files[METADATA] = _metadata(known, carried.lost)
    return files, carried.lost


def _file(table: TableOf, rows: list[Cells]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in rows:
        writer.writerow([harmless(_cell(name, row.get(name))) for name in table.columns])
    return out.getvalue().encode()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that steers no terminal."""
    cell = "".join(
        "\N{REPLACEMENT CHARACTER}" if c not in "\n\t" and unsafe(c) else c for c in cell
    )
    return f"'{cell}" if cell.startswith(_RUN) else cell


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in TRUTHS:
        return "true" if value else "false"
    if name == "voices":
        value = [f"{voice['who']} ({voice['position']})" for voice in value]
    if name in LISTS:
        return _LIST.join(str(item).replace(";", ",") for item in value)
    return str(value)


def _metadata(known: Snapshot, lost: list[str]) -> bytes:
    about = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": "Who sat when, from a Fasti register",
        "dc:modified": _typed(known.known_at, "dateTime"),
        "dc:temporal": _typed(known.on, "date"),
        "dc:description": [
            "Last days are included.",
            "Dates may be imprecise: 2022-03, ..2022-03-25 (on or before),"
            " 2022-03-25.. (on or after), a..b (some day between), .. (unknown).",
        ],
        "rdfs:comment": [f"Cannot carry: {what}" for what in lost],
        "tables": [_described(name, table) for name, table in TABLES.items()],
    }
    return in_json(without_empty(about), indent=1).encode() + b"\n"


def _typed(value: str | None, datatype: str) -> dict[str, str] | None:
    return {"@value": value, "@type": f"xsd:{datatype}"} if value else None


def _described(name: str, table: TableOf) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    schema["foreignKeys"] = [
        {
            "columnReference": columns.split(),
            "reference": {"resource": f"{other}.csv", "columnReference": columns.split()},
        }
        for columns, other in table.refers.items()
    ]
    return {"url": f"{name}.csv", "tableSchema": schema}


def _column(name: str) -> dict[str, Any]:
    datatype = "integer" if name in WHOLE_NUMBERS else "boolean" if name in TRUTHS else "string"
    column: dict[str, Any] = {"name": name.rstrip("_"), "titles": name, "datatype": datatype}
    if name in LISTS:
        column["separator"] = _LIST
    return column
