"""JSON that readers would read differently, or not at all, is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange.strict_json import NotJson, dumps, loads
from tests.calling import Fasti

WRONG = [
    ("", "is no JSON: Expecting value, line 1"),
    ('{"a":1,"a":2}', "has the key 'a' twice in one object"),
    ('{"a":NaN}', "has NaN, which is no JSON value"),
    ("[Infinity]", "has Infinity, which is no JSON value"),
    (f"[{'9' * 5000}]", "has a number of 5,000 digits"),
    (f"[0.{'9' * 5000}]", "has a number of 5,002 characters"),
    ("[1e999]", "has the number 1e999, which is beyond what programs can read"),
    ("[" * 100_000, "is nested too deeply to be read"),
    ('{"a":' * 100_000, "is nested too deeply to be read"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_is_no_json_for_everybody_is_refused(fasti: Fasti, tmp_path: Path, text, message):
    with pytest.raises(NotJson) as caught:
        loads(text)
    assert str(caught.value) == message
    file = tmp_path / "x.json"
    file.write_text(text, "utf-8")
    result = fasti.run(f"import popolo {file} --last-day included")
    assert (result.exit_code, result.stderr) == (2, f"fasti: {file}: {message}\n")


def test_other_shapes_are_told(fasti: Fasti, tmp_path: Path, monkeypatch):
    file = tmp_path / "x.json"
    file.write_text("[1.5]", "utf-8")
    result = fasti.run(f"import popolo {file}")
    assert result.stderr == f"fasti: {file}: is no object with persons, posts and memberships\n"
    monkeypatch.setattr("exchange.inward.popolo_objects.LARGEST", 3)
    result = fasti.run(f"import popolo {file}")
    assert result.stderr == f"fasti: {file}: has more than 3 characters\n"


def test_a_value_goes_out_and_in_again():
    value = {"å": [1, -2.5, None, True, "\u2028"]}
    assert loads(dumps(value)) == value
