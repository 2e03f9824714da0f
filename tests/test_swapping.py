"""A file or folder takes its place as a whole; what a killed program left is swept away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from application.swapping import beside, folder_beside, put, sweep


def test_a_file_takes_its_place_as_a_whole_or_not_at_all(tmp_path: Path):
    put(tmp_path / "a", b"one")
    with pytest.raises(ZeroDivisionError), beside(tmp_path / "a") as scratch:
        scratch.write_bytes(b"%d" % (1 // 0))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"one")]


def test_a_folder_takes_its_place_as_a_whole_or_not_at_all(tmp_path: Path):
    with folder_beside(tmp_path / "b") as scratch:
        (scratch / "whole").write_bytes(b"x")
    assert (tmp_path / "b" / "whole").read_bytes() == b"x"
    with pytest.raises(ZeroDivisionError), folder_beside(tmp_path / "c"):
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def left_behind(path: Path) -> None:
    """What a killed program leaves, an hour later."""
    os.utime(path, (1, 1))


def test_only_what_nobody_works_on_is_swept_away(tmp_path: Path):
    (tmp_path / ".a-1-1").mkdir()
    for name in (".a-1-2", ".a-1-2-journal", ".a-b-1-2", ".a-1-3"):
        (tmp_path / name).write_bytes(b"left")
    for path in tmp_path.iterdir():
        if path.name != ".a-1-3":
            left_behind(path)
    with beside(tmp_path / "a") as scratch, folder_beside(tmp_path / "c") as folder:
        scratch.write_bytes(b"x")
        left_behind(scratch)
        left_behind(folder)
        sweep(tmp_path / "a")
        sweep(tmp_path / "c")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [".a-1-3", ".a-b-1-2", "a", "c"]
