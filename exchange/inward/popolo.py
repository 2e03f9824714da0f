"""Popolo JSON in: as the specification has it, as EveryPolitician and TheyWorkForYou bundle it."""

from __future__ import annotations

from pathlib import Path

from domain.when import UNKNOWN, When
from exchange.inward.days import first_day, last_day, words
from exchange.inward.failures import Unreadable
from exchange.inward.holdings import Belonging, Found, Holding, SourceBody, SourcePerson, SourceSeat
from exchange.inward.popolo_names import identifiers_of, names_of
from exchange.inward.popolo_objects import Nowhere, Objects, Shape, text_of
from exchange.inward.rooms import ANY_NUMBER, MOST, ONE, Rooms
from projections.sources import OnRecord

GROUPS = frozenset({"party", "group", "faction", "parliamentary group", "coalition"})
"""Classifications of organizations whose members are not holders of seats."""
NOWHERE = "objects that name what is nowhere"


def read(
    path: Path,
    digest: str,
    record: OnRecord,
    *,
    last_day_included: bool | None,
    rooms: Rooms,
    leave_out: bool = False,
) -> Found:
    """What a file says; raises Unreadable with everything that is wrong.

    `rooms` is how many may hold a post or the seat of an area. None for `last_day_included` is
    enough where the file says it itself. What names objects that are neither in the file nor on
    `record` is wrong, or left out and counted with `leave_out`.
    """
    objects = Objects(path, record)
    included = last_day_included
    if included is None:
        included = objects.says_last_day_included()
    reader = _Reader(objects, Found(str(path), digest), included, rooms, leave_out)
    reader.read()
    if objects.wrong:
        raise Unreadable(str(path), objects.wrong)
    return reader.found


class _Reader:
    def __init__(
        self, objects: Objects, found: Found, included: bool, rooms: Rooms, leave_out: bool
    ) -> None:
        self.objects, self.found = objects, found
        self.included, self.rooms, self.leave_out = included, rooms, leave_out
        self.areas: dict[str, set[str]] = {}

    def read(self) -> None:
        """Take persons, posts and memberships; bodies and seats as memberships need them."""
        taking = (
            ("persons", self._person),
            ("posts", self._post),
            ("memberships", self._membership),
        )
        for kind, take in taking:
            for place, thing in self.objects.all(kind):
                with self.objects.at(place):
                    try:
                        take(place, thing)
                    except Nowhere:
                        if not self.leave_out:
                            raise
                        self.found.left[NOWHERE] += 1
        self._room_in_areas()
        for name, left in self.objects.untaken():
            self.found.left[name] += left

    def _person(self, place: str, person: Shape) -> None:
        source = text_of(person, "id", needed=True)
        redirect = text_of(person, "redirect")
        if redirect:
            self.objects.one("persons", redirect)
            self.found.redirects[source] = (self.objects.kept("persons", source), place)
            return
        names = names_of(person) or ((source, UNKNOWN),)
        self.found.persons[source] = SourcePerson(place, names, identifiers_of(person))

    def _post(self, place: str, post: Shape) -> None:
        source = text_of(post, "id", needed=True)
        if text_of(post, "redirect"):
            return
        body = self._body(text_of(post, "organization_id", needed=True))
        area = post.get("area")
        named = text_of(area, "name") if isinstance(area, dict) else ""
        title = text_of(post, "label") or named or source
        said = self.rooms.said(source)
        room = _stated_room(post) if said is None else said
        self.found.seats[source] = SourceSeat(
            place, body, title, room, text_of(post, "role"), *self._days(post)
        )

    def _body(self, source: str) -> str:
        place, body = self.objects.one("organizations", source)
        if source not in self.found.bodies and self.objects.holds("organizations", source):
            first = first_day(text_of(body, "founding_date"))
            last = last_day(text_of(body, "dissolution_date"), included=self.included)
            name = text_of(body, "name") or source
            self.found.bodies[source] = SourceBody(place, name, first, last)
        return source

    def _membership(self, place: str, membership: Shape) -> None:
        if text_of(membership, "redirect"):
            self.found.left["redirected memberships"] += 1
            return
        person = text_of(membership, "person_id")
        if not person:
            self.found.left["memberships of organizations"] += 1
            return
        self.objects.one("persons", person)
        person = self.objects.kept("persons", person)
        post = text_of(membership, "post_id")
        if post:
            self.objects.one("posts", post)
        if not post and self._belongs(place, person, membership):
            return
        body, seat = self._seat(place, membership, post)
        behalf = text_of(membership, "on_behalf_of_id")
        party = self._party(behalf) if behalf else None
        first, last = self._days(membership)
        self.found.holdings.append(
            Holding(
                place,
                body,
                seat,
                person,
                first,
                last,
                party,
                text_of(membership, "start_reason") or None,
                text_of(membership, "end_reason") or None,
                text_of(membership, "id") or None,
                words(*self._texts(membership)),
                self._term(membership),
            )
        )

    def _party(self, source: str) -> str | None:
        try:
            return self._name("organizations", source)
        except Nowhere:
            if not self.leave_out:
                raise
            self.found.left["parties that are nowhere"] += 1
            return None

    def _belongs(self, place: str, person: str, membership: Shape) -> bool:
        """Whether a membership is one of a party or group; it then becomes an affiliation."""
        organization = text_of(membership, "organization_id")
        if not organization:
            return False
        _, group = self.objects.one("organizations", organization)
        if text_of(group, "classification").casefold() not in GROUPS:
            return False
        name = text_of(group, "name") or organization
        days = self._days(membership)
        self.found.belongings.append(Belonging(place, person, name, *days))
        return True

    def _seat(self, place: str, membership: Shape, post: str) -> tuple[str, str]:
        """The body and the seat: the post, else the seat of the area, else one for the role."""
        if post:
            post = self.objects.kept("posts", post)
            body = self._body(text_of(self.objects.one("posts", post)[1], "organization_id"))
            return body, post
        body = self._body(text_of(membership, "organization_id", needed=True))
        area = text_of(membership, "area_id")
        embedded = membership.get("area")
        title = text_of(embedded, "name") if isinstance(embedded, dict) else ""
        if area or title:
            source = f"{body}/{area or title}"
            title = title or self.objects.name("areas", area)
            seat = SourceSeat(place, body, title, self.rooms.places(source))
            self.areas.setdefault(body, set()).add(source)
        else:
            role = text_of(membership, "role") or text_of(membership, "label") or "member"
            source = f"{body}/{role}"
            said = self.rooms.of.get(source, ANY_NUMBER)
            seat = SourceSeat(place, body, role, said, role)
        self.found.seats.setdefault(source, seat)
        return body, source

    def _room_in_areas(self) -> None:
        """Where a body has more seats than areas, some area has room for several: for all of them
        where it is the only one, else nobody says how many."""
        for body, areas in self.areas.items():
            seats = self.objects.one("organizations", body)[1].get("seats")
            if type(seats) is not int or seats <= len(areas):
                continue
            room = seats if len(areas) == 1 else ANY_NUMBER
            for area in areas:
                if self.rooms.said(area) is None:
                    self.found.seats[area] = self.found.seats[area]._replace(places=room)
            if room == ANY_NUMBER:
                self.found.told.append(
                    f"{body} has {seats} seats in {len(areas)} areas: how many each has is not in"
                    " the file, so they are not counted; --places SEAT=NUMBER says it"
                )

    def _name(self, kind: str, source: str) -> str:
        _, thing = self.objects.one(kind, source)
        return text_of(thing, "name") or source

    def _days(self, thing: Shape) -> tuple[When, When | None]:
        """First and last day; where a membership of a term gives none, the term's."""
        start, end = self._texts(thing)
        return first_day(start), last_day(end, included=self.included)

    def _term(self, membership: Shape) -> str | None:
        term = text_of(membership, "legislative_period_id")
        return self._name("events", term) if term else None

    def _texts(self, thing: Shape) -> tuple[str, str]:
        own = thing.get("fasti")
        exact = own if isinstance(own, dict) else {}
        start = text_of(exact, "first_day") or text_of(thing, "start_date")
        end = text_of(exact, "last_day") or text_of(thing, "end_date")
        term = text_of(thing, "legislative_period_id")
        if term and not (start and end):
            _, period = self.objects.one("events", term)
            start = start or text_of(period, "start_date")
            end = end or text_of(period, "end_date")
        return start, end


def _stated_room(post: Shape) -> int:
    """How many may hold a post, where the file is one of a register; else one."""
    own = post.get("fasti")
    places = own.get("places") if isinstance(own, dict) else None
    return places if type(places) is int and 0 <= places <= MOST else ONE
