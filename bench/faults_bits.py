"""Single bits flipped in a log, its WAL, its checkpoints and a certificate: none goes unnoticed
where it could change an answer.

usage: python -m bench.faults_bits [FLIPS]
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import verify_certificate
from application.certificate import Answer, Question, certificate
from application.checkpoints import sign
from application.failures import Failure
from application.keys import key_in, known_keys, new_key
from application.log import open_log
from application.notes import VerifierKey
from application.register import Register, create_register
from application.verification import verify
from bench.history import acts

ENTRIES = 120
SIGNED = 100


class Specimen:
    """A signed register whose last entries are still in its WAL, and a certificate from it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.folder = place / "whole"
        register = Register(place / "made", writer="Åse Ærø")
        create_register(register.folder)
        path, _ = new_key("example.org/bits", register.folder)
        made = list(acts(ENTRIES, 2))
        register.record(made[:60])
        with closing(open_log(register.log_path)):  # while it is open, its WAL stays as it is
            register.record(made[60:SIGNED])
            sign(register.folder, key_in(path), known_keys())
            self._copy(register.folder, self.folder / "open")
            register.record(made[SIGNED:])
            with register.asking():
                pass
            self._copy(register.folder, self.folder / "wal")
        self._copy(register.folder, self.folder / "db")
        self.keys: list[VerifierKey] = known_keys()
        self.proof = self._proof(register)
        self.true = {name: answers(Register(self.folder / name)) for name in ("db", "wal")}

    def _copy(self, made: Path, target: Path) -> None:
        shutil.copytree(made, target, ignore=shutil.ignore_patterns("*-shm"))

    def _proof(self, register: Register) -> bytes:
        person = "p00000-0"
        question = Question("udvalg-00000", "s0", person, [person], date(2000, 2, 1), SIGNED, None)
        asked = Answer(certain=True, decisions=[])
        return json.dumps(certificate(register.folder, question, asked, self.keys)).encode()


def answers(register: Register) -> list[Any]:
    """All that a log says: entry by entry, and again stream by stream."""
    with register.log() as log:
        streams = [name for name, _ in log.streams()]
        return [list(log.entries()), log.of_streams(streams)]


def flipped(content: bytes, bit: int) -> bytes:
    """A content with one bit turned."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def noticed(specimen: Specimen, name: str, file: str, bit: int) -> bool:
    """Whether a flip in a file of the register changes no answer, or is noticed."""
    target = specimen.place / "flipped"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(specimen.folder / name, target)
    path = target / file
    path.write_bytes(flipped(path.read_bytes(), bit))
    register = Register(target)
    checkpoint = path.suffix == ".checkpoint"
    try:
        if not checkpoint and answers(register) == specimen.true[name]:
            return True
        with register.asking():
            pass
        return bool(verify(target, specimen.keys).findings)
    except Failure:
        return True
    finally:
        gc.unfreeze()  # a rebuild lays aside what it leaves, as the end of a program is near


def certificate_noticed(specimen: Specimen, bit: int) -> bool:
    """Whether the checker refuses a certificate with a flip, or says just what it said before."""
    key = str(specimen.keys[0])
    path = specimen.place / "flipped.json"
    path.write_bytes(specimen.proof)
    before = _checked(path, key)
    path.write_bytes(flipped(specimen.proof, bit))
    after = _checked(path, key)
    return after[0] == 1 or after == before


def _checked(path: Path, key: str) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        return verify_certificate.main(str(path), key), said.getvalue()


def flips(place: Path, times: int, seed: int = 1) -> Iterator[tuple[str, int, list[int]]]:
    """Flip so many bits in all: each file, how many in it, and those that went unnoticed."""
    specimen = Specimen(place)
    (note,) = (specimen.folder / "db" / "checkpoints").glob("*.checkpoint")
    targets: list[tuple[str, int, Callable[[int], bool]]] = [
        (file, (specimen.folder / name / file).stat().st_size, _of(specimen, name, file))
        for name, file in (
            ("db", "events.db"),
            ("wal", "events.db-wal"),
            ("wal", "events.db"),
            ("db", f"checkpoints/{note.name}"),
        )
    ]
    targets.append(("certificate", len(specimen.proof), lambda b: certificate_noticed(specimen, b)))
    chance = random.Random(seed)
    for name, size, test in targets:
        bits = [chance.randrange(size * 8) for _ in range(times // len(targets))]
        yield name, len(bits), [bit for bit in bits if not test(bit)]


def _of(specimen: Specimen, name: str, file: str) -> Callable[[int], bool]:
    return lambda bit: noticed(specimen, name, file, bit)


def main() -> int:
    """Flip and print; 1 where anything went unnoticed."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    bad = 0
    with tempfile.TemporaryDirectory(prefix="fasti-") as place:
        for name, count, unnoticed in flips(Path(place), times):
            bad += len(unnoticed)
            told = f"unnoticed: {unnoticed}" if unnoticed else "none went unnoticed"
            print(f"{name}: {count} bits flipped, {told}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
