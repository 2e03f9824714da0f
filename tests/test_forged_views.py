"""Views that somebody forged: an answer, or one line that says they are damaged; never a crash."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from projections.schema import position
from tests.calling import Fasti
from tests.conftest import RAAD, Lent
from tests.places import OnServer

FORGED = (
    ("tenures", "first", "2022-13", "export oparl -o {place}/e"),
    ("tenures", "last_latest", "[1]", "board raad --on 2018-02-01"),
    ("tenures", "entries", "\x1b[2J", "check"),
    ("tenures", "sort", None, "person aase --format csv"),
    ("seats", "places", '{"a":1}', "vacancies"),
    ("seats", "title", b"\xff", "board raad --on 2018-02-01 --format json"),
    ("seats", "since", "x", "seat show raad s1"),
    ("bodies", "since", 4_000_000, "body list"),
    ("decisions", "voices", 7, "decisions --format csv"),
    ("persons", "since", 2**62, "person show bo"),
    ("tenures", "first_earliest", "x", "check --daily"),
    ("position", "number", "x", "board raad --known-at '#7'"),
    ("position", "recorded", b"\xff", "restated --since 2020-01-01"),
)
SITTING = (
    "appoint raad s1 bo --from 2013-01-01",
    "appoint raad s2 aase --from 2018-01-01",
    "propose p1 --body raad --text Udpegning",
    "decide p1 --outcome adopted --on 2020-01-08 --for V --against A",
)


@pytest.fixture
def sitting(lent: Lent) -> Fasti:
    """A register in which two sit and one proposal is decided."""
    return lent(*RAAD, *SITTING)


@pytest.mark.parametrize(("table", "column", "value", "line"), FORGED)
def test_what_no_program_of_ours_wrote_is_told_in_one_line(
    sitting: Fasti, tmp_path: Path, table: str, column: str, value: object, line: str
):
    try:
        with sitting.views() as views:
            views.execute(f'UPDATE {table} SET "{column}" = ?', (value,))
    except (psycopg.DataError, psycopg.ProgrammingError):  # a column holds values of one type
        assert isinstance(sitting, OnServer)
        return
    result = sitting.run(line.format(place=tmp_path))
    told = [text for text in result.stderr.splitlines() if text.startswith("fasti: ")]
    if table == position.name or result.exit_code == 0:
        assert (told, result.exit_code) == ([], 0)
    else:
        assert result.exit_code == 3
        assert len(told) == 1
        assert told[0].startswith("fasti: the views ")
        assert told[0].endswith("run 'fasti replay'")
        sitting.done("replay")
    assert sitting.run(line.format(place=tmp_path)).exit_code == 0


@pytest.mark.in_folder
def test_views_of_a_shape_that_nobody_knows_are_made_anew(raad: Fasti):
    with raad.views() as views:
        views.execute("UPDATE position SET tables = ?", (b"\xff",))
    raad.done("board raad", "replay --check")


def test_a_mistake_of_the_program_itself_is_not_laid_on_the_views(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise TypeError("a mistake")

    monkeypatch.setattr("projections.histories.of_person", broken)
    with pytest.raises(TypeError, match="a mistake"):
        raad.run("person bo")
    with raad.storage() as storage:
        storage.views.discard()
    with pytest.raises(TypeError, match="a mistake"):
        raad.run("person bo")
