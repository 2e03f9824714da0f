"""Short versions of the faults that `make faults` tries for minutes, each in its own program."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.test_machine import MEMORY

TOP = Path(__file__).parent.parent
FAULTS = {
    "killed at random moments nothing acknowledged is lost": (
        "from bench.faults_kill import killings; print(list(killings(place, 8)))"
    ),
    "where no file may grow nothing is half recorded": (
        "from bench.faults_disk import growth; growth(place, range(0, 60, 15))"
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
