"""Checkpoints: what the log was, signed, so that nobody can make it another without being noticed.

Each is a file `checkpoints/SIZE.checkpoint` in the register; the last one of every key is kept
outside, in `seen/` among the keys, as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from application import heads
from application.failures import Damaged, Missing, Unwritable
from application.heads import ENDING, Kept
from application.identity import reading, refuse_backup, refuse_missing
from application.leaves import ENTRIES, Cursor, frontier, is_formed, node
from application.notes import SigningKey, Unproven, VerifierKey, check, joined, split
from application.swapping import alone, put, sweep
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


def sign(register: Path, key: SigningKey, trusted: Sequence[VerifierKey]) -> Made:
    """Read back what is new in the log, prove it to follow what was signed last, and sign it.

    Raises Damaged where it does not follow, Refusal where there is nothing to sign or the key
    signs for another log.
    """
    refuse_backup(register)
    refuse_missing(register / "events.db")
    with alone(register):  # or who read less could be the last to sign
        return _sign(register, register / "events.db", key, trusted)


def _sign(register: Path, log: Path, key: SigningKey, trusted: Sequence[VerifierKey]) -> Made:
    with reading(log) as cursor:
        last = heads.compared(log, cursor)
        if last == 0:
            raise Refusal("the register has no entry yet; there is nothing to sign")
        name = heads.identity(node(cursor, 0, 0))
        _refuse_other_logs(name, key)
        known = [key.public, *trusted]
        earlier = [_signed(kept, known) for kept in heads.last_known(register, cursor, last)]
        before = max(earlier, key=lambda kept: kept.head.size, default=None)
        root = _read_back(cursor, before.head if before else Head("", 0, b""), last)
    if before is not None and before.head.size == last:
        _keep(register, name, before.note)
        return Made(before, before=True)
    head = Head(key.name, last, root)
    note = f"{head.text}\n{key.line(head.text)}"
    return Made(Kept(_keep(register, name, note), head, note), before=False)


def _signed(kept: Kept, keys: Sequence[VerifierKey]) -> Kept:
    try:
        _, signed = check(kept.note, keys)
    except Unproven as cause:
        raise Damaged(f"{kept.path}: {cause}; run 'fasti verify'") from cause
    if not signed:
        raise Refusal(f"{kept.path} is signed by no key known here; name it with --trust")
    return kept


def _refuse_other_logs(name: str, key: SigningKey) -> None:
    """A key signs for one log, and for one history of it, for ever."""
    for path in sorted((heads.keys_folder() / "seen").glob(f"[!.]*-{key.public.id.hex()}.*")):
        if path.suffix == ABANDONED:
            raise Refusal(
                f"{key.name} has signed what is lost ({path}), and signs no more for this log;"
                " make a new one with 'fasti key new', and publish it"
            )
        if not path.name.startswith(name):
            raise Refusal(
                f"{key.name} has signed for another log ({path}), and a key signs for one;"
                " make a new one with 'fasti key new'"
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


def _keep(register: Path, name: str, note: str) -> Path:
    """Keep a checkpoint, outside first: a crash between leaves the later one remembered."""
    _, (signature, *_) = split(note)
    seen = heads.keys_folder() / "seen" / f"{name}-{signature.id.hex()}{ENDING}"
    kept = register / "checkpoints" / f"{Head.parse(note).size}{ENDING}"
    try:
        for path in (seen, kept):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
            sweep(path)
            if path != kept or not path.exists():
                put(path, note.encode())
    except OSError as cause:
        raise Unwritable(f"{path} cannot be written: {cause.strerror}") from cause
    return kept


def latest(register: Path) -> Kept:
    """The last checkpoint in the register; raises Missing where there is none."""
    found = heads.signed(register)
    if not found:
        raise Missing("no checkpoint was signed yet; sign one with 'fasti checkpoint'")
    return heads.read(found[-1])


def cosign(register: Path, note: Path, witnesses: Sequence[VerifierKey]) -> int:
    """Add what witnesses signed to the last checkpoint; how many signatures it has then.

    Raises Missing where there is no such file, Unproven where no signature of theirs holds.
    """
    refuse_backup(register)
    kept = latest(register)
    try:
        theirs = note.read_bytes().decode()
    except (OSError, ValueError) as cause:
        raise Missing(f"no note can be read at {note}") from cause
    try:
        whole = joined(kept.note, theirs, witnesses)
    except Unproven as cause:
        raise Unproven(f"{note} {cause}") from cause
    with reading(register / "events.db") as cursor:
        outside = [heads.read(path) for path in heads.remembered(node(cursor, 0, 0))]
    for path in [kept.path, *(other.path for other in outside if other.note == kept.note)]:
        put(path, whole.encode())
    return whole.count("\n— ")


def abandon(register: Path) -> list[Head]:
    """Set aside the checkpoints that the log does not contain, after somebody took it upon them.

    The keys that signed those sign no more for this log, since its history is another now.
    """
    log = register / "events.db"
    with reading(log) as cursor:
        found = void(register, cursor, heads.last_of(log, cursor))
    for kept in found:
        kept.path.replace(kept.path.with_suffix(ABANDONED))
    return [kept.head for kept in found]


def void(register: Path, cursor: Cursor, last: int) -> list[Kept]:
    """The checkpoints, in a register and outside, of what a log with so many entries is not."""
    outside = heads.remembered(node(cursor, 0, 0)) if last else []
    kept = map(heads.read, heads.signed(register) + outside)
    return [one for one in kept if not heads.contains(cursor, one.head, last)]


def signers(found: Sequence[Kept]) -> tuple[str, ...]:
    """Whose keys signed some checkpoints first, as `name+id`."""
    first = [split(kept.note)[1][0] for kept in found]
    return tuple(sorted({f"{shown(one.name)}+{one.id.hex()}" for one in first}))
