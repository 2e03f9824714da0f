"""What an insider with the file in hand can do to a log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from application.leaves import ENTRIES
from domain.tree import Frontier, entry_hash

Change = str | tuple[str, tuple[object, ...]]


def tampered(log: Path, *changes: Change) -> None:
    """Change a log's file past everything that forbids it, and put the triggers back."""
    with closing(sqlite3.connect(log)) as connection, connection:
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(found).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for change in changes:
            connection.execute(*([change] if isinstance(change, str) else change))
        for _, statement in triggers:
            connection.execute(statement)


def tree_made_anew(log: Path) -> None:
    """Make the tree fit the entries as they are now, as an insider would."""
    with closing(sqlite3.connect(log)) as connection:
        rows = connection.execute(f"{ENTRIES} ORDER BY rowid").fetchall()
    made = Frontier().grow(entry_hash(*row) for row in rows)
    inserts = [("INSERT INTO tree VALUES (?, ?)", (at, node)) for at, node in enumerate(made)]
    tampered(log, "DELETE FROM tree", *inserts)


def changed(number: int, old: str, new: str) -> Change:
    """A change of one entry's bytes."""
    state = "CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB)"
    return f"UPDATE stored_events SET state = {state} WHERE rowid = ?", (old, new, number)
