"""Real history with two times: what the source knew when, answered by the register."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.calling import Fasti
from tests.conftest import Models
from tests.places import InFolder

SOURCE = Path(__file__).parent.parent.parent / "shared" / "openstates"
COLUMNS = (
    "body=jurisdiction+type,seat=district,person=person,from=start,until=end,known=committed,"
    "order=tx,op=op,times=n"
)
ANSWERS = SOURCE / "answers.json"
pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason="needs ../shared/openstates")


@pytest.fixture
def legislatures(models: Models) -> Fasti:
    """A register with every change of the source."""
    source = SOURCE / "role-changes.csv.xz"
    return models.after(f"import statements {source} --columns {COLUMNS} --last-day included")


def digest(lines: set[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()


def answered(legislatures: Fasti, on: str, known_at: str) -> dict[str, Any]:
    result = legislatures.run(f"board --all --on {on} --known-at {known_at} --format csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    lines = {f"{row['person_source']}|{row['seat_source']}": row["certain"] for row in rows}
    assert len(lines) == len(rows)
    certain = {line for line, sure in lines.items() if sure == "true"}
    california = {line for line in certain if "/state:ca/government/lower/" in line}
    return {
        "date": on,
        "certain": len(certain),
        "possible": len(lines),
        "certain_sha256": digest(certain),
        "possible_sha256": digest(set(lines)),
        "ca_lower": len(california),
        "ca_lower_sha256": digest(california),
    }


def test_every_answer_is_that_of_the_source(legislatures: Fasti):
    stated = json.loads(ANSWERS.read_text("utf-8"))["answers"]
    assert sum(len(state["valid"]) for state in stated) == 25
    asked = stated if isinstance(legislatures, InFolder) else stated[-1:]
    for state in asked:
        for answer in state["valid"]:
            assert answered(legislatures, answer["date"], state["committed"]) == answer


def test_a_second_run_adds_nothing(legislatures: Fasti):
    last = legislatures.last()
    result = legislatures.run(
        f"import statements {SOURCE / 'role-changes.csv.xz'} --columns {COLUMNS}"
        " --last-day included"
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert legislatures.last() == last
