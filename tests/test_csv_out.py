"""CSV out: tables that no spreadsheet runs, and metadata as CSV on the Web has it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.calling import Fasti
from tests.test_export import exported, full

__all__ = ["full"]


def test_cells_that_a_spreadsheet_would_run_are_harmless(full: Fasti, tmp_path: Path):
    target = exported(full, tmp_path, "csv")
    for file in target.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in row.values())
    persons = (target / "persons.csv").read_text("utf-8")
    assert "dy,'=HYPERLINK(1),,'@dy," in persons


def test_the_metadata_describes_every_file_and_column(full: Fasti, tmp_path: Path):
    target = exported(full, tmp_path, "csv")
    about = json.loads((target / "csv-metadata.json").read_bytes())
    assert about["@context"] == "http://www.w3.org/ns/csvw"
    assert {table["url"] for table in about["tables"]} == {p.name for p in target.glob("*.csv")}
    for table in about["tables"]:
        with (target / table["url"]).open(encoding="utf-8", newline="") as text:
            head, *rows = csv.reader(text)
        schema = table["tableSchema"]
        assert [column["titles"] for column in schema["columns"]] == head
        assert rows or table["url"] == "nothing.csv"
        key = [head.index(name) for name in schema.get("primaryKey", ())]
        if key:
            assert len({tuple(row[at] for at in key) for row in rows}) == len(rows)
        for foreign in schema["foreignKeys"]:
            assert foreign["reference"]["resource"] in {t["url"] for t in about["tables"]}


def test_a_list_in_a_cell_is_split_where_the_metadata_says(raad: Fasti, tmp_path: Path):
    raad.done(
        "person rename bo --name 'Bo; Hansen' --on 2012-01-01",
        "person rename bo --name 'Bo Holm' --on 2013-01-01",
        "person rename bo --name 'Bo Ø' --on 2014-01-01",
    )
    target = exported(raad, tmp_path, "csv")
    with (target / "persons.csv").open(encoding="utf-8", newline="") as text:
        (bo,) = [row for row in csv.DictReader(text) if row["person"] == "bo"]
    assert bo["other_names"].split("; ") == ["Bo Hansen", "Bo, Hansen", "Bo Holm"]


def test_tenures_as_csv_come_in_again(full: Fasti, tmp_path: Path):
    target = exported(full, tmp_path, "csv")
    mapping = tmp_path / "own.toml"
    columns = {"body": "body", "seat": "seat", "person": "person", "from": "first", "until": "last"}
    lines = "".join(f'{role} = "{column}"\n' for role, column in columns.items())
    mapping.write_text(f"last_day = 'included'\n[columns]\n{lines}", "utf-8")
    other = full.elsewhere(tmp_path / "other")
    other.done(f"init {other.address}", f"import csv {target / 'tenures.csv'} --mapping {mapping}")
    assert (
        len(other.json("log --kind tenure-stated"))
        == len((target / "tenures.csv").read_text("utf-8").splitlines()) - 1
    )


METADATA = "csv-metadata.json"
KNOWN = ("@context", "tables", "dc:", "rdfs:")
"""Beside its own terms the metadata may use those of the prefixes every reader knows."""


def test_the_metadata_speaks_in_terms_every_reader_knows(full: Fasti, tmp_path: Path):
    about = json.loads((exported(full, tmp_path, "csv", "--on 2022-03-01") / METADATA).read_bytes())
    assert all(name.startswith(KNOWN) for name in about)
    assert about["dc:temporal"] == {"@value": "2022-03-01", "@type": "xsd:date"}
    assert about["dc:modified"]["@type"] == "xsd:dateTime"
    assert len(about["rdfs:comment"]) > 4
    for table in about["tables"]:
        names = [column["name"] for column in table["tableSchema"]["columns"]]
        assert all(name.isidentifier() and not name.startswith("_") for name in names)
        for foreign in table["tableSchema"]["foreignKeys"]:
            assert set(foreign["columnReference"]) <= set(names)
