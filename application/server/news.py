"""What a server tells: that something was appended, and how far a standby has come."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing

from psycopg.sql import SQL, Identifier

from application.server.address import Address
from application.server.connection import Connection, connected, on_standby, told_of

QUIET, POLL = 5.0, 0.3
"""Seconds without news after which it is looked all the same; between looks where none are told."""


def news(address: Address) -> Generator[None, None, None]:
    """A turn at once, and whenever something may have been appended since; raises a Failure."""
    with told_of(address), closing(connected(address, address.schemas[0])) as connection:
        listening = False
        while True:
            if not listening and not on_standby(connection):
                connection.execute(SQL("LISTEN {}").format(Identifier(address.channel)))
                listening = True
            yield
            if listening:
                list(connection.notifies(timeout=QUIET, stop_after=1))
            else:
                time.sleep(POLL)
                connection.execute("SELECT")


def behind(connection: Connection) -> str | None:
    """How far a standby has come, in words; None for a server that follows none."""
    if not on_standby(connection):
        return None
    row = connection.execute(
        "SELECT coalesce(pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn(), true),"
        " extract(epoch FROM now() - pg_last_xact_replay_timestamp())::bigint,"
        " EXISTS (SELECT FROM pg_stat_wal_receiver)"
    ).fetchone()
    replayed, seconds, receives = row or (True, None, True)
    if replayed:
        told = "everything it received is replayed"
    else:  # since it started it may have replayed nothing that has a time
        told = f"{'' if seconds is None else f'{seconds} s '}behind what it received"
    return told if receives else f"{told}; at present it receives nothing"
