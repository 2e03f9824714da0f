"""Every kind that was ever stored stays readable: a golden sample of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from application.codec import Envelope, decode
from application.failures import Damaged
from domain.entry import Evidence
from domain.kinds import KINDS, OF_KEEPING, VERBS
from domain.rules import RULES

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text("utf-8"))


def test_every_kind_has_a_golden_sample():
    assert sorted(GOLDEN) == sorted(KINDS)
    assert len(VERBS) == len(KINDS) - len(OF_KEEPING)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_golden_sample_stays_readable(kind: str):
    event = KINDS[kind].model_validate_json(json.dumps(GOLDEN[kind]))
    assert json.loads(event.model_dump_json(exclude_defaults=True)) == GOLDEN[kind]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_entry_reads_back_as_it_was_written(kind: str):
    event = KINDS[kind].model_validate(GOLDEN[kind])
    evidence = Evidence(paper="0" * 64, page=2, lines="3-4", quote="Åse Ærø")
    envelope = Envelope("2022-03-25T12:00:00.000000Z", "æ", "c-1")
    entry = decode(7, "body:x", 1, kind, envelope.encode(7, event, evidence))
    assert (entry.event, entry.evidence, entry.writer, entry.number) == (event, evidence, "æ", 7)


@pytest.mark.parametrize(
    ("kind", "state", "number"),
    [
        ("nix/1", b"{}", 1),
        ("os.system", b"{}", 1),
        ("person-registered/1", b"{}", 1),
        ("person-registered/1", b"\xff", 1),
        (
            "person-registered/1",
            b'{"number":2,"recorded":"","writer":"","command":"","event":{"name":"X"}}',
            1,
        ),
        (
            "person-registered/1",
            b'{"number":"1","recorded":"","writer":"","command":"","event":{"name":"X"}}',
            1,
        ),
        (
            "person-registered/1",
            b'{"number":1,"recorded":"","writer":"","command":"","event":{"name":"X","y":1}}',
            1,
        ),
    ],
)
def test_what_is_no_entry_is_damage(kind: str, state: bytes, number: int):
    with pytest.raises(Damaged):
        decode(number, "person:x", 1, kind, state)


def test_every_kind_has_its_rule():
    assert RULES.keys() == {*KINDS.values()}
