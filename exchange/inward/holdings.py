"""What a source says about who held what, whatever format it was written in, as acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError

from domain.act import Act, act
from domain.body_events import BodyDissolved, BodyEstablished, SeatCreated
from domain.entry import Event, Evidence
from domain.names import NAME_LENGTH
from domain.person_events import Affiliated, PersonRegistered, PersonRenamed, PersonsMerged
from domain.stated_events import TenureStated
from domain.when import UNKNOWN, When
from domain.words import Role
from exchange.inward.failures import Unreadable, Wrong
from exchange.inward.recording import Asked
from exchange.naming import Slugs
from projections.sources import OnRecord

LastStated = Callable[[int], str | None]


class SourceBody(NamedTuple):
    """A body as a source has it."""

    place: str
    name: str
    first: When = UNKNOWN
    last: When | None = None


class SourceSeat(NamedTuple):
    """A seat of a body; `places` 0 is any number."""

    place: str
    body: str
    title: str
    places: int
    role: str | None = None
    first: When = UNKNOWN
    last: When | None = None


class SourcePerson(NamedTuple):
    """A person; `names` in their order, each with the day it is borne from."""

    place: str
    names: tuple[tuple[str, When], ...]
    identifiers: tuple[str, ...] = ()


class Holding(NamedTuple):
    """A person in a seat, `words` being what the source says where it was understood otherwise."""

    place: str
    body: str
    seat: str
    person: str
    first: When
    last: When | None
    affiliation: str | None = None
    began_by: str | None = None
    ended_by: str | None = None
    source: str | None = None
    words: str | None = None
    term: str | None = None


class Belonging(NamedTuple):
    """A person's party or group over a time."""

    place: str
    person: str
    affiliation: str
    first: When
    last: When | None


@dataclass
class Found:
    """Everything a file says, by the identifiers of its source; `left` counts what is not taken."""

    file: str
    digest: str
    bodies: dict[str, SourceBody] = field(default_factory=dict)
    seats: dict[str, SourceSeat] = field(default_factory=dict)
    persons: dict[str, SourcePerson] = field(default_factory=dict)
    redirects: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Lost identifier → the one that stays, and the place that says so."""
    holdings: list[Holding] = field(default_factory=list)
    belongings: list[Belonging] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    """What somebody should know of how the file was understood."""


def asked(found: Found, record: OnRecord, last_stated: LastStated) -> list[Asked]:
    """The acts that put on record what is not there yet; raises Unreadable with what cannot be.

    `last_stated` is the last day that the entry of a number states.
    """
    acts = _Acts(found, record, last_stated)
    made = [*acts.persons(), *acts.bodies(), *acts.seats(), *acts.held(), *acts.belonging()]
    if acts.wrong:
        raise Unreadable(found.file, acts.wrong)
    if acts.long:
        found.told.append(
            f"{len(acts.long):,} names have more than {NAME_LENGTH} characters; so many of each are"
            " kept, and the whole as evidence"
        )
    return made


class _Acts:
    def __init__(self, found: Found, record: OnRecord, last_stated: LastStated) -> None:
        self.found, self.record, self.last_stated = found, record, last_stated
        self.wrong: Wrong = []
        self.long: set[str] = set()
        """Names that are longer than names may be."""
        self._bodies = Slugs(record.bodies, record.taken["body"])
        self._persons = Slugs(record.persons, record.taken["person"])
        self._seats: dict[str, Slugs] = {}

    def persons(self) -> Iterator[Asked]:
        for source, person in self.found.persons.items():
            (name, _), *later = person.names
            slug, new = self._persons.of(source, name)
            if new:
                yield from self._asked(
                    person.place,
                    slug,
                    PersonRegistered,
                    self._whole(name),
                    name=_cut(name),
                    source=source,
                    identifiers=person.identifiers,
                )
            for other, since in later:
                if (slug, _cut(other)) not in self.record.named:
                    yield from self._asked(
                        person.place,
                        slug,
                        PersonRenamed,
                        self._whole(other),
                        name=_cut(other),
                        first_day=since,
                    )
        yield from self._redirected()

    def _redirected(self) -> Iterator[Asked]:
        for lost, (kept, place) in self.found.redirects.items():
            slug, _ = self._persons.of(kept)
            other, new = self._persons.of(lost)
            if new:
                known = self.found.persons.get(kept)
                name = _cut(known.names[-1][0] if known else lost)
                yield from self._asked(place, other, PersonRegistered, name=name, source=lost)
            if (slug, other) not in self.record.merged:
                reason = f"the source leads from {lost} to {kept}"
                yield from self._asked(place, slug, PersonsMerged, lost=other, reason=reason)

    def bodies(self) -> Iterator[Asked]:
        for source, body in self.found.bodies.items():
            slug, new = self._bodies.of(source, body.name)
            if new:
                yield from self._asked(
                    body.place,
                    slug,
                    BodyEstablished,
                    self._whole(body.name),
                    name=_cut(body.name),
                    first_day=body.first,
                    source=source,
                )
            if body.last is not None and slug not in self.record.dissolved:
                yield from self._asked(body.place, slug, BodyDissolved, last_day=body.last)

    def seats(self) -> Iterator[Asked]:
        for source, seat in self.found.seats.items():
            body, _ = self._bodies.of(seat.body)
            slug, new = self._seats_of(body).of(source, seat.title)
            if new:
                yield from self._asked(
                    seat.place,
                    body,
                    SeatCreated,
                    self._whole(seat.title),
                    seat=slug,
                    title=_cut(seat.title),
                    role=_role(seat.role),
                    places=seat.places,
                    first_day=seat.first,
                    last_day=seat.last,
                    source=source,
                )

    def held(self) -> Iterator[Asked]:
        known = {said: list(tenures) for said, tenures in self.record.stated.items()}
        for held in self.found.holdings:
            body, _ = self._bodies.of(held.body)
            seat, _ = self._seats_of(body).of(held.seat)
            person, _ = self._persons.of(held.person)
            tenures = known.get((body, seat, person, held.first.text), [])
            if self._stated(tenures, held.last.text if held.last else None):
                continue
            yield from self._asked(
                held.place,
                body,
                TenureStated,
                words=held.words,
                seat=seat,
                person=person,
                first_day=held.first,
                last_day=held.last,
                began_by=held.began_by,
                ended_by=held.ended_by,
                source=held.source,
                term=_cut(held.term) if held.term else None,
            )

    def _stated(self, tenures: list[tuple[str | None, int]], last: str | None) -> bool:
        """Whether one of some tenures is stated to last so long, though it may have been cut since;
        each counts once."""
        for tenure in tenures:
            if tenure[0] == last or self.last_stated(tenure[1]) == last:
                tenures.remove(tenure)
                return True
        return False

    def belonging(self) -> Iterator[Asked]:
        explicit = {(one.person, one.affiliation) for one in self.found.belongings}
        of_seats = [
            Belonging(held.place, held.person, held.affiliation, held.first, held.last)
            for held in self.found.holdings
            if held.affiliation and (held.person, held.affiliation) not in explicit
        ]
        said = set(self.record.affiliated)
        for one in (*of_seats, *self.found.belongings):
            person, _ = self._persons.of(one.person)
            name = _cut(one.affiliation)
            key = (person, name, one.first.text, one.last.text if one.last else None)
            if key not in said:
                said.add(key)
                yield from self._asked(
                    one.place,
                    person,
                    Affiliated,
                    self._whole(one.affiliation),
                    affiliation=name,
                    first_day=one.first,
                    last_day=one.last,
                )

    def _seats_of(self, body: str) -> Slugs:
        if body not in self._seats:
            known = self.record.seats.get(body)
            self._seats[body] = Slugs(known, self.record.taken.get(f"body:{body}", ()))
        return self._seats[body]

    def _asked(
        self, place: str, slug: str, kind: type[Event], words: str | None = None, **fields: Any
    ) -> Iterator[Asked]:
        try:
            made: Act = act(slug, kind(**fields))
            evidence = Evidence(paper=self.found.digest, quote=words)
        except ValidationError as problem:
            for error in problem.errors():
                what = str(error["msg"]).removeprefix("Value error, ")
                self.wrong.append((place, f"{'.'.join(map(str, error['loc']))} {what}"))
            return
        yield Asked(made, place, evidence)

    def _whole(self, name: str) -> str | None:
        """A name that is longer than names may be."""
        if len(name) <= NAME_LENGTH:
            return None
        self.long.add(name)
        return name


def _role(said: str | None) -> str:
    """The role a source means; who is none of them is a member."""
    role = (said or "").casefold()
    return role if role in get_args(Role) else "member"


def _cut(name: str) -> str:
    return name[:NAME_LENGTH]
