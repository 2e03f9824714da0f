"""The states of streams as of the last entry read, so that a run of commands reads each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from application.log import Asked, Log
    from domain.act import Act
    from domain.entry import Entry
    from domain.world import Mentioned, State, World

BOUND = 300_000
"""So many streams are kept at most; bodies, which take long to read, stay longest."""
NEAR = 1000
"""So many entries that others appended are taken in; after more, states are read anew."""
Naming = Callable[[Sequence[str]], "Mapping[str, Mentioned]"]


@dataclass
class States:
    """Stream → state and version, all as of the entry `number`."""

    number: int = 0
    doubted: bool = False
    crowded: bool = False
    """Whether others appended to the same streams just now."""
    states: dict[str, State] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    let_go: set[int] | None = None
    """The hashes of all other streams that have entries, so that new ones are not looked for; None
    where the log was not followed from its first entry."""

    def world(
        self, log: Log, acts: Sequence[Act], naming: Naming, *, fresh: bool = False
    ) -> tuple[int, World, dict[str, int]]:
        """The number of an entry, the states that the acts read as of it or later, and the versions
        of their streams, by which an append tells whether they still hold; `fresh`: as of now."""
        from application.reading import carried, mentions_needed, streams_read
        from domain.world import World

        if fresh or not self.number or self.doubted or self.crowded:
            self._follow(log)
        if len(self.states) > BOUND:
            self._let_go()
        wanted = streams_read(acts) | carried(acts, log)
        targets = mentions_needed(acts, log)
        mentioned = naming(targets) if targets else {}
        wanted |= {stream for found in mentioned.values() for _, stream in found}
        self._load(log, wanted)
        versions = {stream: self.versions[stream] for stream in wanted}
        return self.number, World(self.states, mentioned), versions

    def get_ready(self, log: Log, acts: Sequence[Act]) -> None:
        """Read what is not known of the streams that acts read, before a turn is taken."""
        from application.reading import carried, streams_read

        self._load(log, streams_read(acts) | carried(acts, log))

    def doubt(self) -> None:
        """Say that somebody moved on: where the log tells nothing new, the states were wrong."""
        self.doubted = True

    def _follow(self, log: Log) -> None:
        """Take in what others appended since."""
        new = log.some(self.number, NEAR + 1) if self.number else []
        self.crowded = any(
            entry.version > self.versions.get(entry.stream, entry.version) for entry in new
        )
        near = self.number > 0 and len(new) <= NEAR and (bool(new) or not self.doubted)
        if not (near and all(map(self._take_in, new))):
            self.states, self.versions, self.number = {}, {}, log.last()[0]
            self.let_go = None if self.number else set()
        self.doubted = False

    def _take_in(self, entry: Entry) -> bool:
        """Take in an entry that follows; whether what is known of its stream reaches up to it."""
        state: Any = self.states.get(entry.stream)
        if state is not None and entry.version > self.versions[entry.stream]:
            if self.versions[entry.stream] + 1 != entry.version:
                return False
            self.states[entry.stream] = state.evolve(entry.number, entry.event)
            self.versions[entry.stream] = entry.version
        elif self.let_go is not None:
            self.let_go.add(hash(entry.stream))
        self.number = entry.number
        return True

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
        self._load(log, {f"person:{person}" for person in people})
        return self.states

    def _load(self, log: Log, wanted: Collection[str]) -> None:
        from domain.world import blank

        missing = [stream for stream in wanted if stream not in self.states]
        if self.let_go is not None:
            for stream in missing:
                self.states[stream], self.versions[stream] = blank(stream), 0
            missing = [stream for stream in missing if hash(stream) in self.let_go]
        for stream, entries in log.of_streams(sorted(missing)).items():
            state: Any = blank(stream)
            for entry in entries:
                state = state.evolve(entry.number, entry.event)
            self.states[stream], self.versions[stream] = state, len(entries)

    def take(
        self, after: World, last: int, read: Mapping[str, int], asked: Sequence[Asked]
    ) -> None:
        """Go on from what was appended up to a number, right after what was known."""
        self.states.update(after.states)
        self.number = last
        self.versions.update(read)
        for stream, entries in Counter(stream for stream, _, _ in asked).items():
            self.versions[stream] += entries

    def catch_up(self, first: int, read: Mapping[str, int], asked: Sequence[Asked]) -> None:
        """Take in what was appended from a number on, after entries of others in other streams."""
        from domain.world import blank

        self.versions.update(read)
        for number, (stream, event, _) in enumerate(asked, first):
            state: Any = self.states.get(stream) or blank(stream)
            self.states[stream] = state.evolve(number, event)
            self.versions[stream] += 1
