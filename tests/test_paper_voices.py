"""What minutes say was decided, by whose votes, and who did not go along: sentence by sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from intake.danish.parties import groups
from intake.reading.for_scripts import as_json
from intake.reading.votes import votes
from tests.papers_made import PAPERS, told

SAID: dict[str, dict[str, Any]] = json.loads((PAPERS / "decisions.json").read_text("utf-8"))


@pytest.mark.parametrize("text", SAID)
def test_a_decision_is_told_with_its_votes_and_voices(text: str):
    found = as_json(told("x", decided=text))["items"][0]
    counted = found["votes"] and list(found["votes"].values())
    wanted = {"votes": None, "dissent": [], "deferred_to": None} | SAID[text]
    assert {name: ({**found, "votes": counted})[name] for name in wanted} == wanted


def test_an_amendment_changes_what_is_adopted_and_is_not_it():
    said = "Ændringsforslaget blev vedtaget med 12 stemmer for og 9 imod. Indstillingen godkendt."
    found = as_json(told("x", decided=said))["items"][0]
    assert (found["outcome"], found["votes"]) == ("adopted with changes", None)
    both = "Forslaget blev vedtaget, og ændringsforslaget blev vedtaget."
    assert as_json(told("x", decided=both))["items"][0]["outcome"] == "adopted with changes"


def test_a_proposal_that_falls_in_a_vote_is_rejected_by_those_against():
    said = "11 stemte for (V, C), 13 stemte imod (A, F), 1 undlod (B). Forslaget bortfaldt."
    found = as_json(told("x", decided=said))["items"][0]
    assert found["outcome"] == "rejected"
    assert [one["who"] for one in found["dissent"]] == [["V", "C"], ["B"]]


def test_points_of_a_kind_share_what_is_said_of_it():
    asked = (
        "Det indstilles:\n1. planen drøftes\n2. sagen udsættes\n3. notatet tages til efterretning"
    )
    points = as_json(told("x", asked=asked, decided="Drøftet. Udsat til juni."))["items"][0][
        "proposals"
    ]
    assert [point["outcome"] for point in points] == ["discussed", "deferred", "deferred"]
    fell = as_json(told("x", asked=asked, decided="Drøftet. Indstillingen blev forkastet."))[
        "items"
    ][0]
    assert {point["outcome"] for point in fell["proposals"]} == {"rejected"}


def test_titles_and_counts_are_no_part_of_a_name():
    assert groups("Rådmand Else Bo, løsgænger Kim Ås og V (9 stemmer)") == (
        "Else Bo",
        "Kim Ås",
        "V",
    )
    assert groups("Ingen") == ()


def test_numbers_that_are_no_votes_count_nothing():
    for text in ("Der gives bevilling for 3 år.", "Punkt 2 imod 4.", "Et flertal stemte for."):
        assert votes(text) is None
