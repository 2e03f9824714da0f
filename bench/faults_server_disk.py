"""A server whose disk is full: what was acknowledged stays, and it goes on when there is room.

usage: python -m bench.faults_server_disk [TIMES]
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from application.failures import Failure
from application.register import Register
from application.verification import verify
from bench.faults_disk import small_disk
from bench.faults_server import fasti, registered, told
from domain.act import act
from domain.person_events import PersonRegistered
from tests.servers import Servers, until

DISK = 256
"""Megabytes: two folders of a server, and some."""
LEFT = 4 << 20
"""Bytes that are left when the writing begins."""
WORDS = ("person", "register", "x", "--name", "Åse Ærø")


def main(times: int) -> None:
    """Fill the disk so many times."""
    if os.geteuid() != 0:
        print("no full disk of a server was tried: only the superuser may mount one")
        return
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        for number in range(times):
            with small_disk(Path(place) / str(number), DISK) as disk:
                _full(disk)


def _full(disk: Path) -> None:
    with Servers(disk) as servers, registered(servers) as (server, _, address):
        ballast = disk / "ballast"
        with ballast.open("wb") as file:
            while shutil.disk_usage(disk).free > LEFT:
                file.write(bytes(1 << 20))
                file.flush()
        there, said = _filled(address)
        print(f"  refused after {there} entries: {said}")
        print(f"  {told(address, *WORDS)}", flush=True)
        ballast.unlink()
        if not (server.data / "postmaster.pid").exists():
            server.start()
        until(lambda: fasti(address, *WORDS)[0] == 0)
        with closing(Register(address)) as register:
            assert register.last() == there + 1
            assert verify(register.storage, []).findings == []


def _filled(address: str) -> tuple[int, str]:
    """How many entries were acknowledged until one was refused, and what was said then."""
    with closing(Register(address)) as register, register.writing():
        for number in range(10_000):
            asked = act(f"p{number}", PersonRegistered(name="Åse Ærø " * 20))
            try:
                register.record([asked], project=False)
            except Failure as failure:
                return number, str(failure)
    raise AssertionError("the disk was never full")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
