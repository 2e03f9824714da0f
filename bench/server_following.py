"""Four programs append, three follow and one keeps the views up, while the server breaks off and
starts again: every follower prints every entry once and in order, and the views are a rebuild's.

usage: python -m bench.server_following [APPENDS]
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

from application.register import Register, create_register
from application.replay import difference
from tests.servers import Server, Servers, until

WRITERS, FOLLOWERS = 4, 3
PROGRAM = str(Path(sys.executable).parent / "fasti")
WRITER = """
import sys
from application.failures import Failure
from application.register import Register
from domain.act import act
from domain.person_events import PersonRegistered
address, name, appends = sys.argv[1], sys.argv[2], int(sys.argv[3])
register = Register(address, writer=name)
for number in range(appends):
    person = f"{name}-{number}"
    acts = [act(person, PersonRegistered(name="Åse Ærø"))]
    while True:
        try:
            register.record(acts, command=person, project=False)
            break
        except Failure as failed:
            print(failed, file=sys.stderr)
"""
"""Records so many persons; what was not acknowledged is asked for again, by the same command."""


def main(appends: int) -> None:
    """So many appends of each writer; raises AssertionError where an entry is missed or doubled."""
    with Servers() as servers, tempfile.TemporaryDirectory(prefix="fasti-") as place:
        server = servers.new()
        with server.databases() as databases:
            address = databases.new_database()
        create_register(address)
        with ExitStack() as stack:
            keeper = _started(stack, Path(place) / "keeper", address, "project")
            words = ("log", "--follow", "--format", "json")
            files = [Path(place) / f"follower-{number}" for number in range(FOLLOWERS)]
            running = [_started(stack, file, address, *words) for file in files]
            seconds = _written(server, address, appends)
            entries = appends * WRITERS
            print(f"{entries} entries appended in {seconds:.1f} s, a restart in the middle")
            begin = time.perf_counter()
            until(lambda: all(len(_numbers(file)) >= entries for file in files), 120)
            with closing(Register(address)) as register:
                until(lambda: register.views.position() == entries, 120)
                behind = time.perf_counter() - begin
                assert difference(register.storage) == (entries, None)
            for process in (*running, keeper):
                process.send_signal(signal.SIGTERM)
            assert not any(process.wait(30) for process in (*running, keeper))
        for file in files:
            assert _numbers(file) == list(range(1, entries + 1)), file
        print(f"all there {behind:.1f} s later: {FOLLOWERS} followers printed each once, in order")


def _started(stack: ExitStack, file: Path, address: str, *words: str) -> subprocess.Popen[bytes]:
    line = [PROGRAM, "--register", address, *words]
    process = subprocess.Popen(line, stdout=stack.enter_context(file.open("wb")))
    stack.callback(process.kill)
    return process


def _written(server: Server, address: str, appends: int) -> float:
    """Let the writers write, and the server break off when half of it is there; seconds."""
    begin = time.perf_counter()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, address, f"w{number}", str(appends)])
        for number in range(WRITERS)
    ]
    with closing(Register(address)) as register:
        until(lambda: register.last() >= appends * WRITERS // 2, 600)
    server.stop("immediate")
    server.start()
    assert not any(process.wait(600) for process in writers)
    return time.perf_counter() - begin


def _numbers(file: Path) -> list[int]:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    return [json.loads(line)["entry"] for line in lines if line.endswith("\n")]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
