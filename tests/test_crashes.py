"""Short versions of the faults that `make faults` tries for minutes, each in its own program."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from application.register import create_register
from bench.faults_specimen import MEMORY

TOP = Path(__file__).parent.parent
FAULTS = {
    "killed at random moments nothing acknowledged is lost": (
        "from bench.faults_kill import killings;"
        " names = ['appends', 'migrations', 'imports of entries in batches', 'checkpoints'];"
        " print(list(killings(place, 8, names)))"
    ),
    "where no file may grow nothing is half recorded": (
        "from bench.faults_disk import growth; growth(place, range(0, 60, 20))"
    ),
    "no flipped bit goes unnoticed where it could change an answer": (
        "from bench.faults_bits import flips; assert not any(un for *_, un in flips(place, 40))"
    ),
    "where calls of the kernel fail what is told is true": (
        "from bench.faults_io import STRACE, failures;"
        " assert not STRACE or not any(f.wrong for _, f in failures(place, 80, ['record']))"
    ),
    "four programs that write at once all find their entries": (
        "from bench.faults_writers import at_once; at_once(place / 'register', 1)"
    ),
    "who reads beside those who write is told one state of the register": (
        "from bench.faults_readers import beside; beside(place / 'register', 2)"
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(fault: str):
    program = f"import sys; from pathlib import Path; place = Path(sys.argv[1]); {FAULTS[fault]}"
    with tempfile.TemporaryDirectory(prefix="fasti-", dir=MEMORY) as place:
        line = [sys.executable, "-c", program, place]
        told = {**os.environ, "FASTI_KEYS": f"{place}/keys"}
        done = subprocess.run(line, check=False, cwd=TOP, capture_output=True, text=True, env=told)
    assert (done.returncode, done.stderr) == (0, "")


WORKERS = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from application.folder.storage import Folder
from application.replay import _begin
with ProcessPoolExecutor(2, initializer=_begin, initargs=(Folder(Path(sys.argv[1])),)) as pool:
    print(*{future.result() for future in [pool.submit(os.getpid) for _ in range(9)]}, flush=True)
    time.sleep(60)
"""


def test_workers_end_with_the_program_that_is_killed(tmp_path: Path):
    create_register(tmp_path / "register")
    line = [sys.executable, "-c", WORKERS, str(tmp_path / "register")]
    program = subprocess.Popen(line, cwd=TOP, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    workers = [int(number) for number in program.stdout.readline().split()]
    program.kill()
    # the pipe ends when the last who holds it is gone
    assert (program.communicate(timeout=30), len(workers) > 0) == (("", None), True)
