"""The real papers beside the project, read as a careful human reads them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import papers
from tests.calling import Fasti
from tests.papers_made import SHARED

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the papers are not here")
AGENDA = SHARED / "kkr-hovedstaden-2022-03-25-dagsorden.txt"
BOARD = "erhvervshus-hovedstaden"


def test_everything_expected_is_found_and_nothing_else(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["papers", str(SHARED)])
    monkeypatch.setattr(papers, "RUNS", 1)
    with pytest.raises(SystemExit) as done:
        papers.main()
    assert done.value.code == 0, capsys.readouterr().out


def test_the_round_trip_of_the_agenda(fasti: Fasti, tmp_path: Path):
    draft = tmp_path / "d.yaml"
    fasti.done(f"read {AGENDA} -o {draft}", f"record {draft}")
    proposed = {
        "Catja Winther",
        "Mads Jarner Brevadt",
        "Christina Dahl Christiansen",
        "Karen Nedergaard Svendsen",
        "Marianne Thellersen",
        "Christian Grønnemark",
    }

    def sitting(more: str = "") -> set[str]:
        seats = fasti.json(f"board {BOARD} --on 2022-04-01 {more}")["seats"]
        return {holder["name"] for seat in seats for holder in seat["holders"]}

    assert proposed <= sitting("--what-if")
    assert not proposed & sitting()
    rows = fasti.json("vacancies")
    assert [row["body"] for row in rows if row["entitled"] == "Venstre"] == [
        "erhvervshus-hovedstadens-bestyrelse",
        "kkr-hovedstaden",
    ]
    assert fasti.run("check").stdout.strip() == ""
