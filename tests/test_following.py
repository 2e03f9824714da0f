"""Following: every entry once and in order, whoever writes and whatever becomes of the server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from application.failures import Busy, Damaged, Interrupted, Unreachable
from application.following import Entries, follow
from application.log import Log
from application.register import Register
from application.replay import difference
from cli.following import refuse_unread, until_stopped
from domain.act import act
from domain.body_events import SeatCreated
from domain.person_events import PersonRegistered
from domain.tenure_events import Appointed, Resigned
from domain.when import When
from tests.calling import Fasti
from tests.conftest import Lent
from tests.servers import until
from tests.test_help import example

PROGRAM = str(Path(sys.executable).parent / "fasti")


class Running:
    """A command that goes on until it is stopped, in a process of its own."""

    def __init__(self, address: str, folder: Path, *words: str) -> None:
        self.printed, self.said = folder / "printed", folder / "said"
        folder.mkdir()
        with self.printed.open("w") as out, self.said.open("w") as err:
            self.process = subprocess.Popen(
                [PROGRAM, "--register", address, *words],
                stdout=out,
                stderr=err,
            )

    def lines(self) -> list[str]:
        return self.printed.read_text("utf-8").splitlines()

    def numbers(self) -> list[int]:
        return [json.loads(line)["entry"] for line in self.lines()]

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


@contextmanager
def started_in(folder: Path) -> Iterator[Callable[..., Running]]:
    """Starts commands, all ended at the end."""
    started: list[Running] = []

    def start(address: str, *words: str) -> Running:
        started.append(Running(address, folder / f"running-{len(started)}", *words))
        return started[-1]

    try:
        yield start
    finally:
        for one in started:
            if one.process.poll() is None:
                one.process.kill()
                one.process.wait(30)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    with started_in(tmp_path) as start:
        yield start


def persons(register: Register, *names: str) -> None:
    for name in names:
        register.record([act(name, PersonRegistered(name=name))], project=False)


def test_what_is_there_is_printed_and_then_what_comes(raad: Fasti, running):
    follower = running(raad.address, "log", "--follow", "--format", "json")
    until(lambda: len(follower.lines()) == 7)
    with raad.register() as register:
        persons(register, "x", "y")
        until(lambda: len(follower.lines()) == 9)
    assert follower.stop() == 0
    assert follower.numbers() == list(range(1, 10))
    assert json.loads(follower.lines()[-1])["text"] == "y was registered."
    assert follower.said.read_text() == ""


def test_what_is_followed_can_be_chosen(raad: Fasti, running):
    chosen = ["log", "--follow", "--body", "raad", "--kind", "appointed", "--person", "bo"]
    follower = running(raad.address, *chosen, "--format", "csv")
    keeper = running(raad.address, *example("project"))
    until(keeper.said.read_text)
    raad.done("appoint raad s1 bo --from 2018-01-01", "appoint raad s2 cy --from 2018-01-01")
    until(lambda: len(follower.lines()) == 2)
    assert (follower.stop(signal.SIGTERM), keeper.stop(signal.SIGTERM)) == (0, 0)
    head, line = follower.lines()
    assert (head, line[:2]) == ("entry,recorded,writer,stream,kind,text", "8,")
    assert keeper.said.read_text().endswith("are up to #7 and kept up; Ctrl-C ends it\n")


def test_a_past_state_is_not_followed(raad: Fasti):
    raad.refused(
        "log --follow --known-at '#3'",
        "what is followed is known now; leave out --known-at; see 'fasti log --help'",
        2,
    )


def test_who_follows_ends_when_nobody_reads_any_more(raad: Fasti, running):
    line = [PROGRAM, "--register", raad.address, "log", "--follow"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(b"#1  ")
        process.stdout.close()
        persons_of(raad, "x")
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


def persons_of(fasti: Fasti, *names: str) -> None:
    with fasti.register() as register:
        persons(register, *names)


def test_views_caught_up_with_in_steps_are_those_of_a_rebuild(raad: Fasti, monkeypatch):
    monkeypatch.setattr("application.standings.TOGETHER", 3)
    with raad.register() as register, raad.register() as other, register.log() as log:
        views, when = register.views, When.parse("2020-01-01")
        views.bring_up(log, log.last()[0])
        appoint = act("raad", Appointed(seat="s2", person="bo", first_day=when))
        leave = act("raad", Resigned(seat="s2", person="bo", last_day=when))
        for acts in ([appoint], [leave], [act("d", PersonRegistered(name="D"))]):
            register.record(acts, project=False)
        views.bring_up(log, log.last()[0])  # a row is opened and closed at once
        other.record([act("raad", SeatCreated(seat="s3", title="S"))])  # brought up by another
        other.record([act("e", PersonRegistered(name="E"))])
        register.record([act("raad", SeatCreated(seat="s4", title="S"))], project=False)
        views.bring_up(log, log.last()[0])
        assert difference(register.storage) == (13, None)
        monkeypatch.setattr("application.standings.BOUND", 1)
        for name in ("f", "g"):
            persons(register, name)
            views.bring_up(log, log.last()[0])
        monkeypatch.setattr("application.standings.BOUND", 0)
        persons(register, "h")
        views.bring_up(log, log.last()[0])
        assert difference(register.storage) == (16, None)


def test_a_name_erased_while_views_are_kept_up_is_in_none_of_them(raad: Fasti, running):
    keeper = running(raad.address, "project")
    until(keeper.said.read_text)
    raad.done("erase aase --name --basis krav")
    raad.done("person affiliate aase SF --from 2020-01-01")
    raad.done("replay --check")
    assert keeper.stop() == 0
    assert "Ærø" not in raad.run("person aase").stdout


def test_another_log_than_before_is_noticed(raad: Fasti, lent: Lent):
    with raad.register() as register, register.log() as log:
        coming = Entries()
        assert [entry.number for part in coming.new(log) for entry in part] == list(range(1, 8))
        assert list(coming.new(log)) == []
        with pytest.raises(Busy, match="the log ends before #9"):
            list(Entries(9).new(log))
    others = [f"person register p{number} --name P" for number in range(7)]
    with (
        lent(*others).register() as register,
        register.log() as log,
        pytest.raises(Damaged, match="#7 is another entry"),
    ):
        list(coming.new(log))


def test_what_is_waited_for_is_said_once_and_again_when_it_is_something_else(
    raad: Fasti, monkeypatch
):
    monkeypatch.setattr("application.following.AGAIN", 0)
    found = [None, Unreachable("a"), Interrupted("b"), Busy("c"), Busy("d"), None, Damaged("e")]
    coming, said = iter(found), list[str]()

    def look(log: Log) -> None:
        cause = next(coming)
        if cause is not None:
            raise cause

    with raad.storage() as storage, pytest.raises(Damaged, match="e"):
        follow(storage, look, said.append)
    assert said == ["a; waits for it", "c; waits for it", f"goes on with {raad.where}"]


def test_who_is_stopped_while_something_is_cleared_away_stops_all_the_same(capsys):
    class Kept:
        def __init__(self, last: Callable[[], object]) -> None:
            self.last = last

        def __del__(self) -> None:
            self.last()

    begin = time.monotonic()
    with until_stopped():
        Kept([].pop)
        Kept(lambda: signal.raise_signal(signal.SIGTERM))
        time.sleep(30)
    assert time.monotonic() - begin < 10
    said = capsys.readouterr().err
    assert ("IndexError" in said, "KeyboardInterrupt" in said) == (True, False)


def test_what_is_printed_into_no_file_is_read():
    refuse_unread()
