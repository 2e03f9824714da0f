"""Record, retract, crash, reload and tamper in any order, against a plain model of the facts."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from application.register import Register, create_register
from application.verification import verify
from domain.act import Act, act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered
from domain.proposal_events import Retracted
from domain.refusal import Refusal
from domain.tenure_events import Appointed, Resigned
from domain.when import on
from projections.composition import composition

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where writing is quick: what is tried here does not depend on the disk."""
SEATS = ("s1", "s2")
FIRST = date(2020, 1, 1).toordinal()
days = st.integers(0, 40).map(lambda months: date.fromordinal(FIRST + 30 * months))
Facts = dict[int, Appointed | Resigned]


def sitting(facts: Facts, day: int) -> set[tuple[str, str]]:
    """Seat and person of everybody who sits on a day: nobody is ever appointed twice."""
    found = set()
    for fact in facts.values():
        if isinstance(fact, Appointed) and fact.first_day.earliest <= day:
            left = [f for f in facts.values() if isinstance(f, Resigned)]
            ends = [f.last_day.latest for f in left if f.person == fact.person and f.last_day]
            if all(day <= last for last in ends):
                found.add((fact.seat, fact.person))
    return found


class Keeping(RuleBasedStateMachine):
    """A register and, beside it, the plain facts that it should know after each entry."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(prefix="fasti-", dir=MEMORY)
        self.folder = Path(self.place.name) / "0"
        create_register(self.folder)
        self.register = Register(self.folder, writer="machine")
        setup = [act("raad", BodyEstablished(name="Rådet"))]
        setup += [act("raad", SeatCreated(seat=seat, title="Sæde")) for seat in SEATS]
        self.last = self.register.record(setup).last
        self.known: dict[int, Facts] = {self.last: {}}
        self.people = 0
        self.crashes = 0

    @property
    def facts(self) -> Facts:
        return self.known[self.last]

    def ask(self, *acts: Act) -> bool:
        """Have acts recorded, and take the last of them into the model, unless they are refused."""
        try:
            self.last = self.register.record(acts).last
        except Refusal:
            return False
        self.learn(acts[-1])
        return True

    def learn(self, last: Act) -> None:
        before = self.known[max(self.known)]
        if isinstance(last.event, Retracted):
            self.known[self.last] = {n: f for n, f in before.items() if n != last.event.entry}
        else:
            self.known[self.last] = {**before, self.last: last.event}

    def appointment(self, seat: str, day: date) -> list[Act]:
        self.people += 1
        person = f"p{self.people}"
        appointed = Appointed(seat=seat, person=person, first_day=on(day))
        return [act(person, PersonRegistered(name="Åse Ærø")), act("raad", appointed)]

    @rule(seat=st.sampled_from(SEATS), day=days)
    def appoint(self, seat: str, day: date) -> None:
        self.ask(*self.appointment(seat, day))

    @rule(pick=st.integers(0, 50), day=days)
    def resign(self, pick: int, day: date) -> None:
        held = [fact for fact in self.facts.values() if isinstance(fact, Appointed)]
        gone = {fact.person for fact in self.facts.values() if isinstance(fact, Resigned)}
        held = [fact for fact in held if fact.person not in gone]
        if held:
            fact = held[pick % len(held)]
            event = Resigned(seat=fact.seat, person=fact.person, last_day=on(day))
            self.ask(act("raad", event))

    @rule(pick=st.integers(0, 50))
    def retract(self, pick: int) -> None:
        if self.facts:
            entry = sorted(self.facts)[pick % len(self.facts)]
            self.ask(act("raad", Retracted(entry=entry, reason="fejl")))

    @rule(seat=st.sampled_from(SEATS), day=days, torn=st.floats(0, 1))
    def crash(self, seat: str, day: date, torn: float) -> None:
        """The machine stops while an append is being written: its last pages may be lost."""
        wal = self.folder / "events.db-wal"
        asked = self.appointment(seat, day)
        with self.register.writing():
            self.ask(act("x" * (self.people + 1), PersonRegistered(name="Bo")))
            acknowledged = wal.stat().st_size
            try:
                unsure = self.register.record(asked, project=False)
            except Refusal:
                unsure = None
            self.crashes += 1
            crashed = self.folder.parent / str(self.crashes)
            shutil.copytree(self.folder, crashed, ignore=shutil.ignore_patterns("*-shm"))
        kept = acknowledged + round(torn * (wal_size(crashed) - acknowledged))
        with (crashed / wal.name).open("r+b") as file:
            file.truncate(kept)
        self.folder, self.register = crashed, Register(crashed, writer="machine")
        if unsure is not None and self.register.last() == unsure.last:
            self.last = unsure.last
            self.learn(asked[-1])

    @rule(views=st.booleans())
    def reload(self, views: bool) -> None:
        if not views:
            self.register.views.path.unlink()
        self.register = Register(self.folder, writer="machine")

    @rule(pick=st.integers(0, 10_000), at=st.integers(0, 10_000))
    def tamper(self, pick: int, at: int) -> None:
        """One letter of one entry is another one, in a copy: nobody overlooks it."""
        copy = self.folder.parent / "tampered"
        shutil.copytree(self.folder, copy)
        number = pick % self.last + 1
        with closing(sqlite3.connect(copy / "events.db")) as log, log:
            log.execute("DROP TRIGGER stored_events_update")
            query = "SELECT state FROM stored_events WHERE rowid = ?"
            state = bytearray(log.execute(query, (number,)).fetchone()[0])
            state[at % len(state)] ^= 1
            log.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (state, number))
        assert number in [finding.entry for finding in verify(copy, []).findings]
        shutil.rmtree(copy)

    @invariant()
    def the_register_knows_what_the_model_knows(self) -> None:
        assert self.register.last() == self.last
        numbers = sorted(self.known)
        with self.register.asking() as connection:
            for number in {numbers[-1], numbers[len(numbers) // 2], numbers[0]}:
                at = None if number == self.last else number
                for day in range(FIRST, FIRST + 1300, 233):
                    seats = composition(connection, day, at, "raad")
                    found = {(s.seat, h.tenure.person) for s in seats for h in s.holders}
                    assert found == sitting(self.known[number], day)

    def teardown(self) -> None:
        assert verify(self.folder, []).findings == []
        self.place.cleanup()


def wal_size(folder: Path) -> int:
    return (folder / "events.db-wal").stat().st_size


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)
