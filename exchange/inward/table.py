"""CSV as it is found: BOM, `;` or tabs, any line ends; refused where a row could be misread."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from exchange.inward.failures import Unreadable, Wrong
from exchange.inward.source import opened

DELIMITERS = (",", ";", "\t", "|")
LONGEST = 100_000
"""So many characters one field may have."""
MANY = 1000
"""After so many wrong rows a file is given up."""


def rows(path: Path, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The named columns of each row with the number of the row, the head being row 1.

    Raises Unreadable with every row that is wrong, after the last one was read.
    """
    csv.field_size_limit(LONGEST)
    wrong: Wrong = []
    number = 1
    with opened(path) as text:
        head, reader = _head(path, text)
        places = [_place(path, head, column) for column in columns]
        try:
            for number, row in enumerate(reader, 2):
                if len(row) == len(head):
                    if "\0" not in "".join(row):
                        yield number, [row[place] for place in places]
                        continue
                    wrong.append((f"row {number}", "contains a NUL character"))
                elif row:
                    wrong.append((f"row {number}", f"has {len(row)} fields, the head {len(head)}"))
                if len(wrong) > MANY:
                    break
        except csv.Error as cause:
            wrong.append((f"row {number + 1}", _told(cause)))
    if wrong:
        raise Unreadable(str(path), wrong)


def _head(path: Path, text: IO[str]) -> tuple[list[str], Iterator[list[str]]]:
    lines = iter(text)
    first = next(lines, "")
    if not first.strip():
        raise Unreadable(str(path), [("row 1", "is empty; it names the columns")])
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    try:
        head = [name.strip() for name in next(reader)]
    except csv.Error as cause:
        raise Unreadable(str(path), [("row 1", _told(cause))]) from None
    double = sorted({name for name in head if name and head.count(name) > 1})
    if double:
        raise Unreadable(str(path), [("row 1", f"names the column '{double[0]}' twice")])
    return head, reader


def _place(path: Path, head: list[str], column: str) -> int:
    if column not in head:
        known = ", ".join(name[:40] for name in head[:20])
        raise Unreadable(str(path), [("row 1", f"has no column '{column}'; there are {known}")])
    return head.index(column)


def _told(cause: csv.Error) -> str:
    text = str(cause)
    if "field larger" in text:
        return f"has a field of more than {LONGEST:,} characters"
    if "unexpected end" in text:
        return "opens a quote that is never closed"
    return f"is not well-formed CSV: {text}"
