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


def letter(log: Path, number: int, other: int) -> None:
    """One letter of an entry is another one."""
    with closing(sqlite3.connect(log)) as connection:
        query = "SELECT state FROM stored_events WHERE rowid = ?"
        state = bytearray(connection.execute(query, (number,)).fetchone()[0])
    state[other % len(state)] ^= 1
    tampered(log, ("UPDATE stored_events SET state = ? WHERE rowid = ?", (bytes(state), number)))


def last_deleted(log: Path, number: int, other: int) -> None:
    """The last entry is gone, and with it what its command says."""
    last = "(SELECT MAX(rowid) FROM stored_events)"
    tampered(
        log,
        f"DELETE FROM commands WHERE last = {last} AND first = last",
        f"UPDATE commands SET last = last - 1 WHERE last = {last}",
        f"DELETE FROM stored_events WHERE rowid = {last}",
    )


def streams_swapped(log: Path, number: int, other: int) -> None:
    """Two entries stand each in the other's place in its stream."""
    with closing(sqlite3.connect(log)) as connection:
        query = "SELECT originator_id, originator_version FROM stored_events WHERE rowid = ?"
        one, two = (connection.execute(query, (n,)).fetchone() for n in (number, other))
    move = "UPDATE stored_events SET originator_id = ?, originator_version = ? WHERE rowid = ?"
    tampered(log, (move, ("", 0, number)), (move, (*one, other)), (move, (*two, number)))


def reordered(log: Path, number: int, other: int) -> None:
    """Two entries bear each the other's number."""
    move = "UPDATE stored_events SET rowid = ? WHERE rowid = ?"
    tampered(log, (move, (0, number)), (move, (number, other)), (move, (other, 0)))


def back_dated(log: Path, number: int, other: int) -> None:
    """An entry says that it was recorded a thousand years ago."""
    tampered(log, changed(number, '"recorded":"2', '"recorded":"1'))


def made_foreign(log: Path, number: int, other: int) -> None:
    """An entry is of a kind that nobody knows."""
    kind = "UPDATE stored_events SET topic = 'os:system' WHERE rowid = ?"
    tampered(log, (kind, (number,)))


TAMPERINGS = {
    made.__name__: made
    for made in (letter, last_deleted, streams_swapped, reordered, back_dated, made_foreign)
}
"""What is done to entries: `number` is the one meant, `other` one more, or any number at all."""
