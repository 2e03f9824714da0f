"""Four programs that start and write at once: everybody's entries are there, once, in one order.

usage: python -m bench.faults_writers [ROUNDS]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path

from application.register import Register, create_register
from application.verification import verify
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered

WRITERS = 4
OTHERS: Sequence[Sequence[Sequence[str]]] = ((), (["replay"],), (["verify"],), (["board", "raad"],))
"""What goes on beside them, round by round."""
ZONES = ("Europe/Copenhagen", "Asia/Tokyo", "America/New_York", "UTC")


def main(rounds: int) -> None:
    """So many rounds on one register, and what was found after the last."""
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        register = at_once(Path(place) / "register", rounds)
        print(f"{rounds} rounds of {WRITERS} programs: {register.last()} entries, none lost")
        begun_at_once(Path(place) / "begun", rounds // 10)
        print(f"{rounds // 10} registers begun by {WRITERS} programs at once: one of them did")


def at_once(folder: Path, rounds: int) -> Register:
    """Four programs, in four zones: two register a person each, two write to one seat, again and
    again; raises AssertionError where an entry is lost, doubled or out of order."""
    create_register(folder)
    register = Register(folder, writer="faults")
    setup = [act("raad", BodyEstablished(name="Rådet"))]
    setup += [act("raad", SeatCreated(seat=f"s{at}", title="Sæde")) for at in range(rounds)]
    setup += [act(name, PersonRegistered(name="Åse Ærø")) for name in ("bo", "cy")]
    register.record(setup)
    for number in range(rounds):
        codes = _run(
            folder,
            *OTHERS[number % len(OTHERS)],
            ["person", "register", f"a{number}", "--name", "Åse Ærø"],
            ["person", "register", f"b{number}", "--name", "Bo Hansen"],
            ["appoint", "raad", f"s{number}", "bo", "--from", "2020", "--despite", "flere pladser"],
            ["appoint", "raad", f"s{number}", "cy", "--from", "2020", "--despite", "flere pladser"],
        )
        assert not any(codes), codes
    _in_one_order(register, rounds)
    return register


def begun_at_once(place: Path, rounds: int) -> None:
    """Four programs make a register in one place: one does, the others say that it is there."""
    for number in range(rounds):
        folder = place / str(number)
        codes = sorted(_run(folder, *[["init", str(folder)]] * WRITERS))
        assert codes == [0, 2, 2, 2], codes
        assert verify(Register(folder).storage, []).findings == []


def _run(folder: Path, *commands: Sequence[str]) -> list[int]:
    """The exit codes of commands that run at once, each a program of its own, in its own zone."""
    program = [str(Path(sys.executable).parent / "fasti"), "--register", str(folder)]
    running = [
        subprocess.Popen([*program, *words], env={"TZ": zone}, stdout=subprocess.DEVNULL)
        for words, zone in zip(commands, cycle(ZONES), strict=False)
    ]
    return [process.wait(timeout=120) for process in running]


def _in_one_order(register: Register, rounds: int) -> None:
    with closing(register.storage.log()) as log:
        entries = list(log.entries())
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert len(entries) == 3 + rounds * (1 + WRITERS)
    assert len({entry.command for entry in entries}) == 1 + rounds * WRITERS
    times = [entry.recorded for entry in entries]
    assert times == sorted(times)
    assert verify(register.storage, []).findings == []


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
