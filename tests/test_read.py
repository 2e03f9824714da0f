"""`fasti read` and back: a paper read, its draft recorded, the register asked."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from intake.drafts.draft import json_schema
from tests.calling import Fasti
from tests.papers_made import PAPERS
from tests.places import InFolder
from tests.test_drafts import typed

AGENDA = PAPERS / "kkr-nordkyst-dagsorden.txt"
MINUTES = PAPERS / "kkr-nordkyst-referat.txt"
BOARD = "erhvervshus-nordkysts-bestyrelse"


def recorded(fasti: Fasti, paper: Path, draft: Path) -> list[str]:
    fasti.done(f"read {paper} -o {draft}")
    return fasti.done(f"record {draft}")


def test_an_agenda_is_read_recorded_and_asked(fasti: Fasti, tmp_path: Path):
    recorded(fasti, AGENDA, tmp_path / "d.yaml")
    supposed = fasti.json(f"board {BOARD} --what-if --on 2022-05-01")["seats"]
    sitting = {seat["seat"]: [h["name"] for h in seat["holders"]] for seat in supposed}
    assert {name for names in sitting.values() for name in names} == {
        "Ane Birk",
        "Bent Dal Elkjær",
        "Clara Frost",
        "David Gram",
    }
    now = fasti.json(f"board {BOARD} --on 2022-05-01")["seats"]
    assert [h["name"] for seat in now for h in seat["holders"]] == ["David Gram"]
    unknown = [seat["seat"] for seat in now if seat["unknown"]]
    assert sorted(unknown) == [
        "arbejdstagerorganisationer",
        "smaa-virksomheder",
        "store-virksomheder",
    ]
    vacancies = fasti.json("vacancies --on 2022-05-01")
    assert [(v["body"], v["basis"]) for v in vacancies if v["entitled"] == "Venstre"] == [
        (BOARD, "konstitueringsaftalen for KKR Nordkyst"),
        ("kkr-nordkyst", "konstitueringsaftalen for KKR Nordkyst"),
    ]
    assert fasti.run("check").stdout.strip() == ""


def test_minutes_decide_what_the_agenda_proposed(fasti: Fasti, tmp_path: Path):
    recorded(fasti, AGENDA, tmp_path / "d.yaml")
    recorded(fasti, MINUTES, tmp_path / "r.yaml")
    for body in (BOARD, "kkr-nordkyst"):
        seats = fasti.json(f"board {body} --on 2022-06-01")["seats"]
        (seat,) = [seat for seat in seats if seat["seat"] == "venstre"]
        assert [h["name"] for h in seat["holders"]] == ["Ib Lund"]
    rows = fasti.json("decisions")
    assert {(row["item"], row["outcome"]) for row in rows} == {
        ("1.1", "adopted"),
        ("2.1", "discussed"),
        ("2.1", "deferred"),
        ("2.1", "noted"),
        ("3.3", "adopted"),
    }
    pending = [row["proposal"] for row in fasti.json("proposal list")]
    assert [slug.removeprefix("kkr-nordkyst-2022-04-01-") for slug in pending] == [
        "2-1-2",
        "3-1-1",
        "3-1-2",
        "3-1-3",
        "3-2-1",
    ]


def test_minutes_alone_bring_their_own_proposals(fasti: Fasti, tmp_path: Path):
    recorded(fasti, MINUTES, tmp_path / "r.yaml")
    seats = fasti.json("board kkr-nordkyst --on 2022-06-01")["seats"]
    assert [h["name"] for seat in seats for h in seat["holders"]] == ["Ib Lund"]


@pytest.mark.parametrize("name", ["sundby-referat.txt", "lillestrand-referat.txt"])
def test_every_draft_can_be_recorded_untouched(name: str, fasti: Fasti, tmp_path: Path):
    assert recorded(fasti, PAPERS / name, tmp_path / "r.yaml")


def test_the_paper_is_kept_and_filed_with_the_meeting(fasti: Fasti, tmp_path: Path):
    shutil.copy(AGENDA, tmp_path / "dagsorden.txt")
    recorded(fasti, tmp_path / "dagsorden.txt", tmp_path / "d.yaml")
    assert "  paper: dagsorden.txt\n" in (tmp_path / "d.yaml").read_text("utf-8")
    with fasti.storage() as storage:
        (kept,) = storage.papers.names()
        assert storage.papers.read(kept) == AGENDA.read_bytes()
    meeting = fasti.json("meeting kkr-nordkyst-2022-04-01")
    assert [row["paper"] for row in meeting if row.get("paper")] == [kept]


def test_the_same_paper_twice_is_told(fasti: Fasti, tmp_path: Path):
    draft = tmp_path / "d.yaml"
    fasti.done(f"read {AGENDA} -o {draft}")
    text = draft.read_text("utf-8")
    last = fasti.done(f"record {draft}")[-1]
    again = fasti.run(f"record {draft}")
    assert (again.exit_code, again.stderr) == (0, f"already recorded as #1 to {last}\n")
    draft.write_text(text.replace("title: Orienteringer", "title: Andet"), "utf-8")
    draft.write_text(text.replace("place: Lillestrand Rådhus", "place: Et andet sted"), "utf-8")
    fasti.refused(
        f"record {draft}",
        f"{draft}: its paper is already recorded as #1 to {last}; to add to that, take out what is"
        " recorded, 'file paper' too",
    )
    result = fasti.run(f"read {AGENDA} -o {tmp_path}/e.yaml")
    assert result.exit_code == 0
    assert f"is already recorded as #1 to {last}; no draft is written" in result.stderr
    assert not (tmp_path / "e.yaml").exists()


def test_a_draft_without_a_register_is_told_so(tmp_path: Path):
    fasti = InFolder(tmp_path / "none")
    fasti.run(f"read {AGENDA} -o {tmp_path}/d.yaml")
    result = fasti.run(f"record {tmp_path}/d.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("fasti: no register at ")


def test_a_paper_that_changed_since_it_was_read_is_told(fasti: Fasti, tmp_path: Path):
    paper, draft = tmp_path / "p.txt", tmp_path / "d.yaml"
    shutil.copy(AGENDA, paper)
    fasti.done(f"read {paper} -o {draft}")
    paper.write_text("andet", "utf-8")
    fasti.refused(
        f"record {draft}", f"{draft}: the paper is not the one that was read; read it again", 2
    )


def test_a_draft_goes_to_standard_output_or_a_new_file(fasti: Fasti, tmp_path: Path):
    printed = fasti.run(f"read {AGENDA}")
    assert printed.stderr == (
        f"{AGENDA}: 6 items, 10 proposals, 5 acts they ask for, 11 facts reported,"
        " 2 open questions\n"
    )
    (tmp_path / "d.yaml").write_text(printed.stdout, "utf-8")
    assert fasti.done(f"record {tmp_path}/d.yaml")
    for name, message in (
        ("d.yaml", "is there already; name a new file"),
        ("nix/d.yaml", "cannot be written: No such file or directory"),
    ):
        result = fasti.run(f"read {MINUTES} -o {tmp_path}/{name}")
        assert result.exit_code == 2
        assert result.stderr.splitlines()[-1] == (
            f"fasti: {tmp_path}/{name} {message}; see 'fasti read --help'"
        )


def test_what_a_draft_would_change_is_shown_and_not_recorded(fasti: Fasti):
    result = fasti.run(f"read {AGENDA} --diff")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("+ body:kkr-nordkyst: KKR Nordkyst was established")
    assert any(
        "resigned from seat venstre of KKR Nordkyst, last day ..2022-04-01." in line
        for line in lines
    )
    assert result.stderr.splitlines()[-1] == f"{len(lines)} entries would be recorded"
    assert fasti.last() == 0


def test_acts_that_wait_for_an_answer_do_not_hide_what_else_would_change(
    fasti: Fasti, tmp_path: Path
):
    paper = tmp_path / "referat.txt"
    text = (PAPERS / "lillestrand-referat.txt").read_text("utf-8")
    paper.write_text(re.sub(r"\b(for|til|af|som)\b", r"\1 #", text), "utf-8")
    result = fasti.run(f"read {paper} --diff")
    lines = result.stdout.splitlines()
    assert result.stderr.splitlines()[-1] == f"{len(lines)} entries would be recorded"
    assert any("Paper filed (minutes)" in line for line in lines)


def test_json_says_what_was_found_in_the_words_of_the_contract(tmp_path: Path):
    found = InFolder(tmp_path / "no-register").json(f"read {MINUTES}")
    assert found["meeting"] == {
        "body": "KKR Nordkyst",
        "date": "2022-04-01",
        "from": "10:00",
        "to": "12:00",
        "document": "minutes",
    }
    item = found["items"][2]
    assert {name: item[name] for name in list(item) if name not in ("proposals", "facts")} == {
        "number": "3.3",
        "title": "Udpegning af nyt medlem af KKR Nordkyst og Erhvervshusets bestyrelse",
        "case": "SAG-2022-00702",
        "officers": ["def"],
        "closed": False,
        "page": 1,
        "lines": [37, 52],
        "outcome": "adopted",
        "deferred_to": None,
        "referred_to": None,
        "votes": None,
        "dissent": [],
    }
    assert item["facts"][0] == {
        "act": "resign",
        "body": "KKR Nordkyst",
        "seat": None,
        "role": "member",
        "person": "Hanne Krog-Lund",
        "affiliation": "V",
        "position": None,
        "organisation": None,
        "mode": None,
        "reappointment": False,
        "appointed_by": None,
        "nominated_by": [],
        "entitled": "Venstre",
        "from": None,
        "until": "..2022-04-01",
        "cause": None,
        "confidence": 0.95,
        "evidence": {
            "page": 1,
            "lines": [41, 41],
            "quote": "Hanne Krog-Lund (V) er trådt tilbage som medlem af KKR Nordkyst og af"
            " Erhvervshusets bestyrelse.",
        },
    }
    assert [(p["point"], p["kind"], p["outcome"]) for p in item["proposals"]] == [
        (1, "appoint", "adopted"),
        (2, "appoint", "adopted"),
    ]
    dissent = InFolder(tmp_path / "no").json(f"read {PAPERS}/sundby-referat.txt")["items"][1][
        "dissent"
    ]
    assert dissent == [
        {"who": ["Socialistisk Folkeparti", "Enhedslisten", "Ib Lund"], "points": [1, 2]},
        {"who": ["Venstre"], "points": "all"},
    ]
    council = InFolder(tmp_path / "no").json(f"read {PAPERS}/lillestrand-referat.txt")
    assert council["items"][1]["votes"] == {"for": 12, "against": 9, "abstained": 0}
    substitute = council["items"][2]["proposals"][1]["acts"][0]
    assert (substitute["act"], substitute["absent"]) == ("substitute", "Lone Ørn")
    assert set(council["questions"][0]) == {"item", "quote", "page", "lines"}


def test_day_and_body_that_a_paper_does_not_tell_can_be_given(fasti: Fasti, tmp_path: Path):
    (tmp_path / "p.txt").write_text("1. Godkendelse\n\nBeslutning\nGodkendt.\n", "utf-8")
    fasti.refused(
        f"read {tmp_path}/p.txt",
        f"{tmp_path}/p.txt: no meeting date found in it; give it with --on DAY",
    )
    given = f"read {tmp_path}/p.txt --on 2022-05-12 --body Havnerådet --layout general"
    assert fasti.json(given)["meeting"]["body"] == "Havnerådet"


def test_a_bad_paper_is_one_line_and_nothing_is_written(fasti: Fasti, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "tom").write_bytes(b"")
    for name, message, code in (
        ("tom", "it is empty; get it again", 1),
        ("pipe", "it is a pipe or device; name a file", 2),
        (".", "it is a folder; name a file", 2),
        ("nix", "it cannot be opened: No such file or directory", 2),
    ):
        path = tmp_path / name
        fasti.refused(f"read {path} -o {tmp_path}/d.yaml", f"{path}: {message}", code)
    assert not (tmp_path / "d.yaml").exists()


def test_known_names_are_matched(fasti: Fasti, tmp_path: Path):
    fasti.done(
        "body establish board --name 'Erhvervshus Nordkysts bestyrelse'",
        "seat create board v --title Venstres --entitled Venstre",
        "person register hanne --name 'Hanne Krog Lund' --affiliation V",
        "person take-position hanne direktør --organisation Krog",
        "appoint board v hanne --from 2018-01-01",
        "person register ib --name 'Ib Lundt'",
    )
    draft = tmp_path / "r.yaml"
    fasti.done(f"read {MINUTES} -o {draft}")
    text = draft.read_text("utf-8")
    assert "person: hanne\n" in text
    assert "name: Hanne" not in text
    assert "may be one the register knows: ib (Ib Lundt)" in text
    fasti.done(f"record {draft}")
    (seat,) = fasti.json("board board --on 2022-06-01")["seats"]
    assert [h["name"] for h in seat["holders"]] == ["Ib Lund"]


@pytest.mark.parametrize("name", ["kkr-nordkyst-dagsorden.txt", "lillestrand-referat.txt"])
def test_a_draft_fits_the_published_schema(name: str, tmp_path: Path):
    printed = InFolder(tmp_path / "no").run(f"read {PAPERS}/{name}").stdout
    found = Draft202012Validator(json_schema()).iter_errors(typed(yaml.safe_load(printed)))
    assert [error.message for error in found] == []
