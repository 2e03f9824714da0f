"""Persons in the columns of a table: `Formand   Dansk Industri   Bo Berg`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.formats.paper import Passage
from intake.reading.scene import Scene

_GAP = re.compile(r"\s{3,}|\s*\t\s*|\s+\|\s+")
_OF_SEATS = re.compile(
    r"udpeg|vælg|valg|kandidat|indstil|foresl|medlem|repræsentant|formand|suppleant|stedfortræder",
    re.I,
)


def ask_of_columns(passage: Passage, before: str, scene: Scene) -> None:
    """List every row that names a person as open, where the table or the words before it speak of
    seats."""
    rows = list(_rows(passage))
    if len(rows) < 2 or not _OF_SEATS.search(f"{before}\n{passage.text}"):
        return
    for row in rows:
        if any(scene.persons(cell) for cell in _GAP.split(row.text)):
            scene.ask(row, "names somebody in a table; who is to get which seat is not clear")


def _rows(passage: Passage) -> Iterator[Passage]:
    ends = [piece.offset for piece in passage.pieces[1:]] + [len(passage.text)]
    for piece, end in zip(passage.pieces, ends, strict=True):
        row = passage[piece.offset : end]
        if _GAP.search(row.text):
            yield row
