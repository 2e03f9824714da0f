"""No item is merged into the one before it in silence."""

from __future__ import annotations

from intake.reading.for_scripts import as_json
from intake.reading.reading import read
from tests.papers_made import paper

HEAD = "Havnerådet\nReferat\nMødedato: 3. maj 2022\n\n"
FIRST = "1. Plan\nSagsnr. 22/101\nIndstilling\nDet indstilles, at planen godkendes.\n"
DECIDED = "Beslutning\nGodkendt.\n"
SECOND = "Indstilling\nDet indstilles, at taksten godkendes.\nBeslutning\nUdsat.\n"


def seen(text: str) -> list[tuple[str, str, str | None, str | None]]:
    items = as_json(read(paper(HEAD + text)))["items"]
    return [(i["number"], i["title"], i["case"], i["outcome"]) for i in items]


def asked(text: str) -> list[tuple[str | None, str]]:
    found = read(paper(HEAD + text))
    return [(q.item, q.written.quote) for q in found.questions if "another item" in q.why]


def test_a_second_decision_below_a_title_is_that_of_another_item():
    text = FIRST + DECIDED + "\nTakst for vand\nSagsnr. 22/102\n" + SECOND
    assert seen(text) == [
        ("1", "Plan", "22/101", "adopted"),
        ("1a", "Takst for vand", "22/102", "deferred"),
    ]
    assert asked(text) == [("1a", "Takst for vand")]


def test_a_title_that_was_missed_may_have_a_number_of_its_own():
    for number in ("2", "7.2"):
        text = f"{FIRST}{DECIDED}\n{number} takst for vand\nSagsnr. 22/102\n{SECOND}"
        assert seen(text)[1:] == [(number, "takst for vand", "22/102", "deferred")]
        assert asked(text) == []


def test_a_second_decision_without_a_title_is_asked_and_changes_nothing():
    text = FIRST + DECIDED + SECOND
    assert seen(text) == [("1", "Plan", "22/101", "adopted")]
    assert asked(text) == [
        ("1", "Indstilling\nDet indstilles, at taksten godkendes."),
        ("1", "Beslutning\nUdsat."),
    ]


def test_what_other_bodies_did_before_is_no_other_item():
    text = FIRST + "Sagsforløb\nBeslutning\nUdsat.\nBeslutning\nTiltrådt.\n" + DECIDED
    assert asked(text) == []
