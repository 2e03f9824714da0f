"""Full disks, files that may not grow, too many open files, media that take nothing: what was
acknowledged stays, what was not is not there, and the next command starts clean.

usage: python -m bench.faults_disk [STEPS]
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

from application.register import Register
from bench.faults_specimen import begun, refuse_unsound
from cli.main import main as fasti
from domain.act import act
from domain.person_events import PersonRegistered

QUESTIONS = (["body", "list"], ["log"], ["check"])
STEP = 4096
"""Bytes of a page of the log."""


def main(steps: int) -> None:
    """Every fault, and what was found after it."""
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        refused = growth(Path(place) / "growth", range(steps))
        print(f"files that may not grow: {refused} commands refused")
        print(f"too many open files: {open_files(Path(place) / 'files')} commands refused")
        if os.geteuid() != 0:
            print("no small disk was tried: only the superuser may mount one")
            return
        with small_disk(Path(place) / "disk") as disk:
            print(f"a full disk: refused after {full(disk)} entries, all there")
        with small_disk(Path(place) / "medium") as medium:
            print(f"a medium that takes nothing: {asked_only(medium)} questions answered")


def growth(folder: Path, steps: Sequence[int]) -> int:
    """Commands while no file may be larger than a limit, page by page; how many were refused."""
    register = begun(folder / "register")
    paper = folder / "paper"
    paper.write_bytes(os.urandom(3 * STEP))
    refused = 0
    for step in steps:
        limits = {resource.RLIMIT_FSIZE: step * STEP // 2}
        name = f"p{step}"
        words = ["person", "register", name, "--name", "Åse Ærø", "--paper", str(paper)]
        done = [
            _limited(register, words, limits),
            _limited(register, ["replay"], limits),
            _limited(register, ["backup", str(folder / f"backup-{step}")], limits),
        ]
        for code, told in done:
            assert code in (0, 3), (code, told)
            assert told.count("\n") <= 2, told
            refused += code == 3
        _sound(register, name, recorded=done[0][0] == 0)
        copy = folder / f"backup-{step}"
        assert copy.exists() == (done[2][0] == 0)
        shutil.rmtree(copy, ignore_errors=True)
    assert refused > len(steps) // 4
    return refused


def open_files(folder: Path) -> int:
    """Commands that may hold few files open; how many were refused."""
    register = begun(folder)
    refused = 0
    for most in range(3, 16):
        name = f"p{most}"
        words = ["person", "register", name, "--name", "Åse Ærø"]
        code, told = _limited(register, words, {resource.RLIMIT_NOFILE: most})
        assert code in (0, 3), told
        refused += code == 3
        _sound(register, name, recorded=code == 0)
    return refused


def full(disk: Path) -> int:
    """Entries on a disk until it is full; how many there are."""
    register = begun(disk / "register")
    there = register.last()
    (disk / "ballast").write_bytes(bytes(200_000))
    for number in range(10_000):
        words = ["person", "register", f"p{number}", "--name", "Åse Ærø " * 20]
        code, told = _limited(register, words, {})
        if code:
            assert code == 3, told
            break
        there += 1
    (disk / "ballast").unlink()
    assert Register(register.address).last() == there
    _sound(register, f"p{number}", recorded=False)
    code, told = _limited(register, ["person", "register", "x", "--name", "X"], {})
    assert code == 0, told
    return there


def asked_only(medium: Path) -> int:
    """Questions to a register on a medium that takes nothing, by somebody who owns nothing."""
    register = begun(medium / "register")
    with register.writing():
        register.record([act("cy", PersonRegistered(name="Cy"))])
        without = shutil.ignore_patterns("*-shm", "views.db")
        shutil.copytree(register.address, medium / "with-side-file", ignore=without)
    warm = begun(medium.parent / "warm")
    for words in QUESTIONS:  # what they import may not be readable for others
        warm.views.path.unlink()
        with redirect_stdout(StringIO()):
            fasti(["--register", str(warm.address), *words], standalone_mode=False)
    shutil.copytree(medium / "register", medium / "without-views")
    (medium / "without-views" / "views.db").unlink()
    _mount("-o", "remount,ro", str(medium))
    before = sorted(medium.rglob("*"))
    asked = 0
    for folder in ("register", "without-views"):
        for words in QUESTIONS:
            code, told = _limited(Register(medium / folder), words, {}, user=65534)
            assert code == 0, told
            asked += 1
        words = ["person", "register", "x", "--name", "X"]
        code, told = _limited(Register(medium / folder), words, {})
        assert code == 3, told
    code, told = _limited(Register(medium / "with-side-file"), ["log"], {})
    assert code == 3, told
    assert "holds entries that can be read only where" in told
    assert sorted(medium.rglob("*")) == before
    return asked


@contextmanager
def small_disk(place: Path, megabytes: int = 1) -> Iterator[Path]:
    """A disk of some megabytes; needs the right to mount one."""
    place.mkdir(parents=True)
    place.parent.chmod(0o755)
    _mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs", str(place))
    try:
        yield place
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(place)], check=True)


def _mount(*words: str) -> None:
    subprocess.run(["/bin/mount", *words], check=True)


def _limited(
    register: Register, words: Sequence[str], limits: dict[int, int], user: int | None = None
) -> tuple[int, str]:
    """The exit code of a command in a process of its own under limits, and what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(writing, 2)
            if user is not None:
                os.environ["HOME"] = "/"
                os.environ.pop("FASTI_KEYS", None)  # that folder is another's
                os.setuid(user)
            for kind, most in limits.items():
                resource.setrlimit(kind, (most, most))
            found = fasti(["--register", str(register.address), *words], standalone_mode=False)
            code = found if isinstance(found, int) else 0
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), told


def _sound(register: Register, person: str, *, recorded: bool) -> None:
    """Raise AssertionError unless the register is whole, with or without an entry."""
    refuse_unsound(register)
    with register.log() as log:
        assert bool(log.stream(f"person:{person}")) == recorded


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
