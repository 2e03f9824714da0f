"""Programs that read beside programs that write, some of them killed: each answer is one state of
the register, and everything acknowledged is there, once.

usage: python -m bench.faults_readers [ROUNDS]
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from application.keys import new_key
from bench.faults_specimen import MEMORY, begun, refuse_unsound

PROGRAM = str(Path(sys.executable).parent / "fasti")
QUESTIONS = (
    ["board", "raad", "--format", "json"],
    ["find", "Åse", "--format", "json"],
    ["export", "entries", "-o", "{}/entries"],
    ["person", "bo", "--known-at", "#4"],
    ["seat", "raad", "s"],
    ["check"],
)
"""What is asked beside the whole log, in turn."""
KEEPING = (
    ["replay"],
    ["backup", "{}/backup"],
    ["verify"],
    ["checkpoint"],
    ["replay", "--check"],
    ["migrate"],
)
"""What goes on beside all of them, in turn."""
FOLLOWERS = (["log", "--follow", "--format", "json"], ["project"])
KILLED_WITHIN = 1.0
"""Seconds within which every third round kills one who writes."""
LONGEST = 60
"""Seconds after which a program hangs."""
WRONG = ("Traceback", "ignored", "views are behind", "not in it yet")
"""What nobody is to be told."""


class Program:
    """A program that runs until the end of a round at most, and what it printed and said."""

    def __init__(self, round_: ExitStack, folder: Path, words: Sequence[str]) -> None:
        self.words = [word.format(folder.parent) for word in words]
        place = Path(round_.enter_context(tempfile.TemporaryDirectory(dir=folder.parent)))
        self._printed, self._said = place / "printed", place / "said"
        line = [PROGRAM, "--register", str(folder), *self.words]
        with self._printed.open("w") as out, self._said.open("w") as err:
            self._process = subprocess.Popen(line, stdout=out, stderr=err)
        round_.callback(self._process.kill)

    def begun(self) -> None:
        """Wait until it has printed or said something."""
        until = time.monotonic() + LONGEST
        while not (self._printed.stat().st_size or self._said.stat().st_size):
            assert self._process.poll() is None, self.words
            assert time.monotonic() < until, f"{self.words} does not begin"
            time.sleep(0.01)

    def ended(self, how: signal.Signals | None = None) -> str:
        """What it printed, once it has ended as it should, by itself or because it was told to."""
        if how is not None:
            self._process.send_signal(how)
        code = self._process.wait(timeout=LONGEST)
        said = self._said.read_text("utf-8")
        killed = how == signal.SIGKILL and code == -how
        assert code == 0 or killed, (self.words, code, said)
        assert not any(wrong in said for wrong in WRONG), (self.words, said)
        return self._printed.read_text("utf-8")


def main(rounds: int) -> None:
    """So many rounds on one register, and what was found after the last."""
    with tempfile.TemporaryDirectory(prefix="fasti-", dir=MEMORY) as place:
        counts = beside(Path(place) / "register", rounds)
    told = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
    print(f"{rounds} rounds of readers beside writers: {told}; each answer one state, none lost")


def beside(folder: Path, rounds: int) -> Counter[str]:
    """Two who write, one who follows, two who ask and one who keeps the register, again and again:
    what was done how often. Raises AssertionError where an answer is none, or anything is lost."""
    os.environ["FASTI_KEYS"] = str(folder.parent / "keys")
    register, chance = begun(folder), random.Random(rounds)
    new_key("faults", folder)
    counts, recorded = Counter[str](), dict[str, int]()
    for number in range(rounds):
        with ExitStack() as round_:
            start = partial(Program, round_, folder)
            follower = start(FOLLOWERS[number % 5 == 4])
            follower.begun()
            known = register.last()
            writers = {
                name: start(["person", "register", name, "--name", "Åse Ærø"])
                for name in (f"a{number}", f"b{number}")
            }
            others = [start(each[number % len(each)]) for each in (QUESTIONS, KEEPING)]
            log = start(["log", "--format", "json"])
            if number % 3 == 2:
                time.sleep(chance.uniform(0, KILLED_WITHIN))
                writers.popitem()[1].ended(signal.SIGKILL)
                counts["killed"] += 1
            for name, writer in writers.items():
                recorded[name] = int(writer.ended().strip().removeprefix("#"))
            for other in others:
                other.ended()
                counts[other.words[0]] += 1
            _refuse_gaps(json.loads(log.ended()), known)
            followed = follower.ended((signal.SIGINT, signal.SIGTERM)[number % 2])
            _refuse_gaps([json.loads(line) for line in followed.splitlines()], 0)
        shutil.rmtree(folder.parent / "backup", ignore_errors=True)
    for name, at in recorded.items():
        assert [entry.stream for entry in register.entries([at])] == [f"person:{name}"], name
    refuse_unsound(register)
    return counts + Counter({"log": rounds, "followed": rounds, "recorded": len(recorded)})


def _refuse_gaps(rows: Sequence[dict[str, object]], known: int) -> None:
    """Raise AssertionError unless rows are the entries up to a number that was known, or later."""
    numbers = [row["entry"] for row in rows]
    assert numbers == list(range(1, len(numbers) + 1)), numbers
    assert len(numbers) >= known, (numbers[-1:], known)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
