"""A folder and a server with the same entries: the same answers, letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calling import Fasti
from tests.conftest import RAAD, Models
from tests.every_kind import ASKED, EVERY_KIND
from tests.places import InFolder

pytestmark = pytest.mark.on_server
ODD = (
    "person register z --name 'Zoë Z'",
    "person register oe --name 'Ödön Ø'",
    "person register aa-2 --name 'aage Å'",
    "person register pct --name '100 %_\\ procent'",
    "body establish zz --name 'Ældrerådet'",
    "body establish z-z --name 'ældrerådet'",
    "seat create zz s --title 'Næst_formand'",
    "appoint zz s oe --from 2018 --until ..2022-03-25 --nominated-by 'Ø' --nominated-by 'a'",
)
QUESTIONS = (
    *ASKED,
    "find '%'",
    "find '_'",
    "find '\\'",
    "find ÆLDRE",
    "find åse",
    "person '%_'",
    "person ø",
    "person Z",
    "seat zz '_'",
    "board zz --on 2022-01-01 --why",
    "board --all --on 2020-01-01",
    "body list",
    "vacancies --on 2022-01-01",
    "changes zz --since 2010-01-01",
    "restated --since '#20'",
    "log --person oe",
    "check --daily",
)


@pytest.fixture
def both(models_in_folder: Models, fasti: Fasti, tmp_path: Path) -> tuple[InFolder, Fasti]:
    """A folder, and a server that took in its entries."""
    folder = models_in_folder.after(*RAAD, *EVERY_KIND).copy(tmp_path / "folder")
    folder.done(*ODD, f"export entries -o {tmp_path}/all.jsonl")
    fasti.done(f"import entries {tmp_path}/all.jsonl")
    return folder, fasti


def test_a_server_answers_as_a_folder_does(both: tuple[InFolder, Fasti]):
    folder, server = both
    for line in QUESTIONS:
        one, other = folder.run(line), server.run(line)
        assert (one.stdout, one.exit_code) == (other.stdout, other.exit_code), line
        if folder.address not in one.stderr:
            assert one.stderr == other.stderr, line


def test_what_no_text_can_hold_is_in_no_register(both: tuple[InFolder, Fasti]):
    for line in (["person", "bo\0"], ["person", "\0"], ["board", "\0"], ["person", "x\0y"]):
        one, other = (fasti.words(*line) for fasti in both)
        assert (one.stdout, one.stderr) == (other.stdout, other.stderr), line
        assert one.exit_code == other.exit_code


def test_numbers_beyond_what_databases_hold_are_told(both: tuple[InFolder, Fasti]):
    for line in (
        f"why {2**63}",
        f"why {10**30}",
        f"board raad --known-at '#{2**63}'",
        f"retract {2**63} --reason fejl",
        f"appoint raad s2 bo --from 2020 --page {2**63}",
        f"seat create raad big --title Stor --places {2**63}",
    ):
        one, other = (fasti.run(line) for fasti in both)
        assert (one.stdout, one.stderr) == (other.stdout, other.stderr), line
        assert one.exit_code == other.exit_code
