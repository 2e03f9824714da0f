"""Every command's help shows an example, and the example does what it says in the demonstration."""

from __future__ import annotations

import re
import shlex
import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Command, Context, Group
from click.testing import CliRunner

from application.checkpoints import sign
from application.folder.storage import Folder
from application.keys import key_in, new_key
from cli.main import main
from domain.checkpoint import Head
from tests.conftest import Models
from tests.giving import examples
from tests.papers_made import PAPERS, pdf
from tests.places import OnServer
from tests.test_notes import NOTE, STAMP, WITNESS

DRAFT = "fasti: 1\nacts:\n  - register person: {person: eva, name: Eva}\n"


def commands(command: Command, path: tuple[str, ...] = ()) -> dict[str, Command]:
    """Every command by its words."""
    found = {" ".join(path): command}
    if isinstance(command, Group):
        for name in command.list_commands(Context(command)):
            inner = command.get_command(Context(command), name)
            assert inner is not None
            found |= commands(inner, (*path, name))
    return found


COMMANDS = commands(main)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demonstration register and the files that examples name."""
    folder = tmp_path_factory.mktemp("examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FASTI_KEYS", str(folder / "keys"))
        _fill(folder)
    return folder


def _fill(folder: Path) -> None:
    (folder / "bilag.pdf").write_bytes(b"%PDF-1.4 bilag")
    (folder / "draft.yaml").write_text(DRAFT, "utf-8")
    agenda = (PAPERS / "kkr-nordkyst-dagsorden.txt").read_text("utf-8")
    (folder / "dagsorden.pdf").write_bytes(pdf(agenda[:1440], agenda[1440:]))
    examples(folder)
    made = CliRunner().invoke(main, ["init", str(folder / "empty")])
    assert made.exit_code == 0, made.output
    for line in (
        "demo",
        "person note bo-hansen --birth-date 1961-04-02",
        "person hold cy-oest --reason 'case 12/2026'",
        f"export entries -o {folder}/all.jsonl",
        f"backup {folder}/backups/2026-11-26",
    ):
        words = ["--register", str(folder / "demo-register"), *shlex.split(line)]
        made = CliRunner().invoke(main, words)
        assert made.exit_code == 0, made.output
    _signed(folder)


def _signed(folder: Path) -> None:
    """Sign the demonstration, and make the notes, keys and stamps that examples name."""
    register, keys = folder / "demo-register", folder / "keys"
    key = new_key("example.org/raad", register, keys / "raad.key")[1]
    note = sign(Folder(register), key_in(keys / "raad.key"), []).kept.note
    (folder / "havneraad.pub").write_text(str(key), "utf-8")
    (folder / "newspaper.txt").write_text(note, "utf-8")
    (folder / "witness.pub").write_text(str(WITNESS.public), "utf-8")
    seen = note + WITNESS.line(Head.parse(note).text, 1_700_000_000)
    (folder / "witnessed.txt").write_text(seen, "utf-8")
    (folder / "stamped").mkdir()
    (folder / "stamped" / "3.checkpoint").write_text(NOTE, "utf-8")
    (folder / "answer.tsr").write_bytes(b64decode(STAMP["answer"]))
    (folder / "authority.pem").write_text(STAMP["root"], "utf-8")


def example(words: str) -> list[str]:
    """The words of the example in a command's help, without `fasti`."""
    result = CliRunner().invoke(main, [*words.split(), "--help"])
    assert result.exit_code == 0
    found = re.search(r"Example: fasti (.*?) Options:", " ".join(result.output.split()))
    assert found is not None, result.output
    return shlex.split(found[1])


@pytest.fixture
def served(models_on_server: Models, tmp_path: Path) -> Iterator[OnServer]:
    """A register on a server where the login of an example may be made."""
    register = models_on_server.empty.copy(tmp_path / "served")
    assert isinstance(register, OnServer)
    known = "SELECT 1 FROM pg_roles WHERE rolname = 'revisor'"
    made = not register.databases.connection.execute(known).fetchone()
    yield register
    register.end()
    if made:
        register.databases.connection.execute("DROP ROLE revisor")


def test_the_example_for_a_server_works(served: OnServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FASTI_REGISTER", served.address)
    result = CliRunner().invoke(main, example("grant"))
    assert result.exit_code == 0, result.output
    assert ["revisor", "reader"] in [[r["login"], r["role"]] for r in served.json("grant")]


ELSEWHERE = ("grant", "project")
"""Those whose examples are tried on a server, and where what goes on for ever is stopped."""


@pytest.mark.parametrize("words", [words for words in COMMANDS if words not in ELSEWHERE])
def test_the_example_in_the_help_works(
    words: str, demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    given = example(words)
    assert words in " ".join(given) or words.endswith((" show", " list"))
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    if given[0] not in ("init", "--register"):
        monkeypatch.setenv("FASTI_REGISTER", "demo-register")
    monkeypatch.setenv("FASTI_KEYS", "keys")
    if words == "checkpoint stamp":
        shutil.rmtree("demo-register/checkpoints")
        Path("stamped").rename("demo-register/checkpoints")
    if "demo" in given:
        shutil.rmtree("demo-register")
    result = CliRunner().invoke(main, given)
    assert result.exit_code == 0, result.output
