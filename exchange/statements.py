"""Statements with two times: rows that a source stated and withdrew, each when the source knew it.

The rows become entries that bear the source's times, one command a change of the source.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from domain.act import Act, act
from domain.body_events import BodyEstablished, SeatCreated
from domain.entry import Evidence
from domain.names import IDENTIFIER_LENGTH, NAME_LENGTH, clean_identifier
from domain.person_events import PersonRegistered
from domain.refusal import Refusal
from domain.register_events import SourceTimesTaken
from domain.stated_events import StatementWithdrawn, TenureStated
from domain.when import When
from exchange.days import first_day, last_day, words
from exchange.failures import Unreadable, Wrong
from exchange.naming import Slugs
from exchange.recording import Asked, Batch
from exchange.source import digest
from exchange.table import rows

if TYPE_CHECKING:
    from application.register import Register

NEEDED = ("body", "seat", "person", "from", "until", "known", "op")
OPTIONAL = ("order", "times")
MOST = 1000
"""So many times one row may state the same."""


class Change(NamedTuple):
    """A row: `order` and `known` place it, `op` states it or withdraws it, so many times."""

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


class History(NamedTuple):
    """The changes of a source in their order, and how many of its times ran backwards."""

    file: str
    digest: str
    changes: list[Change]
    late: int


def read(path: Path, columns: Mapping[str, Sequence[str]], *, last_day_included: bool) -> History:
    """Every change in a file; raises Unreadable with all rows that are wrong.

    `columns` names for each of `NEEDED` and `OPTIONAL` the columns that are joined with `/`.
    """
    names = [name for parts in columns.values() for name in parts]
    ends, at = {}, 0
    for role, parts in columns.items():
        ends[role] = slice(at, at + len(parts))
        at += len(parts)
    wrong: Wrong = []
    found: list[Change] = []
    same: dict[str, str] = {}
    now = datetime.now(UTC)
    for row, cells in rows(path, names):
        said = {role: "/".join(cells[place]) for role, place in ends.items()}
        try:
            found.append(_change(row, said, same, now, included=last_day_included))
        except ValueError as problem:
            wrong.append((f"row {row}", str(problem)))
    if not found and not wrong:
        wrong.append(("", "has no rows"))
    if wrong:
        raise Unreadable(str(path), wrong)
    found.sort(key=attrgetter("order") if "order" in columns else attrgetter("known"))
    return History(path.name, digest(path), found, _late(found))


def _change(
    row: int, said: dict[str, str], same: dict[str, str], now: datetime, *, included: bool
) -> Change:
    body, seat, person = (_kept(said[role], role, same) for role in ("body", "seat", "person"))
    if not body or not person:
        raise ValueError("names no body" if not body else "names no person")
    if len(body) + len(seat) >= IDENTIFIER_LENGTH:
        raise ValueError(f"body and seat have more than {IDENTIFIER_LENGTH} characters")
    known = _moment(said["known"])
    if known > now:
        raise ValueError(f"was known at '{said['known'][:40]}', which lies in the future")
    if said["op"] not in ("+", "-"):
        raise ValueError(f"op is '{said['op'][:20]}'; it is + or -")
    return Change(
        row,
        _whole(said["order"], "order") if "order" in said else 0,
        known,
        said["op"] == "-",
        _times(said["times"]) if "times" in said else 1,
        body,
        seat,
        person,
        first_day(said["from"]),
        last_day(said["until"], included=included),
        words(said["from"], said["until"]),
    )


def _kept(text: str, role: str, same: dict[str, str]) -> str:
    """What a source calls something, one text for the same; raises ValueError on what cannot be
    kept."""
    found = same.get(text)
    if found is None:
        try:
            found = same[text] = clean_identifier(text) if text else text
        except ValueError as problem:
            raise ValueError(f"{role} {problem}") from None
    return found


@lru_cache(maxsize=4096)
def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"known is '{text[:40]}'; write it like 2022-03-26T12:00:00+01:00"
        ) from None


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


def _late(changes: Sequence[Change]) -> int:
    late, latest = 0, changes[0].known
    for change in changes:
        if change.known < latest:
            late += 1
        latest = max(latest, change.known)
    return late


def batches(history: History, key: str, places: int, read_at: datetime) -> Iterator[Batch]:
    """The acts of a history, a batch a change of the source, with the time the source knew it.

    `key` tells the commands of this import from those of any other; `places` is how many may hold
    each seat at once, 0 for any number.
    """
    stamp = read_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    source = history.file[:NAME_LENGTH]
    taken = SourceTimesTaken(source=source, digest=history.digest, read=stamp, late=history.late)
    latest = history.changes[0].known
    yield Batch(f"{key}-source", [Asked(act("known-times", taken), "file")], latest, 0)
    acts = _Acts(places)
    done = 0
    changes = groupby(history.changes, attrgetter("order", "known"))
    for number, (_, group) in enumerate(changes, 1):
        rows_of = list(group)
        latest, done = max(latest, rows_of[0].known), done + len(rows_of)
        asked = [one for change in rows_of for one in acts.of(change)]
        yield Batch(f"{key}-{number}", asked, latest, done)


class _Acts:
    """Rows to acts; who and what is new is put on record first."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._bodies, self._persons = Slugs(), Slugs()
        self._seats: dict[str, Slugs] = {}

    def of(self, change: Change) -> Iterator[Asked]:
        """The acts of one row."""
        place = f"row {change.row}"
        evidence = Evidence(quote=change.words) if change.words else None
        for made in self._acts(change):
            yield Asked(made, place, evidence)

    def _acts(self, change: Change) -> Iterator[Act]:
        body, new = self._bodies.of(change.body)
        if new:
            self._seats[body] = Slugs()
            name = change.body[:NAME_LENGTH]
            yield act(body, BodyEstablished(name=name, source=change.body))
        seat, new = self._seats[body].of(change.seat)
        if new:
            title = change.seat[:NAME_LENGTH].strip() or "unnamed"
            source = f"{change.body}/{change.seat}"
            created = SeatCreated(seat=seat, title=title, places=self.places, source=source)
            yield act(body, created)
        person, new = self._persons.of(change.person)
        if new:
            name = change.person[:NAME_LENGTH]
            yield act(person, PersonRegistered(name=name, source=change.person))
        kind = StatementWithdrawn if change.withdrawn else TenureStated
        for _ in range(change.times):
            first, last = change.first, change.last
            said = kind(seat=seat, person=person, first_day=first, last_day=last)
            yield act(body, said)


def key_of(
    history: History, columns: Mapping[str, Sequence[str]], last_day: str, places: int
) -> str:
    """What makes two imports the same: the file and how it is read."""
    told = json.dumps([history.digest, dict(columns), last_day, places], sort_keys=True)
    return f"statements-{hashlib.sha256(told.encode()).hexdigest()[:24]}"


def refuse_unless_empty(register: Register, key: str) -> None:
    """Refuse a register that has entries other than those of this import."""
    with register.log() as log:
        last = log.last()[0]
        if last and log.commanded(f"{key}-source") is None:
            raise Refusal(
                f"the register has {last:,} entries; the known times of a source go into an empty"
                " one only, made with 'fasti init'"
            )
