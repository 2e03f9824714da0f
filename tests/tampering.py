"""What an insider with the file in hand, or the owner of a database, can do to a log."""

from __future__ import annotations

from application.leaves import ENTRIES
from domain.tree import Frontier, entry_hash
from tests.calling import Fasti

Change = str | tuple[str, tuple[object, ...]]


def tampered(fasti: Fasti, *changes: Change) -> None:
    """Change a log past everything that forbids it."""
    with fasti.log() as log:
        for change in changes:
            log.execute(*([change] if isinstance(change, str) else change))


def tree_made_anew(fasti: Fasti) -> None:
    """Make the tree fit the entries as they are now, as an insider would."""
    with fasti.log() as log:
        rows = log.execute(f"{ENTRIES} ORDER BY rowid").fetchall()
        made = Frontier().grow(entry_hash(*row) for row in rows)
        log.execute("DELETE FROM tree")
        log.executemany("INSERT INTO tree VALUES (?, ?)", list(enumerate(made)))


def changed(fasti: Fasti, number: int, old: str, new: str) -> None:
    """Change one entry's bytes."""
    with fasti.log() as log:
        query = "SELECT state FROM stored_events WHERE rowid = ?"
        state = bytes(log.execute(query, (number,)).fetchone()[0])
        put = "UPDATE stored_events SET state = ? WHERE rowid = ?"
        log.execute(put, (state.replace(old.encode(), new.encode()), number))


def letter(fasti: Fasti, number: int, other: int) -> None:
    """One letter of an entry is another one."""
    with fasti.log() as log:
        query = "SELECT state FROM stored_events WHERE rowid = ?"
        state = bytearray(log.execute(query, (number,)).fetchone()[0])
        state[other % len(state)] ^= 1
        put = "UPDATE stored_events SET state = ? WHERE rowid = ?"
        log.execute(put, (bytes(state), number))


def last_deleted(fasti: Fasti, number: int, other: int) -> None:
    """The last entry is gone, and with it what its command says."""
    last = "(SELECT MAX(rowid) FROM stored_events)"
    tampered(
        fasti,
        f"DELETE FROM commands WHERE last = {last} AND first = last",
        f"UPDATE commands SET last = last - 1 WHERE last = {last}",
        f"DELETE FROM stored_events WHERE rowid = {last}",
    )


def streams_swapped(fasti: Fasti, number: int, other: int) -> None:
    """Two entries stand each in the other's place in its stream."""
    with fasti.log() as log:
        query = "SELECT originator_id, originator_version FROM stored_events WHERE rowid = ?"
        one, two = (log.execute(query, (n,)).fetchone() for n in (number, other))
        move = "UPDATE stored_events SET originator_id = ?, originator_version = ? WHERE rowid = ?"
        for step in (("", 0, number), (*one, other), (*two, number)):
            log.execute(move, step)


def reordered(fasti: Fasti, number: int, other: int) -> None:
    """Two entries bear each the other's number."""
    move = "UPDATE stored_events SET rowid = ? WHERE rowid = ?"
    tampered(fasti, (move, (0, number)), (move, (number, other)), (move, (other, 0)))


def back_dated(fasti: Fasti, number: int, other: int) -> None:
    """An entry says that it was recorded a thousand years ago."""
    changed(fasti, number, '"recorded":"2', '"recorded":"1')


def made_foreign(fasti: Fasti, number: int, other: int) -> None:
    """An entry is of a kind that nobody knows."""
    kind = "UPDATE stored_events SET topic = 'os:system' WHERE rowid = ?"
    tampered(fasti, (kind, (number,)))


TAMPERINGS = {
    made.__name__: made
    for made in (letter, last_deleted, streams_swapped, reordered, back_dated, made_foreign)
}
"""What is done to entries: `number` is the one meant, `other` one more, or any number at all."""
