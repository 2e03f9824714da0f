"""CSV in by a mapping: as it is found, refused where a row could be misread."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calling import Fasti
from tests.giving import JUDGES, MAPPING, table

ROWS = "Retten,R1,1,Åse,Ærø,1979-03-02,1990-05-06\nRetten,R1,2,Bo,Hansen,1990-05-07,\n"


def sitting(fasti: Fasti, on: str, body: str = "retten") -> list[tuple[str, str, str, str | None]]:
    return [
        (seat["seat"], holder["name"], holder["from"], holder["until"])
        for seat in fasti.json(f"board {body} --on {on}")["seats"]
        for holder in seat["holders"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        JUDGES + ROWS,
        "\ufeff" + JUDGES + ROWS,
        (JUDGES + ROWS).replace("\n", "\r"),
        (JUDGES + ROWS).replace("\n", "\r\n"),
        (JUDGES + ROWS).replace(",", ";"),
        (JUDGES + ROWS).replace(",", "\t") + "\n\n",
        (JUDGES + ROWS).replace("\n", ",,\n"),
        JUDGES + ROWS.replace("Bo,", '"Bo",'),
    ],
)
def test_csv_is_read_as_it_is_found(fasti: Fasti, tmp_path: Path, text: str):
    line = table(tmp_path, text, MAPPING)
    fasti.done(line)
    assert sitting(fasti, "1990-05-06") == [("r1", "Åse Ærø", "1979-03-02", "1990-05-06")]
    assert sitting(fasti, "2020-01-01") == [("r1", "Bo Hansen", "1990-05-07", None)]
    last = fasti.last()
    fasti.done(line)
    assert fasti.last() == last
    assert "from 1979-03-02 to 1990-05-06" in fasti.json("log")[4]["text"]


def test_a_mapping_says_what_is_the_same_in_all_rows_and_how_dates_are_written(fasti, tmp_path):
    mapping = """
last_day = "excluded"
dates = "%m/%d/%Y"
[columns]
person = "nid"
from = "from"
until = "until"
party = "party"
began_by = "why"
[fixed]
body = "SDNY"
body_name = "Southern District"
role = "chair"
"""
    text = (
        "nid;from;until;party;why\n7;03/02/1979;5/6/1990;V;by election\n8;1991;;;\n8;1992-05-00;;;"
    )
    fasti.done(table(tmp_path, text, mapping, ""))
    assert sitting(fasti, "1980-01-01", "southern-district") == [
        ("chair", "7", "1979-03-02", "1990-05-05")
    ]
    seat = fasti.json("board southern-district --on 1980-01-01")["seats"][0]
    assert (seat["role"], seat["places"], seat["holders"][0]["affiliation"]) == ("chair", None, "V")
    assert [row["text"] for row in fasti.json("find 'by election'")] == ["by election"]


WRONG = [
    ("", "row 1: is empty; it names the columns"),
    (JUDGES, "has no rows"),
    ("court,seat,court,id,first,last,from,until\n", "row 1: names the column 'court' twice"),
    ("court,seat\n", "row 1: has no column 'id'; there are court, seat"),
    (JUDGES + "Retten,R1,1\n", "row 2: has 3 fields, the head 7"),
    (JUDGES + ROWS + 'Retten,"R1,1', "row 4: opens a quote that is never closed"),
    (JUDGES + 'Retten,"R"1,1,,,,\n', "row 2: is not well-formed CSV: "),
    ('court,"se', "row 1: opens a quote that is never closed"),
    (JUDGES + "Retten,R\0,1,Bo,B,,\n", "row 2: contains a NUL character"),
    (JUDGES[:-1] + ",x\nRetten,R,1,Bo,B,,,\0\n", "row 2: contains a NUL character"),
    (JUDGES + f"Retten,{'x' * 200_000},1,Bo,B,,\n", "row 2: has a field of more than 100,000"),
    (JUDGES + ",R1,1,Bo,B,,\n", "row 2: names no body"),
    (JUDGES + "Retten,R1,,Bo,B,,\n", "row 2: names no person"),
    (JUDGES + "Retten,R1,1,Bo,B,1,5\n", "row 2: '1' is no date; write it like 2022-03-25"),
    (JUDGES + "Retten,R1,1,B\u202eo,B,,\n", "row 2: name contains the character U+202E"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_rows_that_could_be_misread_are_listed_and_nothing_is_recorded(
    fasti: Fasti, tmp_path: Path, text: str, message: str
):
    result = fasti.run(table(tmp_path, text, MAPPING))
    assert (result.exit_code, fasti.last(), result.stdout) == (2, 0, "")
    between = ", " if message.startswith("row") else ": "
    assert result.stderr.startswith(f"fasti: {tmp_path}/rows.csv{between}{message}")


def test_a_long_list_is_cut_and_a_hopeless_file_given_up(fasti: Fasti, tmp_path: Path):
    result = fasti.run(table(tmp_path, JUDGES + "a,b\n" * 5000, MAPPING))
    assert result.stderr.count("\n") == 101
    assert result.stderr.endswith("and 901 more; nothing was recorded\n")


def test_what_is_no_text_is_told(fasti: Fasti, tmp_path: Path):
    line = table(tmp_path, "", MAPPING)
    (tmp_path / "rows.csv").write_bytes(b"court,seat\n\xff\xfe,1\n")
    result = fasti.run(line)
    assert result.stderr == (
        f"fasti: {tmp_path}/rows.csv: is not UTF-8 text (byte 0xff); save it as UTF-8\n"
    )
    (tmp_path / "rows.csv").unlink()
    for name in ("", "rows.csv"):
        missing = fasti.run(line.replace("rows.csv", name))
        assert (missing.exit_code, missing.stderr.count("\n")) == (2, 1)
        assert "cannot be read: " in missing.stderr


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("", "names no column for body and person"),
        ("x = ", "is no TOML: "),
        (f"x = {'9' * 5000}", "is no TOML: "),
        ("dates = 7\n[columns]\nbody = 'a'\nperson = 'b'", "dates is a form of days, such as"),
        ("dates = ['%d']\n[columns]\nbody = 'a'\nperson = 'b'", "dates is a form of days, such"),
        ("dates = '%Q'\n[columns]\nbody = 'a'\nperson = 'b'", "dates is a form of days, such as"),
        ("columns = 1", "'columns' is a table: [columns]"),
        ("[columns]\nbody = 'court'\nperson = []", "columns.person is the name of a column, a"),
        (
            "[columns]\nbody = 'a'\nperson = 'b'\n'sæde' = 'c'",
            "'sæde' is nothing a row can say; body",
        ),
        ("[columns]\nbody = 'a'\n[fixed]\nperson = 'b'", "has one person for all rows; name a"),
        ("numbered = 0\n[columns]\nbody = 'a'\nperson = 'b'", "numbered is how many tenures a row"),
        ("needed = 'x'\n[columns]\nbody = 'a'\nperson = 'b'", "'x' is nothing a row can say; body"),
        (
            "[columns]\nperson = 'b'\nbody = {columns = 'a', match = '('}",
            "columns.body.match is no pattern: ",
        ),
        (
            "[columns]\nperson = 'b'\nbody = {columns = 'a', match = 'x'}",
            "columns.body.match has one group: what is taken, in ( )",
        ),
        ("last_day = 'x'\n[columns]\nbody = 'a'\nperson = 'b'", "last_day is 'included' or"),
    ],
)
def test_a_mapping_that_says_too_little_is_refused(fasti, tmp_path, mapping, message):
    result = fasti.run(table(tmp_path, JUDGES + ROWS, mapping))
    assert (result.exit_code, fasti.last()) == (2, 0)
    assert f"fasti: {tmp_path}/mapping.toml: {message}" in result.stderr


def test_whether_last_days_are_included_must_be_said(fasti: Fasti, tmp_path: Path):
    fasti.refused(
        table(tmp_path, JUDGES + ROWS, MAPPING, ""),
        "say whether last days are included: --last-day, or in the mapping; see 'fasti import csv"
        " --help'",
        2,
    )
    result = fasti.run(
        f"import csv {tmp_path}/rows.csv --mapping {tmp_path}/nix --last-day included"
    )
    assert f"{tmp_path}/nix: cannot be read: No such file or directory" in result.stderr


SERVICE = """
last_day = "included"
needed = ["from"]
[columns]
body = "Court"
seat = { columns = "Seat ID", match = "(.+)[0-9]{2}" }
person = "nid"
places = "room"
term = "term"
from = { first_of = ["Recess", "Commission"] }
until = { first_of = ["Senior", "Termination"] }
"""
APPOINTED = """Court,Seat ID,nid,room,term,Recess,Commission,Senior,Termination
Ninth,CA90201,7,,,1958-10-25,1959-03-01,1970-01-31,1980-05-05
Ninth,CA90202,8,2,,,1970-02-01,,
Ninth,,9,,,,,,
"""


def test_a_seat_may_be_a_part_of_a_column_and_a_day_the_first_of_some(fasti: Fasti, tmp_path: Path):
    result = fasti.run(table(tmp_path, APPOINTED, SERVICE, ""))
    assert result.stderr == "left out: 1 rows without from\n"
    assert sitting(fasti, "1960-01-01", "ninth") == [("ca902", "7", "1958-10-25", "1970-01-31")]
    assert sitting(fasti, "1975-01-01", "ninth") == [("ca902", "8", "1970-02-01", None)]


def test_a_row_may_hold_several_tenures_in_numbered_columns(fasti: Fasti, tmp_path: Path):
    mapping = """
numbered = 2
[columns]
body = "Court ({n})"
seat = "Seat ({n})"
person = "nid"
from = "From ({n})"
"""
    text = (
        "nid,Court (1),Seat (1),From (1),Court (2),Seat (2),From (2)\n7,A,1,1950,B,2,1960\n8,A,2,"
    )
    fasti.done(table(tmp_path, f"{text}1970,,,\n", mapping))
    assert [sitting(fasti, "1980-01-01", body) for body in ("a", "b")] == [
        [("1", "7", "1950", None), ("2", "8", "1970", None)],
        [("2", "7", "1960", None)],
    ]
    refused = fasti.run(table(tmp_path, f"{text}1970,,,i dag\n", mapping))
    assert "row 3, number 2: names no body" in refused.stderr


def test_places_and_patterns_that_do_not_fit_are_listed(fasti: Fasti, tmp_path: Path):
    text = APPOINTED.replace("CA90201", "X").replace(",8,2,", f",8,{'9' * 5000},")
    result = fasti.run(table(tmp_path, text, SERVICE, ""))
    assert [line.rpartition("rows.csv, ")[2] for line in result.stderr.splitlines()] == [
        "row 2: 'X' is not like '(.+)[0-9]{2}'",
        f"row 3: places is '{'9' * 20}'; it is a number of persons",
    ]
    assert fasti.last() == 0


def test_dates_may_be_written_in_several_forms_each_as_precise_as_it_is(fasti, tmp_path: Path):
    mapping = 'dates = ["%d.%m.%Y", "%m/%Y", "år %Y"]\n' + MAPPING
    text = "A,1,7,Bo,B,06.11.1867,09/1872\nA,1,8,Cy,Ø,år 1873,1878-09\n"
    fasti.done(table(tmp_path, JUDGES + text, mapping))
    assert [sitting(fasti, day, "a") for day in ("1870-01-01", "1875-01-01")] == [
        [("1", "Bo B", "1867-11-06", "1872-09")],
        [("1", "Cy Ø", "1873", "1878-09")],
    ]
