"""What a source changed: rows that it stated and withdrew, checked, and put in their order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from application.failures import Unwritable
from domain.names import IDENTIFIER_LENGTH, clean_identifier
from domain.when import When
from exchange.inward.days import first_day, last_day, words
from exchange.inward.failures import Unreadable, Wrong
from exchange.inward.source import digest
from exchange.inward.table import rows

NEEDED = ("body", "seat", "person", "from", "until", "known", "op")
OPTIONAL = ("order", "times")
MOST = 1000
"""So many times one row may state the same."""


class Change(NamedTuple):
    """A row: `order` and `known` place it, `withdrawn` says what it does, so many times."""

    row: int
    order: int
    known: datetime
    withdrawn: bool
    times: int
    body: str
    seat: str
    person: str
    first: When
    last: When | None
    words: str | None
    """Where a day is none of the calendar: what the source says."""


class History:
    """The changes of a file in their order; all of them are in it, or it is not made.

    They are kept in a file that SQLite takes away when it is done: a source may be larger than the
    memory. `count` says how many there are, `late` how many bear a time before an earlier one's,
    `since` the time of the first.
    """

    def __init__(self, path: Path, checked: Iterable[Sequence[Any]], *, included: bool) -> None:
        self.file, self.digest = path.name, digest(path)
        self._included = included
        self._kept = sqlite3.connect("")
        try:
            self._kept.execute(_TABLE)
            self._kept.executemany(f"INSERT INTO changes VALUES ({_MARKS})", checked)
        except sqlite3.OperationalError as cause:
            raise Unwritable(
                f"{path} cannot be put in order: {cause}; make room in the temporary folder, or"
                " name another with SQLITE_TMPDIR; nothing was recorded"
            ) from cause
        self.count = self.late = 0
        latest = self.since = ""
        for (known,) in self._kept.execute(f"SELECT known FROM changes {_ORDER}"):
            self.count += 1
            self.late += known < latest
            latest = max(latest, known)
            self.since = self.since or known

    def changes(self) -> Iterator[Change]:
        """Every change."""
        for row in self._kept.execute(f"SELECT * FROM changes {_ORDER}"):
            _, number, order, known, withdrawn, times, body, seat, person, start, end = row
            last = last_day(end, included=self._included)
            said = (body, seat, person, first_day(start), last, words(start, end))
            yield Change(number, order, moment(known), bool(withdrawn), times, *said)


_TABLE = """
    CREATE TABLE changes (place, row INTEGER, "order" INTEGER, known TEXT, withdrawn INTEGER,
    times INTEGER, body TEXT, seat TEXT, person TEXT, start TEXT, until TEXT,
    PRIMARY KEY (place, row)) WITHOUT ROWID
"""
_MARKS = ",".join("?" * 11)
_ORDER = "ORDER BY place, row"


def read(path: Path, columns: Mapping[str, Sequence[str]], *, last_day_included: bool) -> History:
    """Every change in a file; raises Unreadable with all rows that are wrong.

    `columns` names for each of `NEEDED` and `OPTIONAL` the columns that are joined with `/`.
    """
    wrong: Wrong = []
    checked = _checked(path, columns, wrong, included=last_day_included)
    history = History(path, checked, included=last_day_included)
    if not history.count and not wrong:
        wrong.append(("", "has no rows"))
    if wrong:
        raise Unreadable(str(path), wrong)
    return history


def _checked(
    path: Path, columns: Mapping[str, Sequence[str]], wrong: Wrong, *, included: bool
) -> Iterator[Sequence[Any]]:
    """The rows that can be understood, as they are kept; what is wrong with others is added."""
    names = [name for parts in columns.values() for name in parts]
    ends, at = {}, 0
    for role, parts in columns.items():
        ends[role] = slice(at, at + len(parts))
        at += len(parts)
    now = _stamp(datetime.now(UTC))
    for row, cells in rows(path, names):
        said = {role: "/".join(cells[place]) for role, place in ends.items()}
        try:
            yield _row(row, said, now, included=included)
        except ValueError as problem:
            wrong.append((f"row {row}", str(problem)))


def _row(row: int, said: dict[str, str], now: str, *, included: bool) -> Sequence[Any]:
    body, seat, person = (_identifier(said[role], role) for role in ("body", "seat", "person"))
    start, end = said["from"], said["until"]
    if not body or not person:
        raise ValueError("names no body" if not body else "names no person")
    if len(body) + len(seat) >= IDENTIFIER_LENGTH:
        raise ValueError(f"body and seat have more than {IDENTIFIER_LENGTH} characters")
    known = _known(said["known"])
    if known > now:
        raise ValueError(f"was known at '{said['known'][:40]}', which lies in the future")
    if said["op"] not in ("+", "-"):
        raise ValueError(f"op is '{said['op'][:20]}'; it is + or -")
    order = _whole(said["order"], "order") if "order" in said else 0
    times = _times(said["times"]) if "times" in said else 1
    first_day(start), last_day(end, included=included)  # refused now, if ever
    place = order if "order" in said else known
    withdrawn = said["op"] == "-"
    return place, row, order, known, withdrawn, times, body, seat, person, start, end


@lru_cache(maxsize=4096)
def _identifier(text: str, role: str) -> str:
    """What a source calls something; raises ValueError on what cannot be kept."""
    try:
        return clean_identifier(text) if text else text
    except ValueError as problem:
        raise ValueError(f"{role} {problem}") from None


@lru_cache(maxsize=4096)
def _known(text: str) -> str:
    """A time as a source writes it, so that later ones are greater."""
    try:
        found = datetime.fromisoformat(text)
        return _stamp(found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise ValueError(
            f"known is '{text[:40]}'; write it like 2022-03-26T12:00:00+01:00"
        ) from None


def _stamp(known: datetime) -> str:
    return known.isoformat(timespec="microseconds")


@lru_cache(maxsize=4096)
def moment(known: str) -> datetime:
    """The time that was kept."""
    return datetime.fromisoformat(known)


@lru_cache(maxsize=4096)
def _whole(text: str, role: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ValueError(f"{role} is '{text[:20]}'; it is a whole number")
    return int(text)


@lru_cache(maxsize=64)
def _times(text: str) -> int:
    times = _whole(text, "times")
    if not 0 < times <= MOST:
        raise ValueError(f"times is {times:,}; it is 1 to {MOST:,}")
    return times
