"""One of several writers on a server that has accidents: what it is told goes into a file.

usage: python -m bench.faults_server_writer line|open|stops|stops-at-commit ADDRESS NAME FILE
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from application.failures import Failure
from application.register import Register, now
from application.server import log
from application.server.connection import Connection, answered, succeeded
from domain.act import act
from domain.person_events import PersonRegistered

LINE = [str(Path(sys.executable).parent / "fasti")]
PAUSE = 0.1


def main(way: str, address: str, name: str, told: Path) -> None:
    """Write until a line comes on stdin, each command again until it is acknowledged."""
    os.set_blocking(sys.stdin.fileno(), False)
    with told.open("a", encoding="utf-8") as file:

        def say(*words: object) -> None:
            print(*words, file=file, flush=True)

        WAYS[way](address, name, say)


def over() -> bool:
    """Whether it is time to stop."""
    return sys.stdin.read(1) != ""


def line(address: str, name: str, say: Callable[..., None]) -> None:
    """Each command a program of its own."""
    number = 0
    while not over():
        command = f"{name}-{number}"
        words = ["--register", address, "--command-id", command]
        words += ["person", "register", command, "--name", "Åse Ærø"]
        done = subprocess.run([*LINE, *words], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            say("done", command, done.stdout.strip().removeprefix("#"))
            number += 1
            continue
        say("told", done.returncode, done.stderr.count("\n"), " ".join(done.stderr.split()))
        time.sleep(PAUSE)


def long_lived(address: str, name: str, say: Callable[..., None]) -> None:
    """All commands on one register that stays open."""
    number = 0
    with closing(Register(address, writer=name)) as register:
        while not over():
            try:
                with register.writing():
                    while not over():
                        _one(register, f"{name}-{number}", say)
                        number += 1
                    return
            except Failure as failure:
                say("told", 3, 1 + str(failure).count("\n"), failure)
                time.sleep(PAUSE)


def _one(register: Register, command: str, say: Callable[..., None]) -> None:
    asked = act(command, PersonRegistered(name="Åse Ærø"))
    done = register.record([asked], command=command, project=False)
    say("done", command, done.first)


def stops(address: str, name: str, say: Callable[..., None]) -> None:
    """Stops once while it has its turn, between BEGIN and COMMIT."""
    stop, asked = _stopping(say), count()

    def clock() -> datetime:
        if next(asked):  # at first it is asked which day it is, before there is a turn
            stop()
        return now()

    with closing(Register(address, writer=name, clock=clock)) as register:
        _one(register, name, say)


def stops_at_commit(address: str, name: str, say: Callable[..., None]) -> None:
    """Stops once after COMMIT was sent, before the answer is read."""
    run, stop = log.run, _stopping(say)

    def stopped(connection: Connection, statements: bytes, seconds: float) -> Any:
        if b"COMMIT" not in statements:
            return run(connection, statements, seconds)
        connection.pgconn.send_query(statements)
        connection.pgconn.flush()
        stop()
        return succeeded(answered(connection, seconds))

    log.run = stopped
    with closing(Register(address, writer=name)) as register:
        _one(register, name, say)


def _stopping(say: Callable[..., None]) -> Callable[[], None]:
    """What stops this program when it is called for the first time."""
    left = [signal.SIGSTOP]

    def stop() -> None:
        if left:
            say("stops")
            os.kill(os.getpid(), left.pop())

    return stop


WAYS: dict[str, Callable[[str, str, Callable[..., None]], None]] = {
    "line": line,
    "open": long_lived,
    "stops": stops,
    "stops-at-commit": stops_at_commit,
}

if __name__ == "__main__":
    main(*sys.argv[1:3], sys.argv[3], Path(sys.argv[4]))
