"""How many examples the property tests try, and registers to try commands on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.calling import Fasti
from tests.databases import Databases
from tests.every_kind import EVERY_KIND
from tests.places import InFolder, OnServer
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


class Models:
    """Registers made once, each with keys of its own, of which every test gets its own copy."""

    def __init__(self, empty: Fasti, folder: Path) -> None:
        self.empty, self.folder = empty, folder
        self.made: dict[object, Fasti] = {(): empty}

    def after(self, *lines: str) -> Fasti:
        """The one in which some commands were run."""

        def made(copy: Fasti) -> Fasti:
            copy.done(*lines)
            return copy

        return self.once(lines, made)

    def once(self, name: object, make: Callable[[Fasti], Fasti]) -> Fasti:
        """What is made of an empty one."""
        if name not in self.made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("FASTI_KEYS", str(self.folder / f"keys-{len(self.made)}"))
                self.made[name] = make(self.empty.copy(self.folder / str(len(self.made))))
        return self.made[name]


RAAD = (
    "body establish raad --name Rådet --on 2010-01-01",
    "seat create raad s1 --title 'Sæde 1' --entitled Venstre --basis aftalen",
    "seat create raad s2 --title 'Sæde 2' --places 2",
    "person register bo --name 'Bo Hansen' --affiliation V",
    "person register aase --name 'Åse Ærø'",
    "person register cy --name 'Cy Øst'",
)


def models_at(empty: Fasti, folder: Path) -> Models:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FASTI_KEYS", str(folder / "keys"))
        empty.done(f"init {empty.address}")
    return Models(empty, folder)


@pytest.fixture(scope="session")
def models_in_folder(tmp_path_factory: pytest.TempPathFactory) -> Models:
    folder = tmp_path_factory.mktemp("models")
    return models_at(InFolder(folder / "empty"), folder)


@pytest.fixture(scope="session")
def models_on_server(postgres: Databases, tmp_path_factory: pytest.TempPathFactory) -> Models:
    folder = tmp_path_factory.mktemp("models")
    return models_at(OnServer(postgres, postgres.new_database()), folder)


ONLY = {"in_folder": "folder", "on_server": "server"}
"""What a test is marked with, and the only place where it runs then."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of registers runs in a folder and on a server, unless it is about one of them."""
    if "models" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker
        only = [place for mark, place in ONLY.items() if marked(mark)]
        metafunc.parametrize("models", only or ONLY.values(), indirect=True)


@pytest.fixture
def models(request: pytest.FixtureRequest) -> Models:
    """Registers in the place that is tried."""
    name = {"folder": "models_in_folder", "server": "models_on_server"}[request.param]
    models: Models = request.getfixturevalue(name)
    return models


Lent = Callable[..., Fasti]


@pytest.fixture
def lent(models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lent]:
    """Gives a copy of the register in which some commands were run, until the test ends."""
    monkeypatch.setenv("COLUMNS", "80")
    copies: list[Fasti] = []

    def copy(*lines: str) -> Fasti:
        name = f"register-{len(copies)}" if copies else "register"
        copies.append(models.after(*lines).copy(tmp_path / name))
        return copies[-1]

    yield copy
    for made in copies:
        made.end()


@pytest.fixture
def fasti(lent: Lent) -> Fasti:
    """An empty register."""
    return lent()


@pytest.fixture
def raad(lent: Lent) -> Fasti:
    """A register with one body, two seats and three persons."""
    return lent(*RAAD)


@pytest.fixture
def served(
    models_on_server: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OnServer]:
    """The register of a council, on a server whatever the test is marked with."""
    monkeypatch.setenv("COLUMNS", "80")
    register = models_on_server.after(*RAAD).copy(tmp_path / "register")
    assert isinstance(register, OnServer)
    yield register
    register.end()


@pytest.fixture
def every_kind(lent: Lent) -> Fasti:
    """A register with every kind of event that a command can make."""
    return lent(*RAAD, *EVERY_KIND)


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
