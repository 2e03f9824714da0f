"""Backups: a copy of a register that was read back whole, which an auditor can ask as it is.

A backup holds the log as one file without side files, the papers, the sealed personal values, the
checkpoints, the views built from the copy, and a list of all its files with their SHA-256. It holds
no keys of persons: those are copied apart, into one folder that is kept up to date and not in
generations, so that an old backup brings nothing back that was erased.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from application.copying import copy_files, read_back
from application.erasure import keys_of
from application.failures import Damaged, Missing, Unwritable
from application.folder.files import FilesInFolder
from application.folder.identity import BACKUP
from application.folder.storage import Folder
from application.personal import Keys, fingerprint
from application.register import Register
from application.storage import Files
from application.swapping import folder_beside, put, sweep
from application.verification import Report

PARTS = ("papers", "sealed", "checkpoints")
"""The files of a register that a backup holds, besides the log and the views."""


class Manifest(NamedTuple):
    """What a backup says of itself: number and known time of its last entry, SHA-256 by file."""

    entries: int
    recorded: str
    files: dict[str, str]


def backup(register: Register, target: Path) -> Report:
    """Copy a register into a new folder while it is in use; what was found when it was read back.

    Raises Damaged, and makes nothing, where the copy is not a register to rely on.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Missing(f"{target} is not empty; a backup is made in a new place")
    register.last()
    sweep(target)
    try:
        with folder_beside(target) as place:
            (place / BACKUP).touch()  # of one moment: what is signed from now on is not in it
            copy = Folder(place)
            storage = register.storage
            signed = storage.checkpoints.names()  # before the log, which then has what they sign
            storage.copy_log(copy.log_path)
            copy_files(storage.checkpoints, copy.checkpoints, signed)
            _copy_files(storage.papers, copy.papers)
            _copy_files(storage.sealed, copy.sealed)
            report = read_back(copy, "backup")
            copy.views.rebuild()
            with closing(copy.log()) as log:
                number, recorded = log.last()
            written = Manifest(number, recorded, dict(_digests(place)))
            put(place / BACKUP, json.dumps(written._asdict(), indent=1).encode())
    except OSError as cause:
        raise Unwritable(f"{target} cannot be written: {cause.strerror}") from cause
    return report


def _copy_files(source: Files, target: FilesInFolder) -> None:
    if isinstance(source, FilesInFolder):
        if source.folder.is_dir():
            ignored = shutil.ignore_patterns(".*")
            shutil.copytree(source.folder, target.folder, ignore=ignored)
        return
    copy_files(source, target, source.names())


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of all files but the one that lists them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / BACKUP:
            try:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as cause:
                raise Damaged(f"{path} cannot be read: {cause.strerror}") from cause
            yield path.relative_to(folder).as_posix(), digest


def manifest_of(folder: Path) -> Manifest:
    """What a backup says of itself; raises Missing where it is none, Damaged where it is not so."""
    path = folder / BACKUP
    if not path.is_file():
        raise Missing(f"{folder} is no backup: it has no {BACKUP}; make one with 'fasti backup'")
    try:
        told = Manifest(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError) as cause:
        raise Damaged(f"{path} cannot be read") from cause
    there = dict(_digests(folder))
    for name in sorted({*there, *told.files}):
        if there.get(name) != told.files.get(name):
            what = "is not in" if name not in there else "is not what was put into"
            raise Damaged(f"{name} {what} the backup {folder}; use another backup")
    return told


def copy_keys(register: Register, target: Path) -> int:
    """Bring a copy of the keys of persons up to date, what was erased included; how many."""
    with register.log() as log:
        keys = keys_of(register, log)
    copy = Keys(target)
    with copy.alone():
        for person in copy.persons():
            if keys.of(person) != copy.of(person):
                copy.destroy(person)
    return take_keys(copy, keys)


def take_keys(target: Keys, source: Keys) -> int:
    """Take over keys from a copy, but none that was destroyed; how many there are then."""
    with target.alone():
        _take(target, source)
    return len(target.persons())


def _take(target: Keys, source: Keys) -> None:
    for erased in source.erased():
        target.remember(erased)
    gone = {erased.key for erased in target.erased()}
    for person in source.persons():
        key = source.of(person)
        if key is not None and fingerprint(key) not in gone and target.of(person) is None:
            target.take(person, key)
    for person in target.persons():
        key = target.of(person)
        if key is not None and fingerprint(key) in gone:
            target.destroy(person)
