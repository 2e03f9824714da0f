"""Restoring: a backup put in the place of a register; what is lost by it is said, and recorded."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from application import heads
from application.backup import PARTS, manifest_of, take_keys
from application.failures import Damaged, Failure, LossUnacknowledged, Unwritable
from application.identity import BACKUP, reading
from application.leaves import node, root
from application.log import open_log
from application.personal import Keys
from application.register import Register
from application.swapping import folder_beside
from application.views import Views
from domain.act import Act, act
from domain.privacy_events import PersonErased
from domain.refusal import Refusal
from domain.register_events import REGISTER, LossAcknowledged


class Restored(NamedTuple):
    """A restored register: its last entry, what was known to be recorded after it (None: nobody can
    tell), where the register that was there is now, whose erasure was recorded anew."""

    entries: int
    lost: int | None
    aside: Path | None
    erased: list[str]


def restore(
    register: Register, source: Path, *, loss: str | None, keys: Path | None = None
) -> Restored:
    """Put a backup in the place of a register, which is moved aside and not deleted.

    Raises LossUnacknowledged where entries would be lost and `loss` gives no reason for it.
    """
    told = manifest_of(source)
    folder = register.folder.resolve()
    known = _known(folder, source, told.entries)
    copies = [Keys(place) for place in (folder / "keys", keys) if place is not None]
    again = _erasures_lost(Register(source), copies)
    if again and known is not None:
        known = max(known, told.entries + 1)
    lossy = known is None or known > told.entries
    if lossy and loss is None:
        raise LossUnacknowledged(_would_be_lost(told.entries, known))
    aside = _aside(folder)
    try:
        with folder_beside(folder, aside=aside) as copy:
            shutil.copytree(source, copy, dirs_exist_ok=True)
            manifest_of(copy)
            (copy / BACKUP).unlink()
            _carry_over(folder, copy, copies, lossy=lossy)
            if lossy and loss is not None:
                _acknowledge(register, copy, known, loss, again)
            open_log(copy / "events.db").close()  # from here on with side files again
    except OSError as cause:
        raise Unwritable(f"{folder} cannot be written: {cause.strerror}") from cause
    return Restored(told.entries, known if lossy else told.entries, aside, _people(again))


def acknowledge(register: Register, reason: str) -> Restored:
    """Accept the log as it stands though more is known to have been recorded."""
    with reading(register.log_path) as cursor:
        last = heads.last_of(register.log_path, cursor)
        known = max(_witnesses(register.folder, cursor, last), default=0)
    if known <= last:
        raise Refusal(f"nothing is known to be lost from {register.folder}; it ends at #{last}")
    register.views.path.unlink(missing_ok=True)
    again = _erasures_lost(register, [Keys(register.folder / "keys")])
    _acknowledge(register, register.folder, known, reason, again)
    return Restored(last, known, None, _people(again))


def _people(erasures: Sequence[Act]) -> list[str]:
    return [asked.slug for asked in erasures]


def _would_be_lost(kept: int, known: int | None) -> str:
    how = "say so with --acknowledge-loss REASON"
    if known is None:
        return (
            f"the log that stands there cannot be read, so nobody can tell what was recorded after"
            f" #{kept}, where the backup ends; {how}"
        )
    return f"the backup ends at #{kept}, but #{known} was recorded; what is between is lost: {how}"


def _known(folder: Path, source: Path, kept: int) -> int | None:
    """The last number known to have been recorded; None where a log is there that nobody can read.

    Raises Damaged where the folder holds another register.
    """
    with reading(source / "events.db") as cursor:
        seen = list(_witnesses(folder, cursor, kept))
        live = folder / "events.db"
        if not live.is_file():
            return max(seen, default=0)
        last = _last_of_same(live, cursor, kept)
    return None if last is None else max([last, *seen])


def _last_of_same(live: Path, copy: sqlite3.Cursor, kept: int) -> int | None:
    """The last number of a log that begins as a copy does; None where it cannot be relied on."""
    try:
        with reading(live) as cursor:
            last = heads.last_of(live, cursor)
            both = min(last, kept)
            begins = both and node(cursor, 0, 0) == node(copy, 0, 0)
            same = both and root(cursor, both) == root(copy, both)
    except (Failure, sqlite3.Error):
        return None
    if both and not begins:
        raise Damaged(f"{live.parent} holds another register; restore into a new folder")
    return last if same or not both else None


def _witnesses(folder: Path, cursor: sqlite3.Cursor, last: int) -> Iterator[int]:
    """The numbers that views and checkpoints, here and outside, know to have been recorded."""
    yield Views(folder / "views.db").position() or 0
    for path in heads.signed(folder):
        yield heads.read(path).head.size
    for path in _seen(cursor, last):
        yield heads.read(path).head.size


def _seen(cursor: sqlite3.Cursor, last: int) -> list[Path]:
    return heads.remembered(node(cursor, 0, 0)) if last else []


def _aside(folder: Path) -> Path | None:
    """Where the register that stands in the way goes; None where there is none."""
    if not folder.exists() or not any(folder.iterdir()):
        return None
    taken = sorted(folder.parent.glob(f"{folder.name}.before-restore-*"))
    return folder.with_name(f"{folder.name}.before-restore-{len(taken) + 1}")


def _carry_over(folder: Path, copy: Path, copies: Sequence[Keys], *, lossy: bool) -> None:
    """What is kept under its digest stays, and so do keys; checkpoints, where nothing is lost."""
    for part in PARTS:
        if (part != "checkpoints" or not lossy) and (folder / part).is_dir():
            for path in (folder / part).iterdir():
                if not (copy / part / path.name).exists():
                    (copy / part).mkdir(exist_ok=True)
                    shutil.copy2(path, copy / part / path.name)
    for keys in copies:
        take_keys(Keys(copy / "keys"), keys)


def _acknowledge(
    register: Register, folder: Path, known: int | None, reason: str, again: Sequence[Act]
) -> None:
    """Record a loss in a folder, with every erasure that was lost by it."""
    put_back = Register(folder, writer=register.writer, clock=register.clock)
    with reading(put_back.log_path) as cursor:
        last = heads.last_of(put_back.log_path, cursor)
        for path in [*_seen(cursor, last), *heads.signed(folder)]:
            if not heads.contains(cursor, heads.read(path).head, last):
                path.rename(path.with_suffix(".lost"))
    lost = LossAcknowledged(kept=last, known_to=known, reason=reason)
    put_back.record([act(REGISTER, lost), *again])


def _erasures_lost(register: Register, copies: Sequence[Keys]) -> list[Act]:
    """The erasures that are remembered beside the keys and are not in a log, to record anew."""
    remembered = {erased.key: erased for keys in copies for erased in keys.erased()}
    with closing(open_log(register.log_path, writable=False)) as log:
        on_record = {e.event.key for entries in log.erasures().values() for e in entries}
        return [
            act(erased.person, PersonErased(basis=erased.basis, nameless=erased.nameless, key=key))
            for key, erased in remembered.items()
            if key not in on_record and log.stream(f"person:{erased.person}")
        ]
