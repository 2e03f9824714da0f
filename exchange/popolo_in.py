"""Popolo JSON in: as the specification has it, as EveryPolitician and TheyWorkForYou bundle it."""

from __future__ import annotations

from pathlib import Path

from domain.when import UNKNOWN, When
from exchange.days import first_day, last_day, words
from exchange.failures import Unreadable
from exchange.holdings import Belonging, Found, Holding, SourceBody, SourcePerson, SourceSeat
from exchange.popolo_names import identifiers_of, names_of
from exchange.popolo_objects import Objects, Shape, text_of

GROUPS = frozenset({"party", "group", "faction", "parliamentary group", "coalition"})
"""Classifications of organizations whose members are not holders of seats."""
ANY_NUMBER = 0


def read(path: Path, digest: str, *, last_day_included: bool | None, places: int) -> Found:
    """What a file says; raises Unreadable with everything that is wrong.

    `places` is how many may hold a post or the seat of an area. None for `last_day_included` is
    enough where the file says it itself.
    """
    objects = Objects(path)
    included = last_day_included
    if included is None:
        included = objects.says_last_day_included()
    reader = _Reader(objects, Found(str(path), digest), included=included, places=places)
    reader.read()
    if objects.wrong:
        raise Unreadable(str(path), objects.wrong)
    return reader.found


class _Reader:
    def __init__(self, objects: Objects, found: Found, *, included: bool, places: int) -> None:
        self.objects, self.found = objects, found
        self.included, self.places = included, places

    def read(self) -> None:
        """Take persons, posts and memberships; bodies and seats as memberships need them."""
        for place, person in self.objects.all("persons"):
            with self.objects.at(place):
                self._person(place, person)
        for place, post in self.objects.all("posts"):
            with self.objects.at(place):
                self._post(place, post)
        for place, membership in self.objects.all("memberships"):
            with self.objects.at(place):
                self._membership(place, membership)
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

    def _post(self, place: str, post: Shape) -> str:
        source = text_of(post, "id", needed=True)
        if text_of(post, "redirect"):
            return source
        body = self._body(text_of(post, "organization_id", needed=True))
        area = post.get("area")
        named = text_of(area, "name") if isinstance(area, dict) else ""
        title = text_of(post, "label") or named or source
        self.found.seats[source] = SourceSeat(
            place, body, title, self.places, text_of(post, "role"), *self._days(post)
        )
        return source

    def _body(self, source: str) -> str:
        if source not in self.found.bodies:
            place, body = self.objects.one("organizations", source)
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
        party = self._name("organizations", behalf) if behalf else None
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
            )
        )

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
            if post not in self.found.seats:
                self._post(*self.objects.one("posts", post))
            return self.found.seats[post].body, post
        body = self._body(text_of(membership, "organization_id", needed=True))
        area = text_of(membership, "area_id")
        embedded = membership.get("area")
        title = text_of(embedded, "name") if isinstance(embedded, dict) else ""
        if area or title:
            source = f"{body}/{area or title}"
            title = title or self.objects.name("areas", area)
            seat = SourceSeat(place, body, title, self.places)
        else:
            role = text_of(membership, "role") or text_of(membership, "label") or "member"
            source = f"{body}/{role}"
            seat = SourceSeat(place, body, role, ANY_NUMBER, role)
        self.found.seats.setdefault(source, seat)
        return body, source

    def _name(self, kind: str, source: str) -> str:
        _, thing = self.objects.one(kind, source)
        return text_of(thing, "name") or source

    def _days(self, thing: Shape) -> tuple[When, When | None]:
        """First and last day; where a membership of a term gives none, the term's."""
        start, end = self._texts(thing)
        return first_day(start), last_day(end, included=self.included)

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
