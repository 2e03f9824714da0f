"""Drafts: strict YAML, every error with its line, all acts or none."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from intake.drafts.draft import json_schema, read_draft
from intake.drafts.strict_yaml import DraftError, load
from tests.calling import Fasti

GOOD = """\
fasti: 1
evidence: {page: 3}
acts:
  - register person: {person: eva, name: no}
  - create seat: {body: raad, seat: s3, title: "010", places: 2}
    evidence: {lines: 4-5, quote: "12:30"}
  - appoint:
      body: raad
      seat: s3
      person: eva
      first_day: 2022-03
"""


def wrong(text: str) -> list[tuple[int, str]]:
    with pytest.raises(DraftError) as caught:
        read_draft(text)
    return caught.value.found


def test_text_stays_text():
    draft = read_draft(GOOD)
    assert draft.acts[0].event.name == "no"
    assert (draft.acts[1].event.title, draft.acts[1].event.places) == ("010", 2)
    assert draft.acts[2].event.first_day.text == "2022-03"
    assert draft.evidence == [
        {"page": "3"},
        {"page": "3", "lines": "4-5", "quote": "12:30"},
        {"page": "3"},
    ]
    assert draft.lines == [4, 5, 7]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice here; keep one"),
        ("a: &x 1\nb: *x\n", 1, "&x is an anchor; write the value where it is"),
        ("a: *x\n", 1, "*x is an alias; write the value itself"),
        ("a: !!python/object:os.system x\n", 1, "is a tag; a draft has none"),
        ("--- a\n--- b\n", 2, "a second document begins; a draft is one document"),
        ("? [a]\n: b\n", 1, "a key is a text"),
        ("? {a: b}\n: b\n", 1, "a key is a text"),
        ("a: [1\n", 2, "is not YAML: "),
        ("a: \x07\n", 1, "is not YAML: "),
        ("[" * 100_000, 1, "is nested deeper than 40"),
        ("x" * 20_000_001, 1, "is larger than 20,000,000 characters; split it"),
    ],
    ids=range(11),
)
def test_the_traps_of_yaml_are_refused_with_their_line(text: str, line: int, message: str):
    with pytest.raises(DraftError) as caught:
        load(text)
    (found,) = caught.value.found
    assert found[0] == line
    assert message in found[1]


def test_a_value_may_be_empty_or_quoted():
    document = load("a:\nb: ''\nc: [x, {d: e}]\n")
    assert document.value == {"a": None, "b": "", "c": ["x", {"d": "e"}]}
    assert document.line(("c", 1, "d")) == 3
    assert document.line(("nix", "da")) == 1


def test_every_error_is_listed_with_its_line():
    assert wrong(
        "fasti: 2\nmere: x\nacts:\n"
        "  - appoint: {body: raad, seat: s1, person: bo}\n"
        "  - appoint: {seat: s1, person: bo, first_day: 2022}\n"
        "  - fyr: {body: raad}\n"
        "  - establish body: {body: 'Rå d', name: X}\n"
        "  - resign:\n      body: raad\n      seat: s1\n      person: bo\n"
        "      last_day: 2022-02-30\n"
        "  - resign: x\n"
        "  - x\n"
        "  - {}\n"
        "  - retract: {entry: 3, reason: fejl}\n    evidence: x\n"
        "  - register person: {person: bo, name: Bo, alder: 40}\n"
        "  - propose: {proposal: p, body: raad, text: T, acts: [{appoint: {body: raad}}]}\n"
        "  - decide: {proposal: p, outcome: måske, day: 2022}\n"
    ) == [
        (1, "the format is 'fasti: 1'"),
        (2, "'mere' is not part of a draft"),
        (4, "first_day: is missing"),
        (5, "'body' is missing; name the body"),
        (6, wrong("fasti: 1\nacts: [fyr: {}]")[0][1]),
        (
            7,
            "body: 'Rå d' is no identifier; use small letters, digits and single hyphens,"
            " at most 120",
        ),
        (12, "last_day: '2022-02-30' is no date: the calendar has no such day"),
        (13, "'resign' needs its fields below it"),
        (14, "an act is written as 'appoint: {body: …, seat: …}'"),
        (15, wrong("fasti: 1\nacts: [{}]")[0][1]),
        (17, "evidence is a mapping"),
        (18, "alder: is no field of this act"),
        (19, "first_day: is missing"),
        (19, "person: is missing"),
        (19, "seat: is missing"),
        (
            20,
            "outcome: Input should be 'adopted', 'adopted with changes', 'rejected', 'noted',"
            " 'discussed', 'withdrawn', 'deferred', 'referred', 'sent back', 'recommended' or"
            " 'struck'",
        ),
    ]


@pytest.mark.parametrize("word", ["null", "Null", "~"])
def test_a_word_that_may_be_nothing_is_written_in_quotes(word: str):
    told = f"'{word}' may be nothing or a text; leave the line out, or quote"
    assert wrong(f"fasti: 1\nacts:\n  - register person: {{person: x, name: {word}}}") == [
        (3, told)
    ]
    (named,) = read_draft(
        f"fasti: 1\nacts:\n  - register person: {{person: x, name: '{word}'}}"
    ).acts
    assert named.event.name == word


def test_a_number_is_told_from_a_word():
    seat = "fasti: 1\nacts:\n  - create seat: {body: b, seat: s, title: S, places: mange}"
    assert wrong(seat) == [(3, "places: is no whole number")]


def test_what_is_no_draft():
    for text in ("", "x", "- a", "fasti: 1", "acts: x"):
        assert wrong(text) == [(1, "is no draft; it begins with 'fasti: 1' and has a list 'acts'")]
    assert wrong("fasti: 1\nacts: []\n") == [(2, "'acts' is empty; there is nothing to record")]


def test_a_draft_is_recorded_once(raad: Fasti, tmp_path: Path):
    draft = tmp_path / "udkast.yaml"
    draft.write_text(GOOD, "utf-8")
    assert raad.done(f"record {draft}") == ["#8", "#9", "#10"]
    draft.write_text(GOOD + "\n# en bemærkning\n", "utf-8")
    again = raad.run(f"record {draft}")
    assert (again.exit_code, again.stderr) == (0, "already recorded as #8 to #10\n")
    assert "“12:30”" in raad.run("why 9").stdout


def test_a_refused_draft_leaves_nothing_and_names_every_line(raad: Fasti, tmp_path: Path):
    draft = tmp_path / "udkast.yaml"
    draft.write_text(
        "fasti: 1\nacts:\n"
        "  - register person: {person: eva, name: Eva}\n"
        "  - resign: {body: raad, seat: s1, person: bo, last_day: 2022}\n"
        "  - appoint: {body: raad, seat: s9, person: bo, first_day: 2022}\n"
        "  - decide: {proposal: p9, outcome: noted, day: 2022}\n"
        "  - retract: {entry: 99, reason: fejl}\n",
        "utf-8",
    )
    result = raad.run(f"record {draft}")
    assert (result.exit_code, result.stdout, raad.last()) == (1, "", 7)
    assert result.stderr.splitlines() == [
        f"fasti: {draft}, line 4: Bo Hansen does not hold seat s1 of Rådet on 2022-12-31;"
        " nobody is known to hold it",
        f"fasti: {draft}, line 5: Rådet has no seat 's9'; create it first, or name one of: s1, s2",
        f"fasti: {draft}, line 6: no proposal 'p9' is registered; record it with 'fasti propose'",
        f"fasti: {draft}, line 7: there is no entry #99",
    ]


def test_drafts_that_cannot_be_read(raad: Fasti, tmp_path: Path):
    (tmp_path / "latin").write_bytes("fasti: å".encode("latin-1"))
    raad.refused(
        f"record {tmp_path}/latin",
        f"{tmp_path}/latin is not UTF-8 text; see 'fasti record --help'",
        2,
    )
    raad.refused(
        f"record {tmp_path}/nix", f"no draft at {tmp_path}/nix; see 'fasti record --help'", 2
    )
    (tmp_path / "bad").write_text("fasti: 1\nacts: [x]\n")
    raad.refused(
        f"record {tmp_path}/bad",
        f"{tmp_path}/bad, line 2: an act is written as 'appoint: {{body: …, seat: …}}'",
        2,
    )


def test_a_draft_may_name_a_paper_that_is_then_kept(raad: Fasti, tmp_path: Path):
    paper = tmp_path / "referat.txt"
    paper.write_text("Bo Hansen blev udpeget.", "utf-8")
    text = (
        f"fasti: 1\nevidence: {{paper: {paper}, page: 1}}\n"
        "acts:\n  - appoint: {body: raad, seat: s1, person: bo, first_day: 2020}\n"
    )
    (tmp_path / "u.yaml").write_text(text, "utf-8")
    raad.done(f"record {tmp_path}/u.yaml")
    with raad.storage() as storage:
        (kept,) = storage.papers.names()
        assert storage.papers.read(kept).decode() == "Bo Hansen blev udpeget."
    raad.done(f"resign raad s1 bo --effective 2021 --paper {kept}")
    raad.refused(
        "resign raad s1 bo --effective 2021 --paper nix",
        "no paper at nix; name a file, or the SHA-256 of a kept paper",
        2,
    )
    raad.refused(
        f"resign raad s1 bo --effective 2021 --paper {'0' * 64}",
        "no paper 000000000000… is kept here; name its file",
        2,
    )


def test_a_mistake_is_mended_from_a_draft(raad: Fasti, tmp_path: Path):
    raad.done("appoint raad s1 bo --from 2018-01-01")
    draft = tmp_path / "ret.yaml"
    draft.write_text("fasti: 1\nacts:\n  - retract: {entry: 8, reason: fejl}\n")
    assert raad.done(f"record {draft}") == ["#9"]


def test_the_published_schema_fits_the_drafts_of_the_demonstration(fasti: Fasti):
    published = json.loads(fasti.run("schema").stdout)
    assert published == json.loads(json.dumps(json_schema()))
    Draft202012Validator.check_schema(published)
    assert '"null"' not in json.dumps(published)
    for name in ("spring-2022.yaml", "invented.yaml"):
        text = (files("cli.demo") / name).read_text("utf-8")
        found = Draft202012Validator(published).iter_errors(typed(yaml.safe_load(text)))
        assert [error.message for error in found] == []


def typed(value):
    """YAML as other programs read it, with dates back as text."""
    if isinstance(value, dict):
        return {key: typed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [typed(part) for part in value]
    return value if isinstance(value, int | bool) or value is None else str(value)
