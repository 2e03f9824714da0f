"""The log: the eventsourcing library's recorder, with what a register of record needs besides.

The recorder gives append-only storage by stream and version and a global order. Added here: own
dense numbers, known times that never run backwards, command ids and a tree over the entries. What
a database has to add is beside its own recorder, in `folder/log.py` and `server/log.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from application.clock import timely
from application.codec import Envelope, recorded_in
from application.failures import Busy, Interrupted, Unreachable
from application.leaves import ENTRIES, Cursor, Row, formed, frontier, grown
from application.reader import TOGETHER, Reader
from application.recorder import NEAR, Answer, Batch, Question, Recorder
from domain.entry import Event, Evidence
from domain.register_events import REGISTER, ClockAcknowledged
from domain.tree import Frontier, stored

UNTOLD = "whether it is recorded is not known: run the same {}, it will be recorded once"
Asked = tuple[str, Event, Evidence | None]
"""An event to be appended to a stream, with its evidence."""


class Appended(NamedTuple):
    """The entries a command made: their numbers, whether it had made them before, and whether the
    views contain them."""

    first: int
    last: int
    before: bool
    shown: bool = False


class News(NamedTuple):
    """What a turn begins with: the last entry, if there is one, the first and last entry that the
    command made before, if it did, and the entries asked for, each once, in the order of the log;
    and whether what was known before goes on by them: all are there, and names are read as then."""

    latest: Row | None
    done: tuple[int, int] | None
    rows: Sequence[Row]
    goes_on: bool

    @property
    def last(self) -> int:
        """The number of the last entry."""
        return self.latest[0] if self.latest else 0


class _End(NamedTuple):
    """What an append goes on from: the last entry, its known time, and the tree up to it."""

    latest: Row | None
    recorded: str
    tree: Frontier


class Log(Reader):
    """An open log. Ask its storage for it."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        self._end: _End | None = None
        self._heeded = 0
        """All erasures up to this entry are known."""
        self._made: dict[str, tuple[int, int]] = {}
        """Command → its entries, for the last one, or for all where they are `_alone`."""
        self._alone = False
        """Whether nothing was recorded before what is appended together here."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything appended within is committed at its end, or nothing of it."""
        self._made.clear()
        try:
            with (
                self._forgetful(),
                self._recorder.transaction(write=True, lasting=True) as self._cursor,
            ):
                self._alone = self.end() is None
                yield
        except Interrupted:  # it may have been at the very end
            if not self._made or not self.settled([*self._made][-1], again="again"):
                raise
        finally:
            self._alone = False

    @property
    def in_turn(self) -> bool:
        """Whether nobody else can append now."""
        return self._cursor is not None

    @contextmanager
    def turn(self, question: Question) -> Iterator[News]:
        """Nobody else appends meanwhile; what who appends has to know."""
        with self._forgetful(), self._answered(question) as (self._cursor, answer):
            rows = sorted({row[0]: formed(row) for row in answer.rows}.values())
            following = [row for row in rows if row[0] >= question.since]
            near = len(following) <= NEAR + 1
            self._reach(self._cursor, following if near else ())
            renamed = self._heed(question.since, following, near=near)
            yield News(self.latest, answer.done, rows, near and not renamed)

    def _heed(self, since: int, following: Sequence[Row], *, near: bool) -> bool:
        """Know the erasures up to the end of the log; whether there are others than were known."""
        new = (row for row in following if row[0] > since)
        known = near and since <= self._heeded and not any(self.renames(r[1], r[3]) for r in new)
        changed = not known and self.heed_erasures()
        self._heeded = self.latest[0] if self.latest else 0
        return changed

    @contextmanager
    def _answered(self, question: Question) -> Iterator[tuple[Cursor, Answer]]:
        if self._cursor is None:
            with self._recorder.turn(question) as found:
                yield found
        else:
            known = self._known(question)
            yield self._cursor, known or self._recorder.answer(self._cursor, question)

    def _known(self, question: Question) -> Answer | None:
        """The answer, where whoever asks in a turn made everything that it is about."""
        latest = self._end and self._end.latest
        if not self._alone or question.unknown or latest is None or latest[0] != question.since:
            return None
        done = self._made.get(question.command) if question.command else None
        return Answer(done, (latest,))

    @contextmanager
    def _forgetful(self) -> Iterator[None]:
        """Afterwards what reads has the cursor it had before; where anything is raised, what the
        log ends with is to be found out anew."""
        before = self._cursor
        try:
            yield
        except BaseException:
            self._end = None
            raise
        finally:
            self._cursor = before

    def _reach(self, cursor: Cursor, following: Sequence[Row]) -> None:
        """Know what the log ends with: from what it ended with and all that follows, where the
        first of these is still that; else anew."""
        if self._end is None or not following or self._end.latest != following[0]:
            latest = self.end()
            last = latest[0] if latest else 0
            tree = Frontier(last, frontier(cursor, last))
            self._end = _End(latest, recorded_in(latest) if latest else "", tree)
        elif len(following) > 1:
            latest, tree = following[-1], self._end.tree
            grown(tree, following[1:])
            self._end = _End(latest, recorded_in(latest), tree)

    @property
    def latest(self) -> Row | None:
        """The last entry, in a turn."""
        return self._reached[0].latest

    @property
    def _reached(self) -> tuple[_End, Cursor]:
        if self._end is None or self._cursor is None:
            raise RuntimeError("an append outside of a turn")
        return self._end, self._cursor

    def settled(self, command: str, *, again: str = "") -> Appended | None:
        """The entries a command made, after whoever is committing something has done so; raises a
        Failure that says what to do where nobody can tell."""
        untold = UNTOLD.format(again or f"again with --command-id {command}")
        try:
            with self._transaction(write=True) as cursor:
                done = self._commanded(cursor, command)
                if done is not None:
                    self._recorder.assure(cursor)
            return done
        except (Busy, Unreachable) as cause:
            raise type(cause)(f"{cause}; {untold}") from cause
        except KeyboardInterrupt:
            raise Unreachable(f"stopped; {untold}") from None

    def append(
        self,
        asked: Sequence[Asked],
        *,
        command: str,
        writer: str,
        clock: Callable[[], datetime],
        versions: Mapping[str, int],
    ) -> Appended:
        """Append all events or none, in a turn, under its command id.

        `versions` gives that of every stream appended to at the end of the log (0: empty). Raises
        ClockBehind, Unwritable.
        """
        (_, recorded, tree), cursor = self._reached
        last = tree.size
        stamp = timely(clock(), last, recorded, lambda: self._acknowledged(cursor, asked))
        envelope = Envelope(stamp, writer, command)
        latest, shown = self._store(cursor, asked, envelope, tree, dict(versions))
        self._end = _End(latest, stamp, tree)
        if not any(self.renames(stream, event.kind) for stream, event, _ in asked):
            self._heeded = latest[0]
        if not self._alone:
            self._made.clear()
        self._made[command] = done = (last + 1, last + len(asked))
        return Appended(*done, before=False, shown=shown)

    def _store(
        self,
        cursor: Cursor,
        asked: Sequence[Asked],
        envelope: Envelope,
        tree: Frontier,
        versions: dict[str, int],
    ) -> tuple[Row, bool]:
        command = (envelope.command, tree.size + 1, tree.size + len(asked))
        for at in range(0, len(asked), TOGETHER):
            part = asked[at : at + TOGETHER]
            place = stored(tree.size)
            rows = list(envelope.rows(part, tree.size, versions))
            hashes = grown(tree, rows)
            whole = command if at + len(part) == len(asked) else None
            shown = self._recorder.store(cursor, Batch(rows, place, hashes, whole))
        return rows[-1], shown

    def take(self, rows: Sequence[Row]) -> None:
        """Store entries as another log stored them, with leaves made anew from their bytes."""
        with self._transaction(write=True) as cursor:
            last = rows[0][0] - 1
            hashes = grown(Frontier(last, frontier(cursor, last)), rows)
            self._recorder.store(cursor, Batch(rows, stored(last), hashes, None))

    def take_commands(self, commands: Sequence[tuple[str, int, int]]) -> None:
        """Store commands as another log stored them: id, first and last entry."""
        with self._transaction(write=True) as cursor:
            cursor.executemany("INSERT INTO commands VALUES (?, ?, ?)", commands)

    def commanded(self, command: str) -> Appended | None:
        """The entries a command made, if it was recorded."""
        if self._alone:
            done = self._made.get(command)
            return Appended(*done, before=True) if done else None
        with self._transaction() as cursor:
            return self._commanded(cursor, command)

    @staticmethod
    def _commanded(cursor: Cursor, command: str) -> Appended | None:
        cursor.execute("SELECT first, last FROM commands WHERE id = ?", (command,))
        row = cursor.fetchone()
        return Appended(row[0], row[1], before=True) if row else None

    def _acknowledged(self, cursor: Cursor, asked: Sequence[Asked]) -> Iterator[ClockAcknowledged]:
        """Every acknowledgement of a clock that was ahead, one just asked for included."""
        yield from (event for _, event, _ in asked if isinstance(event, ClockAcknowledged))
        cursor.execute(
            f"{ENTRIES} WHERE originator_id = ? AND topic = ?",
            (f"register:{REGISTER}", ClockAcknowledged.kind),
        )
        yield from (entry.event for entry in starmap(self.decode, cursor.fetchall()))
