"""Several take turns: what each decides holds at the end of the log, whatever others appended."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from application import reading
from application.failures import Damaged
from application.folder.log import NEW
from application.log import Log
from application.recorder import NEAR, Question
from application.register import Register
from application.replay import difference
from application.verification import verify
from domain.act import Act, act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered, PersonRenamed
from domain.proposal_events import Decided, ProposalAmended, Proposed
from domain.refusal import Refusals
from domain.stated_events import StatementWithdrawn, TenureStated
from domain.tenure_events import Appointed
from domain.when import When
from tests.calling import Fasti


@pytest.fixture
def register(fasti: Fasti) -> Iterator[Register]:
    with fasti.register(writer="test") as register:
        yield register


def appointed(person: str) -> Act:
    return act("raad", Appointed(seat="s1", person=person, first_day=When.parse("2020-01-01")))


def overtaken(
    register: Register, monkeypatch: pytest.MonkeyPatch, by: Callable[[int], Sequence[Act]]
) -> list[int]:
    """Somebody else appends just before each turn of the one who writes; how often that one decided
    before the first, between that and the second, and so on."""
    turn, decided, times = Log.turn, Register._decided, [0]

    def late(self: Log, question: Question):
        if not self.in_turn and not (question.command or "").startswith("other"):
            asked = by(len(times))
            times.append(0)
            with closing(Register(register.address, writer="other")) as other:
                other.record(asked, command=f"other-{len(times)}")
        return turn(self, question)

    def counted(self: Register, *args: Any, **named: Any):
        if self.writer != "other":
            times[-1] += 1
        return decided(self, *args, **named)

    monkeypatch.setattr(Log, "turn", late)
    monkeypatch.setattr(Register, "_decided", counted)
    return times


def test_who_was_overtaken_decides_again_on_the_new_state(register: Register, monkeypatch):
    setup = [
        act("raad", BodyEstablished(name="Rådet")),
        act("raad", SeatCreated(seat="s1", title="S")),
        *(act(p, PersonRegistered(name=p)) for p in ("bo", "cy")),
    ]
    register.record(setup)
    overtaken(register, monkeypatch, lambda _: [appointed("cy")])
    with pytest.raises(Refusals, match="cy holds seat s1 with no end known"):
        register.record([appointed("bo")])
    assert register.last() == 5


def test_who_was_overtaken_decides_next_when_it_is_its_turn(register: Register, monkeypatch):
    register.record([act("raad", BodyEstablished(name="Rådet"))])

    def seat(name: str) -> Act:
        return act("raad", SeatCreated(seat=name, title="S"))

    times = overtaken(register, monkeypatch, lambda turn: [seat(f"other-{turn}")])
    seats = [seat(f"s{number}") for number in range(3)]
    with register.writing():
        made = [register.record([seat], project=False).first for seat in seats]
    assert (made, times) == ([3, 5, 7], [1, 1, 1, 1])
    assert difference(register.storage)[1] is None


def test_what_others_append_elsewhere_is_no_reason_to_decide_again(register: Register, monkeypatch):
    register.record([act("raad", BodyEstablished(name="Rådet"))])
    times = overtaken(
        register, monkeypatch, lambda turn: [act(f"p{turn}", PersonRegistered(name="Åse"))]
    )
    with register.writing():
        for number in range(12):
            register.record([act("raad", SeatCreated(seat=f"s{number}", title="S"))])
    assert (times, register.last()) == ([1] * 12 + [0], 25)


def test_who_began_with_an_empty_log_learns_of_all_that_came_since(register: Register, monkeypatch):
    many = [act(f"p{number}", PersonRegistered(name="Åse")) for number in range(NEAR + 100)]
    overtaken(register, monkeypatch, lambda turn: many if turn == 1 else [])
    with register.writing():
        register.record([act("bo", PersonRegistered(name="Bo"))], project=False)
        monkeypatch.undo()
        for number in (5, NEAR + 50):
            with pytest.raises(Refusals, match=f"already registered as Åse \\(#{number + 1}\\)"):
                register.record([many[number]], project=False)
        register.record([act(f"p{NEAR + 50}", PersonRenamed(name="Ib"))], project=False)
    assert register.last() == NEAR + 102


def test_a_statement_withdrawn_as_it_is_made_is_the_one_that_is_withdrawn(
    register: Register, monkeypatch
):
    setup = [act("raad", BodyEstablished(name="Rådet")), act("bo", PersonRegistered(name="Bo"))]
    register.record([*setup, act("raad", SeatCreated(seat="s", title="S"))])
    others = PersonRegistered(name="Åse")
    overtaken(register, monkeypatch, lambda turn: [act(f"p{turn}", others)])
    said = {"seat": "s", "person": "bo", "first_day": When.parse("2015")}
    with register.writing() as log:
        register.record([act("bo", PersonRenamed(name="Ib"))], project=False)
        asked = [act("raad", TenureStated(**said)), act("raad", StatementWithdrawn(**said))]
        assert register.record(asked, project=False).first == 7
        assert [entry.event.entry for entry in log.entries(7)] == [7]


def test_a_proposal_amended_meanwhile_is_adopted_as_amended(register: Register, monkeypatch):
    setup = [act("bo", PersonRegistered(name="Bo")), act("cy", PersonRegistered(name="Cy"))]
    for body in ("raad", "other"):
        setup += [act(body, BodyEstablished(name=body))]
        setup += [act(body, SeatCreated(seat="s1", title="S"))]
    register.record([*setup, act("x", Proposed(body="raad", text="t", acts=(appointed("bo"),)))])
    cy = Appointed(seat="s1", person="cy", first_day=When.parse("2020-01-01"))
    amended = act("x", ProposalAmended(acts=(act("other", cy),)))
    needed, done = reading.needed, []

    def late(acts: Sequence[Act], log: Log) -> set[str]:
        found = needed(acts, log)
        if not done:
            done.append(True)
            with closing(Register(register.address, writer="other")) as other:
                other.record([amended])
        return found

    monkeypatch.setattr(reading, "needed", late)
    with closing(Register(register.address, writer="new")) as new:
        day = When.parse("2019-03-01")
        made = new.record([act("x", Decided(body="raad", outcome="adopted", day=day))])
    assert [entry.stream for entry in register.entries(made.numbers)] == [
        "proposal:x",
        "body:other",
    ]


@pytest.mark.in_folder
def test_a_register_that_was_put_back_is_read_anew(register: Register, tmp_path: Path):
    register.record([act("raad", BodyEstablished(name="Rådet"))])
    register.close()
    shutil.copytree(register.address, tmp_path / "before")
    for number in range(3):
        register.record([act("raad", SeatCreated(seat=f"s{number}", title="S"))])
    register.close()
    shutil.rmtree(register.address)
    shutil.copytree(tmp_path / "before", register.address)
    assert register.record([act("raad", SeatCreated(seat="t", title="S"))]).numbers == range(2, 3)
    assert verify(register.storage, []).findings == []


@pytest.mark.in_folder
def test_an_entry_that_is_stored_as_none_is_damage(register: Register):
    with register.writing(), closing(Register(register.address, writer="other")) as other:
        register.record([act("raad", BodyEstablished(name="Rådet"))], project=False)
        other.record([act("raad", SeatCreated(seat="s", title="S"))], project=False)
        with closing(sqlite3.connect(Path(register.address) / "events.db")) as log:
            log.execute("DROP TRIGGER stored_events_update")
            log.execute("UPDATE stored_events SET originator_version = 'two' WHERE rowid = 2")
            log.commit()
        with pytest.raises(Damaged, match="entry #2 is not stored as one"):
            register.record([act("raad", SeatCreated(seat="t", title="S"))], project=False)


def test_who_was_left_far_behind_reads_anew(register: Register, monkeypatch):
    monkeypatch.setattr("application.log.NEAR", 3)
    monkeypatch.setattr("application.folder.log.NEW", NEW.replace("1001", "4"))
    setup = [act("raad", BodyEstablished(name="Rådet")), act("bo", PersonRegistered(name="Bo"))]
    with register.writing(), closing(Register(register.address, writer="other")) as other:
        register.record(setup)
        for number in range(9):
            other.record([act("raad", SeatCreated(seat=f"s{number}", title="S"))])
        assert register.record([act("bo", PersonRenamed(name="Ib"))]).first == 12
        with pytest.raises(Refusals, match="already has a seat 's8'"):
            register.record([act("raad", SeatCreated(seat="s8", title="S"))])


def test_nothing_is_appended_outside_of_a_turn(register: Register):
    asked = [("person:bo", PersonRegistered(name="Bo"), None)]
    with register.log(writable=True) as log, pytest.raises(RuntimeError, match="outside of a turn"):
        log.append(asked, command="c", writer="w", clock=register.clock, versions={"person:bo": 0})
    assert register.last() == 0
