"""A composition as it would be if the pending proposals were adopted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from cli.call import Call
from projections.decisions import pending

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from application.supposition import Supposed


@contextmanager
def supposing(call: Call, connection: Connection, body: str, at: int | None) -> Iterator[Supposed]:
    """Views in memory in which the pending acts on a body have happened; notes go to stderr."""
    from application.supposition import supposed

    slugs = [row["proposal"] for row in pending(connection, at)]
    with supposed(call.register, body, slugs, at) as found:
        for note in found.notes:
            click.echo(note, err=True)
        yield found
