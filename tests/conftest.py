"""How many examples the property tests try, and registers to try commands on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.calling import Fasti

settings.register_profile("default", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


RAAD = (
    "body establish raad --name Rådet --on 2010-01-01",
    "seat create raad s1 --title 'Sæde 1' --entitled Venstre --basis aftalen",
    "seat create raad s2 --title 'Sæde 2' --places 2",
    "person register bo --name 'Bo Hansen' --affiliation V",
    "person register aase --name 'Åse Ærø'",
    "person register cy --name 'Cy Øst'",
)


@pytest.fixture(autouse=True)
def keys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of keys."""
    folder = tmp_path_factory.mktemp("keys")
    monkeypatch.setenv("FASTI_KEYS", str(folder))
    return folder


@pytest.fixture
def fasti(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fasti:
    """An empty register."""
    monkeypatch.setenv("COLUMNS", "80")
    program = Fasti(tmp_path / "register")
    program.done(f"init {program.folder}")
    return program


@pytest.fixture
def raad(fasti: Fasti) -> Fasti:
    """A register with one body, two seats and three persons."""
    fasti.done(*RAAD)
    return fasti


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
