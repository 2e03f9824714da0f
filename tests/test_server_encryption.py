"""A register on a server that is only spoken to by encrypted connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.encryption import Encrypted, certificate
from tests.places import OnServer

pytestmark = pytest.mark.on_server
WRITE = "person register x --name X"


@pytest.fixture
def server(raad: OnServer, tmp_path: Path) -> Iterator[Encrypted]:
    """The way to a register of which only who speaks TLS is let through."""
    with Encrypted(raad.address, tmp_path) as server:
        yield server


def test_whatever_is_done_with_a_register_is_done_over_encrypted_connections(
    raad: OnServer, server: Encrypted, tmp_path: Path
):
    safe = OnServer(raad.databases, server.verified())
    safe.done(
        "key new example.org/raad",
        "appoint raad s1 bo --from 2020-01-01",
        "board raad",
        "checkpoint",
        "verify",
        "replay --check",
        "grant",
        "migrate",
        f"copy {safe.address} {tmp_path}/folder",
        f"copy {tmp_path}/folder {safe.address}&schema=other",
    )
    with safe.storage() as storage, closing(storage.news()) as news:
        next(news)
        raad.done(WRITE)
        next(news)
    assert (raad.last(), safe.last()) == (9, 9)
    assert server.taken > 10


@pytest.mark.parametrize("line", [WRITE, "board raad", "log --follow", "project", "init ADDRESS"])
def test_a_server_of_which_nobody_vouches_is_not_spoken_to(
    raad: OnServer, server: Encrypted, tmp_path: Path, line: str
):
    doubted = OnServer(raad.databases, server.verified(certificate(tmp_path / "other.pem")))
    said = "certificate verify failed"
    assert told(doubted, line.replace("ADDRESS", doubted.address)).endswith(said)
    assert (server.taken, raad.last()) == (0, 7)


def test_a_server_that_does_what_is_not_wanted_is_told(
    raad: OnServer, server: Encrypted, tmp_path: Path
):
    for address, said in (
        (f"{raad.address}?sslmode=require", "server does not support SSL, but SSL was required"),
        (f"{server.address}?sslmode=disable", "server closed the connection unexpectedly"),
        (server.verified(tmp_path / "none.pem"), 'none.pem" does not exist'),
    ):
        assert said in told(OnServer(raad.databases, address), WRITE)
    assert raad.last() == 7


def told(fasti: OnServer, line: str) -> str:
    """The one line that a command says which does nothing."""
    result = fasti.run(line)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (3, "", 1), result.output
    where, said = result.stderr.rstrip("\n").split(" cannot be reached: ")
    assert where == f"fasti: {fasti.where}"
    return said
