"""Every fault that takes minutes, one after another: what tests try in short, many times over.

usage: python -m bench.faults
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

FAULTS = {
    "bench.faults_kill": "1000",
    "bench.faults_bits": "10000",
    "bench.faults_io": "8",
    "bench.faults_disk": "40",
    "bench.faults_writers": "200",
    "bench.faults_readers": "60",
    "bench.faults_machine": "200",
    "bench.faults_server": "20",
    "bench.faults_server_disk": "2",
}
"""Module → how often; of failing calls, which of them."""


def main() -> int:
    """Run all, with a folder of keys of their own; 1 where one found something."""
    failed = []
    begin = time.perf_counter()
    for module, times in FAULTS.items():
        print(f"{time.perf_counter() - begin:4.0f} s  {module} {times}", flush=True)
        with tempfile.TemporaryDirectory(prefix="fasti-keys-") as keys:
            environment = {**os.environ, "FASTI_KEYS": keys}
            line = [sys.executable, "-m", module, times]
            if subprocess.run(line, env=environment, check=False).returncode:
                failed.append(module)
    print(f"{time.perf_counter() - begin:4.0f} s")
    print(f"failed: {', '.join(failed)}" if failed else "nothing was lost, nothing went unnoticed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
