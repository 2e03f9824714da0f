"""Output that cannot bite: whatever a name, a quote or a forged file holds, what is printed holds
no control character, turns no line around and runs in no spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from sqlalchemy import Text

import verify_certificate
from domain.text import in_a_cell, unsafe
from projections.catalog import TABLES
from tests.calling import Fasti
from tests.every_kind import ASKED
from tests.places import InFolder

BITES = "\x1b[2J\x1b]0;x\x07\u202e\x9b31m\x7f\r\n=HYPERLINK(1)<script>&\u2028"
NO_TEXT = os.fsdecode("Åse".encode("latin-1"))
FORMS = ("table", "json", "csv")


def harmless(printed: str) -> bool:
    return not any(unsafe(c) for c in printed.replace("\n", ""))


def forged(fasti: Fasti) -> None:
    """Put what bites into every text of the views that is shown as it is."""
    with fasti.views() as views:
        for table in TABLES:
            for column in table.columns:
                if isinstance(column.type, Text) and column.name in SHOWN:
                    bitten = f'UPDATE {table.name} SET "{column.name}" = "{column.name}" || ?'
                    views.execute(bitten, (BITES,))


SHOWN = {"name", "title", "text", "affiliation", "position", "organisation", "source", "writer"}
SHOWN |= {"entitled", "basis", "appointer", "case", "section", "place", "by", "despite", "minority"}
SHOWN |= {"referred_to", "begins", "ends", "recorded"}


def test_forged_views_print_nothing_that_bites(every_kind: Fasti):
    forged(every_kind)
    for line in ASKED:
        for form in FORMS:
            asked = line if "--format" in line else f"{line} --format {form}"
            if line.startswith(("why", "schema")):
                asked = line
            result = every_kind.run(asked)
            assert harmless(result.stdout), asked
            assert harmless(result.stderr), asked
    with every_kind.views() as views:
        assert any("HYPERLINK" in row[0] for row in views.execute("SELECT name FROM persons"))


def test_json_reads_back_the_very_text(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01")
    forged(raad)
    result = raad.run("person bo --format json")
    assert json.loads(result.stdout)[0]["name"].endswith(BITES)
    assert "<" not in result.stdout
    assert "\\u003cscript\\u003e" in result.stdout
    assert "Rådet" in raad.run("body list --format json").stdout


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+45 33 66 00 00", "'+45 33 66 00 00"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\n\n=1", "'=1"),
        ("＝1", "'＝1"),
        ("KL; =1", "KL; '=1"),
        ("KL;=1", "KL;'=1"),
        ("Bo-Erik = Bo", "Bo-Erik = Bo"),
        ("a\x1bb", "a�b"),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str):
    assert in_a_cell(text) == cell


def test_a_name_that_would_run_in_a_spreadsheet_is_text_there(raad: Fasti):
    raad.done(
        "person rename bo --name '=cmd|calc' --on 2011-01-01",
        "seat create raad s9 --title '+1;=2'",
        "appoint raad s9 bo --from 2018-01-01 --nominated-by '@a' --nominated-by '-b'",
    )
    for line in ("board raad --on 2020-01-01", "person bo", "seat raad s9", "log", "body list"):
        rows = list(csv.reader(io.StringIO(raad.run(f"{line} --format csv").stdout)))
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), line
            assert ";=" not in cell
    assert "=cmd|calc" in raad.run("board raad --on 2020-01-01").stdout


def test_what_was_typed_comes_back_harmless_in_an_error(
    raad: Fasti, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)  # what is typed is also taken for the name of a place
    draft = tmp_path / "a\x1b[2J\nb.yaml"
    draft.write_text("fasti: '1'\nacts:\n- appoint: {body: \"\\e[2J\", nix: 1}\n", "utf-8")
    for words in (
        ["board", BITES],
        ["person", BITES],
        ["why", BITES],
        ["log", "--kind", BITES],
        ["board", "raad", "--on", BITES],
        ["board", "raad", "--known-at", BITES],
        ["board", "raad", f"--{BITES}"],
        [BITES],
        ["find", BITES],
        ["record", str(draft)],
        ["record", BITES],
        ["init", BITES],
        ["meeting", "file", "m", BITES, "--sort", "agenda"],
        ["person", "register", "x", "--name", "X", "--paper", BITES],
        ["replay", "--known-at", "#1", "--into", str(tmp_path / "v\x1b[2J.db")],
    ):
        result = raad.words(*words)
        assert harmless(result.output + result.stderr), words
    (tmp_path / "f\x1b[2J").mkdir()
    assert harmless(InFolder(tmp_path / "f\x1b[2J").run("board raad").stderr)


@pytest.mark.parametrize(
    "words",
    [
        ["find", NO_TEXT],
        ["person", NO_TEXT],
        ["log", "--person", NO_TEXT],
        ["--command-id", NO_TEXT, "person", "register", "x", "--name", "X"],
    ],
)
def test_bytes_that_are_no_text_are_told(raad: Fasti, words: list[str]):
    result = raad.words(*words)
    told = "fasti: what is typed or printed is not in UTF-8; set the terminal to UTF-8\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told)
    assert raad.last() == 7


def test_a_quote_of_many_lines_is_shown_on_one(raad: Fasti):
    raad.words("appoint", "raad", "s1", "bo", "--from", "2020", "--quote", "er\ttrådt\n\n=ud")
    shown = raad.run("why 8").stdout.splitlines()
    assert shown[-1] == "  “er trådt =ud”"
    assert "quote,er trådt =ud" in raad.run("find trådt --format csv").stdout


def test_what_is_written_out_of_forged_views_bites_nobody(raad: Fasti, tmp_path: Path):
    raad.done("appoint raad s1 bo --from 2018-01-01", "key new raad", "checkpoint")
    forged(raad)
    for form in ("popolo", "csv", "org", "oparl"):
        result = raad.run(f"export {form} -o {tmp_path}/{form}")
        assert (result.exit_code, harmless(result.stderr)) == (0, True)
    raad.done(f"prove raad s1 bo --on 2020-01-01 -o {tmp_path}/certificate")
    register = tmp_path / "register"
    for path in (p for p in tmp_path.rglob("*") if p.is_file() and register not in p.parents):
        text = path.read_bytes().decode().replace("\r\n", "\n")
        assert harmless(text), path
        assert path.suffix == ".csv" or "<" not in text, path


def test_a_certificate_of_names_like_pages_holds_and_runs_in_none(raad: Fasti, tmp_path: Path):
    raad.done(
        "person rename bo --name '<script>=1</script>' --on 2011-01-01",
        "appoint raad s1 bo --from 2018-01-01 --by '<b>&</b>'",
        "key new raad",
        "checkpoint",
        f"prove raad s1 bo --on 2020-01-01 -o {tmp_path}/c.json",
    )
    text = (tmp_path / "c.json").read_text("utf-8")
    assert "<" not in text
    (key,) = raad.done("key show")
    assert verify_certificate.main(str(tmp_path / "c.json"), key) == 0
