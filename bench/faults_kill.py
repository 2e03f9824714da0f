"""`kill -9` at random moments: what was acknowledged is there, nothing is half there.

usage: python -m bench.faults_kill [TIMES]
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from application.backup import backup, manifest_of
from application.checkpoints import sign
from application.erasure import erase, keys_of, noting
from application.keys import key_in, known_keys, new_key
from application.log import Log, open_log
from application.papers import is_kept, keep_content
from application.personal import Keys
from application.register import Register, create_register
from application.replay import rebuild
from application.restoration import restore
from application.verification import verify
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated
from domain.entry import Evidence
from domain.person_events import PersonRegistered
from domain.tenure_events import Appointed
from domain.when import When

TOGETHER = 3
"""So many entries are appended together."""
AS_LONG = 5
"""The kill comes after at most so many times what the work takes once."""
Said = Iterator[str]


def fresh(letter: str) -> str:
    """A name that was never used."""
    return f"{letter}{os.getpid()}-{time.monotonic_ns()}"


def appends(register: Register) -> Said:
    """One append after another, each of entries in two streams that rest on a paper."""
    while True:
        name = fresh("n")
        paper = keep_content(register.papers, os.urandom(64))
        asked = [
            act(name, BodyEstablished(name="Rådet")),
            act(name, SeatCreated(seat="s", title="Sæde")),
            act(name, PersonRegistered(name="Åse Ærø")),
        ]
        done = register.record(asked, evidence=Evidence(paper=paper, quote="Åse Ærø"))
        yield f"{done.last} {paper}"


def beginnings(register: Register) -> Said:
    """One new register after another."""
    while True:
        name = fresh("i")
        create_register(register.folder.parent / "begun" / name)
        yield name


def late_facts(register: Register) -> Said:
    """Appends to what is there, as a command does."""
    while True:
        name = fresh("f")
        event = Appointed(seat="first", person="first", first_day=When.parse("2020"), despite=name)
        register.record([act("first", event)], command=name)
        yield name


def replays(register: Register) -> Said:
    """One rebuild of the views after another."""
    while True:
        yield str(rebuild(register.log_path, register.views.path, processes=1))


def checkpoints(register: Register) -> Said:
    """Appends that are signed."""
    key = key_in(None)
    while True:
        register.record([act(fresh("c"), PersonRegistered(name="Åse Ærø"))])
        yield f"{sign(register.folder, key, known_keys()).kept.head.size} signed"


def backups(register: Register) -> Said:
    """One backup after another."""
    while True:
        target = register.folder.parent / "backups" / fresh("b")
        backup(register, target)
        yield target.name


def restores(register: Register) -> Said:
    """A backup put back again and again, in the place of a log that ends where it does."""
    kept = register.folder.parent / "backups" / fresh("r")
    backup(register, kept)
    while True:
        yield str(restore(register, kept, loss=None).entries)


def erasures(register: Register) -> Said:
    """Personal values, noted and erased."""
    while True:
        person = fresh("e")
        register.record([act(person, PersonRegistered(name="Åse Ærø"))])
        with noting(register, person, {"note": "er bange for hunde"}) as acts:
            register.record(acts)
        erase(register, [person], basis="art. 17", name=False)
        yield person


WORK: tuple[Callable[[Register], Said], ...] = (
    beginnings,
    appends,
    late_facts,
    replays,
    checkpoints,
    backups,
    restores,
    erasures,
)


def main(times: int) -> None:
    """So many kills over all kinds of work, and what was found after each."""
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        for name, killed, said in killings(Path(place), times):
            print(f"{name}: {killed} times killed, {said} times acknowledged, nothing lost")


def killings(place: Path, times: int, seed: int = 1) -> Iterator[tuple[str, int, int]]:
    """Kill each kind of work in turn; raises AssertionError where something was lost or is half."""
    chance = random.Random(seed)
    for at, work in enumerate(WORK):
        register = _begin(place / work.__name__)
        share = times // len(WORK) + (at < times % len(WORK))
        said, longest = 0, AS_LONG * once(work, register)
        for number in range(share):
            acknowledged = killed(work, register, chance.uniform(0, longest))
            said += len(acknowledged)
            longest *= 0.9 if acknowledged else 1.3  # most kills come while more is being done
            sound(register, work, acknowledged, thorough=number % 25 == 0)
        yield work.__name__.replace("_", " "), share, said


def _begin(place: Path) -> Register:
    """A small register with a key that signs for it."""
    (place / "backups").mkdir(parents=True)
    os.environ["FASTI_KEYS"] = str(place / "keys")
    register = Register(place / "register", writer="faults")
    create_register(register.folder)
    new_key("faults", register.folder)
    body = [
        act("first", BodyEstablished(name="Rådet")),
        act("first", SeatCreated(seat="first", title="Sæde")),
        act("first", PersonRegistered(name="Åse Ærø")),
    ]
    register.record(body)
    return register


def once(work: Callable[[Register], Said], register: Register) -> float:
    """The seconds of some work; what it imports is there afterwards."""
    next(work(register))
    begin = time.perf_counter()
    next(work(register))
    return time.perf_counter() - begin


def killed(work: Callable[[Register], Said], register: Register, seconds: float) -> list[str]:
    """What a process that does some work acknowledged before it was killed after some seconds."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            for said in work(Register(register.folder, writer="faults")):
                os.write(writing, f"{said}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        told = pipe.read().splitlines()
    assert os.WIFSIGNALED(status), f"{work.__name__} ended by itself"
    return told


def sound(
    register: Register, work: Callable[[Register], Said], acknowledged: list[str], *, thorough: bool
) -> None:
    """Raise AssertionError unless the register starts clean and has all that was acknowledged."""
    with register.asking():
        pass
    with closing(open_log(register.log_path)) as log:
        for said in acknowledged:
            CHECKS.get(work, _known)(register, log, said)
        if work is appends:
            assert log.last()[0] % TOGETHER == 0
        if work is erasures:
            keys_of(register, log)
            gone = {stream.partition(":")[2] for stream in log.erasures()}
            assert not gone & set(Keys(register.folder / "keys").persons())
    for copy in (register.folder.parent / "backups").glob("[!.]*"):
        manifest_of(copy)
        shutil.rmtree(copy)
    for copy in register.folder.parent.glob("*.before-restore-*"):
        shutil.rmtree(copy)
    if work is beginnings:
        for folder in (register.folder.parent / "begun").iterdir():
            if not (folder / "events.db").exists():
                create_register(folder)
            assert Register(folder).last() == 0
            shutil.rmtree(folder)
    if thorough:
        report = verify(register.folder, known_keys())
        assert (report.findings, report.lost, report.missing) == ([], [], [])


def _appended(register: Register, log: Log, said: str) -> None:
    number, paper = said.split()
    entry = log.entry(int(number))
    assert entry is not None
    assert entry.evidence is not None
    assert entry.evidence.paper == paper
    assert is_kept(register.papers, paper)


def _commanded(register: Register, log: Log, said: str) -> None:
    assert log.commanded(said) is not None


def _known(register: Register, log: Log, said: str) -> None:
    assert log.last()[0] >= int(said.split(maxsplit=1)[0])


def _copied(register: Register, log: Log, said: str) -> None:
    assert (register.folder.parent / "backups" / said / "events.db").is_file()


def _erased(register: Register, log: Log, said: str) -> None:
    assert f"person:{said}" in log.erasures()
    assert Keys(register.folder / "keys").of(said) is None


def _begun(register: Register, log: Log, said: str) -> None:
    assert Register(register.folder.parent / "begun" / said).last() == 0


CHECKS: dict[Callable[[Register], Said], Callable[[Register, Log, str], None]] = {
    beginnings: _begun,
    appends: _appended,
    late_facts: _commanded,
    backups: _copied,
    erasures: _erased,
}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
