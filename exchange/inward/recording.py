"""Recording what a file says: all or nothing, or in batches from which a later run goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from exchange.inward.failures import Unreadable

if TYPE_CHECKING:
    from application.log import Log
    from application.register import Register
    from domain.act import Act
    from domain.entry import Evidence
    from domain.refusal import Refusals

COMMAND = 1000
"""So many acts make one command."""
TOGETHER = 5000
"""So many acts are committed together where a file is taken in batches."""
DESPITE = "the source states it"
"""Why what contradicts itself in a source is recorded all the same."""
Progress = Callable[[int], None]


class Asked(NamedTuple):
    """An act, the place in the file it comes from, and what is written there."""

    act: Act
    place: str
    evidence: Evidence | None = None


class Batch(NamedTuple):
    """Acts of one command (None: a new one), when they were known (None: now), and how much of the
    file is done with them."""

    command: str | None
    asked: Sequence[Asked]
    known: datetime | None
    done: int


class Taken(NamedTuple):
    """The first and last entry that a file made, whether it made none now, whether the views are
    behind."""

    first: int
    last: int
    before: bool
    views_behind: bool


def take(
    register: Register,
    file: str,
    batches: Iterable[Batch],
    *,
    keep: Callable[[], None] | None = None,
    in_batches: bool = False,
    progress: Progress | None = None,
) -> Taken:
    """Record every batch that is not on record yet; raises Unreadable with what was refused.

    `keep` puts the file where its entries find it as their evidence, before they are committed.

    All is committed together, or every `TOGETHER` acts where the file is taken `in_batches`: the
    commands on record are the checkpoint from which the same file goes on.
    """
    clock = register.clock
    with register.writing() as log:
        first = log.last()[0] + 1
        try:
            for part in _parts(batches, in_batches=in_batches):
                with log.together():
                    for batch in part:
                        _record(register, log, file, batch)
                        if progress is not None:
                            progress(batch.done)
                    if keep is not None:
                        keep()
        finally:
            register.clock = clock
        last = log.last()[0]
        behind = not register.project(log, last)
    return Taken(first, last, last < first, behind)


def batches(asked: Sequence[Asked]) -> Iterator[Batch]:
    """Acts that are recorded now, a thousand a command."""
    for at in range(0, len(asked), COMMAND):
        yield Batch(None, asked[at : at + COMMAND], None, min(at + COMMAND, len(asked)))


def _parts(batches: Iterable[Batch], *, in_batches: bool) -> Iterator[Iterable[Batch]]:
    if not in_batches:
        yield batches
        return
    part: list[Batch] = []
    for batch in batches:
        part.append(batch)
        if sum(len(batch.asked) for batch in part) >= TOGETHER:
            yield part
            part = []
    yield part


def _record(register: Register, log: Log, file: str, batch: Batch) -> None:
    from domain.refusal import Refusals

    if batch.command is not None and log.commanded(batch.command) is not None:
        return
    known = batch.known
    if known is not None:
        register.clock = lambda: known
    asked = list(batch.asked)
    while True:
        try:
            register.record(
                [one.act for one in asked],
                evidence=[one.evidence for one in asked],
                command=batch.command,
                project=False,
            )
        except Refusals as refusals:
            _kept_despite(file, asked, refusals)
        else:
            return


def _kept_despite(file: str, asked: list[Asked], refusals: Refusals) -> None:
    """Let what contradicts itself be recorded against the rule; raise what cannot be recorded."""
    from domain.refusal import Impossible

    found = [(at, refusal) for at, refusal in refusals.found if not isinstance(refusal, Impossible)]
    if found:
        raise Unreadable(file, [(asked[at].place, str(refusal)) for at, refusal in found])
    for at, _ in refusals.found:
        made = asked[at].act
        event = made.event.model_copy(update={"despite": DESPITE})
        asked[at] = asked[at]._replace(act=made.model_copy(update={"event": event}))
