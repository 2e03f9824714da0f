"""The states of streams as of the last entry read, so that a run of commands reads each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from application.recorder import Question

if TYPE_CHECKING:
    from application.leaves import Row
    from application.log import Asked, Log, News
    from domain.act import Act
    from domain.world import Mentioned, State, World

BOUND = 300_000
"""So many streams are kept at most; bodies, which take long to read, stay longest."""
FEW = 20
"""So many streams, but no bodies, are read as a turn begins; more are read before."""
Naming = Callable[[Sequence[str]], "Mapping[str, Mentioned]"]


@dataclass
class States:
    """Stream → state and version, all as of the latest entry that is known, or later.

    They say what somebody's turn has to tell to be as of the end of the log.
    """

    begun: bool = False
    latest: Row | None = None
    """That entry as it is stored, if there is one: where another one stands there now, nothing is
    known."""
    crowded: bool = False
    """Whether others appended to the same streams just now."""
    alone: bool = True
    """Whether nobody else appended anything just now."""
    states: dict[str, State] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    let_go: set[int] | None = None
    """The hashes of all other streams that have entries, so that new ones are not looked for; None
    where the log was not followed from its first entry."""

    def begin(self, log: Log) -> None:
        """Know from which entry on to be told what others append."""
        if not self.begun:
            self.begun, self.latest = True, log.end()
            self.let_go = None if self.latest else set()

    def question(
        self, log: Log, wanted: set[str], command: str | None, *, at_once: bool = False
    ) -> Question:
        """What is to be asked as a turn begins in which a decision reads some streams; what
        takes long to read is read now, or all `at_once`."""
        if len(self.states) > BOUND:
            self._let_go()
        missing = self._missing(wanted)
        light = [stream for stream in missing if not stream.startswith("body:")]
        late = len(light) <= FEW and (self.alone or self.crowded) and not at_once
        later = light if late else []
        self._load(log, [stream for stream in missing if stream not in later])
        return Question(command, self.latest[0] if self.latest else 0, later)

    def learn(self, log: Log, asked: Question, news: News) -> set[str]:
        """Take in what a turn begins with; the streams in which others appended meanwhile."""
        from domain.world import blank

        for stream in asked.unknown:
            self.states[stream], self.versions[stream] = blank(stream), 0
        new = (row for row in news.rows if row[0] > asked.since and row[1] in self.states)
        moved = {stream for _, stream, version, *_ in new if version > self.versions[stream]}
        known = next((row for row in news.rows if row[0] == asked.since), None)
        near = news.near and known == self.latest
        if not (near and all(self._take_in(log, row) for row in news.rows)):
            moved = set(self.states)
            self.states, self.versions, self.let_go = {}, {}, None
        self.crowded, self.alone = bool(moved), news.last == asked.since
        self.latest = news.latest
        return moved

    def _take_in(self, log: Log, row: Row) -> bool:
        """Take in an entry that follows; whether what is known of its stream reaches up to it."""
        number, stream, version = row[:3]
        state: Any = self.states.get(stream)
        if state is None:
            if self.let_go is not None:
                self.let_go.add(hash(stream))
        elif version > self.versions[stream]:
            if self.versions[stream] + 1 != version:
                return False
            self.states[stream] = state.evolve(number, log.decode(*row).event)
            self.versions[stream] = version
        return True

    def world(
        self, log: Log, acts: Sequence[Act], wanted: set[str], naming: Naming
    ) -> tuple[World, dict[str, int]]:
        """The states of the streams that acts read, and the versions of these."""
        from application.reading import mentions_needed
        from domain.world import World

        targets = mentions_needed(acts, log)
        mentioned = naming(targets) if targets else {}
        wanted = wanted.union(stream for found in mentioned.values() for _, stream in found)
        self._load(log, self._missing(wanted))
        versions = {stream: self.versions[stream] for stream in wanted}
        return World(self.states, mentioned), versions

    def _let_go(self) -> None:
        """Forget all but bodies, and them too where they are too many."""
        before = self.states
        bodies = {s: state for s, state in before.items() if s.startswith("body:")}
        self.states = bodies if len(bodies) <= BOUND else {}
        self.versions = {stream: self.versions[stream] for stream in self.states}
        if self.let_go is not None:
            self.let_go.update(hash(stream) for stream in before if stream not in self.states)

    def with_neighbours(self, log: Log, world: World) -> dict[str, State]:
        """The states of a world and of everybody who sits in its bodies, to call them by name."""
        from domain.body import Body

        known = [state for state in world.states.values() if isinstance(state, Body)]
        people = {name for body in known for seat in body.seats.values() for name in seat.chains}
        self._load(log, self._missing({f"person:{person}" for person in people}))
        return self.states

    def _missing(self, wanted: Collection[str]) -> list[str]:
        """The streams among some that are to be read; of those that are new nothing is."""
        from domain.world import blank

        missing = sorted(stream for stream in wanted if stream not in self.states)
        if not missing or self.let_go is None:
            return missing
        for stream in missing:
            if hash(stream) not in self.let_go:
                self.states[stream], self.versions[stream] = blank(stream), 0
        return [stream for stream in missing if stream not in self.states]

    def _load(self, log: Log, missing: Sequence[str]) -> None:
        from domain.world import blank

        for stream, entries in log.of_streams(missing).items():
            state: Any = blank(stream)
            for entry in entries:
                state = state.evolve(entry.number, entry.event)
            self.states[stream], self.versions[stream] = state, len(entries)

    def take(
        self, after: World, latest: Row | None, read: Mapping[str, int], asked: Sequence[Asked]
    ) -> None:
        """Go on from what was appended up to the latest entry, right after what was known."""
        self.states.update(after.states)
        self.latest = latest
        self.versions.update(read)
        for stream, entries in Counter(stream for stream, _, _ in asked).items():
            self.versions[stream] += entries

    def catch_up(
        self, first: int, latest: Row | None, read: Mapping[str, int], asked: Sequence[Asked]
    ) -> None:
        """Take in what was appended from a number up to the latest entry, after entries of others
        in other streams."""
        from domain.world import blank

        self.versions.update(read)
        self.latest = latest
        for number, (stream, event, _) in enumerate(asked, first):
            state: Any = self.states.get(stream) or blank(stream)
            self.states[stream] = state.evolve(number, event)
            self.versions[stream] += 1
