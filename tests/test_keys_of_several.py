"""On a server each user has their own keys to what is personal; an erasure reaches all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calling import Fasti

pytestmark = pytest.mark.on_server


def test_what_is_erased_is_erased_for_whoever_else_holds_a_key_to_it(
    raad: Fasti, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def by(user: str, line: str) -> str:
        monkeypatch.setenv("FASTI_KEYS", str(tmp_path / user))
        result = raad.run(line)
        assert result.exit_code == 0, result.output
        return result.stderr

    def told(user: str) -> list[str]:
        by(user, "person private bo")
        return [row["value"] for row in raad.json("person private bo")]

    by("anna", "person note bo --note 'er bange for hunde'")
    by("karl", "person note bo --birth-date 1961-04-02")
    assert told("anna") == ["er bange for hunde", "its key is not here"]
    assert told("karl") == ["its key is not here", "1961-04-02"]
    assert by("anna", "erase bo --basis 'art. 17'") == (
        "the keys to some of it are not here; each is destroyed where it is by the next command"
        " there that asks for a key\n"
    )
    assert len(list(tmp_path.glob("karl/persons/*/keys/bo"))) == 1
    by("karl", "person note bo --note 'bor i Ærø'")
    assert told("karl") == ["bor i Ærø"]
    assert told("anna") == ["its key is not here"]
    by("anna", "erase bo --basis 'art. 17'")
    assert told("karl") == []
    assert list(tmp_path.glob("*/persons/*/keys/bo")) == []
    with raad.storage() as storage:
        assert len(storage.sealed.names()) == 3
    by("karl", "verify")


def test_a_sealed_value_that_is_lost_tells_nothing_of_a_key(
    raad: Fasti, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FASTI_KEYS", str(tmp_path / "karl"))
    raad.done("person note bo --note x")
    with raad.storage() as storage:
        [name] = storage.sealed.names()
        storage.sealed.remove(name)
    monkeypatch.setenv("FASTI_KEYS", str(tmp_path / "anna"))
    raad.done("erase bo --basis 'art. 17'")
    monkeypatch.setenv("FASTI_KEYS", str(tmp_path / "karl"))
    raad.done("person private bo")
    assert len(list(tmp_path.glob("karl/persons/*/keys/bo"))) == 1
