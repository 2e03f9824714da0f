"""`fasti verify`: everything derived again, from the stored bytes to the views."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.x509 import Certificate

from application import heads, stamps
from application.failures import Damaged, Failure
from application.identity import BROKEN, is_backup, quoted, reading, reading_mode
from application.judgement import Attested, judge
from application.leaves import ENTRIES, is_formed, is_hash
from application.log import TRIGGERS
from application.notes import Unproven, VerifierKey, check
from application.papers import ELSEWHERE
from application.readback import Finding, Readback
from application.views import Views, settle
from domain.tree import entry_hash


@dataclass
class Report:
    """What a register was found to be: its size, what is wrong, which papers were kept and are
    lost, which are named but never were kept here, what was compared, and what of the entries is
    safe to believe."""

    entries: int = 0
    findings: list[Finding] = field(default_factory=list)
    lost: list[Finding] = field(default_factory=list)
    missing: list[Finding] = field(default_factory=list)
    compared: list[tuple[str, str]] = field(default_factory=list)
    safe: str = ""


def verify(
    register: Path,
    keys: Sequence[VerifierKey],
    elsewhere: Sequence[Path] = (),
    roots: Sequence[Certificate] = (),
) -> Report:
    """Derive everything again and report all that is not as it should be.

    `keys` are those whose checkpoints are believed; `elsewhere` names checkpoints kept outside;
    `roots` are those of the authorities whose time stamps are.
    """
    report = Report()
    log = register / "events.db"
    with reading(log) as cursor:  # what is compared with the log is read before the log is
        outside = [] if is_backup(register) else _remembered(cursor)
    paths = [*heads.signed(register), *outside, *elsewhere]
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        views = _copied(register / "views.db", Path(place) / "views.db", report)
        attested = list(_attested(paths, keys, report))
        with reading(log) as cursor:
            report.findings += _storage(log, cursor)
            read_back = Readback(cursor, [a.size for a in attested])
            found, report.safe = judge(read_back, attested)
        report.entries = read_back.last
        report.findings += read_back.findings + found
        entries = f"{report.entries} read, with their leaves and commands"
        report.compared.insert(0, ("entries", entries))
        _stamps(attested, roots, report)
        _kept("paper", register / "papers", read_back.papers, report)
        if read_back.sealed:
            _kept("sealed value", register / "private", read_back.sealed, report)
        _views(log, views, report)
    return report


def _copied(path: Path, copy: Path, report: Report) -> Path | None:
    """One state of the views, indexes checked, to be compared while others write."""
    if not path.is_file():
        return None
    settle(path)
    try:
        address = f"file:{quoted(path)}?mode={reading_mode(path)}"
        with closing(sqlite3.connect(address, uri=True)) as source:
            report.findings += _storage(path, source.cursor())
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target)
    except (Failure, *BROKEN) as cause:
        report.findings.append(Finding("views", None, f"{path} cannot be read: {cause}"))
        return None
    return copy


def _storage(path: Path, cursor: sqlite3.Cursor) -> Iterator[Finding]:
    """What the database says about its own file, indexes included, and the triggers it lacks."""
    try:
        told = [text for (text,) in cursor.execute("PRAGMA integrity_check").fetchall()]
    except BROKEN as cause:
        told = [str(cause)]
    for text in told:
        if text != "ok":
            yield Finding("storage", None, f"{path.name}: {text}")
    if path.name == "events.db":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        there = dict(cursor.execute(query).fetchall())
        for name, statement in TRIGGERS.items():
            if there.get(name) != statement:
                yield Finding("storage", None, f"the trigger {name}, against changes, is gone")


def _attested(
    paths: Sequence[Path], keys: Sequence[VerifierKey], report: Report
) -> Iterator[Attested]:
    """Every checkpoint that can be read, with who signed it."""
    signed = witnessed = 0
    for path in paths:
        try:
            kept = heads.read(path)
            _, by = check(kept.note, keys)
        except (Damaged, Unproven) as cause:
            report.findings.append(Finding("checkpoints", None, f"{path.name}: {cause}"))
            continue
        if keys and not by:
            text = f"{path.name} is signed by no key that is known here"
            report.findings.append(Finding("checkpoints", kept.head.size, text))
        signed += bool(by)
        witnessed += any(one.seconds is not None for one in by)
        yield Attested(kept, by)
    text = f"{len(paths)} compared, {signed} signed by a known key, {witnessed} witnessed"
    if not keys:
        text = f"{len(paths)} compared; no key is known here, name one with --key"
    report.compared.append(("checkpoints", text))


def _stamps(attested: Sequence[Attested], roots: Sequence[Certificate], report: Report) -> None:
    """Every time stamp against the checkpoint it is kept with, where roots are given."""
    answers = [(a.kept, a.kept.path.with_suffix(stamps.ENDING)) for a in attested]
    there = [(kept, answer) for kept, answer in answers if answer.is_file()]
    for kept, answer in there if roots else ():
        try:
            moment = stamps.stamped(kept, answer.read_bytes(), roots)
            report.compared.append(("stamps", f"{kept.path.name} existed at {moment:%F %TZ}"))
        except Unproven as cause:
            report.findings.append(Finding("stamps", kept.head.size, f"{answer.name}: {cause}"))
    if there and not roots:
        text = f"{len(there)} not compared; name the authority's root certificate with --root"
        report.compared.append(("stamps", text))


def _remembered(cursor: sqlite3.Cursor) -> list[Path]:
    """The checkpoints outside of a log that began as this one, by its leaf or by its entry."""
    try:
        leaf = cursor.execute("SELECT hash FROM tree WHERE place = 0").fetchone()
        row = cursor.execute(f"{ENTRIES} WHERE rowid = 1").fetchone()
    except BROKEN:
        return []
    first = {leaf[0]} if leaf and is_hash(leaf[0]) else set()
    first |= {entry_hash(*row)} if row and is_formed(row) else set()
    return [path for one in sorted(first) for path in heads.remembered(one)]


def _kept(what: str, folder: Path, named: Mapping[str, int], report: Report) -> None:
    """Every kept file against the digest that names it, and every named one whether it is there;
    entries taken from elsewhere may name what was never kept here."""
    part = f"{what}s"
    kept = [path for path in folder.glob("*") if re.fullmatch("[0-9a-f]{64}", path.name)]
    for path in kept:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != path.name:
            text = f"{what} {path.name[:12]}… is not the one that was kept"
            report.findings.append(Finding(part, named.get(path.name), text))
    there = {path.name for path in kept}
    for digest, number in named.items():
        if digest in there:
            continue
        if (folder / f"{digest}{ELSEWHERE}").exists():
            text = f"{what} {digest[:12]}… is named, and was never kept here"
            report.missing.append(Finding(part, number, text))
        else:
            text = f"{what} {digest[:12]}… was kept and is lost; copy it back from a backup"
            report.lost.append(Finding(part, number, text))
    report.compared.append((part, f"{len(kept)} kept, {len(named)} named"))


def _views(log: Path, path: Path | None, report: Report) -> None:
    """The views against a rebuild from the entries they say to contain."""
    from application.replay import difference

    at = Views(path).position() if path is not None else None
    if path is None or at is None:
        report.compared.append(("views", "none; they are made when something is asked"))
    elif at > report.entries:
        text = f"they contain #{at}, the log ends at #{report.entries}: the log has lost entries"
        report.findings.append(Finding("views", None, text))
    else:
        try:
            _, different = difference(log, path)
        except Exception as cause:  # a forged history may do anything to a rebuild: it is told too
            different = f"cannot be compared with a rebuild: {cause}"
        if different is not None:
            report.findings.append(Finding("views", None, different))
        report.compared.append(("views", f"up to #{at}, against a rebuild"))
