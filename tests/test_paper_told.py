"""Papers of many kinds, each with what a careful human reads out of it written down beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from intake.formats.detection import extracted
from intake.formats.paper import Paper
from intake.reading.for_scripts import as_json
from intake.reading.found import Reading
from intake.reading.reading import read
from tests.papers_made import PAPERS, docx, html, pdf, written

TOLD = sorted(path.stem for path in (PAPERS / "told").glob("*.json"))
FORMS = ("pdf", "docx", "html", "utf-16", "cp1252")


def source(name: str) -> Path:
    """Where a paper lies."""
    return next(path for path in (PAPERS / "told").glob(f"{name}.*") if path.suffix != ".json")


def reading(content: bytes, **given: Any) -> Reading:
    """What is read out of a file."""
    pages, headings = extracted(content)
    return read(Paper(tuple(map(tuple, pages)), headings=headings), **given)


def told(item: dict[str, Any]) -> dict[str, Any]:
    """What is compared of an item."""
    votes = item["votes"]
    return {
        **{name: item[name] for name in ("number", "title", "case", "closed", "outcome")},
        **{name: item[name] for name in ("deferred_to", "referred_to", "dissent")},
        "kinds": [point["kind"] for point in item["proposals"]],
        "outcomes": [point["outcome"] for point in item["proposals"]],
        "votes": votes and [votes["for"], votes["against"], votes["abstained"]],
    }


@pytest.mark.parametrize("name", TOLD)
def test_a_paper_is_read_as_a_careful_human_reads_it(name: str):
    expected = json.loads((PAPERS / "told" / f"{name}.json").read_text("utf-8"))
    found = as_json(reading(source(name).read_bytes()))
    assert found["meeting"] == expected["meeting"]
    assert sorted(one["who"] for one in found["absent"]) == expected["absent"]
    items = [told(item) for item in found["items"]]
    assert [item["number"] for item in items] == [item["number"] for item in expected["items"]]
    for item, wanted in zip(items, expected["items"], strict=True):
        assert {field: item[field] for field in wanted} == wanted


@pytest.mark.parametrize("name", TOLD)
def test_every_quote_stands_byte_for_byte_where_it_is_said_to(name: str):
    content = source(name).read_bytes()
    text = "\f".join("\n".join(page) for page in extracted(content).pages)
    made = {
        "pdf": lambda: pdf(*text.split("\f")),
        "docx": lambda: docx(text),
        "html": lambda: html(text),
        "utf-16": lambda: text.encode("utf-16"),
        "cp1252": lambda: text.encode("cp1252", "replace"),
    }
    form = FORMS[TOLD.index(name) % len(FORMS)]
    for found in (reading(content), reading(made[form](), body="Rådet")):
        for page, first, last, quote in written(found):
            lines = found.paper.pages[page - 1][first - 1 : last]
            assert quote
            assert quote in "\n".join(lines)
            assert quote.split("\n")[0] in lines[0]
            assert quote.split("\n")[-1] in lines[-1]
