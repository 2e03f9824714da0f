"""Faults, a few of each: `make faults` tries them many times over."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from application import heads, log
from application.checkpoints import sign
from application.failures import Damaged
from application.keys import new_key
from application.log import open_log
from application.notes import SigningKey
from application.register import Register, create_register
from application.verification import verify
from bench.faults_bits import flips
from domain.act import Act, act
from domain.person_events import PersonRegistered
from domain.proposal_events import Retracted
from tests.calling import Fasti
from tests.tampering import changed, tampered, tree_made_anew


def test_no_flipped_bit_goes_unnoticed_where_it_could_change_an_answer(tmp_path: Path):
    found = list(flips(tmp_path, 100, seed=7))
    assert [count for _, count, _ in found] == [20] * 5
    assert [unnoticed for _, _, unnoticed in found] == [[]] * 5


def test_a_copy_of_the_db_file_alone_is_noticed(raad: Fasti, tmp_path: Path):
    raad.done("key new example.org/raad", "checkpoint")
    copy = Fasti(tmp_path / "copy")
    with closing(open_log(raad.folder / "events.db")):
        raad.done("person register x --name X", "checkpoint")
        shutil.copytree(raad.folder, copy.folder, ignore=shutil.ignore_patterns("events.db-*"))
    result = copy.run("board raad")
    assert result.exit_code == 3
    assert "ends at #7, but #8 was signed" in result.stderr


def test_a_copy_without_its_wal_is_noticed_by_its_views_too(raad: Fasti, tmp_path: Path):
    copy = Fasti(tmp_path / "copy")
    with closing(open_log(raad.folder / "events.db")):
        raad.done("person register x --name X")
        shutil.copytree(raad.folder, copy.folder, ignore=shutil.ignore_patterns("events.db-*"))
    told = "the views contain #8, the log ends at #7: the log has lost entries"
    assert told in copy.run("board raad").stderr
    assert told in copy.run("person register y --name Y").stderr
    copy.done("restore --acknowledge-loss nedbrud", "person register y --name Y")


def test_a_stale_wal_beside_a_copy_that_was_put_back_is_noticed(raad: Fasti, tmp_path: Path):
    log_path = raad.folder / "events.db"
    raad.done("key new example.org/raad")
    with closing(open_log(log_path)):
        raad.done("person register x --name X")
        shutil.copy(raad.folder / "events.db-wal", tmp_path / "stale")
    raad.done("person register y --name Y", "appoint raad s1 x --from 2020-01-01", "checkpoint")
    shutil.copy(tmp_path / "stale", raad.folder / "events.db-wal")
    assert raad.run("board raad").exit_code == 3
    assert raad.run("verify").exit_code == 3


class Crash(BaseException):
    """The power goes."""


class AgainstAModel(RuleBasedStateMachine):
    """Record, retract, crash, reload, sign and tamper, against a list of what was acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="fasti-"))
        self.register = Register(self.place / "register")
        create_register(self.register.folder)
        new_key("example.org/model", self.register.folder, self.place / "model.key")
        self.key = SigningKey.parse((self.place / "model.key").read_text("utf-8"))
        self.model: list[str] = []
        self.gone: set[int] = set()
        self.signed = 0

    def teardown(self) -> None:
        shutil.rmtree(self.place)

    def _named(self, letter: str) -> Act:
        name = f"{letter}{len(self.model)}"
        return act(name, PersonRegistered(name=name))

    @rule(count=st.integers(1, 3))
    def record(self, count: int) -> None:
        names = [f"p{len(self.model) + at}" for at in range(count)]
        done = self.register.record([act(name, PersonRegistered(name=name)) for name in names])
        assert list(done.numbers) == [len(self.model) + 1 + at for at in range(count)]
        self.model += names

    @property
    def live(self) -> list[int]:
        return [n for n, name in enumerate(self.model, 1) if name and n not in self.gone]

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def retract(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.live))
        asked = act("", Retracted(entry=number, reason="fejl"))
        stream = f"person:{self.model[number - 1]}"
        self.register.record([asked.model_copy(update={"stream": stream})])
        self.gone.add(number)
        self.model.append("")

    @rule()
    def crash(self) -> None:
        written = log.write_leaves

        def crashing(*_: object) -> None:
            raise Crash

        log.write_leaves = crashing
        try:
            with pytest.raises(Crash):
                self.register.record([self._named("c")])
        finally:
            log.write_leaves = written

    @rule()
    def reload(self) -> None:
        self.register = Register(self.register.folder)

    @precondition(lambda self: self.model)
    @rule()
    def checkpoint(self) -> None:
        sign(self.register.folder, self.key, [self.key.public])
        self.signed = len(self.model)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), anew=st.booleans())
    def tamper(self, data: st.DataObject, anew: bool) -> None:
        copy = self.place / "copy"
        shutil.copytree(self.register.folder, copy)
        number = data.draw(st.integers(1, len(self.model)))
        tampered(copy / "events.db", changed(number, '"command":"', '"command":"x'))
        if anew:
            tree_made_anew(copy / "events.db")
        found = verify(copy, [self.key.public]).findings
        assert found
        if not anew:
            assert [f.entry for f in found if f.part == "entries"] == [number]
        elif number <= self.signed:
            with pytest.raises(Damaged):
                Register(copy).last()
        shutil.rmtree(copy)

    @invariant()
    def what_was_acknowledged_is_there_and_nothing_else(self) -> None:
        with self.register.log() as opened:
            names = [getattr(entry.event, "name", "") for entry in opened.entries()]
        assert names == self.model
        assert len(heads.signed(self.register.folder)) <= len(self.model)


TestAgainstAModel = AgainstAModel.TestCase
TestAgainstAModel.settings = settings(
    max_examples=8, stateful_step_count=10, deadline=None, phases=[Phase.generate]
)
