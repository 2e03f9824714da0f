"""A source's history with two times: kept as it was stated, when it was stated."""

from __future__ import annotations

import csv
import gzip
import io
import resource
from pathlib import Path

import pytest

from tests.calling import Fasti
from tests.giving import COLUMNS, STATED, WITHDRAWN, statements

CORRECTED = "2,2019-06-05T09:00:00+02:00,+,1,p/1,dk,lower,North,2015-06-19,2019-06-04"
BESIDE = "2,2019-06-05T09:00:00+02:00,+,1,p/2,dk,lower,North,,2016-01-01"


def board(fasti: Fasti, options: str) -> list[tuple[str, str, str, str, str]]:
    """Who sits where, as the source names them."""
    result = fasti.run(f"board --all --format csv {options}")
    rows = csv.DictReader(io.StringIO(result.stdout))
    names = ("person_source", "seat_source", "from", "until", "certain")
    return [tuple(row[name] for name in names) for row in rows]


def test_a_corrected_statement_is_no_resignation(fasti: Fasti, tmp_path: Path):
    fasti.done(statements(tmp_path, STATED, WITHDRAWN, CORRECTED))
    assert board(fasti, "--on 2019-07-01 --known-at 2019-06-05T06:59Z") == [
        ("p/1", "dk/lower/North", "2015-06-18", "", "true")
    ]
    assert board(fasti, "--on 2019-06-04") == [
        ("p/1", "dk/lower/North", "2015-06-19", "2019-06-04", "true")
    ]
    assert board(fasti, "--on 2019-07-01") == board(fasti, "--on 2015-06-18") == []
    *_, withdrawal, _ = fasti.json("log")
    assert withdrawal["text"] == "It is no longer stated that p/1 holds seat north from 2015-06-18."
    assert "retracted by" in " ".join(" ".join(fasti.done("why 5")).split())
    assert fasti.run("replay --check").exit_code == 0


def test_an_unknown_start_is_possible_and_persons_count_once(fasti: Fasti, tmp_path: Path):
    more = BESIDE.replace(",,2016-01-01", ",2014-01-01,2015-12-31")
    fasti.done(statements(tmp_path, STATED, BESIDE, more))
    assert board(fasti, "--on 2016-01-01") == [
        ("p/2", "dk/lower/North", "..", "2016-01-01", "false"),
        ("p/1", "dk/lower/North", "2015-06-18", "", "true"),
    ]
    assert board(fasti, "--on 2015-07-01") == [
        ("p/2", "dk/lower/North", "2014-01-01", "2015-12-31", "true"),
        ("p/1", "dk/lower/North", "2015-06-18", "", "true"),
    ]


def test_a_row_stated_twice_must_be_withdrawn_twice(fasti: Fasti, tmp_path: Path):
    twice = STATED.replace("+,1", "+,2")
    later = WITHDRAWN.replace("2,2019-06-05", "3,2019-07-05")
    fasti.done(statements(tmp_path, twice, WITHDRAWN, later))
    assert len(board(fasti, "--on 2020-01-01 --known-at 2019-06-30")) == 1
    assert board(fasti, "--on 2020-01-01") == []


def test_the_first_entry_says_whose_times_these_are(fasti: Fasti, tmp_path: Path):
    fasti.done(statements(tmp_path, STATED))
    (first, *_), entries = fasti.json("log"), fasti.json("log")
    assert first["kind"] == "source-times-taken/1"
    assert first["text"].startswith("The known times of changes.csv are the source's own; read ")
    assert {row["recorded"] for row in entries} == {"2018-10-15T16:00:00.000000Z"}
    with fasti.storage() as storage:
        assert len(storage.papers.names()) == 1


def test_known_times_that_run_backwards_get_the_time_before_them(fasti: Fasti, tmp_path: Path):
    early = BESIDE.replace("2019-06-05", "2017-01-01")
    result = fasti.run(statements(tmp_path, STATED, early))
    assert "1 rows bear a time before an earlier row's" in result.stderr
    assert {row["recorded"][:10] for row in fasti.json("log")} == {"2018-10-15"}
    with_order = fasti.json("log")[0]["entry"]
    assert with_order == 1


def test_without_an_order_rows_are_taken_by_their_times(fasti: Fasti, tmp_path: Path):
    columns = COLUMNS.replace("order=tx,", "").replace(",times=n", "")
    fasti.done(statements(tmp_path, WITHDRAWN, STATED, columns=columns))
    assert board(fasti, "--on 2016-01-01") == []


def test_days_no_calendar_has_are_kept_as_the_month_or_the_year(fasti: Fasti, tmp_path: Path):
    odd = "1,2018-10-15T12:00:00-04:00,+,1,p/1,dk,lower,North,2017-30-11,2018-06-31"
    fasti.done(statements(tmp_path, odd))
    ((_, _, first, last, certain),) = board(fasti, "--on 2018-02-01")
    assert (first, last, certain) == ("2017", "2018-06", "true")
    assert "from 2017-30-11 until 2018-06-31" in " ".join(fasti.done("why 5"))


def test_the_same_file_again_adds_nothing_another_is_refused(fasti: Fasti, tmp_path: Path):
    line = statements(tmp_path, STATED)
    fasti.done(line)
    last = fasti.last()
    again = fasti.run(line)
    assert (again.exit_code, again.stdout, fasti.last()) == (0, "", last)
    assert again.stderr == "nothing to add; all of it is on record already\n"
    fasti.refused(
        statements(tmp_path, STATED, BESIDE),
        "the register has 5 entries; the known times of a source go into an empty one only, made"
        " with 'fasti init'",
    )


def test_an_interrupted_import_goes_on_from_the_last_batch(fasti: Fasti, tmp_path, monkeypatch):
    from application.register import Register

    monkeypatch.setattr("exchange.inward.recording.TOGETHER", 1)
    line = statements(tmp_path, STATED, WITHDRAWN, CORRECTED, options="--in-batches")
    record, calls = Register.record, []

    def stopped(self, *args, **more):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return record(self, *args, **more)

    monkeypatch.setattr(Register, "record", stopped)
    result = fasti.run(line)
    assert (result.exit_code, fasti.last()) == (1, 5)
    assert result.stderr == "fasti: stopped after rows 1; run the same command again to go on\n"
    monkeypatch.setattr(Register, "record", record)
    fasti.done(line)
    assert fasti.last() == 7
    whole = fasti.elsewhere(tmp_path / "whole")
    whole.done(f"init {whole.address}", line.replace(" --in-batches", ""))
    assert board(whole, "--on 2018-01-01") == board(fasti, "--on 2018-01-01")


def test_a_stop_without_batches_leaves_nothing(fasti: Fasti, tmp_path, monkeypatch):
    from application.register import Register

    def stopped(*_: object, **__: object):
        raise KeyboardInterrupt

    monkeypatch.setattr(Register, "record", stopped)
    result = fasti.run(statements(tmp_path, STATED))
    assert (result.exit_code, fasti.last()) == (1, 0)
    assert result.stderr.strip() == "fasti: stopped; nothing was recorded"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,2018-01-01,+,1,p/1,,,N,,", None),
        ("1,2018-01-01,+,1,,dk,lower,N,,", "names no person"),
        ("1,gestern,+,1,p,dk,l,N,,", "known is 'gestern'; write it like 2022-03-26T12:00:00+01:00"),
        ("1,2999-01-01,+,1,p,dk,l,N,,", "was known at '2999-01-01', which lies in the future"),
        ("1,2018-01-01,*,1,p,dk,l,N,,", "op is '*'; it is + or -"),
        ("1,2018-01-01,+,1.0,p,dk,l,N,,", "times is '1.0'; it is a whole number"),
        ("1,2018-01-01,+,0,p,dk,l,N,,", "times is 0; it is 1 to 1,000"),
        ("1,2018-01-01,+,9999999,p,dk,l,N,,", "times is 9,999,999; it is 1 to 1,000"),
        ("1,2018-01-01,+,1,p\033[31m,dk,l,N,,", "person contains a character that cannot be"),
        (f"1,2018-01-01,+,1,{'p' * 600},dk,l,N,,", "person is no identifier of 1 to 500"),
        (f"1,2018-01-01,+,1,p,{'d' * 300},l,{'N' * 300},,", "body and seat have more than 500"),
        ("x,2018-01-01,+,1,p,dk,l,N,,", "order is 'x'; it is a whole number"),
        ("1,2018-01-01,+,1,p,dk,l,N,i går,", "'i går' is no date; write it like 2022-03-25,"),
        (f"1,2018-01-01,+,1,p,dk,l,N,2017-06-31T{'x' * 50_000},", "'2017-06-31Txxxxx"),
        ("1,2018-01-01,+,1,p,dk,l,N,0000-01-01,", "'0000-01-01' is no date: there is no year"),
        ("1,2018-01-01,-,1,p,dk,l,N,,2020", "nothing states that p held seat n from .. to 2020;"),
    ],
)
def test_rows_that_are_wrong_are_listed_and_nothing_is_recorded(
    fasti: Fasti, tmp_path: Path, row: str, message: str | None
):
    result = fasti.run(statements(tmp_path, row))
    if message is None:
        assert result.exit_code == 0
        return
    assert (result.exit_code, fasti.last()) == (2, 0)
    assert result.stderr.startswith(f"fasti: {tmp_path}/changes.csv, row 2: {message}")


def test_where_the_rows_find_no_room_to_be_put_in_order_nothing_is_recorded(fasti, tmp_path):
    rows = [f"1,2018-01-01,+,1,p/{n},dk,lower,{'N' * 150},," for n in range(20_000)]
    line = statements(tmp_path, *rows)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        result = fasti.run(line)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (result.exit_code, fasti.last()) == (3, 0)
    assert "changes.csv cannot be put in order: " in result.stderr
    assert "make room in the temporary folder" in " ".join(result.stderr.split())


def test_a_body_that_is_named_by_no_column_is_no_body(fasti: Fasti, tmp_path: Path):
    columns = COLUMNS.replace("area+house", "area")
    result = fasti.run(statements(tmp_path, "1,2018-01-01,+,1,p,,l,N,,", columns=columns))
    assert "row 2: names no body" in result.stderr
    result = fasti.run(statements(tmp_path))
    assert result.stderr == f"fasti: {tmp_path}/changes.csv: has no rows\n"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("body=area", "names no column for seat, person, from, until, known, op"),
        (f"{COLUMNS},seat=district", "names a role twice"),
        (f"{COLUMNS},sæde=district", "'sæde': write role=column, the role one of body, seat,"),
        (f"{COLUMNS},times=", "'times': write role=column, the role one of body, seat, person,"),
    ],
)
def test_columns_are_named_by_their_roles(fasti: Fasti, tmp_path: Path, columns, message):
    result = fasti.run(statements(tmp_path, STATED, columns=columns))
    assert (result.exit_code, fasti.last()) == (2, 0)
    assert result.stderr.startswith(f"fasti: --columns {message}")


def test_compressed_files_are_read_and_damaged_ones_refused(fasti: Fasti, tmp_path: Path):
    line = statements(tmp_path, STATED)
    whole = gzip.compress((tmp_path / "changes.csv").read_bytes())
    (tmp_path / "changes.csv.gz").write_bytes(whole[:-20])
    zipped = line.replace("changes.csv", "changes.csv.gz")
    assert "changes.csv.gz: is damaged: " in fasti.run(zipped).stderr
    (tmp_path / "changes.csv.gz").write_bytes(whole)
    fasti.done(zipped)
    assert fasti.last() == 5


def test_places_are_one_unless_it_is_said(fasti: Fasti, tmp_path: Path):
    row = BESIDE.replace(",,2016-01-01", ",2014-01-01,")
    fasti.done(statements(tmp_path, STATED, row, options="--places unlimited"))
    assert fasti.json("check") == []
    one = fasti.elsewhere(tmp_path / "one")
    one.done(f"init {one.address}", statements(tmp_path, STATED, row))
    assert [found["check"] for found in one.json("check")] == ["several holders"]
    result = one.run(statements(tmp_path, STATED, options="--places mange"))
    assert "'mange' is no number of places; write 1, 2, … or unlimited" in result.stderr
