"""Measures the register on real history: the changes of ../shared/openstates, once and ten times.

usage: python -m bench.legislatures [COPIES...]
"""

from __future__ import annotations

import csv
import json
import lzma
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from application.register import Register
from bench.run import FLOOR, replayed, told
from cli.options import today

SOURCE = Path(__file__).parent.parent.parent / "shared" / "openstates" / "role-changes.csv.xz"
COLUMNS = {
    "body": ["jurisdiction", "type"],
    "seat": ["district"],
    "person": ["person"],
    "from": ["start"],
    "until": ["end"],
    "known": ["committed"],
    "order": ["tx"],
    "op": ["op"],
    "times": ["n"],
}
AT_MOST = {"bulk append": 4.0, "replay, one process": 2.0, "replay, two processes": 1.5}
AT_MOST |= {"1,000 single seats": 2.0}
"""So many times the floor, or the same question in SQL by hand."""
MEMORY = {"memory of a replay": 400.0}
"""MiB that ten copies may take."""
GROWTH = 1.1
"""No faster than the rows; a tenth is left for what two runs differ by. Where the floor, which is
SQLite and json alone, grows faster still, no faster than that."""
STILL = "1,000 single seats"
STEPS_OF_ONE = "steps of one seat"
"""What does not grow with the rows, but that a deeper index takes longer: the steps of SQLite that
the answer of one seat takes are as many."""
ROWS = 75_446
MANY = 5
"""So many copies are measured once only."""
STEPS = (
    "reading the file",
    "making the acts",
    "bulk append",
    "first projection",
    "memory of the import",
)
"""What an import prints: seconds, and MiB."""
Figures = dict[str, float]


def copied(target: Path, copies: int) -> None:
    """Write so many copies of the source, each under names of its own."""
    with lzma.open(SOURCE, "rt", encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, reader.fieldnames or [])
            writer.writeheader()
            for row in reader:
                for copy in range(copies):
                    more = f"-{copy}" if copy else ""
                    named = {key: row[key] + more for key in ("person", "jurisdiction")}
                    writer.writerow(row | named)


IMPORT = """
import gc, sys, time
from pathlib import Path
from application.register import create_register, now, Register
from bench.legislatures import COLUMNS, peak
from exchange.inward.recording import take
from exchange.inward.changes import read
from exchange.inward.statements import batches, key_of
gc.disable()  # as the program does
register = Register(Path(sys.argv[2]), writer="bench")
create_register(register.address)
begin = time.perf_counter()
history = read(Path(sys.argv[1]), COLUMNS, last_day_included=True)
shown = time.perf_counter()
key = key_of(history, COLUMNS, "included", 1)
spent = 0.0
def timed(batches):
    global spent
    while True:
        start = time.perf_counter()
        batch = next(batches, None)
        spent += time.perf_counter() - start
        if batch is None:
            return
        yield batch
register.project = lambda log: True
take(register, sys.argv[1], timed(batches(history, key, 1, now())))
appended = time.perf_counter()
with register.asking():
    pass
done = time.perf_counter()
print(shown - begin, spent, appended - shown - spent, done - appended, peak())
"""


def peak() -> int:
    """The peak memory of this process in MiB."""
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) // 1024


def imported(place: Path, copies: int) -> tuple[Register, Figures]:
    """A register with so many copies, and how long each step took."""
    file, folder = place / f"changes-{copies}.csv", place / f"register-{copies}"
    if not file.exists():
        copied(file, copies)
    shutil.rmtree(folder, ignore_errors=True)
    line = [sys.executable, "-c", IMPORT, str(file), str(folder)]
    out = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
    return Register(folder), dict(zip(STEPS, map(float, out), strict=True))


def replays(register: Register) -> tuple[Figures, Figures]:
    """Seconds of a replay and MiB of its memory; the same work done by the floor."""
    (one, memory), (two, _) = replayed(register, 1), replayed(register, 2)
    least = json.loads(told(FLOOR, register))
    mine = {"replay, one process": one, "replay, two processes": two, "memory of a replay": memory}
    floor = {"bulk append": least["append"]}
    return mine, floor | dict.fromkeys(
        ("replay, one process", "replay, two processes"), least["replay"]
    )


def as_process(register: Register) -> float:
    """Seconds of `fasti board` of one legislature, from start to exit."""
    fasti = [str(Path(sys.executable).parent / "fasti"), "--register", str(register.address)]
    body = "ocd-jurisdiction-country-us-state-ca-government-lower"
    line = [*fasti, "board", body, "--on", "2021-01-20"]
    begin = time.perf_counter()
    subprocess.run(line, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def answers(register: Register) -> tuple[Figures, Figures]:
    """Seconds of questions; those of the same questions by hand."""
    from bench.questions import of_all, of_single_seats

    mine, by_hand, steps = of_single_seats(register)
    asked = {"whole composition": of_all(register), "fasti board": as_process(register)}
    return {STILL: mine, STEPS_OF_ONE: steps, **asked}, {STILL: by_hand}


class Runs(NamedTuple):
    """What some runs found, and the floors beside them, run by run."""

    mine: list[Figures]
    floors: list[Figures]


def measured(place: Path, copies: int, runs: int) -> Runs:
    """Everything for so many copies, and the floors, in some runs, each whole."""
    found = Runs([], [])
    for _ in range(runs):
        register, steps = imported(place, copies)
        (replay, least), (asked, by_hand) = replays(register), answers(register)
        found.mine.append(steps | replay | asked)
        found.floors.append(least | by_hand)
        print(f"  {copies} x: {_shown(found.mine)}; floors {_shown(found.floors)}", flush=True)
    return found


def _shown(found: Sequence[Figures]) -> str:
    return ", ".join(f"{name} {value:.3g}" for name, value in found[-1].items())


def _of(found: Sequence[Figures], which: Callable[[list[float]], float]) -> Figures:
    return {name: which([part[name] for part in found]) for name in found[0]}


def verdict(value: float, limit: float) -> str:
    """A figure beside its limit."""
    return f"{value:9.2f}   at most {limit:6.2f}   {'passed' if value <= limit else 'FAILED'}"


def report(copies: int, runs: Runs) -> None:
    """What was found for so many copies of the source: the least of each step, and by how many
    times the floor it took in the same run, by the run in the middle."""
    mine = _of(runs.mine, min)
    print(f"\n{copies} x the source ({ROWS * copies:,} rows)")
    for name, value in mine.items():
        unit = "" if name.startswith("steps") else "MiB" if name.startswith("memory") else "s"
        print(f"  {name:28}{value:10.3f} {unit}")
    for name, limit in AT_MOST.items():
        pairs = zip(runs.mine, runs.floors, strict=True)
        times = median(one[name] / floor[name] for one, floor in pairs)
        print(f"  {f'{name}, times the floor':40}{verdict(times, limit)}")
    for name, limit in MEMORY.items():
        print(f"  {f'{name}, MiB':40}{verdict(mine[name], limit)}")


def growth(few: Runs, many: Runs, times: float) -> None:
    """How much longer each step takes with so many times the rows, by the middle of the runs with
    few, half of which are before and half after; and the floor, whose work cannot be avoided."""
    print(f"\ngrowth of the time from the first to the last, in {times:g} times the rows")
    mine, theirs = (_of(part, median) for part in few)
    floors = many.floors[0]
    for name, value in mine.items():
        if not name.startswith("memory"):
            by = 1 if name in (STILL, STEPS_OF_ONE) else times
            told = f"{name}, {'in all' if by == 1 else 'per row'}"
            grown = many.mine[0][name] / value / by
            least = floors[name] / theirs[name] / by if name in floors else 1.0
            beside = f"   the floor {least:5.2f}" if name in floors else ""
            print(f"  {told:32}{verdict(grown, max(GROWTH, least))}{beside}")


def main() -> None:
    """Measure one copy and ten, or as many as are asked for."""
    copies = [int(word) for word in sys.argv[1:]] or [1, 10]
    print(f"{today()}, {platform.machine()}, {os.cpu_count()} cores, Python {sys.version[:6]}")
    found = []
    with tempfile.TemporaryDirectory() as name:
        for count in copies:
            found.append(measured(Path(name), count, runs=3 if count < MANY else 1))
        again = measured(Path(name), copies[0], runs=3) if len(copies) > 1 else Runs([], [])
    for count, runs in zip(copies, found, strict=True):
        report(count, runs)
    if len(found) > 1:
        first = Runs(found[0].mine + again.mine, found[0].floors + again.floors)
        growth(first, found[-1], copies[-1] / copies[0])


if __name__ == "__main__":
    main()
