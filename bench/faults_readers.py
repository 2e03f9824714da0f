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
FOLLOWED = 5
"""So many rounds a follower goes along with."""
STOPS = (signal.SIGINT, signal.SIGTERM)
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

    def printed(self, lines: int) -> list[dict[str, object]]:
        """So many lines that it printed, when it has."""
        until = time.monotonic() + LONGEST
        while (found := self._printed.read_text("utf-8")).count("\n") < lines:
            assert time.monotonic() < until, f"{self.words} printed {found.count(chr(10))} lines"
            time.sleep(0.01)
        return [json.loads(line) for line in found.splitlines()[:lines]]

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
    """Two who write, one who follows, two who ask and two who keep the register, again and again:
    what was done how often. Raises AssertionError where an answer is none, or anything is lost."""
    os.environ["FASTI_KEYS"] = str(folder.parent / "keys")
    register, chance = begun(folder), random.Random(rounds)
    new_key("faults", folder)
    counts, recorded = Counter[str](), dict[str, int]()
    for number in range(0, rounds, FOLLOWED):
        some = range(number, min(number + FOLLOWED, rounds))
        with ExitStack() as while_followed:
            followers = [Program(while_followed, folder, words) for words in FOLLOWERS]
            for follower in followers:
                follower.begun()
            for at in some:
                recorded |= _round(folder, at, register.last(), chance, counts)
            _refuse_gaps(followers[0].printed(register.last()), register.last())
            for follower, how in zip(followers, chance.sample(STOPS, 2), strict=True):
                follower.ended(how)
                counts["followed"] += 1
    for name, at in recorded.items():
        assert [entry.stream for entry in register.entries([at])] == [f"person:{name}"], name
    refuse_unsound(register)
    return counts + Counter({"log": rounds, "recorded": len(recorded)})


def _round(
    folder: Path, number: int, known: int, chance: random.Random, counts: Counter[str]
) -> dict[str, int]:
    """The persons whose entries were acknowledged in a round that begins at a known entry."""
    with ExitStack() as round_:
        start = partial(Program, round_, folder)
        writers = {
            name: start(["person", "register", name, "--name", "Åse Ærø"])
            for name in (f"a{number}", f"b{number}")
        }
        others = [start(each[number % len(each)]) for each in (QUESTIONS, KEEPING)]
        others.append(start(["replay"]))
        log = start(["log", "--format", "json"])
        if number % 3 == 2:
            time.sleep(chance.uniform(0, KILLED_WITHIN))
            writers.popitem()[1].ended(signal.SIGKILL)
            counts["killed"] += 1
        recorded = {name: int(w.ended().strip().removeprefix("#")) for name, w in writers.items()}
        for other in others:
            other.ended()
            counts[other.words[0]] += 1
        _refuse_gaps(json.loads(log.ended()), known)
    shutil.rmtree(folder.parent / "backup", ignore_errors=True)
    return recorded


def _refuse_gaps(rows: Sequence[dict[str, object]], known: int) -> None:
    """Raise AssertionError unless rows are the entries up to a number that was known, or later."""
    numbers = [row["entry"] for row in rows]
    assert numbers == list(range(1, len(numbers) + 1)), numbers
    assert len(numbers) >= known, (numbers[-1:], known)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
