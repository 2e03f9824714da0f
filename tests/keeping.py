"""Record, retract, crash, reload and tamper in any order, against a plain model of the facts."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from application.checkpoints import sign
from application.failures import ClockBehind, Failure
from application.notes import SigningKey, VerifierKey
from application.readback import Finding
from application.register import Register, create_register, now
from application.verification import verify
from bench.faults_specimen import MEMORY
from domain.act import Act, act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered
from domain.proposal_events import Retracted
from domain.refusal import Refusal
from domain.tenure_events import Appointed, Resigned
from domain.when import on
from projections.composition import composition
from tests.calling import Fasti
from tests.tampering import TAMPERINGS, tree_made_anew

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

    done: ClassVar[Counter[str]] = Counter()
    new: Callable[[Path], Fasti]
    """Gives a place where nothing is yet."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(prefix="fasti-", dir=MEMORY)
        self.fasti = self.new(Path(self.place.name) / "0")
        create_register(self.fasti.address)
        self.register = Register(self.fasti.address, writer="machine")
        setup = [act("raad", BodyEstablished(name="Rådet"))]
        setup += [act("raad", SeatCreated(seat=seat, title="Sæde")) for seat in SEATS]
        self.last = self.register.record(setup).last
        self.known: dict[int, Facts] = {self.last: {}}
        self.people = 0
        self.ahead = timedelta(0)
        self.key = SigningKey.new("example.org/machine")
        self.signed = 0

    @property
    def facts(self) -> Facts:
        return self.known[self.last]

    def ask(self, *acts: Act) -> bool:
        """Have acts recorded, and take the last of them into the model, unless they are refused."""
        try:
            self.last = self.register.record(acts).last
        except Refusal:
            return self.refused("by a rule")
        except ClockBehind:
            return self.refused("by the clock")
        self.learn(acts[-1])
        self.done[f"recorded: {acts[-1].event.kind}"] += 1
        return True

    def refused(self, how: str) -> bool:
        """It was refused: nothing is learned."""
        self.done[f"refused {how}"] += 1
        return False

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

    @rule(seat=st.sampled_from(SEATS), day=days, after=st.floats(0, 0.02))
    def kill(self, seat: str, day: date, after: float) -> None:
        """A program that records is killed."""
        asked = self.appointment(seat, day)
        self.register.close()
        child = os.fork()
        if child == 0:
            try:
                self.reopen()
                self.register.record(asked)
            finally:
                os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.settle()
        self.reopen()
        self.done["killed"] += 1
        if self.register.last() > self.last:
            self.last += len(asked)
            self.learn(asked[-1])

    def settle(self) -> None:
        """Wait until what a killed program had begun is done or undone."""

    @rule()
    def forget_views(self) -> None:
        self.register.views.discard()
        self.reopen()
        self.done["reloaded, views gone"] += 1

    @rule(days=st.sampled_from([-365, 0, 0, 365]))
    def clock_jumps(self, days: int) -> None:
        self.ahead = timedelta(days=days)
        self.reopen()

    @rule()
    def checkpoint(self) -> None:
        sign(self.register.storage, self.key, [self.key.public])
        self.signed = self.last
        self.done["signed"] += 1

    @rule(
        kind=st.sampled_from(sorted(TAMPERINGS)),
        pick=st.integers(0, 10_000),
        at=st.integers(0, 10_000),
        anew=st.booleans(),
    )
    def tamper(self, kind: str, pick: int, at: int, anew: bool) -> None:
        """An insider changes a copy, and may make its tree anew: nobody overlooks it."""
        number = self.last if kind == "last_deleted" else pick % self.last + 1
        other = at if kind == "letter" else at % self.last + 1
        if kind in ("streams_swapped", "reordered") and number == other:
            return
        copy = self.copied()
        TAMPERINGS[kind](copy, number, other)
        if anew:
            tree_made_anew(copy)
        unsigned = number > self.signed
        if kind == "letter" and not anew:
            assert number in [finding.entry for finding in found(copy)]
        elif not (anew and unsigned and kind in ("letter", "back_dated")):
            assert self.noticed(copy), (kind, number, other, anew, self.signed)
        self.done[f"tampered: {kind.replace('_', ' ')}"] += 1

    @rule(table=st.sampled_from(["tenures", "persons"]), lost=st.booleans())
    def forge_views(self, table: str, lost: bool) -> None:
        """A row of the views is lost, or says something else."""
        copy = self.copied()
        with copy.views() as views:
            if not views.execute(f"SELECT known_to FROM {table}").fetchall():
                return
            changed = f"DELETE FROM {table}" if lost else f"UPDATE {table} SET known_to = 0"
            views.execute(changed)
        assert [finding.part for finding in found(copy)] == ["views"]
        self.done["views forged"] += 1

    def copied(self) -> Fasti:
        """A copy of the register, its views brought up, to be tampered with."""
        with self.register.asking():
            pass
        self.register.close()
        copy = Path(self.place.name) / "tampered"
        shutil.rmtree(copy, ignore_errors=True)
        return self.fasti.copy(copy)

    def noticed(self, fasti: Fasti) -> bool:
        """Whether a question is refused, or damage is found."""
        try:
            with fasti.register() as register, register.asking():
                pass
            return bool(found(fasti, self.key.public))
        except Failure:
            return True

    def reopen(self) -> None:
        """The register as another program opens it."""
        self.register.close()
        self.register = Register(self.fasti.address, "machine", lambda: now() + self.ahead)

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
        assert found(self.fasti) == []
        self.register.close()
        self.fasti.end()
        self.place.cleanup()
        self.done["histories"] += 1


def found(fasti: Fasti, *keys: VerifierKey) -> list[Finding]:
    """What is wrong with a register."""
    with fasti.storage() as storage:
        return verify(storage, keys).findings
