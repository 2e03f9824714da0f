"""Small registers for faults to be tried on, and how they are asked and looked through."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TypeVar

from application.keys import known_keys
from application.register import Register, create_register
from application.verification import verify
from cli.main import main as fasti
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated
from domain.person_events import PersonRegistered
from domain.tenure_events import Appointed
from domain.when import When

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where writing is quick: what is tried there does not depend on the disk."""

Job = TypeVar("Job")
Found = TypeVar("Found")


def on_every_core(do: Callable[[Job], Found], jobs: Sequence[Job]) -> Iterator[Found]:
    """What comes of each job, in their order; what one raises is raised."""
    with ProcessPoolExecutor() as pool:
        yield from pool.map(do, jobs)


def begun(folder: Path) -> Register:
    """A register with a body, a seat and the person who holds it: four entries."""
    create_register(folder)
    register = Register(folder, writer="faults")
    appointed = Appointed(seat="s", person="bo", first_day=When.parse("2020"))
    register.record(
        [
            act("raad", BodyEstablished(name="Rådet")),
            act("raad", SeatCreated(seat="s", title="Sæde", places=0)),
            act("bo", PersonRegistered(name="Bo Hansen")),
            act("raad", appointed),
        ]
    )
    return register


def with_older_views(register: Register) -> None:
    """Make its views those of an earlier program: of another shape, and without a table."""
    with closing(sqlite3.connect(register.views.path)) as views, views:
        views.execute("UPDATE position SET tables = 'older'")
        views.execute("DROP TABLE tenures")


def asked(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code of a command, and all it printed."""
    with redirect_stdout(StringIO()) as said, redirect_stderr(said):
        code = fasti(["--register", str(folder), *words], standalone_mode=False)
    return code if isinstance(code, int) else 0, said.getvalue()


def refuse_unsound(register: Register) -> None:
    """Raise AssertionError unless questions are answered and everything is as it should be."""
    for words in (["board", "raad", "--on", "2020-06-01"], ["log"]):
        code, said = asked(register.address, *words)
        assert code == 0, said
        assert "Bo Hansen" in said, said
    report = verify(register.storage, known_keys())
    assert (report.findings, report.missing) == ([], [])
