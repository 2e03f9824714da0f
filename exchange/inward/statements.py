"""Statements with two times: rows that a source stated and withdrew, each when the source knew it.

The rows become entries that bear the source's times, one command a change of the source.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from domain.act import Act, act
from domain.body_events import BodyEstablished, SeatCreated
from domain.entry import Event, Evidence
from domain.names import NAME_LENGTH
from domain.person_events import PersonRegistered
from domain.refusal import Refusal
from domain.register_events import SourceTimesTaken
from domain.stated_events import StatementWithdrawn, TenureStated
from exchange.inward.changes import Change, History, moment
from exchange.inward.recording import Asked, Batch
from exchange.naming import Slugs

if TYPE_CHECKING:
    from application.register import Register


def batches(history: History, key: str, places: int, read_at: datetime) -> Iterator[Batch]:
    """The acts of a history, a batch a change of the source, with the time the source knew it.

    `key` tells the commands of this import from those of any other; `places` is how many may hold
    each seat at once, 0 for any number.
    """
    stamp = read_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    source = history.file[:NAME_LENGTH]
    taken = SourceTimesTaken(source=source, digest=history.digest, read=stamp, late=history.late)
    latest = moment(history.since)
    yield Batch(f"{key}-source", [Asked(act("known-times", taken), "file")], latest, 0)
    acts = _Acts(places)
    done = 0
    changes = groupby(history.changes(), attrgetter("order", "known"))
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
            yield act(person, _light(PersonRegistered(name=name, source=change.person)))
        kind = StatementWithdrawn if change.withdrawn else TenureStated
        for _ in range(change.times):
            first, last = change.first, change.last
            said = kind(seat=seat, person=person, first_day=first, last_day=last)
            yield act(body, _light(said))


_UNTOLD: set[str] = set()


def _light(event: Event) -> Event:
    """The event without a set of its own of the fields that were given: it has 216 bytes, decisions
    keep hundreds of thousands of events, and nobody asks."""
    object.__setattr__(event, "__pydantic_fields_set__", _UNTOLD)
    return event


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
