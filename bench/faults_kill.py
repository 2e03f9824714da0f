"""`kill -9` at random moments: what was acknowledged is there, nothing is half there.

usage: python -m bench.faults_kill [TIMES]
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from application.failures import Failure
from application.keys import known_keys, new_key
from application.register import Register
from application.verification import verify
from bench.faults_specimen import MEMORY, asked, begun, on_every_core
from bench.faults_work import WORK, Work

AS_LONG = 5
"""The kill comes after at most so many times what the work takes once."""


def main(times: int) -> None:
    """So many kills over all kinds of work, and what was found after each."""
    with tempfile.TemporaryDirectory(prefix="fasti-", dir=MEMORY) as place:
        for name, kills, said in killings(Path(place), times):
            print(f"{name}: {kills} times killed, {said} times acknowledged, nothing lost or half")


def killings(
    place: Path, times: int, names: Sequence[str] = tuple(WORK)
) -> Iterator[tuple[str, int, int]]:
    """Kill each kind of work, so many times in all: its name, how often it was killed, and how
    often it had acknowledged something. Raises AssertionError where anything is lost or half."""
    shares = [times // len(names) + (at < times % len(names)) for at in range(len(names))]
    jobs = [(place / name, share) for name, share in zip(names, shares, strict=True)]
    yield from zip(names, shares, on_every_core(_killed_often, jobs), strict=True)


def _killed_often(job: tuple[Path, int]) -> int:
    """How often the work that a folder is named for acknowledged something, killed so often."""
    place, times = job
    work, chance = WORK[place.name], random.Random(place.name)
    register = _begin(place)
    said, longest = 0, AS_LONG * once(work, register)
    for number in range(times):
        acknowledged = killed(work, register, chance.uniform(0, longest))
        said += len(acknowledged)
        longest *= 0.9 if acknowledged else 1.3  # most kills come while more is being done
        try:
            refuse_lost(register, work, acknowledged, thorough=number % 25 == 0)
        except (AssertionError, Failure) as wrong:
            wrong.add_note(f"after kill {number + 1} of {place.name}")
            raise
    return said


def _begin(place: Path) -> Register:
    """A small register with a key that signs for it."""
    place.mkdir(parents=True)
    os.environ["FASTI_KEYS"] = str(place / "keys")
    register = begun(place / "register")
    new_key("faults", register.address)
    return register


def once(work: Work, register: Register) -> float:
    """The seconds of some work; what it imports is there afterwards."""
    next(work.do(register))
    begin = time.perf_counter()
    next(work.do(register))
    return time.perf_counter() - begin


def killed(work: Work, register: Register, seconds: float) -> list[str]:
    """What a process that does some work acknowledged before it was killed after some seconds."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            for said in work.do(Register(register.address, writer="faults")):
                os.write(writing, f"{said}\n".encode())
        except BaseException as wrong:
            os.write(writing, f"{type(wrong).__name__}: {wrong}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        told = pipe.read().splitlines()
    assert os.WIFSIGNALED(status), f"it ended by itself: {told[-1:]}"
    return told


def refuse_lost(
    register: Register, work: Work, acknowledged: Sequence[str], *, thorough: bool
) -> None:
    """Raise AssertionError unless the register starts clean and has all that was acknowledged."""
    code, told = asked(register.address, "board", "raad", "--on", "2020-06-01")
    assert code == 0, told
    assert "Bo Hansen" in told, told
    for said in acknowledged:
        assert work.is_there(register, said), said
    work.refuse_halves(register)
    if thorough:
        report = verify(register.storage, known_keys())
        assert (report.findings, report.lost, report.missing) == ([], [], [])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
