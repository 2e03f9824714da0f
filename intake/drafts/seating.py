"""Which seat an act of a draft is about: one the register has, one vacated, or a new one."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from domain.text import slug_of
from domain.words import Role
from intake.drafts.known import Known, KnownSeat
from intake.drafts.naming import fresh, short
from intake.drafts.steps import Step, placed
from intake.reading.found import Act
from intake.reading.places import DANISH, OFFICES


class Seated(NamedTuple):
    """The seat of an act: None where a person has to choose, with what there is to choose from."""

    slug: str | None
    steps: tuple[Step, ...] = ()
    note: str | None = None


class Seats:
    """The seats of a draft, by body."""

    def __init__(self, known: Known) -> None:
        self.known: dict[str, list[KnownSeat]] = defaultdict(list)
        for seat in known.seats:
            self.known[seat.body].append(seat)
        self.made: dict[str, dict[str, str]] = defaultdict(dict)
        """Body → new seat → the text it was made for."""
        self.left = {(s.body, person): s.slug for s in known.seats for person in s.left}
        """Who left a body, as the register has it, and which seat."""
        self.away = {(s.body, person) for s in known.seats for person in s.away}
        self.leaving: dict[tuple[str, str], str] = {}
        """Body and seat → who gave it up without a last day, and sits until somebody follows."""
        self.held: dict[tuple[str, str], list[tuple[str, Role]]] = defaultdict(list)
        self.vacated: dict[str, list[str]] = defaultdict(list)
        for seat in known.seats:
            for person in seat.holders:
                self.held[(seat.body, person)].append((seat.slug, seat.role))

    def of_holder(self, body: str, person: str, role: Role | None) -> str | None:
        """The seat that a person is known to hold in a body, in the role told if there are more."""
        held = self.held[(body, person)]
        fitting = [seat for seat, own in held if own == role]
        return fitting[0] if fitting else held[0][0] if held else None

    def sits(self, body: str, person: str | None, role: Role | None) -> bool:
        """Whether the register knows somebody to sit in a body in a role already."""
        return any(
            person in seat.holders and seat.role == (role or "member") for seat in self.known[body]
        )

    def for_exit(self, body: str, person: str, act: Act) -> Seated:
        """The seat that somebody leaves, made with them in it where the register knows none."""
        slug = self.of_holder(body, person, act.role)
        if slug is not None:
            self._left(body, slug, person, act)
            return Seated(slug)
        if (body, person) in self.left:
            return Seated(None, (), f"recorded already: {person} left {self.left[body, person]}")
        if self.known[body]:
            note = (
                f"OPEN: {act.person} holds no seat here that the register knows; "
                f"{self._choice(body)}"
            )
            return Seated(None, (), note)
        made = self.new(body, act, among=False)
        fields = {
            "body": body,
            "seat": made.slug,
            "person": person,
            "mode": "not stated",
            "first_day": "..",
        }
        self._left(body, made.slug or "", person, act)
        self.held[(body, person)].append((made.slug or "", act.role or "member"))
        return Seated(made.slug, (*made.steps, Step("appoint", fields, placed(act.written))))

    def for_entry(
        self, body: str, person: str | None, act: Act, *, among: bool, office: str | None
    ) -> Seated:
        """The seat that somebody gets."""
        role = act.role or "member"
        known = self.known[body]
        held = self.of_holder(body, person, role) if person and act.reappointment else None
        titled = act.seat and [s for s in known if slug_of(act.seat) in (s.slug, slug_of(s.title))]
        in_office = [s for s in known if s.role == role] if role in OFFICES else []
        own = [s for s, r in self.held[(body, person or "")] if r == role] if person else []
        free = self.vacated[body] if role not in OFFICES and not act.seat else []
        slug: str | None = None
        if held or own:
            slug = held or own[0]
        elif titled:
            slug = titled[0].slug
        elif len(in_office) == 1:
            slug = in_office[0].slug
        elif free:
            slug = free.pop(0)
        if slug is None and known and not act.seat and role not in OFFICES:
            entitled = [
                s for s in known if act.entitled and s.entitled == act.entitled and not s.holders
            ]
            if len(entitled) != 1:
                return Seated(None, (), f"OPEN: which seat? {self._choice(body)}")
            slug = entitled[0].slug
        if slug is not None:
            self._sits(body, person, slug, role)
            return Seated(slug)
        made = self.new(body, act, among=among, held_with=office)
        self._sits(body, person, made.slug or "", role)
        return made

    def new(self, body: str, act: Act, *, among: bool, held_with: str | None = None) -> Seated:
        """A seat that the draft creates."""
        role = act.role or "member"
        by = act.appointed_by if act.mode == "appointed" else None
        own = act.seat or act.entitled or (by if role == "member" else None) or DANISH[role]
        text = short(held_with.partition("/")[0] if held_with else own)
        taken = {*self.made[body], *(seat.slug for seat in self.known[body])}
        slug = fresh(text, taken, "plads")
        self.made[body][slug] = text
        title = act.seat or (
            f"Udpeget af {by}" if by and role == "member" else DANISH[role].capitalize()
        )
        fields = {
            "body": body,
            "seat": slug,
            "title": title[:200],
            "role": None if role == "member" else role,
            "among_members": True if among else None,
            "appointer": by,
            "nominators": list(act.nominated_by),
            "entitled": act.seat if held_with else act.entitled,
            "basis": act.basis[:200] if act.basis else None,
            "held_with": held_with,
        }
        return Seated(slug, (Step("create seat", fields, placed(act.written)),))

    def _left(self, body: str, slug: str, person: str, act: Act) -> None:
        self.vacated[body].append(slug)
        if act.act == "resign" and act.until is None:
            self.leaving[body, slug] = person

    def _sits(self, body: str, person: str | None, slug: str, role: Role) -> None:
        if person:
            self.held[(body, person)].append((slug, role))

    def _choice(self, body: str) -> str:
        seats = ", ".join(f"{s.slug} ({s.title})" for s in self.known[body][:12])
        return f"its seats: {seats}"
