"""Measures the register on real history: the changes of ../shared/openstates, once and ten times.

usage: python -m bench.legislatures [COPIES...]
"""

from __future__ import annotations

import csv
import json
import lzma
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
MEMORY = 400
"""MiB that a replay of ten copies may take."""


def copied(target: Path, copies: int) -> int:
    """Write so many copies of the source, each under names of its own; the number of rows."""
    count = 0
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
                    count += 1
    return count


IMPORT = """
import sys, time
from pathlib import Path
from application.register import create_register, now, Register
from bench.legislatures import COLUMNS, peak
from exchange.recording import take
from exchange.changes import read
from exchange.statements import batches, key_of
register = Register(Path(sys.argv[2]), writer="bench")
create_register(register.folder)
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


def imported(place: Path, copies: int) -> tuple[Register, dict[str, float]]:
    """A register with so many copies, and how long each step took."""
    file, folder = place / f"changes-{copies}.csv", place / f"register-{copies}"
    rows = copied(file, copies)
    line = [sys.executable, "-c", IMPORT, str(file), str(folder)]
    out = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
    read, acts, append, project, memory = map(float, out)
    steps = {"rows": float(rows), "read": read, "acts": acts, "append": append}
    return Register(folder), {**steps, "first projection": project, "import MiB": memory}


def against_the_floor(register: Register, append: float) -> dict[str, tuple[float, float]]:
    """Seconds, and seconds of the floor, for append and replay; the peak memory is printed."""
    (one, memory), (two, _) = replayed(register, 1), replayed(register, 2)
    least = json.loads(told(FLOOR, register))
    print(f"  floor { ({name: round(value, 3) for name, value in least.items()}) }")
    print(f"  peak memory of a replay: {memory} MiB (at most {MEMORY})")
    return {
        "bulk append": (append, least["append"]),
        "replay, one process": (one, least["replay"]),
        "replay, two processes": (two, least["replay"]),
    }


def as_process(register: Register) -> float:
    """Seconds of `fasti board` of one legislature, from start to exit."""
    fasti = [str(Path(sys.executable).parent / "fasti"), "--register", str(register.folder)]
    body = "ocd-jurisdiction-country-us-state-ca-government-lower"
    line = [*fasti, "board", body, "--on", "2021-01-20"]
    begin = time.perf_counter()
    subprocess.run(line, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def measured(place: Path, copies: int) -> dict[str, float]:
    """Everything for so many copies, printed as it is found; the seconds that should not grow
    faster than the rows."""
    from bench.questions import of_all, of_single_seats

    register, steps = imported(place, copies)
    print(
        f"\n{copies} × the source: { ({name: round(value, 2) for name, value in steps.items()}) }"
    )
    ratios = against_the_floor(register, steps["append"])
    whole = of_all(register)
    single, by_hand = of_single_seats(register)
    ratios["1,000 single seats"] = (single, by_hand)
    for name, (mine, least) in ratios.items():
        limit = AT_MOST[name]
        print(f"  {name:24}{mine:9.3f} s {mine / least:6.2f} × the floor (at most {limit})")
    process = as_process(register)
    print(f"  one whole composition as of two times: {whole:.2f} s; fasti board: {process:.2f} s")
    seconds = {name: mine for name, (mine, _) in ratios.items()}
    return {**steps, **seconds, "whole composition": whole, "fasti board": process}


def main() -> None:
    """Measure one copy and ten, or as many as are asked for."""
    copies = [int(word) for word in sys.argv[1:]] or [1, 10]
    print(f"{today()}, {platform.machine()}, {os.cpu_count()} cores, Python {sys.version[:6]}")
    with tempfile.TemporaryDirectory() as name:
        found = [measured(Path(name), count) for count in copies]
    if len(found) > 1:
        print("\ngrowth from the first to the last")
        for what, value in found[0].items():
            print(f"  {what:24}{found[-1][what] / value:8.2f}")


if __name__ == "__main__":
    main()
