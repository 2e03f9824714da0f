"""Files and servers: record, retract, crash, reload and tamper in any order."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from application.failures import ClockBehind
from application.register import Register
from bench.faults_specimen import with_older_views
from domain.act import act
from domain.entry import Entry
from domain.person_events import PersonRegistered
from domain.refusal import Refusal
from tests.databases import Databases, named
from tests.keeping import SEATS, Keeping, days
from tests.places import InFolder, OnServer
from tests.servers import until

MIXES = (
    ["events.db"],
    ["events.db-wal"],
    ["events.db", "events.db-wal"],
    ["views.db"],
    ["events.db", "events.db-wal", "views.db"],
)
"""Files that are put back: a restored copy, one without its WAL, a stale WAL, old views."""


class InFolders(Keeping):
    """What happens to files is tried too."""

    fasti: InFolder

    def __init__(self) -> None:
        super().__init__()
        self.crashes = self.kept = 0
        self.earlier = Path(self.place.name) / "earlier"

    def new(self, folder: Path) -> InFolder:
        return InFolder(folder)

    @rule(seat=st.sampled_from(SEATS), day=days, torn=st.floats(0, 1))
    def crash(self, seat: str, day: date, torn: float) -> None:
        """The machine stops while an append is being written: its last pages may be lost."""
        wal = self.fasti.folder / "events.db-wal"
        asked = self.appointment(seat, day)
        with self.register.writing():
            self.ask(act("x" * (self.people + 1), PersonRegistered(name="Bo")))
            acknowledged = wal.stat().st_size
            try:
                unsure = self.register.record(asked, project=False)
            except (Refusal, ClockBehind):
                unsure = None
            self.crashes += 1
            crashed = self.fasti.folder.parent / str(self.crashes)
            shutil.copytree(self.fasti.folder, crashed, ignore=shutil.ignore_patterns("*-shm"))
        kept = acknowledged + round(torn * (wal_size(crashed) - acknowledged))
        with (crashed / wal.name).open("r+b") as file:
            file.truncate(kept)
        self.fasti = InFolder(crashed)
        self.reopen()
        self.done["crashed while an append was written"] += 1
        if unsure is not None and self.register.last() == unsure.last:
            self.last = unsure.last
            self.learn(asked[-1])

    @rule(views=st.sampled_from(["kept", "gone", "older"]))
    def reload(self, views: str) -> None:
        if views == "gone":
            self.register.views.path.unlink()
        elif views == "older":
            with_older_views(self.register)
        self.reopen()
        self.done[f"reloaded, views {views}"] += 1

    @rule()
    def keep(self) -> None:
        """Somebody keeps all files of this moment, side files too."""
        with self.register.log():
            shutil.rmtree(self.earlier, ignore_errors=True)
            shutil.copytree(self.fasti.folder, self.earlier)
        self.kept = self.last

    @precondition(lambda self: self.earlier.exists())
    @rule(names=st.sampled_from(MIXES))
    def put_back(self, names: Sequence[str]) -> None:
        """Files of an earlier time are put among those of now: noticed, or no answer is another."""
        copy = self.copied().folder
        for name in names:
            (copy / name).unlink(missing_ok=True)
            if (self.earlier / name).exists():
                shutil.copy(self.earlier / name, copy)
        unseen = "views.db" in names and self.kept >= self.signed  # nobody else knows of the rest
        noticed = unseen or self.noticed(InFolder(copy))
        assert noticed or self.told(copy) == self.told(self.fasti.folder), names
        self.done[f"put back: {' '.join(names)}"] += 1

    def told(self, folder: Path) -> list[Entry]:
        """All entries of a register."""
        with Register(folder).log() as log:
            return list(log.entries())


def wal_size(folder: Path) -> int:
    return (folder / "events.db-wal").stat().st_size


class OnServers(Keeping):
    """What happens to connections and whole databases is tried too."""

    databases: Databases
    fasti: OnServer

    def __init__(self) -> None:
        super().__init__()
        self.earlier: OnServer | None = None

    def new(self, folder: Path) -> OnServer:
        return OnServer(self.databases, self.databases.new_database())

    def settle(self) -> None:
        name = named(self.fasti.address)
        until(lambda: not backends(self.databases, name))

    @rule(seat=st.sampled_from(SEATS), day=days)
    def lose_connections(self, seat: str, day: date) -> None:
        """The server ends every connection: a program that lives on does not notice."""
        for pid in backends(self.databases, named(self.fasti.address)):
            self.databases.connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
        self.settle()
        self.ask(*self.appointment(seat, day))
        self.done["lost its connections"] += 1

    @rule()
    def keep(self) -> None:
        """Somebody keeps the whole database of this moment."""
        self.earlier = self.copied()
        self.kept = self.last

    @precondition(lambda self: self.earlier is not None)
    @rule()
    def put_back(self) -> None:
        """It takes the place of the one of now: noticed, if anything was signed since."""
        assert self.earlier is not None
        assert self.noticed(self.earlier) == (self.kept < self.signed)
        self.done["put back"] += 1


def backends(databases: Databases, name: str) -> list[int]:
    """The server's processes that somebody uses a database by."""
    query = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
    return [pid for (pid,) in databases.connection.execute(query, (name,))]


TestKeeping = InFolders.TestCase
TestKeeping.settings = settings(
    max_examples=5, stateful_step_count=12, deadline=None, phases=[Phase.generate]
)


def test_keeping_on_a_server(postgres: Databases):
    class Here(OnServers):
        databases = postgres

    tried = settings(max_examples=3, stateful_step_count=10, deadline=None, phases=[Phase.generate])
    run_state_machine_as_test(Here, settings=tried)
