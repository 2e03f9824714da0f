"""Several writers, crashes and rebuilds: nothing is lost, nothing is doubled."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

import pytest

from application.failures import Missing
from application.folder.identity import bring_together
from application.folder.views import write_views
from application.log import Log
from application.register import Register, create_register
from application.replay import build, difference
from bench.history import acts
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered
from domain.tenure_events import Appointed, Resigned
from domain.when import When
from tests.calling import Fasti, differing
from tests.places import OnServer


@pytest.fixture
def register(fasti: Fasti) -> Iterator[Register]:
    with fasti.register(writer="test") as register:
        yield register


def test_known_times_never_run_backwards_and_numbers_are_dense(register: Register):
    moments = iter(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(100))
    register.clock = lambda: next(moments)
    for name in ("bo", "cy"):
        register.record([act(name, PersonRegistered(name=name))])
    with register.log() as log:
        entries = list(log.entries())
    assert [entry.number for entry in entries] == [1, 2]
    assert entries[0].recorded < entries[1].recorded


WRITER = """
import sys
from application.register import Register
from domain.act import Act, act
from domain.body_events import SeatCreated
register = Register(sys.argv[1], writer=sys.argv[2])
for number in range(20):
    register.record([act("raad", SeatCreated(seat=f"{sys.argv[2]}-{number}", title="S"))])
"""


def test_four_programs_write_to_one_body_at_once(register: Register):
    register.record([act("raad", BodyEstablished(name="Rådet"))])
    names = ("a", "b", "c", "d")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(register.address), name], stderr=subprocess.PIPE
        )
        for name in names
    ]
    told = [process.communicate(timeout=100)[1] for process in running]
    assert told == [b""] * 4
    with register.log() as log:
        entries = log.stream("body:raad")
    assert [entry.version for entry in entries] == list(range(1, 82))
    made = {entry.event.seat for entry in entries[1:]}
    assert made == {f"{name}-{number}" for name in names for number in range(20)}
    with register.asking():
        pass
    assert difference(register.storage)[1] is None


def filled(register: Register, entries: int, bodies: int) -> None:
    made = list(acts(entries, bodies))
    with register.writing():
        for at in range(0, len(made), 97):
            register.record(made[at : at + 97], project=at % 2 == 0)


def test_views_brought_up_step_by_step_equal_a_rebuild(register: Register):
    filled(register, 900, 6)
    with register.asking():
        pass
    assert difference(register.storage) == (900, None)


def test_any_number_of_processes_rebuilds_the_same(register: Register, tmp_path, monkeypatch):
    monkeypatch.setattr("application.replay.TOGETHER", 100)
    filled(register, 1200, 8)
    seen: list[tuple[int, int]] = []
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    write_views(register.storage, one, processes=1)
    write_views(register.storage, two, processes=2, progress=lambda *at: seen.append(at))
    assert differing(one, two) is None
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.in_folder
def test_of_two_that_make_a_register_in_one_place_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def slowly(scratch: Path) -> None:
        sleep(0.2)
        bring_together(scratch)

    monkeypatch.setattr("application.folder.log.bring_together", slowly)
    with ThreadPoolExecutor(2) as pool:
        made = [pool.submit(create_register, tmp_path / "register") for _ in range(2)]
    failed = [one.exception() for one in made]
    assert sorted(type(one) for one in failed if one) == [Missing]
    assert None in failed


def test_entries_appended_while_views_are_rebuilt_are_no_damage(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    filled(register, 20, 2)
    entry = Log.entry

    def meanwhile(log: Log, number: int) -> object:
        if register.last() == 20:
            register.record([act("ny", PersonRegistered(name="Ny"))])
        return entry(log, number)

    monkeypatch.setattr(Log, "entry", meanwhile)
    assert build(register.storage, tmp_path / "scratch.db") == 20
    assert register.last() == 21


def test_views_far_behind_are_rebuilt(register: Register, monkeypatch):
    monkeypatch.setattr("application.views.CATCH_UP", 10)
    filled(register, 300, 2)
    with register.asking():
        pass
    assert register.views.position() == 300


def test_the_first_difference_is_told_row_by_row(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01")
    for statement, told in (
        (
            "UPDATE tenures SET person = 'cy'",
            "the views differ from the log: tenures, row 1: the views say body='raad',",
        ),
        (
            "DELETE FROM tenures",
            "the views differ from the log: tenures: the views lack body='raad'",
        ),
        (
            "INSERT INTO tenures SELECT * FROM tenures",
            "the views differ from the log: tenures, row 2: the views say body='raad',",
        ),
    ):
        with raad.views() as views:
            views.execute("DROP INDEX IF EXISTS tenures_rows")
            if isinstance(raad, OnServer):
                views.execute("ALTER TABLE tenures DROP CONSTRAINT IF EXISTS one_place")
            views.execute(statement)
        result = raad.run("replay --check")
        assert result.exit_code == 3
        assert result.stderr.startswith(f"fasti: {told}")
        raad.done("replay")
    with raad.storage() as storage:
        storage.views.discard()
    assert raad.run("replay --check").stderr == (
        "fasti: there are no views to compare; run 'fasti replay'\n"
    )


def test_views_of_a_known_time_are_written_elsewhere(raad: Fasti, tmp_path: Path):
    raad.done("appoint raad s1 bo --from 2018-01-01")
    result = raad.run(f"replay --known-at '#7' --into {tmp_path}/then.db")
    assert result.stderr == f"views of the entries up to #7 written to {tmp_path}/then.db\n"
    with raad.storage() as storage:
        for upto, same in ((7, True), (8, False)):
            assert build(storage, tmp_path / f"{upto}.db", upto=upto) == upto
            assert (differing(tmp_path / "then.db", tmp_path / f"{upto}.db") is None) == same


def test_late_facts_recorded_in_one_process_read_what_others_wrote(register: Register):
    register.record([act("raad", BodyEstablished(name="Rådet"))])
    with closing(Register(register.address)) as other:
        other.record([act("raad", SeatCreated(seat="s1", title="S"))])
    register.record([act("bo", PersonRegistered(name="Bo"))])
    register.record([act("raad", Appointed(seat="s1", person="bo", first_day=When.parse("2020")))])
    resigned = Resigned(seat="s1", person="bo", last_day=When.parse("2021"))
    assert register.record([act("raad", resigned)]).numbers == range(5, 6)


def test_a_program_that_lives_on_keeps_no_memory_for_ever(register: Register):
    register.record([act("bo", PersonRegistered(name="Bo"))])
    register.views.rebuild()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
