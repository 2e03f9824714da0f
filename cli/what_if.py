"""A composition as it would be if the pending proposals were adopted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cli.call import Call
from projections.decisions import pending

if TYPE_CHECKING:
    from sqlalchemy import Connection


@contextmanager
def supposing(
    call: Call, connection: Connection, body: str, at: int | None
) -> Iterator[tuple[Connection, list[str]]]:
    """Views in memory in which the pending acts on a body have happened, and what was left out."""
    from application.supposition import supposed

    slugs = [row["proposal"] for row in pending(connection, at)]
    with supposed(call.register, body, slugs, at) as (scratch, left_out):
        yield scratch, left_out
