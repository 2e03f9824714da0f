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
from tests.keeping import Keeping
from tests.servers import Servers
from tests.test_machine import InFolders, OnServers

STEPS = 25
PARTS, CORES = 20, 2


def main(histories: int) -> None:
    """So many histories in folders and a fifth of that on servers, and what was done in them."""
    for where, played, parts, many in (
        ("folders", in_folders, PARTS, histories),
        ("servers", on_servers, CORES, -(-histories // 5)),
    ):
        done: Counter[str] = Counter()
        for counts in on_every_core(played, [-(-many // parts)] * parts):
            done += counts
        told = ", ".join(f"{what} {count:,}" for what, count in sorted(done.items()))
        print(f"{where}: {told}", flush=True)
    print("the register knew what the model knew; nothing went unnoticed")


def in_folders(histories: int) -> Counter[str]:
    """What was done in some histories; raises where the register and the model differ."""
    return played(InFolders, histories)


def on_servers(histories: int) -> Counter[str]:
    """The same on a server of its own."""
    with Servers() as servers, servers.new().databases() as databases:
        return played(type("Here", (OnServers,), {"databases": databases}), histories)


def played(machine: type[Keeping], histories: int) -> Counter[str]:
    """What was done in some histories of one sort of register."""
    machine.done.clear()
    chosen = settings(
        max_examples=histories,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)
    return +machine.done


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
