"""Checkpoints: what the log was, signed, so that nobody can make it another without being noticed.

Each is a file `checkpoints/SIZE.checkpoint` in the register; the last one of every key is kept
outside, in `seen/` among the keys, as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from application import heads
from application.failures import Damaged, Missing
from application.heads import ENDING, Kept
from application.leaves import ENTRIES, Cursor, frontier, is_formed, node
from application.notes import SigningKey, Unproven, VerifierKey, check, joined, split
from application.storage import Storage
from domain.checkpoint import Head
from domain.refusal import Refusal
from domain.text import shown
from domain.tree import Frontier, consistency, consistent, entry_hash, stored

TOGETHER = 5000
"""So many entries are read back at once."""
ABANDONED = ".abandoned"


class Made(NamedTuple):
    """A checkpoint that was signed, and whether the last one covered everything already."""

    kept: Kept
    before: bool


def sign(storage: Storage, key: SigningKey, trusted: Sequence[VerifierKey]) -> Made:
    """Read back what is new in the log, prove it to follow what was signed last, and sign it.

    Raises Damaged where it does not follow, Refusal where there is nothing to sign or the key
    signs for another log.
    """
    storage.refuse_read_only()
    with storage.reading():
        pass  # there is a register
    with storage.alone():  # or who read less could be the last to sign
        return _sign(storage, key, trusted)


def _sign(storage: Storage, key: SigningKey, trusted: Sequence[VerifierKey]) -> Made:
    with storage.reading() as cursor:
        last = heads.compared(storage, cursor)
        if last == 0:
            raise Refusal("the register has no entry yet; there is nothing to sign")
        name = heads.identity(node(cursor, 0, 0))
        _refuse_other_logs(name, key)
        known = [key.public, *trusted]
        earlier = [_signed(kept, known) for kept in heads.last_known(storage, cursor, last)]
        before = max(earlier, key=lambda kept: kept.head.size, default=None)
        root = _read_back(cursor, before.head if before else Head("", 0, b""), last)
    if before is not None and before.head.size == last:
        _keep(storage, name, before.note)
        return Made(before, before=True)
    head = Head(key.name, last, root)
    note = f"{head.text}\n{key.line(head.text)}"
    return Made(_keep(storage, name, note), before=False)


def _signed(kept: Kept, keys: Sequence[VerifierKey]) -> Kept:
    try:
        _, signed = check(kept.note, keys)
    except Unproven as cause:
        raise Damaged(f"{kept.where}: {cause}; run 'fasti verify'") from cause
    if not signed:
        raise Refusal(f"{kept.where} is signed by no key known here; name it with --trust")
    return kept


def _refuse_other_logs(name: str, key: SigningKey) -> None:
    """A key signs for one log, and for one history of it, for ever."""
    files, mine = heads.seen(), f"-{key.public.id.hex()}"
    for kept in (kept for kept in files.names() if kept.rpartition(".")[0].endswith(mine)):
        if kept.endswith(ABANDONED):
            raise Refusal(
                f"{key.name} has signed what is lost ({files.where(kept)}), and signs no more for"
                " this log; make a new one with 'fasti key new', and publish it"
            )
        if not kept.startswith(name):
            raise Refusal(
                f"{key.name} has signed for another log ({files.where(kept)}), and a key signs for"
                " one; make a new one with 'fasti key new'"
            )


def _read_back(cursor: Cursor, before: Head, last: int) -> bytes:
    """The root of the tree, from what was signed last and all entries since, hashed anew."""
    tree = Frontier(before.size, frontier(cursor, before.size))
    while tree.size < last:
        _grow(cursor, tree, min(tree.size + TOGETHER, last))
    if before.size:
        path = consistency(lambda *at: node(cursor, *at), before.size, last)
        if not consistent(before.size, last, path, before.root, tree.root):
            raise Damaged(
                f"the log does not follow from what was signed at #{before.size};"
                " run 'fasti verify'"
            )
    return tree.root


def _grow(cursor: Cursor, tree: Frontier, upto: int) -> None:
    """Add entries up to a number, hashed anew; Damaged where their leaves say something else."""
    first = tree.size + 1
    cursor.execute(f"{ENTRIES} WHERE rowid BETWEEN ? AND ? ORDER BY rowid", (first, upto))
    rows = [row for row in cursor.fetchall() if is_formed(row)]
    bounds = (stored(first - 1), stored(upto) - 1)
    cursor.execute("SELECT hash FROM tree WHERE place BETWEEN ? AND ? ORDER BY place", bounds)
    leaves = [row[0] for row in cursor.fetchall()]
    if tree.grow(entry_hash(*row) for row in rows) != leaves or tree.size != upto:
        raise Damaged(
            f"an entry from #{first} to #{upto} is not what its leaf says; run 'fasti verify'"
        )


def _keep(storage: Storage, name: str, note: str) -> Kept:
    """Keep a checkpoint, outside first: a crash between leaves the later one remembered."""
    _, (signature, *_) = split(note)
    head, files = Head.parse(note), storage.checkpoints
    kept = f"{head.size}{ENDING}"
    heads.seen().put(f"{name}-{signature.id.hex()}{ENDING}", note.encode())
    if not files.has(kept):
        files.put(kept, note.encode())
    return Kept(files, kept, head, note)


def latest(storage: Storage) -> Kept:
    """The last checkpoint in the register; raises Missing where there is none."""
    found = heads.signed(storage.checkpoints)
    if not found:
        raise Missing("no checkpoint was signed yet; sign one with 'fasti checkpoint'")
    return heads.read(storage.checkpoints, found[-1])


def cosign(storage: Storage, note: Path, witnesses: Sequence[VerifierKey]) -> int:
    """Add what witnesses signed to the last checkpoint; how many signatures it has then.

    Raises Missing where there is no such file, Unproven where no signature of theirs holds.
    """
    storage.refuse_read_only()
    kept = latest(storage)
    try:
        theirs = note.read_bytes().decode()
    except (OSError, ValueError) as cause:
        raise Missing(f"no note can be read at {note}") from cause
    try:
        whole = joined(kept.note, theirs, witnesses)
    except Unproven as cause:
        raise Unproven(f"{note} {cause}") from cause
    with storage.reading() as cursor:
        outside = [heads.read(heads.seen(), name) for name in heads.remembered(node(cursor, 0, 0))]
    for one in [kept, *(other for other in outside if other.note == kept.note)]:
        one.files.put(one.name, whole.encode())
    return whole.count("\n— ")


def abandon(storage: Storage) -> list[Head]:
    """Set aside the checkpoints that the log does not contain, after somebody took it upon them.

    The keys that signed those sign no more for this log, since its history is another now.
    """
    with storage.reading() as cursor:
        found = void(storage, cursor, heads.last_of(storage, cursor))
    for kept in found:
        kept.files.put(kept.beside(ABANDONED), kept.note.encode())
        kept.files.remove(kept.name)
    return [kept.head for kept in found]


def void(storage: Storage, cursor: Cursor, last: int) -> list[Kept]:
    """The checkpoints, in a register and outside, of what a log with so many entries is not."""
    outside = heads.remembered(node(cursor, 0, 0)) if last else []
    kept = [heads.read(storage.checkpoints, name) for name in heads.signed(storage.checkpoints)]
    kept += [heads.read(heads.seen(), name) for name in outside]
    return [one for one in kept if not heads.contains(cursor, one.head, last)]


def signers(found: Sequence[Kept]) -> tuple[str, ...]:
    """Whose keys signed some checkpoints first, as `name+id`."""
    first = [split(kept.note)[1][0] for kept in found]
    return tuple(sorted({f"{shown(one.name)}+{one.id.hex()}" for one in first}))
