"""Measures the register in ratios within one run, and prints them.

usage: python -m bench.run [ENTRIES]
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from application.register import Register
from bench import tree
from bench.tree import line_of, of_a_proof, of_tree
from cli.options import today
from projections.composition import composition
from projections.persons import called

RUNS = 5
BESIDE = Path(__file__).parent.parent.parent / "shared" / "bench" / "floor.py"
Ratios = dict[str, list[float]]


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def filled(folder: Path, entries: int, bodies: int) -> tuple[Register, float]:
    """A register with so many entries in so many bodies, and the seconds of the bulk append."""
    line = [sys.executable, "-m", "bench.append", str(folder), str(entries), str(bodies)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    return Register(folder, writer="bench"), float(done.stdout)


REPLAY = """
import gc, sys, time
from pathlib import Path
from application.folder.storage import Folder
from application.folder.views import write_views
gc.disable()  # as the program does
begin = time.perf_counter()
write_views(Folder(Path(sys.argv[1]).parent), Path(sys.argv[2]), processes=int(sys.argv[3]))
print(time.perf_counter() - begin)
status = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
FLOOR = """
import json, sys
from pathlib import Path
from bench.floor import floor
print(json.dumps(floor(Path(sys.argv[1]), Path(sys.argv[2]))))
"""


def told(program: str, register: Register, *words: str) -> str:
    """What a program of its own prints about the two files of a register."""
    line = [
        sys.executable,
        "-c",
        program,
        str(register.storage.log_path),
        str(register.views.path),
        *words,
    ]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


def replayed(register: Register, processes: int) -> tuple[float, int]:
    """The seconds of a replay with so many processes, and the peak memory of the first in MiB."""
    elapsed, peak = told(REPLAY, register, str(processes)).split()
    return float(elapsed), int(peak) // 1024


def against_the_floor(place: Path, entries: int) -> Ratios:
    """Append and replay in ratio to the floor, run by run."""
    found: Ratios = {"bulk append": [], "replay, one process": [], "replay, two processes": []}
    for run in range(RUNS):
        folder = place / f"floor-{run}"
        register, append = filled(folder, entries, entries // 200)
        (one, _), (two, _) = replayed(register, 1), replayed(register, 2)
        least = json.loads(told(FLOOR, register))
        found["bulk append"].append(append / least["append"])
        found["replay, one process"].append(one / least["replay"])
        found["replay, two processes"].append(two / least["replay"])
        shown = {name: round(value, 3) for name, value in least.items()}
        print(f"  run {run + 1}: append {append:.2f} s, replay {one:.2f} s / {two:.2f} s; {shown}")
        if BESIDE.exists() and run == 0:
            beside = told(BESIDE.read_text("utf-8"), register)
            print(f"  the floor beside the project says {beside.strip()}")
        shutil.rmtree(folder)
    return found


def of_commands(place: Path) -> tuple[Ratios, float]:
    """`fasti board` as a process in ratio to a Python that imports its libraries, and the seconds
    of one command that records."""
    register, _ = filled(place / "commands", 4000, 20)
    with register.asking():
        pass
    fasti = [str(Path(sys.executable).parent / "fasti"), "--register", str(register.address)]
    board = [*fasti, "board", "udvalg-00003", "--on", "2001-06-01"]
    bare = [sys.executable, "-c", "import click, sqlalchemy"]
    ratios: Ratios = {"fasti board, as a process": []}
    writes = []
    for run in range(RUNS * 2):
        ratio = seconds(lambda: _quiet(board)) / seconds(lambda: _quiet(bare))
        ratios["fasti board, as a process"].append(ratio)
        one = [*fasti, "person", "register", f"ny-{run}", "--name", "Åse Ærø"]
        writes.append(seconds(lambda one=one: _quiet(one)))  # type: ignore[misc]
    return ratios, statistics.median(writes)


def _quiet(words: list[str]) -> None:
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)


def of_composition(place: Path) -> Ratios:
    """One composition with ten times the bodies, and with ten times the history of one body."""
    small, _ = filled(place / "small", 10_000, 50)
    more, _ = filled(place / "more", 100_000, 500)
    longer, _ = filled(place / "longer", 2_000, 1)
    short, _ = filled(place / "short", 200, 1)
    found: Ratios = {"composition, ten times the bodies": []}
    found["composition, ten times the history"] = []
    for _ in range(RUNS):
        found["composition, ten times the bodies"].append(_asked(more) / _asked(small))
        found["composition, ten times the history"].append(_asked(longer) / _asked(short))
    return found


def _asked(register: Register) -> float:
    """Seconds of a composition of one body, with the names, on a day in its history."""
    day = date(2001, 1, 1).toordinal()
    with register.asking() as connection:

        def ask() -> None:
            for _ in range(50):
                seats = composition(connection, day, None, "udvalg-00000")
                people = [h.tenure.person for seat in seats for h in seat.holders]
                called(connection, people, day, None)

        ask()
        return seconds(ask)


def of_memory(place: Path) -> dict[int, int]:
    """Entries → the peak memory of a replay in MiB."""
    found = {}
    for entries in (10_000, 100_000, 300_000):
        register, _ = filled(place / f"memory-{entries}", entries, entries // 200)
        found[entries] = replayed(register, 1)[1]
        shutil.rmtree(register.address)
    return found


AT_MOST: dict[str, float | None] = {
    "bulk append": 4.0,
    "replay, one process": 2.0,
    "replay, two processes": 1.5,
    "fasti board, as a process": 1.6,
    "composition, ten times the bodies": 1.5,
    "composition, ten times the history": 4.0,
    **tree.AT_MOST,
}


def main() -> None:
    """Measure everything and print the medians."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{today()}, {platform.machine()}, {os.cpu_count()} cores, Python {sys.version[:6]}")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        print(f"{entries} entries in {entries // 200} bodies, against sqlite3 and json alone:")
        ratios = against_the_floor(place, entries)
        commands, write = of_commands(place)
        ratios |= commands | of_composition(place) | of_tree(place, entries // 2)
        proof = of_a_proof(place)
        memory = of_memory(place)
    print(f"\n{'ratio':38}{'least':>8}{'median':>8}{'most':>8}{'at most':>9}")
    for what, values in ratios.items():
        print(line_of(what, values, AT_MOST[what]))
    print(f"\na proof in a log of a million entries: {proof * 1000:.2f} ms")
    print(f"one command that records, from start to exit with fsync: {write:.2f} s")
    for count, peak in memory.items():
        print(f"peak memory of a replay of {count:7,} entries: {peak} MiB")


if __name__ == "__main__":
    main()
