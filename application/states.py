"""The states of streams as of the last entry read, so that a run of commands reads each once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from application.log import Asked, Log
    from domain.act import Act
    from domain.world import Mentioned, State, World

BOUND = 50_000
"""So many streams are kept at most; bodies, which take long to read, stay longest."""
Naming = Callable[[Sequence[str]], "Mapping[str, Mentioned]"]


@dataclass
class States:
    """Stream → state and version, all as of the entry `number`."""

    number: int = 0
    states: dict[str, State] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def world(
        self, log: Log, acts: Sequence[Act], naming: Naming
    ) -> tuple[int, World, dict[str, int]]:
        """The last entry's number, the states the acts read, and the versions of their streams."""
        from application.reading import carried, mentions_needed, streams_read
        from domain.world import World

        last = log.last()[0]
        if last != self.number:
            self.states, self.versions, self.number = {}, {}, last
        elif len(self.states) > BOUND:
            bodies = {s: state for s, state in self.states.items() if s.startswith("body:")}
            self.states = bodies if len(bodies) <= BOUND else {}
            self.versions = {stream: self.versions[stream] for stream in self.states}
        wanted = streams_read(acts) | carried(acts, log)
        targets = mentions_needed(acts, log)
        mentioned = naming(targets) if targets else {}
        wanted |= {stream for found in mentioned.values() for _, stream in found}
        self._load(log, wanted)
        versions = {stream: self.versions[stream] for stream in wanted}
        return last, World(self.states, mentioned), versions

    def with_neighbours(self, log: Log, world: World) -> dict[str, State]:
        """The states of a world and of everybody who sits in its bodies, to call them by name."""
        from domain.body import Body

        known = [state for state in world.states.values() if isinstance(state, Body)]
        people = {name for body in known for seat in body.seats.values() for name in seat.chains}
        self._load(log, {f"person:{person}" for person in people})
        return self.states

    def _load(self, log: Log, wanted: Collection[str]) -> None:
        from domain.world import blank

        missing = sorted(stream for stream in wanted if stream not in self.states)
        for stream, entries in log.of_streams(missing).items():
            state: Any = blank(stream)
            for entry in entries:
                state = state.evolve(entry.number, entry.event)
            self.states[stream], self.versions[stream] = state, len(entries)

    def take(
        self, after: World, last: int | None, read: Mapping[str, int], asked: Sequence[Asked]
    ) -> None:
        """Go on from what was appended; None: others appended too, so read anew."""
        if last is None:
            self.number = -1
            return
        self.states.update(after.states)
        self.number = last
        self.versions.update(read)
        for stream, _, _ in asked:
            self.versions[stream] += 1
