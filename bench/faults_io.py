"""Calls of the kernel that fail, one after another, as on a disk that dies: what was acknowledged
stays, what was refused is said in one line, and the next command starts clean.

usage: python -m bench.faults_io [STEP]
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from application.failures import Failure
from application.register import Register
from bench.faults_specimen import (
    MEMORY,
    asked,
    begun,
    on_every_core,
    refuse_unsound,
    with_older_views,
)
from domain.act import act
from domain.person_events import PersonRegistered

STRACE = shutil.which("strace")
CALLS = {
    "writing": "pwrite64,write",
    "waiting for the disk": "fsync,fdatasync",
    "names": "ftruncate,unlink,rename,link",
    "reading": "pread64,read",
}
"""What is made to fail, and the calls of the kernel that do it."""
OFTEN = ("writing", "reading")
"""Of these only every so many-th call is tried."""
OLDER = "question to older views"
COMMANDS = {
    "init": ("init", "{place}/new"),
    "record": ("person", "register", "x", "--name", "Åse Ærø", "--paper", "{place}/paper"),
    "import": ("import", "entries", "{place}/more.jsonl"),
    "replay": ("replay",),
    "checkpoint": ("checkpoint",),
    "backup": ("backup", "{place}/new"),
    "restore": ("restore", "{place}/backup", "--acknowledge-loss", "brand"),
    "note": ("person", "note", "bo", "--note", "er bange for hunde"),
    "erase": ("erase", "bo", "--basis", "art. 17"),
    "question": ("board", "raad"),
    OLDER: ("board", "raad"),
}
MAKES = {"record": 1, "import": 3, "note": 1, "erase": 1}
"""Command → how many entries it makes."""


class Done(NamedTuple):
    """What a command came to: its exit code, what it told, and how many of its calls failed."""

    code: int
    told: str
    failed: int


class Found(NamedTuple):
    """How often a call of a command failed, how often it was refused, and what then was wrong."""

    failed: int
    refused: int
    wrong: list[str]


def main(step: int) -> int:
    """The calls of every command made to fail, one after another, once and for good; 1 where a
    command then told something else than what is."""
    if STRACE is None:
        print("no failing disk was tried: strace is not installed")
        return 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="fasti-", dir=MEMORY) as place:
        for name, found in failures(Path(place), step):
            wrong += found.wrong
            told = f"a call failed {found.failed} times, {found.refused} times it was refused"
            print(f"{name}: {told}", *found.wrong, sep="\n  ", flush=True)
    return 1 if wrong else 0


def failures(
    place: Path, step: int, commands: Sequence[str] = tuple(COMMANDS)
) -> Iterator[tuple[str, Found]]:
    """Each command by its name, and what came of it."""
    jobs = [(place / name, step) for name in commands]
    yield from zip(commands, on_every_core(_failed_often, jobs), strict=True)


def _failed_often(job: tuple[Path, int]) -> Found:
    """What comes of the command that a folder is named for when its calls fail."""
    place, step = job
    _specimen(place)
    _begin(place, place.name)
    asked(place / "tried", *_words(place, place.name))  # what it imports is there from now on
    refused, wrong = [], []
    for what, calls in CALLS.items():
        for lasting in ("", "+"):
            for at in count(1, step if what in OFTEN else max(1, step // 8)):
                fault = f"inject={calls}:error=EIO:when={at}{lasting}"
                _begin(place, place.name)
                words = _words(place, place.name)
                done = _failing(place / "tried", words, fault, place / "calls")
                if not done.failed:
                    break
                refused.append(done.code != 0)
                try:
                    _sound(place, place.name, done, reading=what == "reading")
                except (AssertionError, Failure) as found:  # anything else ends the run
                    wrong.append(f"{fault}: {done}: {type(found).__name__} {found}")
    return Found(len(refused), sum(refused), wrong)


def _specimen(place: Path) -> None:
    """A signed register with what every command needs; its views lack its last entry."""
    place.mkdir(parents=True, exist_ok=True)
    os.environ["FASTI_KEYS"] = str(place / "keys")
    (place / "paper").write_bytes(os.urandom(5000))
    register = begun(place / "whole")
    for words in (
        ["key", "new", "example.org/io"],
        ["checkpoint"],
        ["backup", str(place / "backup")],
        ["person", "note", "bo", "--contact", "Torvet 1"],
    ):
        code, said = asked(register.address, *words)
        assert code == 0, said
    register.record([act("by", PersonRegistered(name="By"))], project=False)
    longer = Register(place / "longer", writer="faults")
    shutil.copytree(register.address, longer.address)
    longer.record([act(name, PersonRegistered(name="Åse Ærø")) for name in ("cy", "dy", "ey")])
    asked(longer.address, "export", "entries", "-o", str(place / "more.jsonl"))
    shutil.copytree(place / "keys", place / "kept-keys")


def _begin(place: Path, name: str) -> None:
    for made in ("tried", "new", "keys"):
        shutil.rmtree(place / made, ignore_errors=True)
    shutil.copytree(place / "whole", place / "tried")
    shutil.copytree(place / "kept-keys", place / "keys")
    if name == OLDER:
        with_older_views(Register(place / "tried"))


def _words(place: Path, name: str) -> list[str]:
    return [word.format(place=place) for word in COMMANDS[name]]


def _failing(folder: Path, words: Sequence[str], fault: str, calls: Path) -> Done:
    """What a command comes to in a process of its own, some of whose calls fail."""
    ours, theirs = socket.socketpair()  # what is sent is neither written nor read
    child = os.fork()
    if child == 0:
        signal.alarm(120)
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            code, said = asked(folder, *words)
        except BaseException as error:
            code, said = 70, f"{type(error).__name__}: {error}"
        theirs.send(f"{code}\n{said}".encode())
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    traced = fault.partition(":")[0].replace("inject", "trace")
    line = ["strace", "-p", str(child), "-o", str(calls), "-e", traced, "-e", fault]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as tracer:
        told = tracer.stderr.readline() if tracer.stderr else ""
        assert "attached" in told, told
        os.kill(child, signal.SIGCONT)
        os.waitpid(child, 0)
    theirs.close()
    with ours:
        code, _, said = ours.recv(100_000).decode().partition("\n")
    return Done(int(code), said, calls.read_text("utf-8", "replace").count("(INJECTED)"))


def _sound(place: Path, name: str, done: Done, *, reading: bool) -> None:
    """Raise AssertionError unless what a command told is true and the next one starts clean."""
    assert done.code in ((0, 2, 3) if reading else (0, 3)), "exit code"
    assert done.code == 0 or done.told.startswith("fasti: "), "not a message"
    assert done.code == 0 or done.told.count("\n") == 1, "more than one line"
    there = (place / "new" / "events.db").exists()
    assert there or done.code or name not in ("init", "backup"), "nothing was made"
    if name == "init":
        assert there or asked(place, "init", str(place / "new"))[0] == 0, "no new beginning"
        assert Register(place / "new").last() == 0
    elif there:
        refuse_unsound(Register(place / "new"))
    refuse_unsound(Register(place / "tried"))
    if name != "restore":
        made = Register(place / "tried").last() - Register(place / "whole").last()
        whole = MAKES.get(name, 0)
        assert made == whole or (made == 0 and done.code), f"{made} entries were made of {whole}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8))
