"""Certificates that somebody forged, or that say more than they prove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import verify_certificate
from application.keys import key_in
from application.notes import COSIGNATURE, ED25519, SigningKey
from cli.options import today
from domain.checkpoint import Head
from tests.calling import Fasti
from tests.giving import STATED, WITHDRAWN, statements
from tests.test_certificate import KEY, LEFT, key_of, proven


@pytest.fixture
def signed(raad: Fasti) -> Fasti:
    """A register in which Bo left a seat to Åse, signed."""
    raad.done(*LEFT)
    return raad


def test_a_certificate_that_can_be_read_in_two_ways_does_not_hold(
    signed: Fasti, tmp_path: Path, capsys
):
    whole = json.dumps(proven(signed, "raad s1 aase --on 2020-05-01"))
    path, key = tmp_path / "forged.json", key_of(signed)
    for text in (
        whole.replace('"held"', '"held": "possibly", "held"'),
        whole.replace('"known_entry": 15', '"known_entry": NaN'),
        whole.replace('"known_entry": 15', '"known_entry": ' + "9" * 5000),
        "[" * 100_000,
        "\ufeff" + whole,
    ):
        path.write_text(text, "utf-8")
        assert verify_certificate.main(str(path), key) == 1
        assert "does NOT hold" in capsys.readouterr().err
    path.write_bytes(b"\xff")
    assert verify_certificate.main(str(path), key) == 1
    assert verify_certificate.main(str(path), "key") == 1


def test_witnesses_are_checked_and_say_when(signed: Fasti, tmp_path: Path):
    whole, key = proven(signed, "raad s1 aase --on 2020-05-01"), key_of(signed)
    note, text = whole["checkpoint"], Head.parse(whole["checkpoint"]).text
    one, other = (SigningKey.new(f"witness.example/{n}", COSIGNATURE) for n in "ab")

    def told(signatures: str, *keys: str) -> list[str]:
        seen = {**whole, "checkpoint": note + signatures}
        seen["entries"] = [{**e, "proof": e["proof"] + signatures} for e in whole["entries"]]
        return verify_certificate.checked(seen, key, list(keys))

    when = one.line(text, 1_700_000_000)
    unknown = SigningKey.new("witness.example/a", ED25519).line(text)
    assert (
        told(unknown + when, str(one.public))[1]
        == "witness.example/a saw it at 2023-11-14T22:13:20Z"
    )
    for signatures, keys, wrong in (
        ("", [str(one.public)], "is not signed by witness.example/a"),
        (when, [str(other.public)], "is not signed by witness.example/b"),
        (when, [str(one.public)] * 2, "a key is there twice"),
        (when, [key], "a key is there twice"),
        (when, [str(one.public).replace("+B", "+A")], "no such key"),
        (one.line(text, 0), [str(one.public)], "a witness gives no time"),
        (one.line(text, 2**63), [str(one.public)], "out of range|too large"),
    ):
        with pytest.raises((ValueError, OverflowError), match=wrong):
            told(signatures, *keys)
    with pytest.raises(ValueError, match="no such key"):
        verify_certificate.checked(whole, str(one.public), [])


def test_a_key_that_signed_for_another_log_proves_nothing_here(signed: Fasti):
    whole, key = proven(signed, "raad s1 aase --on 2020-05-01"), key_in(None)
    text = Head.parse(whole["checkpoint"])._replace(origin="example.org/andet").text
    note = f"{text}\n{key.line(text)}"
    entries = [
        {**e, "proof": e["proof"].partition("\n\n")[0] + "\n\n" + note} for e in whole["entries"]
    ]
    with pytest.raises(ValueError, match="signed for another log"):
        verify_certificate.checked(
            {**whole, "checkpoint": note, "entries": entries}, str(key.public), []
        )


def test_what_came_between_the_last_signed_entry_and_a_later_time_is_said_to_be_unproven(
    signed: Fasti,
):
    found = proven(signed, f"raad s1 aase --on 2020-05-01 --known-at {today()}")
    told = verify_certificate.checked(found, key_of(signed), [])
    assert told[-1].endswith("; what may stand between is not proven")


def test_what_a_source_stated_is_certified_as_long_as_it_is(fasti: Fasti, tmp_path: Path):
    fasti.done(statements(tmp_path, STATED, WITHDRAWN), f"key new {KEY}", "checkpoint")
    line = "dk-lower north p-1 --on 2018-01-01"
    found = proven(fasti, f"{line} --known-at 2019-01-01")
    told = verify_certificate.checked(found, key_of(fasti), [])
    assert told[-1].startswith("p-1 certainly held north of dk-lower on 2018-01-01")
    assert fasti.run(f"prove {line} -o {tmp_path}/c.json").exit_code == 1
