"""Restoring: a backup put in the place of a register; what is lost by it is said, and recorded."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from application import heads
from application.backup import PARTS, manifest_of, take_keys
from application.checkpoints import abandon, signers, void
from application.erasure import keys_of
from application.failures import Damaged, Failure, LossUnacknowledged, Unwritable
from application.folder.identity import (
    BACKUP,
    DEADLINE,
    bring_together,
    quoted,
    refuse_stale,
    storage_failure,
)
from application.folder.log import open_log
from application.folder.storage import Folder
from application.leaves import Cursor, node, root
from application.personal import Keys
from application.register import Register
from application.storage import Storage
from application.swapping import flush, folder_beside
from domain.act import Act, act
from domain.privacy_events import PersonErased
from domain.refusal import Refusal
from domain.register_events import REGISTER, LossAcknowledged


class Restored(NamedTuple):
    """A restored register: its last entry, what was known to be recorded after it (None: nobody can
    tell), where the log that was there is now, whose erasure was recorded anew, which keys signed
    what is lost."""

    entries: int
    lost: int | None
    aside: Path | None
    erased: list[str]
    keys: Sequence[str] = ()


def restore(
    register: Register, source: Path, *, loss: str | None, keys: Path | None = None
) -> Restored:
    """Put a backup in the place of a register, whose log is moved aside and not deleted.

    Raises LossUnacknowledged where entries would be lost and `loss` gives no reason for it.
    """
    storage = register.storage
    storage.refuse_read_only()
    if not isinstance(storage, Folder):
        raise Refusal(
            f"{storage} is no folder; restore into a folder, then move it with 'fasti copy'"
        )
    told = manifest_of(source)
    folder = storage.folder.resolve()
    with suppress(Failure), register.log() as log:
        keys_of(register, log)
    copies = [Keys(place) for place in (folder / "keys", keys) if place is not None]
    again = _erasures_lost(Register(source), copies)
    known = _known(Folder(folder), Folder(source), told.entries)
    if again and known is not None:
        known = max(known, told.entries + 1)
    acts: list[Act] = []
    keyed: Sequence[str] = ()
    if known is None or known > told.entries:
        if loss is None:
            raise LossUnacknowledged(_would_be_lost(told.entries, known))
        with Folder(source).reading() as cursor:
            keyed = signers(void(storage, cursor, told.entries))
        lost = LossAcknowledged(kept=told.entries, known_to=known, reason=loss, void_keys=keyed)
        acts = [act(REGISTER, lost), *again]
    try:
        aside = _put_in_place(register, folder, source, acts)
        for copy in copies:
            take_keys(Keys(folder / "keys"), copy)
    except OSError as cause:
        raise Unwritable(f"{folder} cannot be written: {cause.strerror}") from cause
    lost_to = known if acts else told.entries
    return Restored(told.entries, lost_to, aside, _people(again), keyed)


def acknowledge(register: Register, reason: str) -> Restored:
    """Accept the log as it stands though more is known to have been recorded."""
    storage = register.storage
    storage.refuse_read_only()
    with storage.reading() as cursor:
        last = heads.last_of(storage, cursor)
        known = max(_witnesses(storage, cursor, last), default=0)
        keyed = signers(void(storage, cursor, last))
    if known <= last:
        raise Refusal(f"nothing is known to be lost from {storage}; it ends at #{last}")
    lost = LossAcknowledged(kept=last, known_to=known, reason=reason, void_keys=keyed)
    storage.views.discard()
    abandon(storage)
    again = _erasures_lost(register, [storage.keys])
    register.record([act(REGISTER, lost), *again])
    return Restored(last, known, None, _people(again), keyed)


def _people(erasures: Sequence[Act]) -> list[str]:
    return [asked.slug for asked in erasures]


def _would_be_lost(kept: int, known: int | None) -> str:
    how = "say so with --acknowledge-loss REASON"
    if known is None:
        return (
            "the log that stands there cannot be read, so nobody can tell what was recorded after"
            f" #{kept}, where the backup ends; {how}"
        )
    return f"the backup ends at #{kept}, but #{known} was recorded; what is between is lost: {how}"


def _known(storage: Folder, source: Folder, kept: int) -> int | None:
    """The last number known to have been recorded; None where a log is there that nobody can read.

    Raises Damaged where the folder holds another register.
    """
    with source.reading() as cursor:
        seen = max(_witnesses(storage, cursor, kept), default=0)
        last = _last_of_same(storage, cursor, kept) if storage.log_path.is_file() else 0
    return None if last is None else max(last, seen)


def _last_of_same(live: Folder, copy: Cursor, kept: int) -> int | None:
    """The last number of a log that begins as a copy does; None where it cannot be relied on."""
    try:
        with live.reading() as cursor:
            last = heads.last_of(live, cursor)
            both = min(last, kept)
            begins = both and node(cursor, 0, 0) == node(copy, 0, 0)
            same = both and root(cursor, both) == root(copy, both)
    except (Failure, sqlite3.Error):
        return None
    if both and not begins:
        raise Damaged(f"{live} holds another register; restore into a new folder")
    return last if same or not both else None


def _witnesses(storage: Storage, cursor: Cursor, last: int) -> Iterator[int]:
    """The numbers that views and checkpoints, here and outside, know to have been recorded."""
    yield storage.views.position() or 0
    for name in heads.signed(storage.checkpoints):
        yield heads.read(storage.checkpoints, name).head.size
    for name in heads.remembered(node(cursor, 0, 0)) if last else ():
        yield heads.read(heads.seen(), name).head.size


def _put_in_place(
    register: Register, folder: Path, source: Path, acts: Sequence[Act]
) -> Path | None:
    """A copy of a backup, with some acts recorded in it, in the place of a register; where the log
    of that is now, if there was one."""
    if not folder.is_dir() or not any(folder.iterdir()):
        with folder_beside(folder) as copy:
            _prepare(register, source, copy, acts)
        return None
    with tempfile.TemporaryDirectory(prefix=".restored-", dir=folder) as place:
        copy = Path(place) / "copy"
        _prepare(register, source, copy, acts)
        return _swap(copy, folder, lossy=bool(acts))


def _prepare(register: Register, source: Path, copy: Path, acts: Sequence[Act]) -> None:
    shutil.copytree(source, copy, dirs_exist_ok=True)
    manifest_of(copy)
    (copy / BACKUP).unlink()
    if acts:
        abandon(Folder(copy))
        Register(copy, writer=register.writer, clock=register.clock).record(acts)
    open_log(copy / "events.db").close()  # in use from here on: with side files again
    bring_together(copy / "events.db")


def _swap(copy: Path, folder: Path, *, lossy: bool) -> Path:
    """Put the files of a copy into a register; where its log is now. At each moment there is a log
    in the register, whole, the one or the other."""
    earlier = list(folder.parent.glob(f"{folder.name}.before-restore-*"))
    aside = folder.with_name(f"{folder.name}.before-restore-{len(earlier) + 1}")
    aside.mkdir()
    _retire(folder / "events.db", aside)
    if lossy and (folder / "checkpoints").is_dir():
        (folder / "checkpoints").rename(aside / "checkpoints")
    for part in PARTS:
        taken, there = (getattr(Folder(place), part).folder for place in (copy, folder))
        for path in taken.glob("*"):
            if not (there / path.name).exists():
                there.mkdir(exist_ok=True)
                flush(path)
                path.rename(there / path.name)
                flush(there)
    for name in ("views.db", "views.db-journal"):
        (folder / name).unlink(missing_ok=True)
    for name in ("events.db", "views.db"):
        flush(copy / name)
        (copy / name).replace(folder / name)
        flush(folder)
    return aside


def _retire(path: Path, aside: Path) -> None:
    """Keep a log in a folder aside, whole in one file; raises Busy while another program uses it.

    It also stays where it is, until another takes its place. One that cannot be read is kept with
    its side files as they are.
    """
    if not path.exists():
        return
    sides = [path.with_name(f"{path.name}-{side}") for side in ("wal", "shm")]
    try:
        refuse_stale(path)
        address = f"file:{quoted(path)}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=DEADLINE)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.OperationalError as cause:
        raise storage_failure(cause, path) from cause
    except (sqlite3.DatabaseError, Damaged):
        for side in sides:
            if side.exists():
                side.rename(aside / side.name)
    os.link(path, aside / path.name)
    flush(aside)


def _erasures_lost(register: Register, copies: Sequence[Keys]) -> list[Act]:
    """The erasures that are remembered beside the keys and are not in a log, to record anew."""
    remembered = {erased.key: erased for keys in copies for erased in keys.erased()}
    with closing(register.storage.log()) as log:
        on_record = {e.event.key for entries in log.erasures().values() for e in entries}
        return [
            act(erased.person, PersonErased(basis=erased.basis, nameless=erased.nameless, key=key))
            for key, erased in remembered.items()
            if key not in on_record and log.stream(f"person:{erased.person}")
        ]
