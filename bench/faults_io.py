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

from application.register import Register
from bench.specimen import asked, begun, refuse_unsound, with_older_views
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


def main(step: int) -> int:
    """Every step-th call of every command made to fail, once and for good; 1 where none could."""
    if STRACE is None:
        print("no failing disk was tried: strace is not installed")
        return 0
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        for name, failed, refused in failures(Path(place), step):
            print(f"{name}: a call failed {failed} times, {refused} times refused", flush=True)
    return 0


def failures(
    place: Path, step: int, commands: Sequence[str] = tuple(COMMANDS)
) -> Iterator[tuple[str, int, int]]:
    """Each command: its name, how often a call of it failed, and how often it was refused."""
    _specimen(place)
    for name in commands:
        _begin(place, name)
        asked(place / "tried", *_words(place, name))  # what it imports is there from now on
        done = [
            one
            for calls in CALLS.values()
            for lasting in ("", "+")
            for one in _each(place, name, f"inject={calls}:error=EIO:when={{}}{lasting}", step)
        ]
        yield name, len(done), sum(one.code == 3 for one in done)
        for k, f in TOLD.items(): print("     ", k, f, flush=True)
        TOLD.clear()


def _each(place: Path, name: str, fault: str, step: int) -> Iterator[Done]:
    for at in count(1, step):
        _begin(place, name)
        done = _failing(place / "tried", _words(place, name), fault.format(at), place / "calls")
        if not done.failed:
            return
        try:
            _sound(place, name, done)
        except Exception as wrong:
            import traceback; t=traceback.extract_tb(wrong.__traceback__)[-1]
            print(flush=True, *["   WRONG", f"{name}, {fault.format(at)}: {done}", repr(wrong)[:300], t.name, t.lineno])
        TOLD[done.code, done.told.replace(str(place),"")] = fault.format(at)
        yield done


TOLD = {}
def _specimen(place: Path) -> None:
    """A signed register with what every command needs; its views lack its last entry."""
    os.environ["FASTI_KEYS"] = str(place / "keys")
    (place / "paper").write_bytes(os.urandom(5000))
    register = begun(place / "whole")
    for words in (
        ["key", "new", "example.org/io"],
        ["checkpoint"],
        ["backup", str(place / "backup")],
        ["person", "note", "bo", "--contact", "Torvet 1"],
    ):
        code, said = asked(register.folder, *words)
        assert code == 0, said
    register.record([act("by", PersonRegistered(name="By"))], project=False)
    longer = Register(place / "longer", writer="faults")
    shutil.copytree(register.folder, longer.folder)
    longer.record([act(name, PersonRegistered(name="Åse Ærø")) for name in ("cy", "dy", "ey")])
    asked(longer.folder, "export", "entries", "-o", str(place / "more.jsonl"))
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
    traced = f"trace={fault.split('=')[1].split(':')[0]}"
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


def _sound(place: Path, name: str, done: Done) -> None:
    """Raise AssertionError unless what a command told is true and the next one starts clean."""
    assert done.code in (0, 3) or (done.code, 'reading' ) == (2, 'reading')
    assert done.code == 0 or done.told.count("\n") == 1
    folder = place / "tried"
    if name in ("init", "backup"):
        made = place / "new"
        there = (made / "events.db").exists()
        assert there or done.code == 3
        if name == "init":
            if not there:
                assert asked(place, "init", str(made))[0] == 0
            assert Register(made).last() == 0
        elif there:
            refuse_unsound(Register(made))
    refuse_unsound(Register(folder))
    before = Register(place / "whole").last()
    last = Register(folder).last()
    assert last in (before, before + MAKES.get(name, 0)) or name == "restore"
    assert done.code == 3 or last == before + MAKES.get(name, 0) or name == "restore"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
