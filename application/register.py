"""A register: one folder with its log, its views and its papers, and the one way in."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from application.failures import Busy, Damaged, Failure, Missing, StreamMovedOn, Unwritable
from application.identity import is_backup, refuse_backup
from application.states import States
from application.undisturbed import undisturbed
from application.views import Views

if TYPE_CHECKING:
    from application.log import Appended, Asked, Log
    from domain.act import Act
    from domain.entry import Entry, Evidence
    from domain.record import Proposal
    from domain.world import Mentioned

ATTEMPTS = 100


class Recorded(NamedTuple):
    """The entries a command made: first and last number, whether it had made them before, and
    whether the views could not be brought up after it."""

    first: int
    last: int
    before: bool
    views_behind: bool

    @property
    def numbers(self) -> range:
        """The numbers of the entries."""
        return range(self.first, self.last + 1)


def now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


@dataclass
class Register:
    """An open register; `clock` and `writer` are what its entries will say."""

    folder: Path
    writer: str = "unknown"
    clock: Callable[[], datetime] = now
    states: States = field(default_factory=States)
    opened: Log | None = None

    @property
    def log_path(self) -> Path:
        """Where the log is."""
        return self.folder / "events.db"

    @property
    def views(self) -> Views:
        """The views."""
        return Views(self.folder / "views.db")

    @property
    def papers(self) -> Path:
        """Where papers are kept."""
        return self.folder / "papers"

    @property
    def sealed(self) -> Path:
        """Where personal values are kept, sealed."""
        return self.folder / "private"

    @contextmanager
    def log(self, *, writable: bool = False) -> Iterator[Log]:
        """The log, open."""
        from application.log import open_log

        with closing(open_log(self.log_path, writable=writable)) as opened:
            yield opened

    @contextmanager
    def writing(self) -> Iterator[Log]:
        """The log, open to be appended to; commands within share it."""
        if self.opened is not None:
            yield self.opened
            return
        refuse_backup(self.folder)
        with self.log(writable=True) as log, undisturbed():
            self.views.refuse_ahead(log)
            self.opened = log
            try:
                yield log
            finally:
                self.opened = None

    def commanded(self, command: str) -> bool:
        """Whether a command was recorded."""
        with self.log() as log:
            return log.commanded(command) is not None

    def last(self) -> int:
        """The number of the last entry, read without more than sqlite3 itself."""
        from application.identity import last_number

        return last_number(self.log_path)

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """The views, containing every entry, as one state to ask questions of."""
        views = self.views
        last = self.last()
        if views.position() == last:
            with views.reading() as connection, self._not_forged(views):
                yield connection
            return
        with ExitStack() as stack:
            log = stack.enter_context(self.log())
            try:
                if is_backup(self.folder):
                    raise Unwritable(f"{self.folder} is a backup")
                views.bring_up(log, last)
            except (Unwritable, SQLAlchemyError):  # no views can be kept here: make them elsewhere
                place = stack.enter_context(tempfile.TemporaryDirectory(prefix="fasti-"))
                views = Views(Path(place) / "views.db")
                views.bring_up(log, last)
            yield stack.enter_context(views.reading())

    @contextmanager
    def _not_forged(self, views: Views) -> Iterator[None]:
        """Whatever cannot be understood in views that differ from the log is damage."""
        try:
            yield
        except (ValueError, TypeError) as cause:
            from application.replay import difference

            if difference(self.log_path, views.path)[1] is not None:
                raise Damaged("the views differ from the log; run 'fasti replay'") from cause
            raise

    def record(
        self,
        acts: Sequence[Act],
        *,
        evidence: Evidence | Sequence[Evidence | None] | None = None,
        command: str | None = None,
        project: bool = True,
    ) -> Recorded:
        """Let the domain decide on acts and append what follows, all or nothing.

        Decides again when somebody else wrote to a stream meanwhile. Raises Refusals or a Failure;
        after either nothing is recorded.
        """
        from application.commands import new_command

        command = command or new_command()
        self._refuse_writer()
        with self.writing() as log:
            done = log.commanded(command)
            if done is None:
                done = self._append(log, acts, evidence, command)
            behind = project and not self.project(log)
        return Recorded(done.first, done.last, done.before, behind)

    def _refuse_writer(self) -> None:
        from domain.names import clean_name
        from domain.refusal import Refusal

        try:
            clean_name(self.writer)
        except ValueError as wrong:
            raise Refusal(f"the name of the writer {wrong}; give another with --writer") from None

    def _append(
        self,
        log: Log,
        acts: Sequence[Act],
        evidence: Evidence | Sequence[Evidence | None] | None,
        command: str,
    ) -> Appended:
        from domain.decide import decide
        from domain.refusal import Refusals
        from domain.world import World

        acts = [act if act.stream else _placed(log, act) for act in acts]
        each = evidence if isinstance(evidence, Sequence) else None
        common = None if isinstance(evidence, Sequence) else evidence
        for _ in range(ATTEMPTS):
            last, world, versions = self.states.world(log, acts, self.mentioned)
            today = self.clock().date()
            try:
                followed, after = decide(world, acts, today=today, next_number=last + 1)
            except Refusals:
                named = World(self.states.with_neighbours(log, world), world.mentioned)
                followed, after = decide(named, acts, today=today, next_number=last + 1)
            asked: list[Asked] = [
                (stream, event, common if each is None else each[at])
                for at, stream, event in followed
            ]
            read = {stream: 0 for _, stream, _ in followed} | versions
            try:
                done = log.append(
                    asked,
                    command=command,
                    writer=self.writer,
                    clock=self.clock,
                    read=read,
                    after=last,
                )
            except StreamMovedOn:
                continue
            self.states.take(after, done.last if done.first == last + 1 else None, read, asked)
            return done
        raise Busy(f"others kept writing to the same streams; tried {ATTEMPTS} times, try again")

    def project(self, log: Log) -> bool:
        """Bring the views up; whether that could be done."""
        try:
            self.views.bring_up(log, log.last()[0])
        except (SQLAlchemyError, sqlite3.Error, OSError, Failure):
            return False  # the append is the commit; views are rebuilt at will
        return True

    def mentioned(self, streams: Sequence[str]) -> Mapping[str, Mentioned]:
        """Which entries of other streams name each of some streams."""
        from projections.history import naming

        with self.asking() as connection:
            return {stream: tuple(naming(connection, stream)) for stream in streams}

    def proposal(self, slug: str, at: int | None = None) -> Proposal:
        """What is known of a proposal, or was when the register knew entries up to a number."""
        from domain.record import Proposal

        found = Proposal(slug)
        with self.log() as log:
            for entry in log.stream(f"proposal:{slug}"):
                if at is None or entry.number <= at:
                    found = found.evolve(entry.number, entry.event)
        return found

    def entries(self, numbers: Sequence[int]) -> list[Entry]:
        """Entries by number."""
        with self.log() as log:
            found = [log.entry(number) for number in numbers]
        return [entry for entry in found if entry is not None]


def _placed(log: Log, act: Act) -> Act:
    """A retraction, in the stream of the entry it names, if there is one."""
    entry = log.entry(act.event.entry)
    return act.model_copy(update={"stream": entry.stream}) if entry else act


def _refuse_used(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and _unused(folder)):
        raise Missing(f"{folder} is not empty; a register is made in a new or empty folder")


def _unused(folder: Path) -> bool:
    """Whether a folder is empty, or holds what is left where making a register was broken off."""
    begun = re.compile(r"papers|views\.db(-journal)?|\.events\.db-\d+-\d+(-\w+)?")
    names = [path.name for path in folder.iterdir()]
    seen = Views(folder / "views.db").position()
    return all(map(begun.fullmatch, names)) and not seen and not any(folder.glob("papers/*"))


def create_register(folder: Path) -> None:
    """Make an empty register in a folder that is new or empty; raises Missing or a Failure."""
    from application.log import create_log
    from application.swapping import alone
    from application.views import create_views

    _refuse_used(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            _refuse_used(folder)  # somebody else may have made one meanwhile
            (folder / "papers").mkdir(exist_ok=True)
            (folder / "views.db").unlink(missing_ok=True)
            create_views(folder / "views.db")
            create_log(folder / "events.db")
    except (OSError, sqlite3.Error) as cause:
        reason = getattr(cause, "strerror", None) or cause
        raise Failure(f"{folder} cannot be written: {reason}") from cause
