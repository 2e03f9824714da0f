"""`fasti verify`: everything derived again, from the stored bytes to the views."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.x509 import Certificate
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from application import heads, stamps
from application.failures import Damaged
from application.folder.files import FilesInFolder
from application.folder.identity import BROKEN
from application.judgement import Attested, judge
from application.leaves import ENTRIES, Cursor, is_formed, is_hash
from application.notes import Unproven, VerifierKey, check
from application.papers import ELSEWHERE
from application.readback import Finding, Readback
from application.storage import Files, Storage
from application.views import position_in
from domain.tree import entry_hash


@dataclass
class Report:
    """What a register was found to be: its size, what is wrong, which papers were kept and are
    lost, which are named but never were kept here, what was compared, what to know of the place,
    and what of the entries is safe to believe."""

    entries: int = 0
    findings: list[Finding] = field(default_factory=list)
    lost: list[Finding] = field(default_factory=list)
    missing: list[Finding] = field(default_factory=list)
    compared: list[tuple[str, str]] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    safe: str = ""


def verify(
    storage: Storage,
    keys: Sequence[VerifierKey],
    elsewhere: Sequence[Path] = (),
    roots: Sequence[Certificate] = (),
) -> Report:
    """Derive everything again and report all that is not as it should be.

    `keys` are those whose checkpoints are believed; `elsewhere` names checkpoints kept outside;
    `roots` are those of the authorities whose time stamps are.
    """
    report = Report(cautions=storage.cautions())
    with storage.reading() as cursor:  # what is compared with the log is read before the log is
        outside = [] if storage.is_backup else _remembered(cursor)
    files = [(storage.checkpoints, name) for name in heads.signed(storage.checkpoints)]
    files += [(heads.seen(), name) for name in outside]
    files += [(FilesInFolder(path.parent), path.name) for path in elsewhere]
    with _views_of(storage, report) as views:
        attested = list(_attested(files, keys, report))
        with storage.reading() as cursor:
            report.findings += [Finding("storage", None, t) for t in storage.unsound(cursor)]
            read_back = Readback(cursor, [a.size for a in attested])
            found, report.safe = judge(read_back, attested)
        report.entries = read_back.last
        report.findings += read_back.findings + found
        entries = f"{report.entries} read, with their leaves and commands"
        report.compared.insert(0, ("entries", entries))
        _stamps(attested, roots, report)
        _kept("paper", storage.papers, read_back.papers, report)
        if read_back.sealed:
            _kept("sealed value", storage.sealed, read_back.sealed, report)
        _views(storage, views, report)
    return report


@contextmanager
def _views_of(storage: Storage, report: Report) -> Iterator[Connection | None]:
    """One state of the views, to be compared while others write; None where they are none."""
    with ExitStack() as stack:
        views = None
        try:
            views = stack.enter_context(storage.views.frozen())
        except Damaged as cause:
            report.findings.append(Finding("views", None, str(cause)))
        yield views


def _attested(
    files: Sequence[tuple[Files, str]], keys: Sequence[VerifierKey], report: Report
) -> Iterator[Attested]:
    """Every checkpoint that can be read, with who signed it."""
    signed = witnessed = 0
    for where, name in files:
        try:
            kept = heads.read(where, name)
            _, by = check(kept.note, keys)
        except (Damaged, Unproven) as cause:
            report.findings.append(Finding("checkpoints", None, f"{name}: {cause}"))
            continue
        if keys and not by:
            text = f"{name} is signed by no key that is known here"
            report.findings.append(Finding("checkpoints", kept.head.size, text))
        signed += bool(by)
        witnessed += any(one.seconds is not None for one in by)
        yield Attested(kept, by)
    text = f"{len(files)} compared, {signed} signed by a known key, {witnessed} witnessed"
    if not keys:
        text = f"{len(files)} compared; no key is known here, name one with --key"
    report.compared.append(("checkpoints", text))


def _stamps(attested: Sequence[Attested], roots: Sequence[Certificate], report: Report) -> None:
    """Every time stamp against the checkpoint it is kept with, where roots are given."""
    answers = [(a.kept, a.kept.beside(stamps.ENDING)) for a in attested]
    there = [(kept, answer) for kept, answer in answers if kept.files.has(answer)]
    for kept, answer in there if roots else ():
        try:
            moment = stamps.stamped(kept, kept.files.read(answer), roots)
            report.compared.append(("stamps", f"{kept.name} existed at {moment:%F %TZ}"))
        except Unproven as cause:
            report.findings.append(Finding("stamps", kept.head.size, f"{answer}: {cause}"))
    if there and not roots:
        text = f"{len(there)} not compared; name the authority's root certificate with --root"
        report.compared.append(("stamps", text))


def _remembered(cursor: Cursor) -> list[str]:
    """The checkpoints outside of a log that began as this one, by its leaf or by its entry."""
    try:
        cursor.execute("SELECT hash FROM tree WHERE place = 0")
        leaf = cursor.fetchone()
        cursor.execute(f"{ENTRIES} WHERE rowid = 1")
        row = cursor.fetchone()
    except BROKEN:
        return []
    first = {leaf[0]} if leaf and is_hash(leaf[0]) else set()
    first |= {entry_hash(*row)} if row and is_formed(row) else set()
    return [name for one in sorted(first) for name in heads.remembered(one)]


def _kept(what: str, files: Files, named: Mapping[str, int], report: Report) -> None:
    """Every kept file against the digest that names it, and every named one whether it is there;
    entries taken from elsewhere may name what was never kept here."""
    part = f"{what}s"
    names = files.names()
    kept = {name for name in names if re.fullmatch("[0-9a-f]{64}", name)}
    for name in sorted(kept):
        if files.digest(name) != name:
            text = f"{what} {name[:12]}… is not the one that was kept"
            report.findings.append(Finding(part, named.get(name), text))
    elsewhere = set(names) - kept
    for digest, number in named.items():
        if digest in kept:
            continue
        if f"{digest}{ELSEWHERE}" in elsewhere:
            text = f"{what} {digest[:12]}… is named, and was never kept here"
            report.missing.append(Finding(part, number, text))
        else:
            text = f"{what} {digest[:12]}… was kept and is lost; copy it back from a backup"
            report.lost.append(Finding(part, number, text))
    report.compared.append((part, f"{len(kept)} kept, {len(named)} named"))


def _views(storage: Storage, views: Connection | None, report: Report) -> None:
    """The views against a rebuild from the entries they say to contain."""
    from application.replay import compared

    try:
        at = position_in(views) if views is not None else None
    except (DatabaseError, ValueError, TypeError):
        at = None
    if views is None or at is None:
        report.compared.append(("views", "none; they are made when something is asked"))
    elif at > report.entries:
        text = f"they contain #{at}, the log ends at #{report.entries}: the log has lost entries"
        report.findings.append(Finding("views", None, text))
    else:
        try:
            different = compared(storage, views, at)
        except Exception as cause:  # a forged history may do anything to a rebuild: it is told too
            different = f"cannot be compared with a rebuild: {cause}"
        if different is not None:
            report.findings.append(Finding("views", None, different))
        report.compared.append(("views", f"up to #{at}, against a rebuild"))
