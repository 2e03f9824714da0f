"""The console session of the README does what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main

README = Path(__file__).parent.parent / "README.md"


def session() -> list[tuple[str, list[str]]]:
    """Each command of the session with the lines it prints."""
    text = re.search(r"```console\n(.*?)```", README.read_text("utf-8"), re.S)
    assert text is not None
    steps: list[tuple[str, list[str]]] = []
    for line in text[1].splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    return steps


def test_the_session_of_the_readme_is_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for command, shown in session():
        words = shlex.split(command)
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("=", 1))
            continue
        result = CliRunner().invoke(main, words[1:])
        printed = [line.rstrip() for line in result.output.splitlines()]
        assert printed == shown, command
