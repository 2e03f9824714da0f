"""Four programs that start and write at once: everybody's entries are there, once, in one order.

usage: python -m bench.faults_writers [ROUNDS]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from application.log import open_log
from application.register import Register, create_register
from application.verification import verify
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated

WRITERS = 4
ZONES = ("Europe/Copenhagen", "Asia/Tokyo", "America/New_York", "UTC")


def main(rounds: int) -> None:
    """So many rounds on one register, and what was found after the last."""
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        register = at_once(Path(place) / "register", rounds)
        print(f"{rounds} rounds of {WRITERS} programs: {register.last()} entries, none lost")


def at_once(folder: Path, rounds: int) -> Register:
    """Four programs, in four zones, that each register a person and race for one seat, again and
    again; raises AssertionError where an entry is lost, doubled or out of order."""
    create_register(folder)
    register = Register(folder, writer="faults")
    setup = [act("raad", BodyEstablished(name="Rådet"))]
    setup += [act("raad", SeatCreated(seat=f"s{at}", title="Sæde")) for at in range(rounds)]
    register.record(setup)
    for number in range(rounds):
        registered = [
            ["person", "register", f"p{number}-{at}", "--name", f"Åse Ærø {at}"]
            for at in range(WRITERS)
        ]
        codes = _run(folder, registered)
        assert codes == [0] * WRITERS, codes
        racing = [
            ["appoint", "raad", f"s{number}", f"p{number}-{at}", "--from", "2020-01-01"]
            for at in range(WRITERS)
        ]
        codes = _run(folder, racing)
        assert sorted(codes) == [0, 1, 1, 1], codes
    _in_one_order(register, rounds)
    return register


def _run(folder: Path, commands: Sequence[Sequence[str]]) -> list[int]:
    """The exit codes of commands that run at once, each a program of its own in a zone of its own."""
    program = [str(Path(sys.executable).parent / "fasti"), "--register", str(folder)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [
        subprocess.Popen([*program, *words], env={"TZ": zone}, **quiet)
        for words, zone in zip(commands, ZONES, strict=True)
    ]
    return [process.wait(timeout=120) for process in running]


def _in_one_order(register: Register, rounds: int) -> None:
    with closing(open_log(register.log_path)) as log:
        entries = list(log.entries())
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert len(entries) == 1 + rounds * (1 + WRITERS + 1)
    assert len({entry.command for entry in entries}) == 1 + rounds * (WRITERS + 1)
    times = [entry.recorded for entry in entries]
    assert times == sorted(times)
    assert verify(register.folder, []).findings == []


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
