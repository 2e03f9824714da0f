"""Single bits flipped in a log, its WAL, its checkpoints, its views and a certificate: each flip is
noticed, or no answer is another one for it.

usage: python -m bench.faults_bits [FLIPS]
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import verify_certificate
from application.failures import Failure
from application.folder.identity import BROKEN
from application.keys import known_keys
from application.register import Register
from bench.faults_specimen import MEMORY, asked, begun, on_every_core
from domain.act import act
from domain.person_events import PersonRegistered

CERTIFICATE = "certificate"
WHOLE, IN_USE = "whole", "in use"
TARGETS = {
    (WHOLE, "events.db"): 5,
    (IN_USE, "events.db-wal"): 5,
    (IN_USE, "events.db"): 2,
    (WHOLE, "checkpoints/*.checkpoint"): 3,
    (WHOLE, "views.db"): 2,
    ("", CERTIFICATE): 3,
}
"""In which state of the register which file is flipped, and how many flips of twenty."""
QUESTIONS = {
    "board": "board raad --on 2020-06-01 --why --format json",
    "history": "person bo --format json",
    "log": "log --format json",
    "proof": "prove raad s bo --on 2020-06-01 --known-at #12 -o {}",
    "export": "export entries -o {}",
}
PARTS = 40
"""The flips of a file are tried in so many parts."""
ASKED_ALL_THE_SAME = 16
"""Where the database finds all as it was, the questions are put every so many times only."""
Answers = dict[str, tuple[int, str]]


class Part(NamedTuple):
    """Flips to be tried: where, in which state, in which file, the bits, what is true."""

    place: Path
    state: str
    file: str
    bits: list[int]
    true: Answers
    stored: Any


def specimen(place: Path) -> None:
    """A signed register, whole in one file and with entries in a WAL, and a certificate from it."""
    os.environ["FASTI_KEYS"] = str(place / "keys")
    register = begun(place / "made")
    register.record([act(f"p{at}", PersonRegistered(name="Åse Ærø")) for at in range(6)])
    for line in (
        "key new example.org/bits",
        "person rename bo --name Holm --on 2021-01-01",
        "erase p1 --basis dom --name",
        "checkpoint",
        QUESTIONS["proof"].format(place / CERTIFICATE),
    ):
        code, said = asked(register.address, *line.split())
        assert code == 0, said
    without = shutil.ignore_patterns("*-shm")
    with closing(register.storage.log(writable=True)):  # while it is open, its WAL stays as it is
        register.record([act("q1", PersonRegistered(name="Åse Ærø"))])
        asked(register.address, "checkpoint")
        register.record([act(f"r{at}", PersonRegistered(name="Åse Ærø")) for at in range(9)])
        asked(register.address, "board", "raad")
        shutil.copytree(register.address, place / IN_USE, ignore=without)
    shutil.copytree(register.address, place / WHOLE, ignore=without)


def answers(folder: Path) -> Answers:
    """What a register says to every question, or the one line by which it refuses to."""
    found = {}
    for name, line in QUESTIONS.items():
        target = folder.parent / f"{folder.name}-answer"
        code, said = asked(folder, *(word.format(target) for word in line.split()))
        if "{}" in line and code == 0:
            said = target.read_text("utf-8")
        assert code in (0, 3), (line, said)
        assert code == 0 or (said.startswith("fasti: ") and said.count("\n") == 1), (line, said)
        found[name] = code, said
    return found


def tried(part: Part) -> tuple[Counter[str], list[int]]:
    """How many flips were noticed, and how many changed nothing; those that were neither."""
    os.environ["FASTI_KEYS"] = str(part.place / "keys")
    counts: Counter[str] = Counter()
    unnoticed = []
    with tempfile.TemporaryDirectory(prefix="flipped-", dir=part.place) as place:
        for bit in part.bits:
            find = _of_certificate if part.file == CERTIFICATE else _of_register
            try:
                found = find(part, Path(place) / "copy", bit)
            except Exception as wrong:  # no flip may bring anything down
                found = f"{type(wrong).__name__}: {str(wrong)[:200]}"
            counts[found] += 1
            if found not in ("noticed", "no answer changed"):
                unnoticed.append(bit)
    return counts, unnoticed


def _of_register(part: Part, copy: Path, bit: int) -> str:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(part.place / part.state, copy)
    _flip(sorted(copy.glob(part.file))[-1], bit)
    if part.state == WHOLE and part.file == "events.db":
        (copy / "views.db").unlink()  # they are made of what was flipped
    same = stored(copy) == part.stored and not part.file.startswith("checkpoints")
    if same and bit % ASKED_ALL_THE_SAME:
        return "no answer changed"
    if not same and asked(copy, "verify")[0] == 3:
        return "noticed"
    said = answers(copy)
    if said == part.true:
        return "no answer changed"
    return "noticed" if any(code == 3 for code, _ in said.values()) else "unnoticed"


def stored(folder: Path) -> Any:
    """All that the database finds in a register's files, by number and by index; None where they
    cannot be read."""
    try:
        register = Register(folder)
        with register.log() as log, register.storage.reading() as cursor:
            names = [name for name, _ in log.streams(log.last()[0])]
            tables = [cursor.execute(f"SELECT * FROM {t}").fetchall() for t in ("tree", "commands")]
            found = [list(log.entries()), log.of_streams(names), log.erasures(), tables]
        if (folder / "views.db").exists():
            with closing(sqlite3.connect(folder / "views.db")) as views:
                check = views.execute("PRAGMA integrity_check").fetchall()
                found += [list(views.iterdump()), check]
    except (Failure, *BROKEN):
        return None
    return found


def _of_certificate(part: Part, copy: Path, bit: int) -> str:
    shutil.copy(part.place / CERTIFICATE, copy)
    before = _checked(copy)
    _flip(copy, bit)
    code, said = _checked(copy)
    if code:
        return "noticed"
    return "no answer changed" if (code, said) == before else "unnoticed"


def _flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def _checked(path: Path) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        return verify_certificate.main(str(path), str(known_keys()[0])), said.getvalue()


def flips(place: Path, times: int, seed: int = 1) -> Iterator[tuple[str, Counter[str], list[int]]]:
    """Flip so many bits in all: each file, what came of its flips, those that went unnoticed."""
    specimen(place)
    chance = random.Random(seed)
    for (state, file), share in TARGETS.items():
        path = sorted((place / state).glob(file))[-1]
        size = path.stat().st_size * 8
        bits = [chance.randrange(size) for _ in range(times * share // sum(TARGETS.values()))]
        true = _true(place, state, file) if state else ({}, None)
        parts = [
            Part(place, state, file, bits[at::PARTS], *true) for at in range(min(PARTS, len(bits)))
        ]
        counts: Counter[str] = Counter()
        unnoticed: list[int] = []
        for found, missed in on_every_core(tried, parts):
            counts += found
            unnoticed += missed
        yield f"{state} {file}".strip(), counts, unnoticed


def _true(place: Path, state: str, file: str) -> tuple[Answers, Any]:
    copy = place / "true"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(place / state, copy)
    if state == WHOLE and file == "events.db":
        (copy / "views.db").unlink()
    found = stored(copy)
    return answers(copy), found


def main(times: int) -> int:
    """Flip and print; 1 where anything went unnoticed."""
    bad = 0
    with tempfile.TemporaryDirectory(prefix="fasti-", dir=MEMORY) as place:
        for name, counts, unnoticed in flips(Path(place), times):
            bad += len(unnoticed)
            told = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
            wrong = f"; bits {unnoticed[:20]}" if unnoticed else ""
            print(f"{name}: {counts.total()} bits flipped: {told}{wrong}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
