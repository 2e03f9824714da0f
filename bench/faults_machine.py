"""Random histories of a register beside a plain model of them: recording, retracting, crashes,
kills, clocks that jump, reloads, and everything an insider may do to the files.

usage: python -m bench.faults_machine [HISTORIES]
"""

from __future__ import annotations

import sys
from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bench.faults_specimen import on_every_core
from tests.test_machine import Keeping

STEPS = 25
PARTS = 20


def main(histories: int) -> None:
    """So many histories, and what was done in them."""
    each = -(-histories // PARTS)
    done: Counter[str] = Counter()
    for counts in on_every_core(played, [each] * PARTS):
        done += counts
    for what, count in sorted(done.items()):
        print(f"{what}: {count:,}", flush=True)
    print("the register knew what the model knew; nothing went unnoticed")


def played(histories: int) -> Counter[str]:
    """What was done in some histories; raises where the register and the model differ."""
    Keeping.done.clear()
    chosen = settings(
        max_examples=histories,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Keeping, settings=chosen)
    return +Keeping.done


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
