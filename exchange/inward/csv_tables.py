"""Rows of holders in, by a mapping that says which column holds what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from domain.when import UNKNOWN
from exchange.inward.days import first_day, last_day, words
from exchange.inward.failures import Unreadable, Wrong
from exchange.inward.holdings import Found, Holding, SourceBody, SourcePerson, SourceSeat
from exchange.inward.mapping import NUMBER, Columns, Form
from exchange.inward.rooms import ANY_NUMBER, MOST, Rooms
from exchange.inward.table import rows


def read(
    path: Path, digest: str, mapped: Columns, *, last_day_included: bool, rooms: Rooms
) -> Found:
    """What a file says; raises Unreadable with all rows that are wrong."""
    found = Found(str(path), digest)
    taker = _Taker(found, mapped, included=last_day_included, rooms=rooms)
    wrong: Wrong = []
    for row, cells in rows(path, mapped.names()):
        taker.take(f"row {row}", cells, wrong)
    if not found.holdings and not wrong:
        wrong.append(("", "has no rows"))
    if wrong:
        raise Unreadable(str(path), wrong)
    return found


class _Taker:
    def __init__(self, found: Found, mapped: Columns, *, included: bool, rooms: Rooms) -> None:
        self.found, self.mapped = found, mapped
        self.included, self.rooms = included, rooms

    def take(self, place: str, cells: list[str], wrong: Wrong) -> None:
        """Take the tenures of a row; `wrong` gets what cannot be taken."""
        width = len(cells) // len(self.mapped.numbers())
        for number in self.mapped.numbers():
            mine = cells[(number - 1) * width : number * width]
            if self.mapped.numbered and not self._filled(mine):
                continue
            where = f"{place}, number {number}" if self.mapped.numbered else place
            try:
                self._one(where, self._said(mine))
            except ValueError as problem:
                wrong.append((where, str(problem)))

    def _filled(self, cells: list[str]) -> bool:
        """Whether a row says anything in the columns of one number."""
        names = [name for source in self.mapped.columns.values() for name in source.columns]
        pairs = zip(names, cells, strict=True)
        return any(cell.strip() for name, cell in pairs if NUMBER in name)

    def _said(self, cells: list[str]) -> dict[str, str]:
        said, at = dict(self.mapped.fixed), 0
        for role, source in self.mapped.columns.items():
            upto = at + len(source.columns)
            said[role] = source.said(cells[at:upto], self.mapped.joint)
            at = upto
        return said

    def _one(self, place: str, said: dict[str, str]) -> None:
        for role in self.mapped.needed:
            if not said.get(role):
                self.found.left[f"rows without {role}"] += 1
                return
        body, person = said["body"], said["person"]
        if not body or not person:
            raise ValueError("names no body" if not body else "names no person")
        seat = self._seat(place, body, said)
        start, end = (_iso(said.get(role, ""), self.mapped.dates) for role in ("from", "until"))
        self.found.bodies.setdefault(body, SourceBody(place, said.get("body_name") or body))
        named = ((said.get("name") or person, UNKNOWN),)
        self.found.persons.setdefault(person, SourcePerson(place, named))
        party, began, ended, source, term = (
            said.get(role) or None for role in ("party", "began_by", "ended_by", "id", "term")
        )
        days = (first_day(start), last_day(end, included=self.included))
        told = words(start, end)
        self.found.holdings.append(
            Holding(place, body, seat, person, *days, party, began, ended, source, told, term)
        )

    def _seat(self, place: str, body: str, said: dict[str, str]) -> str:
        """The seat a row is about: the one it names, else one for its role with any room."""
        named, role = said.get("seat"), said.get("role")
        seat = f"{body}/{named or role or 'member'}"
        room = self.rooms.places(seat) if named else self.rooms.of.get(seat, ANY_NUMBER)
        told = said.get("places", "")
        if told:
            if not (told.isascii() and told.isdigit() and len(told) < 6 and 0 < int(told) <= MOST):
                raise ValueError(f"places is '{told[:20]}'; it is a number of persons")
            room = int(told)
        title = said.get("seat_title") or named or role or "member"
        self.found.seats.setdefault(seat, SourceSeat(place, body, title, room, role))
        return seat


def _iso(text: str, forms: Sequence[Form]) -> str:
    """The text of a date in ISO form, where it has a form that the mapping gives."""
    return next(filter(None, (form.iso(text) for form in forms)), text)
