"""Copying a register to another place, a folder or a server, while it is in use."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from application import heads
from application.failures import Busy, Damaged
from application.folder.identity import storage_failure
from application.folder.log import create_log, open_log
from application.leaves import ENTRIES, Cursor, Row, formed, root
from application.log import Log
from application.reader import TOGETHER
from application.replay import compared
from application.storage import Files, Storage
from application.verification import Report, verify

Told = Callable[[int, int, str], None]
"""Is told how much is done, of how much, and of what."""


def unheard(_done: int, _of: int, _what: str) -> None:
    """Nobody is told."""


def copy(source: Storage, target: Storage, told: Told) -> Report:
    """Make a register in a new place that is what another is now; what was found when it was read
    back.

    Entries, commands and files are byte by byte what they are in the source. The tree is made anew
    from the entries and has the same root, each command is what the entries say of it, and the
    views are what the entries of the source make. Raises a Failure, and then leaves nothing.
    """
    source.refuse_read_only()
    with source.reading():
        pass  # there is a register
    with target.arriving() as place:
        signed = source.checkpoints.names()  # before the log, which then contains what they sign
        with closing(place.log(writable=True)) as log:
            take(source, log, told)
        copy_files(source.checkpoints, place.checkpoints, signed, told)
        copy_files(source.papers, place.papers, source.papers.names(), told)
        copy_files(source.sealed, place.sealed, source.sealed.names(), told)
        report = read_back(place, "copy")
        place.views.rebuild(progress=lambda done, total: told(done, total, "streams"))
        _compare_views(source, place, report.entries, told)
    return report


def read_back(copy: Storage, what: str) -> Report:
    """What is found when a copy is read back; raises Damaged where it cannot be relied on."""
    report = verify(copy, [])
    if report.findings:
        raise Damaged(
            f"{report.findings[0].text}; no {what} is made of a damaged register, run 'fasti"
            " verify'"
        )
    return report


def take(source: Storage, log: Log, told: Told) -> None:
    """Fill an empty log with one state of another, entry by entry."""
    with source.reading() as cursor:
        last = heads.compared(source, cursor)
        for rows in _entries(cursor, source, last):
            log.take(rows)
            told(rows[-1][0], last, "entries")
        for commands in _commands(cursor):
            log.take_commands(commands)
        stated = root(cursor, last)
    if log.root(last) != stated:
        raise Damaged(f"an entry of {source.where} is not what its leaf says; run 'fasti verify'")


def _entries(cursor: Cursor, source: Storage, last: int) -> Iterator[list[Row]]:
    for first in range(1, last + 1, TOGETHER):
        upto = min(first + TOGETHER - 1, last)
        cursor.execute(f"{ENTRIES} WHERE rowid BETWEEN ? AND ? ORDER BY rowid", (first, upto))
        rows = [formed(row) for row in cursor.fetchall()]
        if len(rows) != upto - first + 1:
            raise Damaged(f"{source.where} lacks entries; run 'fasti verify'")
        yield rows


def _commands(cursor: Cursor) -> Iterator[list[tuple[str, int, int]]]:
    after = ""
    while True:
        query = "SELECT id, first, last FROM commands WHERE id > ? ORDER BY id LIMIT ?"
        cursor.execute(query, (after, TOGETHER))
        rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def copy_files(source: Files, target: Files, names: list[str], told: Told = unheard) -> None:
    """Copy files one at a time; raises Busy where one went meanwhile, Damaged where a copy is not
    the same."""
    for done, name in enumerate(names, 1):
        try:
            content = source.read(name)
        except FileNotFoundError as cause:
            raise Busy(f"{source.where(name)} was taken away meanwhile; copy again") from cause
        target.put(name, content)
        if target.digest(name) != hashlib.sha256(content).hexdigest():
            raise Damaged(f"{target.where(name)} is not what was written; copy again")
        told(done, len(names), "files")


def _compare_views(source: Storage, copy: Storage, upto: int, told: Told) -> None:
    def progress(done: int, total: int) -> None:
        told(done, total, "streams compared")

    with copy.views.frozen() as views:
        different: str | None = "there are none"
        if views is not None:
            different = compared(source, views, upto, progress=progress)
    if different is not None:
        raise Damaged(f"the views of the copy are not those of {source.where}: {different}")


def log_in_a_file(source: Storage, path: Path) -> None:
    """Write one state of a log into one new file, as a folder holds it, without side files."""
    create_log(path)
    with closing(open_log(path)) as log:
        take(source, log, unheard)
    try:
        with closing(sqlite3.connect(path)) as made:
            made.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as cause:
        raise storage_failure(cause, path) from cause
