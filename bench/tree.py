"""What the tree over the log costs: on append, to verify all, and to prove one entry in a million.

usage: python -m bench.tree [ENTRIES]
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from application import log
from application.folder import log as recorder
from application.folder.identity import reading
from application.judgement import judge
from application.leaves import frontier, grown, node
from application.readback import Readback
from application.register import Register, create_register
from application.verification import verify
from bench.floor import decode
from bench.history import acts, evidence
from domain.tree import Frontier, entry_hash, inclusion

RUNS = 5
BATCH = 4000
MILLION = 1_000_000
AT_MOST: dict[str, float | None] = {
    "append with the tree / without": 1.6,
    "verify the log / decode it": 4.0,
    "verify all, papers and views / decode": None,
}
"""What is measured → what it may come to. The views are compared with a rebuild of all of them, so
that a verification of everything takes at least a replay."""
Ratios = dict[str, list[float]]


def _seconds(work: Callable[[], object]) -> float:
    """The processors' time of some work: a tree waits for nothing that is not waited for anyway."""
    begin = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - begin


def _without(*_: object) -> list[bytes]:
    """In the place of what reads and adds nodes of the tree."""
    return []


def _appended(folder: Path, entries: int, *, tree: bool) -> float:
    """Seconds of a bulk append, with the tree or without it."""
    create_register(folder)
    register = Register(folder, writer="bench")
    made = list(acts(entries, entries // 200))
    written = [evidence(number) for number in range(entries)]

    def append() -> None:
        for at in range(0, entries, BATCH):
            part = slice(at, at + BATCH)
            register.record(made[part], evidence=written[part], project=False)

    if not tree:
        log.grown = recorder.frontier = _without
    try:
        with register.writing():
            return _seconds(append)
    finally:
        log.grown, recorder.frontier = grown, frontier


def _papers_of(folder: Path, entries: int) -> None:
    """The papers that the made-up evidence names."""
    for number in range(entries // 20 + 1):
        paper = evidence(number * 20).paper
        (folder / "papers" / str(paper)).write_text(f"referat {number}", "utf-8")


def of_tree(place: Path, entries: int) -> Ratios:
    """Append and verify in ratio to the same without a tree, and to decoding, run by run."""
    found: Ratios = {name: [] for name in AT_MOST}
    print(f"the tree over a log of {entries} entries:")
    for run in range(RUNS):
        with_tree, without = place / f"tree-{run}", place / f"no-tree-{run}"
        order = [(with_tree, True), (without, False)]
        took = {
            tree: _appended(folder, entries, tree=tree)
            for folder, tree in (order if run % 2 else reversed(order))
        }
        found["append with the tree / without"].append(took[True] / took[False])
        register = Register(with_tree)
        with register.asking():
            pass
        with closing(sqlite3.connect(register.storage.log_path)) as raw:
            least = _seconds(lambda raw=raw: decode(raw))
        with reading(register.storage.log_path) as cursor:
            log_only = _seconds(lambda cursor=cursor: judge(Readback(cursor, []), []))
        found["verify the log / decode it"].append(log_only / least)
        _papers_of(with_tree, entries)
        whole = _seconds(lambda register=register: verify(register.storage, []))
        found["verify all, papers and views / decode"].append(whole / least)
        print(
            f"  run {run + 1}: append {took[True]:.2f} s with it, {took[False]:.2f} s without;"
            f" verify {log_only:.2f} s, {whole:.2f} s with papers and views;"
            f" decode {least:.2f} s"
        )
    return found


def of_a_proof(place: Path) -> float:
    """The seconds of an inclusion proof in a log of a million entries, read from a fresh file."""
    path = place / "million.db"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE tree (place INTEGER PRIMARY KEY, hash BLOB NOT NULL)")
        leaves = (
            entry_hash(n, "body:b", n, "appointed/1", b"%d" % n) for n in range(1, MILLION + 1)
        )
        hashes = Frontier().grow(leaves)
        made.executemany("INSERT INTO tree VALUES (?, ?)", enumerate(hashes))
    times = []
    with closing(sqlite3.connect(path)) as opened:
        cursor = opened.cursor()
        for number in range(1, MILLION, 4999):
            begin = time.perf_counter()
            inclusion(lambda *at: node(cursor, *at), number - 1, MILLION)
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def line_of(what: str, values: Sequence[float], at_most: float | None) -> str:
    """Least, median and most of some ratios, and what they may come to."""
    least, median, most = min(values), statistics.median(values), max(values)
    limit = "-" if at_most is None else f"{at_most:.1f}"
    told = "" if at_most is None else "  passed" if median <= at_most else "  FAILED"
    return f"{what:38}{least:8.2f}{median:8.2f}{most:8.2f}{limit:>9}{told}"


def main() -> None:
    """Measure and print."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        ratios = of_tree(place, entries)
        print(f"a proof at a million entries: {of_a_proof(place) * 1000:.2f} ms")
    for what, values in ratios.items():
        print(line_of(what, values, AT_MOST[what]))


if __name__ == "__main__":
    main()
