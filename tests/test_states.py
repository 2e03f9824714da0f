"""States kept from command to command: what was let go is read again, what is new is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from application import states
from application.log import Log
from application.recorder import Question
from application.register import Register, create_register
from domain.act import act
from domain.person_events import PersonRegistered, PersonRenamed
from domain.refusal import Refusals

NAMES = [f"p{number}" for number in range(9)]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    create_register(tmp_path / "register")
    return Register(tmp_path / "register", writer="test")


@pytest.fixture
def looked_for(monkeypatch) -> list[str]:
    """The streams that were looked for in the log."""
    found: list[str] = []
    of_streams, turn = Log.of_streams, Log.turn

    def noted(log: Log, names):
        found.extend(names)
        return of_streams(log, names)

    def asked(log: Log, question: Question):
        found.extend(question.unknown)
        return turn(log, question)

    monkeypatch.setattr(Log, "of_streams", noted)
    monkeypatch.setattr(Log, "turn", asked)
    return found


def test_whoever_is_new_is_not_looked_for_in_a_log_that_was_followed_from_its_first_entry(
    register: Register, looked_for: list[str]
):
    with register.writing():
        for name in NAMES:
            register.record([act(name, PersonRegistered(name=name))], project=False)
    assert looked_for == []


def test_what_was_let_go_is_read_again(register: Register, looked_for: list[str], monkeypatch):
    monkeypatch.setattr(states, "BOUND", 3)
    with register.writing() as log:
        for name in NAMES:
            register.record([act(name, PersonRegistered(name=name))], project=False)
        with pytest.raises(Refusals, match="already registered"):
            register.record([act("p0", PersonRegistered(name="Bo"))], project=False)
        register.record([act("p0", PersonRenamed(name="Bo"))], project=False)
        assert [entry.version for entry in log.stream("person:p0")] == [1, 2]
    assert set(looked_for) == {"person:p0"}


def test_what_somebody_else_began_meanwhile_is_read(register: Register):
    with register.writing():
        register.record([act("p0", PersonRegistered(name="Åse"))], project=False)
        other = Register(register.address, writer="other")
        other.record([act("p1", PersonRegistered(name="Bo"))], project=False)
        register.record([act("p2", PersonRegistered(name="Cy"))], project=False)
        with pytest.raises(Refusals, match="already registered"):
            register.record([act("p1", PersonRegistered(name="Dan"))], project=False)
