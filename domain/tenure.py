"""Facts that hold, and what follows from them about one person in one seat: tenures and leaves."""

from __future__ import annotations

from typing import NamedTuple

from domain.when import When


class Fact(NamedTuple):
    """An event that is live, with the number of its entry."""

    number: int
    event: object


class Tenure(NamedTuple):
    """One person's time in one seat.

    `last` is the effective last day, `until` the one that is known to have happened or been fixed
    (None: no end known), `planned` the one foreseen. `began` and `ended` are the entries of its
    beginning and end (0: none on record), `entries` all it rests on.
    """

    person: str
    first: When
    last: When
    until: When | None
    planned: When | None
    mode: str
    by: str | None
    made_on: When | None
    nominated_by: tuple[str, ...]
    decision: str | None
    absent: str | None
    began: int
    ended: int
    entries: tuple[int, ...]

    def possible(self, day: int) -> bool:
        """Whether the person may have held the seat on a day."""
        return self.first.earliest <= day <= self.last.latest

    def certain(self, day: int) -> bool:
        """Whether the person surely held the seat on a day; who began, sat at least that day."""
        sure_until = max(self.last.earliest, self.first.earliest)
        return self.first.latest <= day <= sure_until and self.possible(day)


class Leave(NamedTuple):
    """A time in which a holder was absent without losing the seat."""

    person: str
    first: When
    last: When
    entries: tuple[int, ...]

    def possible(self, day: int) -> bool:
        """Whether the holder may have been absent on a day."""
        return self.first.earliest <= day <= self.last.latest


def closed(tenure: Tenure, last: When | None, number: int) -> Tenure:
    """A tenure after an entry that ends it, or that only belongs to it (None)."""
    entries = (*tenure.entries, number)
    if number < tenure.entries[-1]:
        entries = tuple(sorted(entries))
    if last is None:
        return tenure._replace(entries=entries)
    until = last if tenure.until is None else tenure.until.or_earlier(last)
    ended = tenure.ended if tenure.ended and until == tenure.until else number
    return Tenure(
        tenure.person,
        tenure.first,
        until,
        until,
        tenure.planned,
        tenure.mode,
        tenure.by,
        tenure.made_on,
        tenure.nominated_by,
        tenure.decision,
        tenure.absent,
        tenure.began,
        ended,
        entries,
    )
