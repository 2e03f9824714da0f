"""Views in memory of a body as it would be if proposals were adopted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection, create_engine, insert
from sqlalchemy.pool import StaticPool

from application.register import Register
from domain.act import Act
from domain.act import act as act_of
from domain.entry import Entry
from domain.mentions import mentions
from projections.catalog import view_of
from projections.openings import openings
from projections.schema import METADATA


class Supposed(NamedTuple):
    """Views in which proposals are adopted; imagined entry → the entry of its proposal; notes on
    what could not be imagined."""

    connection: Connection
    proposals: Sequence[str]
    rests: Mapping[int, int]
    notes: Sequence[str]

    def entries(self, numbers: Iterable[int]) -> list[int]:
        """Entries, each imagined one as the entry of its proposal."""
        return sorted({self.rests.get(number, number) for number in numbers})


@contextmanager
def supposed(
    register: Register, body: str, proposals: Sequence[str], at: int | None
) -> Iterator[Supposed]:
    """The views of one body and its people as they would be after the acts of proposals."""
    stream = f"body:{body}"
    acts, notes = _acts(register, proposals, stream, at)
    with register.log() as log:
        known = [e for e in log.stream(stream) if at is None or e.number <= at]
        imagined = range(log.last()[0] + 1, log.last()[0] + 1 + len(acts))
        known += [
            Entry(number, stream, 0, "", "", f"suppose-{number}", None, act.event)
            for number, (_, act) in zip(imagined, acts, strict=True)
        ]
        people = sorted({name for e in known for name in mentions(e.event)})
        streams = [[e for e in log.stream(p) if at is None or e.number <= at] for p in people]
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        METADATA.create_all(connection)
        for entries in [known, *streams]:
            for table, row in openings(view_of(entries[0].stream), entries) if entries else ():
                connection.execute(insert(table).values(row))
        rests = {number: made for number, (made, _) in zip(imagined, acts, strict=True)}
        yield Supposed(connection, proposals, rests, notes)
    engine.dispose()


def _acts(
    register: Register, proposals: Sequence[str], stream: str, at: int | None
) -> tuple[list[tuple[int, Act]], list[str]]:
    acts: list[tuple[int, Act]] = []
    notes: list[str] = []
    for slug in proposals:
        proposal = register.proposal(slug, at)
        for act in proposal.filled(proposal.acts):
            if act.stream == stream and act.open:
                what = "names several candidates" if proposal.candidates else "names nobody yet"
                notes.append(f"{slug} {what} for seat {act.event.seat}; left as it is")
            elif act.stream == stream:
                event = act.event.model_copy(update={"decision": slug})
                acts.append((proposal.known[0].number, act_of(act.slug, event)))
    return acts, notes
