"""What contradicts itself in sources is kept, and listed by kind with counts."""

from __future__ import annotations

from pathlib import Path

from tests.calling import Fasti
from tests.giving import popolo, statements


def row(person: str, district: str, start: str, end: str) -> str:
    return f"1,2018-10-15T12:00:00Z,+,1,{person},dk,lower,{district},{start},{end}"


MESSY = (
    row("p/1", "05", "2010-01-01", "2011-12-31"),
    row("p/1", "05", "2012-01-01", "2012-12-31"),
    row("p/2", "05", "2012-06-01", "2012-06-01"),
    row("p/3", "5", "2014-01-01", "2013-06-01"),
    row("p/4", "Nord-Syd", "", ""),
    row("p/5", "nord syd", "2014-01-01", "2014-06"),
)


def test_contradictions_are_kept_and_listed_by_kind(fasti: Fasti, tmp_path: Path):
    fasti.done(statements(tmp_path, *MESSY))
    assert [(found["check"], found["text"]) for found in fasti.json("check")] == [
        ("reversed interval", "p/3 ends on 2013-06-01 before beginning on 2014-01-01"),
        ("zero-length interval", "p/2 begins on 2012-06-01 and ends on 2012-06-01"),
        ("replaced themselves", "p/1 follows themselves in the seat on 2012-01-01"),
        ("seat spellings", "'05' and '5' may be one seat: 05, 5"),
        ("seat spellings", "'Nord-Syd' and 'nord syd' may be one seat: nord-syd, nord-syd-2"),
        ("several holders", "p/1, p/2 sit in 1 place(s) on 2012-06-01"),
    ]
    counts = fasti.json("check --counts")
    assert {found["check"]: found["count"] for found in counts}["seat spellings"] == 2
    assert len(fasti.json("check --kind 'seat spellings'")) == 2
    assert len(fasti.json("check --body dk-lower")) == 6


def test_words_in_another_order_may_be_the_same_seat_numbers_are_not(fasti: Fasti, tmp_path: Path):
    names = ("North East Fife", "Fife; North-East", "Ross & Skye", "Skye and Ross", "1 2", "2 1")
    fasti.done(statements(tmp_path, *(row("p/1", name, "2010", "2011") for name in names)))
    assert [found["text"] for found in fasti.json("check --kind 'seat spellings'")] == [
        "'North East Fife' and 'Fife; North-East' may be one seat: north-east-fife,"
        " fife-north-east",
        "'Ross & Skye' and 'Skye and Ross' may be one seat: ross-skye, skye-and-ross",
    ]


def test_a_table_shows_counts_and_the_first_of_each_kind(fasti: Fasti, tmp_path, monkeypatch):
    monkeypatch.setattr("cli.check.SHOWN", 1)
    fasti.done(statements(tmp_path, *MESSY))
    told = " ".join(fasti.run("check").stdout.split())
    assert told.startswith("check count reversed interval 1 zero-length interval 1")
    assert "fasti check --kind 'seat spellings'" in told
    assert "nord-syd-2" not in told
    whole = " ".join(fasti.run("check --kind 'seat spellings'").stdout.split())
    assert "nord-syd-2" in whole
    assert fasti.run("check --kind nix").stderr == "nothing found\n"
    assert fasti.run("check --counts --kind nix --format csv").stdout == "check,count\n"


def daily(fasti: Fasti, options: str = "") -> list[tuple[object, ...]]:
    names = ("from", "until", "places", "holders", "at_most", "too_many", "too_few")
    return [tuple(found[n] for n in names) for found in fasti.json(f"check --daily {options}")]


def test_holders_are_counted_against_seats_on_every_day(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2012-01-01 --until 2013-12-31",
        "appoint raad s1 cy --from 2013-07-01 --until 2013-12-31 --despite kilden",
        "appoint raad s1 aase --from 2015-01-01",
        "leave grant raad s1 aase --from 2015-02-01",
        "leave substitute raad s1 bo --for aase --from 2015-02-01",
    )
    assert daily(raad) == [
        ("2013-07-01", "2013-12-31", 1, 2, 2, 1, 0),
        ("2014-01-01", "2014-12-31", 1, 0, 0, 0, 1),
    ]
    assert daily(raad, "--known-at '#8'") == [("2014-01-01", None, 1, 0, 0, 0, 1)]
    raad.done("appoint raad s2 cy --from 2014-01-01", "seat abolish raad s1 --on 2014-06-30")
    assert daily(raad, "--body raad")[-2:] == [
        ("2014-01-01", "2014-06-30", 3, 1, 1, 0, 2),
        ("2014-07-01", None, 2, 1, 1, 0, 1),
    ]
    told = raad.run("check --daily --body raad").stdout.split()
    assert told[:2] == ["from", "until"]


def test_where_the_holders_fit_the_seats_nothing_is_listed(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from ..", "seat change raad s2 --on 2010-01-01 --places unlimited"
    )
    raad.done("appoint raad s2 cy --from 2012")
    result = raad.run("check --daily")
    assert result.stderr == "on every day the holders fit the seats\n"
    raad.refused(
        "check --daily --counts",
        "--daily goes with --body and --known-at only; see 'fasti check --help'",
        2,
    )


def test_a_parliament_with_by_elections_counts_right(fasti: Fasti, tmp_path: Path):
    def sat(person: str, start: str, end: str | None, party: str) -> dict[str, str | None]:
        held = {"person_id": person, "post_id": "c1", "on_behalf_of_id": party}
        return {**held, "start_date": start, "end_date": end}

    fasti.done(
        popolo(
            tmp_path,
            organizations=[{"id": "h", "name": "House"}, {"id": "a", "name": "A"}],
            posts=[{"id": "c1", "label": "North", "organization_id": "h"}],
            persons=[{"id": "p1", "name": "Bo"}, {"id": "p2", "name": "Cy"}],
            memberships=[
                sat("p1", "1997-05-01", "1998-02-03", "a"),
                sat("p2", "1998-06-11", "2001-05-14", "a"),
                sat("p2", "2001-05-15", None, "a"),
            ],
        )
    )
    assert daily(fasti) == [("1998-02-04", "1998-06-10", 1, 0, 0, 0, 1)]
    assert [found["check"] for found in fasti.json("check")] == ["replaced themselves"]
