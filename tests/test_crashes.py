"""Short versions of the faults that `make faults` tries for minutes, each in its own program."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

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
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(fault: str):
    program = f"import sys; from pathlib import Path; place = Path(sys.argv[1]); {FAULTS[fault]}"
    with tempfile.TemporaryDirectory(prefix="fasti-", dir=MEMORY) as place:
        line = [sys.executable, "-c", program, place]
        told = {**os.environ, "FASTI_KEYS": f"{place}/keys"}
        done = subprocess.run(line, check=False, cwd=TOP, capture_output=True, text=True, env=told)
    assert (done.returncode, done.stderr) == (0, "")
