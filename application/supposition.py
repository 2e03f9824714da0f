"""Views in memory of a body as it would be if proposals were adopted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, insert
from sqlalchemy.pool import StaticPool

from application.register import Register
from domain.act import Act
from domain.entry import Entry
from domain.mentions import mentions
from projections.catalog import view_of
from projections.openings import openings
from projections.schema import METADATA


@contextmanager
def supposed(
    register: Register, body: str, proposals: Sequence[str], at: int | None
) -> Iterator[tuple[Connection, list[str]]]:
    """The views of one body and its people after the acts of proposals, and notes on acts that
    name nobody yet."""
    stream = f"body:{body}"
    acts, notes = _acts(register, proposals, stream, at)
    with register.log() as log:
        known = [e for e in log.stream(stream) if at is None or e.number <= at]
        number = known[-1].number if known else 0
        known += [
            Entry(number + offset, stream, 0, "", "", f"suppose-{offset}", None, act.event)
            for offset, act in enumerate(acts, 1)
        ]
        people = sorted({name for e in known for name in mentions(e.event)})
        streams = [[e for e in log.stream(p) if at is None or e.number <= at] for p in people]
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        METADATA.create_all(connection)
        for entries in [known, *streams]:
            for table, row in openings(view_of(entries[0].stream), entries) if entries else ():
                connection.execute(insert(table).values(row))
        yield connection, notes
    engine.dispose()


def _acts(
    register: Register, proposals: Sequence[str], stream: str, at: int | None
) -> tuple[list[Act], list[str]]:
    acts: list[Act] = []
    notes: list[str] = []
    for slug in proposals:
        proposal = register.proposal(slug, at)
        for act in proposal.filled(proposal.acts):
            if act.stream == stream and act.open:
                notes.append(f"{slug} names nobody yet for seat {act.event.seat}; left as it is")
            elif act.stream == stream:
                acts.append(act)
    return acts, notes
