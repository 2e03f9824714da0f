"""The house as its listing shows it: arrows one way, files short, names of the field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
FOLDERS = ("domain", "projections", "application", "intake", "exchange", "cli")
MAY_IMPORT = {
    "domain": {"domain"},
    "projections": {"projections", "domain"},
    "application": {"application", "projections", "domain"},
    "intake": {"intake", "domain"},
    "exchange": {"exchange", "application", "projections", "domain"},
    "cli": {"cli", "exchange", "intake", "application", "projections", "domain"},
}
LIBRARIES = {
    "domain": {"pydantic", "pydantic_core"},
    "projections": {"sqlalchemy"},
    "application": {
        "sqlalchemy",
        "eventsourcing",
        "pydantic",
        "cryptography",
        "rfc3161_client",
        "psycopg",
        "psycopg_pool",
    },
    "intake": {"yaml", "pydantic", "pypdfium2", "docx", "selectolax", "rapidfuzz"},
    "exchange": {"pydantic"},
    "cli": {"click", "rich", "rapidfuzz", "pydantic", "sqlalchemy"},
}
INTAKE = ("formats", "danish", "layouts", "reading", "drafts")
"""From the bytes of a paper to a draft: each knows only itself and those before it."""
IMPURE = {"os", "time", "random", "uuid", "sqlite3", "socket", "subprocess", "secrets", "logging"}


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (TOP / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def standard(name: str) -> bool:
    import sys

    return name in sys.stdlib_module_names


@pytest.mark.parametrize("folder", FOLDERS)
def test_arrows_point_one_way(folder: str):
    for path in modules(folder):
        tops = {name.partition(".")[0] for name in imported(path)}
        ours = tops & set(FOLDERS)
        assert ours <= MAY_IMPORT[folder], path
        assert {top for top in tops - ours if not standard(top)} <= LIBRARIES[folder], path


@pytest.mark.parametrize("folder", INTAKE)
def test_a_paper_goes_one_way_through_the_intake(folder: str):
    later = INTAKE[INTAKE.index(folder) + 1 :]
    for path in modules(f"intake/{folder}"):
        assert not {name.split(".")[1] for name in imported(path) if "intake." in name} & {
            *later
        }, path


@pytest.mark.parametrize(("folder", "other"), [("inward", "outward"), ("outward", "inward")])
def test_what_comes_in_and_what_goes_out_know_nothing_of_each_other(folder: str, other: str):
    for path in modules(f"exchange/{folder}"):
        assert not [name for name in imported(path) if name.startswith(f"exchange.{other}")], path


@pytest.mark.parametrize(("room", "other"), [("folder", "server"), ("server", "folder")])
def test_a_folder_and_a_server_know_nothing_of_each_other(room: str, other: str):
    for path in modules(f"application/{room}"):
        assert not [name for name in imported(path) if name.startswith(f"application.{other}")], (
            path
        )


def test_the_domain_knows_no_clock_no_chance_and_no_disk():
    for path in modules("domain", "projections"):
        assert not {name.partition(".")[0] for name in imported(path)} & IMPURE, path
        text = path.read_text("utf-8")
        assert ".now(" not in text, path
        assert ".today()" not in text, path


def test_the_library_of_the_log_is_known_to_one_file_a_database_and_what_makes_its_tables():
    users = [
        path.relative_to(TOP / "application").as_posix()
        for path in modules(*FOLDERS)
        if any(name.startswith("eventsourcing") for name in imported(path))
    ]
    assert users == ["folder/log.py", "server/log.py", "server/schema.py"]


def test_files_can_be_read_in_one_go_and_are_named_for_the_field():
    for path in modules(*FOLDERS, "bench", "tests"):
        assert len(path.read_text("utf-8").splitlines()) <= 320, path
        assert path.stem not in ("utils", "helpers", "manager", "base"), path


@pytest.mark.parametrize("path", modules("bench"), ids=lambda path: path.stem)
def test_what_measures_and_what_breaks_things_can_be_started(path: Path):
    import_module(f"bench.{path.stem}")


def test_every_module_says_what_it_is():
    for path in modules(*FOLDERS, "bench"):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_nothing_that_tests_or_commands_made_is_left_among_the_sources():
    for path in TOP.iterdir():
        assert path.name.isprintable(), ascii(path.name)
