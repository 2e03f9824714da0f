"""How many examples the property tests try, and registers to try commands on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from tests.calling import Fasti
from tests.databases import Databases
from tests.every_kind import EVERY_KIND
from tests.servers import Servers

settings.register_profile("default", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True)
def keys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of keys."""
    folder = tmp_path_factory.mktemp("keys")
    monkeypatch.setenv("FASTI_KEYS", str(folder))
    return folder


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Where servers can be started that nothing else uses."""
    with Servers() as servers:
        yield servers


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """A server that runs, for all tests of a process: its own, or FASTI_TEST_POSTGRES.

    That is `postgresql://superuser:password@host:port/postgres`.
    """
    given = os.environ.get("FASTI_TEST_POSTGRES")
    if given:
        with Databases(given) as databases:
            yield databases
            databases.drop_all()
    else:
        with request.getfixturevalue("servers").new().databases() as databases:
            yield databases


class Models(NamedTuple):
    """Registers made once, of which every test gets its own copy."""

    empty: Fasti
    raad: Fasti
    every_kind: Fasti


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    folder = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FASTI_KEYS", str(folder / "keys"))
        empty = Fasti(folder / "empty")
        empty.done(f"init {empty.folder}")
        raad = empty.copy(folder / "raad")
        raad.done(
            "body establish raad --name Rådet --on 2010-01-01",
            "seat create raad s1 --title 'Sæde 1' --entitled Venstre --basis aftalen",
            "seat create raad s2 --title 'Sæde 2' --places 2",
            "person register bo --name 'Bo Hansen' --affiliation V",
            "person register aase --name 'Åse Ærø'",
            "person register cy --name 'Cy Øst'",
        )
        every_kind = raad.copy(folder / "every-kind")
        every_kind.done(*EVERY_KIND)
    return Models(empty, raad, every_kind)


@pytest.fixture
def fasti(models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fasti:
    """An empty register."""
    monkeypatch.setenv("COLUMNS", "80")
    return models.empty.copy(tmp_path / "register")


@pytest.fixture
def raad(models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fasti:
    """A register with one body, two seats and three persons."""
    monkeypatch.setenv("COLUMNS", "80")
    return models.raad.copy(tmp_path / "register")


@pytest.fixture
def every_kind(models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fasti:
    """A register with every kind of event that a command can make."""
    monkeypatch.setenv("COLUMNS", "80")
    return models.every_kind.copy(tmp_path / "register")


@pytest.fixture
def kept(raad: Fasti, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fasti:
    """A register with a paper and what is personal, and a backup of its nine entries."""
    monkeypatch.setenv("FASTI_KEYS", str(tmp_path / "signing"))
    raad.done(
        "appoint raad s1 bo --from 2018-01-01 --paper README.md --quote Fasti",
        "person note bo --note 'er bange for hunde'",
        f"backup {tmp_path}/backup --keys {tmp_path}/keys",
    )
    return raad
