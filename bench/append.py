"""Fills a new register with a made-up history and prints how long the bulk append took.

usage: python -m bench.append FOLDER ENTRIES BODIES
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from application.register import Register, create_register
from bench.history import acts, evidence

BATCH = 4000


def main() -> None:
    """Append so many acts in so many bodies, `BATCH` a command, the rules run; as the program does,
    without looking for cycles of references."""
    gc.disable()
    folder, entries, bodies = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    create_register(folder)
    register = Register(folder, writer="bench")
    made = list(acts(entries, bodies))
    written = [evidence(number) for number in range(entries)]
    begin = time.perf_counter()
    with register.writing():
        for at in range(0, entries, BATCH):
            part = slice(at, at + BATCH)
            register.record(made[part], evidence=written[part], project=False)
    print(time.perf_counter() - begin)


if __name__ == "__main__":
    main()
