"""The states of streams as of the last entry read, so that a run of commands reads each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from application.behind import Behind
from application.recorder import Question

if TYPE_CHECKING:
    from application.decision import Decision
    from application.leaves import Row
    from application.log import Asked, Log, News
    from domain.act import Act
    from domain.world import Mentioned, State, World

BOUND = 300_000
"""So many streams are kept at most; bodies, which take long to read, stay longest."""
BEHIND = 10_000
"""So many entries that disturb nothing are kept at most before they are taken in."""
FEW = 20
"""So many streams, but no bodies, are read as a turn begins; more are read before."""
Names = frozenset[str] | None
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
    """Whether what others appended just now disturbed what was decided."""
    alone: bool = True
    """Whether nobody else appended anything just now."""
    ahead: bool = False
    """Whether something is as of a later entry: who decides on that numbers its own too low."""
    states: dict[str, State] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    behind: dict[str, Behind] = field(default_factory=dict)
    """Stream → its last entries, up to its version, that its state does not contain yet."""
    kept: int = 0
    """How many these are."""
    let_go: set[int] | None = None
    """The hashes of all other streams that have entries, so that new ones are not looked for; None
    where the log was not followed from its first entry."""

    def begin(self, log: Log) -> None:
        """Know from which entry on to be told what others append."""
        if not self.begun:
            self.begun, self.latest = True, log.end()
            self.let_go = None if self.latest else set()

    def question(
        self,
        log: Log,
        acts: Sequence[Act],
        wanted: set[str],
        command: str | None,
        *,
        at_once: bool = False,
    ) -> Question:
        """What is to be asked as a turn begins in which a decision on acts reads some streams; what
        takes long to read is read now, or all `at_once`."""
        if len(self.states) > BOUND or self.kept > BEHIND:
            self._bring_up(log, [*self.behind])
        if len(self.states) > BOUND:
            self._let_go()
        missing = self._missing(wanted)
        light = [stream for stream in missing if not stream.startswith("body:")]
        late = len(light) <= FEW and (self.alone or self.crowded) and not at_once
        later = light if late else []
        self._load(log, [stream for stream in missing if stream not in later])
        if later or self.crowded:  # what is decided in the turn then
            self._bring_up_disturbing(log, acts, wanted)
        return Question(command, self.latest[0] if self.latest else 0, later)

    def rests_on(self, acts: Sequence[Act]) -> Names:
        """The seats and persons that a decision on acts rests on; None where on all in a body."""
        from domain.apart import concerned
        from domain.world import World

        return concerned(World(self.states), acts)

    def learn(self, asked: Question, news: News, names: Names, read: set[str]) -> bool:
        """Know what a turn begins with; whether others appended to streams that are read what may
        disturb a decision that rests on some names."""
        from domain.world import blank

        for stream in asked.unknown:
            self.states[stream], self.versions[stream] = blank(stream), 0
        known = next((row for row in news.rows if row[0] == asked.since), None)
        goes_on = news.goes_on and known == self.latest
        if goes_on and all(map(self._follows, news.rows)):
            new = {row[1] for row in news.rows if row[0] > asked.since}
            disturbed = self.ahead or any(self._may_disturb(s, names) for s in new & read)
        else:
            self.states, self.versions, self.behind, self.let_go = {}, {}, {}, None
            self.kept, disturbed = 0, True
        self.crowded, self.alone = disturbed, news.last == asked.since
        self.latest, self.ahead = news.latest, False
        return disturbed

    def _follows(self, row: Row) -> bool:
        """Keep an entry that is to be taken in; whether its stream is known up to it."""
        stream, version = row[1], row[2]
        known = self.versions.get(stream)
        if known is None:
            if self.let_go is not None:
                self.let_go.add(hash(stream))
        elif version > known:
            if known + 1 != version:
                return False
            self._keep(row)
            self.versions[stream] = version
        return True

    def _keep(self, row: Row) -> None:
        """Keep an entry that is to be taken in."""
        if row[1] not in self.behind:
            self.behind[row[1]] = Behind()
        self.behind[row[1]].rows.append(row)
        self.kept += 1

    def _may_disturb(self, stream: str, names: Names) -> bool:
        """Whether what others appended may change what is decided: in a body not what is about
        others in other seats."""
        kept = self.behind.get(stream)
        return kept is None or kept.disturbs(names)

    def _bring_up(self, log: Log, streams: Iterable[str]) -> None:
        """Take in all that is known of some streams."""
        for stream in streams:
            events = [(row[0], log.decode(*row).event) for row in self.behind[stream].rows]
            state: Any = self.states[stream]
            for number, event in events:
                state = state.evolve(number, event)
            self.states[stream] = state
            del self.behind[stream]
            self.kept -= len(events)

    def _bring_up_disturbing(self, log: Log, acts: Sequence[Act], streams: set[str]) -> None:
        """Take in all that is known of the streams that acts read, but what does not matter to
        them."""
        late = streams & self.behind.keys()
        bodies = {stream for stream in late if stream.startswith("body:")}
        self._bring_up(log, late - bodies)  # they tell who is the same person
        if bodies:
            for body in bodies:
                self.behind[body].look()
            names = self.rests_on(acts)
            self._bring_up(log, [body for body in bodies if self._may_disturb(body, names)])

    def world(self, log: Log, acts: Sequence[Act], wanted: set[str], naming: Naming) -> World:
        """The states of the streams that acts read."""
        from application.reading import mentions_needed
        from domain.world import World

        targets = mentions_needed(acts, log)
        mentioned = naming(targets) if targets else {}
        wanted = wanted.union(stream for found in mentioned.values() for _, stream in found)
        self._load(log, self._missing(wanted))
        self._bring_up_disturbing(log, acts, wanted)
        return World(self.states, mentioned)

    def begun_of(self, streams: Iterable[str]) -> set[str]:
        """Those among some streams that are known to have entries."""
        return {stream for stream in streams if self.versions.get(stream)}

    def versions_of(self, streams: Iterable[str]) -> dict[str, int]:
        """The versions of some streams at the end of the log."""
        return {stream: self.versions.get(stream, 0) for stream in streams}

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

        self._bring_up(log, [*self.behind])
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

        known = self.latest[0] if self.latest else 0
        for stream, entries in log.of_streams(missing).items():
            state: Any = blank(stream)
            for entry in entries:
                state = state.evolve(entry.number, entry.event)
            self.states[stream], self.versions[stream] = state, len(entries)
            self.ahead = self.ahead or (bool(entries) and entries[-1].number > known)

    def take(
        self, log: Log, decision: Decision, latest: Row | None, asked: Sequence[Asked]
    ) -> None:
        """Go on from what was decided and then appended, up to the latest entry."""
        self.latest = latest
        for stream, entries in Counter(stream for stream, _, _ in asked).items():
            self.versions[stream] = self.versions.get(stream, 0) + entries
        first = (latest[0] if latest else 0) - len(asked) + 1
        if first == decision.last + 1 and self.behind.keys().isdisjoint(decision.after.states):
            self.states.update(decision.after.states)
        elif latest is not None and len(asked) == 1 and latest[1] in self.behind:
            self._keep(latest)
        else:
            self._catch_up(log, first, asked)

    def _catch_up(self, log: Log, first: int, asked: Sequence[Asked]) -> None:
        """Take in what was appended from a number on, after entries of others."""
        from domain.world import blank

        for number, (stream, event, _) in enumerate(asked, first):
            self._bring_up(log, self.behind.keys() & {stream})
            state: Any = self.states.get(stream) or blank(stream)
            self.states[stream] = state.evolve(number, event)
