"""A register: its log, its views and its papers, and the one way in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from application.asking import Asking, not_forged
from application.decision import Decision, Wanted, streams_of
from application.failures import (
    Busy,
    Failure,
    Interrupted,
)
from application.states import States
from application.storage import Storage, storage_at
from application.undisturbed import undisturbed
from application.views import Views

if TYPE_CHECKING:
    from application.log import Appended, Log
    from application.recorder import Question
    from domain.act import Act
    from domain.entry import Entry, Evidence
    from domain.record import Proposal
    from domain.refusal import Refusals
    from domain.world import Mentioned

ATTEMPTS = 10
"""So often a server may go away before it has answered."""


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
    """An open register; `clock` and `writer` are what its entries will say.

    `address` is the path of a folder, or `postgresql://…`.
    """

    address: Path | str
    writer: str = "unknown"
    clock: Callable[[], datetime] = now
    states: States = field(default_factory=States)
    opened: Log | None = None

    @cached_property
    def storage(self) -> Storage:
        """Where it is kept."""
        return storage_at(self.address)

    @property
    def views(self) -> Views:
        """The views."""
        return self.storage.views

    @contextmanager
    def log(self, *, writable: bool = False) -> Iterator[Log]:
        """The log, open."""
        with closing(self.storage.log(writable=writable)) as opened:
            yield opened

    @contextmanager
    def writing(self) -> Iterator[Log]:
        """The log, open to be appended to; commands within share it."""
        if self.opened is not None:
            yield self.opened
            return
        self.storage.refuse_read_only()
        with self.log(writable=True) as log, undisturbed():
            self.views.refuse_ahead(log)
            self.opened = log
            try:
                yield log
            except BaseException:
                self.states = States()  # they may contain what was not committed
                raise
            finally:
                self.opened = None

    def close(self) -> None:
        """Let go of what is kept open for the next question."""
        self.storage.close()

    def commanded(self, command: str) -> bool:
        """Whether a command was recorded."""
        with self.log() as log:
            return log.commanded(command) is not None

    def last(self) -> int:
        """The number of the last entry, after comparing the log with its last checkpoint."""
        from application.heads import compared

        with self.storage.reading() as cursor:
            return compared(self.storage, cursor)

    @cached_property
    def _asking(self) -> Asking:
        return Asking(self.storage)

    @contextmanager
    def asking(self, *, complete: bool = False) -> Iterator[Connection]:
        """The views as one state to ask questions of. It contains every entry, or on a server those
        that others have brought in within a while: `lacking` tells, unless all is asked for."""
        asked = self._asking.views(self.last, complete=complete)
        with undisturbed(), asked as views, not_forged(self.storage):
            yield views

    def lacking(self, connection: Connection) -> list[str]:
        """What the answer to a question does not have, in words."""
        return self._asking.lacking(connection)

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

        self._refuse_writer()
        each = evidence if isinstance(evidence, Sequence) else [evidence] * len(acts)
        with self.writing() as log:
            known = bool(command)
            wanted = Wanted(acts, each, command or new_command(), repeated=known, shown=project)
            done = self._append(log, wanted)
            project = project and not log.in_turn and not done.shown
            behind = project and not self.project(log, done.last)
        return Recorded(done.first, done.last, done.before, behind)

    def _refuse_writer(self) -> None:
        from domain.names import clean_name
        from domain.refusal import Refusal

        try:
            clean_name(self.writer)
        except ValueError as wrong:
            raise Refusal(f"the name of the writer {wrong}; give another with --writer") from None

    def _append(self, log: Log, wanted: Wanted) -> Appended:
        """Append once, however often the server goes away."""
        command = wanted.command
        for _ in range(ATTEMPTS):
            try:
                before = wanted.repeated and log.commanded(command)
                return (log.settled(command) if before else None) or self._once(log, wanted)
            except Interrupted as lost:
                self.states = States()
                done = log.settled(command)
                if done is not None:
                    return done._replace(before=False)
                if isinstance(lost.__cause__, KeyboardInterrupt):
                    raise lost.__cause__ from None
                wanted = wanted._replace(repeated=True)
        raise Busy(f"{self.storage} went away {ATTEMPTS} times; try again later")

    def _once(self, log: Log, wanted: Wanted) -> Appended:
        from application.log import Appended
        from application.reading import asks_views, needed, reads_beyond
        from domain.refusal import Refusals

        states = self.states
        states.begin(log)
        acts = [act if act.stream else _placed(log, act) for act in wanted.acts]
        read, beyond = needed(acts, log), reads_beyond(acts)
        command = wanted.command if wanted.repeated else None
        question = states.question(log, acts, read, command, at_once=beyond)
        decision = self._decided_before(log, acts, read, question)
        if wanted.shown and not log.in_turn and not asks_views(acts):
            about = states.begun_of(streams_of(acts, decision))
            shown = self.views.expect(log, about, question.since)
            question = question._replace(shown=shown)
        names = None if log.in_turn else states.rests_on(acts)
        with log.turn(question) as news:
            if news.done is not None:
                return Appended(*news.done, before=True)
            disturbed = states.learn(question, news, names, read)
            if isinstance(decision, Refusals):
                if news.last == question.since and not disturbed:
                    raise decision
                decision = None
            if decision is None or decision.is_void(news.last, disturbed=disturbed, beyond=beyond):
                read = needed(acts, log) if beyond else read
                decision = self._decided(log, acts, read, news.last)
            evidence = wanted.evidence
            asked = [(stream, event, evidence[at]) for at, stream, event in decision.follows]
            done = log.append(
                asked,
                command=wanted.command,
                writer=self.writer,
                clock=self.clock,
                versions=states.versions_of(decision.after.states),
            )
            latest = log.latest
        states.take(log, decision, latest, asked)
        return done

    def _decided_before(
        self, log: Log, acts: Sequence[Act], read: set[str], question: Question
    ) -> Decision | Refusals | None:
        """What is decided before the turn, so that others wait less, where it may well still hold
        then."""
        from domain.refusal import Refusals

        if question.unknown or self.states.crowded or log.in_turn:
            return None
        try:
            return self._decided(log, acts, read, question.since)
        except Refusals as refused:
            return refused

    def _decided(self, log: Log, acts: Sequence[Act], read: set[str], last: int) -> Decision:
        """Decide on the states of the streams that are read as they are known, after entry number
        `last`."""
        from domain.decide import decide
        from domain.refusal import Refusals
        from domain.world import World

        world = self.states.world(log, acts, read, self.mentioned)
        today = self.clock().date()
        try:
            follows, after = decide(world, acts, today=today, next_number=last + 1)
        except Refusals:
            world = World(self.states.with_neighbours(log, world), world.mentioned)
            follows, after = decide(world, acts, today=today, next_number=last + 1)
        return Decision(last, follows, after)

    def project(self, log: Log, last: int) -> bool:
        """Bring the views up to an entry; whether that could be done."""
        try:
            self.views.bring_up(log, last)
        except (SQLAlchemyError, sqlite3.Error, OSError, Failure):
            return False  # the append is the commit; views are rebuilt at will
        return True

    def mentioned(self, streams: Sequence[str]) -> Mapping[str, Mentioned]:
        """Which entries of other streams name each of some streams."""
        from projections.history import naming

        with self.asking(complete=True) as connection:
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
        """Entries by number, those that there are, each once, in the order of the log."""
        with self.log() as log:
            return log.numbered(sorted({*numbers}))


def _placed(log: Log, act: Act) -> Act:
    """A retraction, in the stream of the entry it names, if there is one."""
    entry = log.entry(act.event.entry)
    return act.model_copy(update={"stream": entry.stream}) if entry else act


def create_register(address: Path | str) -> None:
    """Make an empty register; raises Missing where something stands already, or a Failure."""
    storage_at(address).create()
