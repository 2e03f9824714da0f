"""OParl out: every object as the specification has it, in lists as a server would answer them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests import published
from tests.calling import Fasti
from tests.test_export import exported, full

__all__ = ["full"]
BASE = "https://ex.dk/oparl/"


def oparl(fasti: Fasti, tmp_path: Path, options: str = "") -> dict[str, Any]:
    target = exported(fasti, tmp_path, "oparl", f"--base {BASE[:-1]} {options}")
    found: dict[str, Any] = json.loads(target.read_bytes())
    return found


def everything(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every object that stands in a list, and the system, by URL."""
    listed = [thing for page in found["lists"] for thing in page["data"]]
    return {thing["id"]: thing for thing in (found["system"], *listed)}


def kind_of(thing: dict[str, Any]) -> str:
    return str(thing["type"]).rpartition("/")[2]


def references(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value} if value.startswith(BASE) else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(references, inner))


def test_every_object_is_as_the_specification_has_it(full: Fasti, tmp_path: Path):
    objects = everything(oparl(full, tmp_path, "--zone Europe/Copenhagen"))
    assert {kind_of(thing) for thing in objects.values()} == {
        *("System", "Body", "Organization", "Person", "Membership"),
        *("Meeting", "AgendaItem", "Paper", "Consultation"),
    }
    for thing in objects.values():
        published.oparl(kind_of(thing)).validate(thing)


def test_every_reference_leads_to_an_object_or_a_list(full: Fasti, tmp_path: Path):
    found = oparl(full, tmp_path)
    known = set(everything(found)) | {page["links"]["self"] for page in found["lists"]}
    known |= {thing["id"] for thing in _within(found["lists"])}
    assert references(found) <= known


def _within(value: Any) -> list[dict[str, Any]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    mine = [value] if isinstance(value, dict) and "id" in value else []
    return [*mine, *(thing for one in inner for thing in _within(one))]


def test_lists_come_in_pages(full: Fasti, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("exchange.outward.oparl_lists.PAGE", 2)
    found = oparl(full, tmp_path)
    body = everything(found)[f"{BASE}body"]
    pages = [page for page in found["lists"] if page["links"]["first"] == body["person"]]
    numbers = [page["pagination"]["currentPage"] for page in pages]
    assert numbers == [1, 2]
    assert pages[0]["links"]["next"] == pages[1]["links"]["self"] == f"{body['person']}?page=2"
    assert "next" not in pages[1]["links"]
    assert pages[1]["links"]["prev"] == pages[0]["links"]["self"] == body["person"]
    assert [page["pagination"]["totalElements"] for page in pages] == [4, 4]
    assert sum(len(page["data"]) for page in pages) == 4


def test_an_object_within_another_does_not_lead_back_to_it(full: Fasti, tmp_path: Path):
    objects = everything(oparl(full, tmp_path)).values()
    for thing, inner, back in (
        ("Person", "membership", "person"),
        ("Meeting", "agendaItem", "meeting"),
        ("Paper", "consultation", "paper"),
    ):
        outer = [one for one in objects if kind_of(one) == thing and inner in one]
        assert outer
        for one in outer:
            for within in one[inner]:
                assert back not in within
                whole = next(other for other in objects if other["id"] == within["id"])
                assert whole == within | {back: one["id"]}


def test_days_hours_seats_and_parties_are_told_as_far_as_they_are_known(raad: Fasti, tmp_path):
    raad.done(
        "person affiliate bo Venstre --from 2018-01-01",
        "appoint raad s1 bo --from 2019-01-01 --until 2019-12-31",
        "appoint raad s2 aase --from 2019-03",
        "meeting convene m1 --body raad --on 2020-07-08 --begins 10:00 --place Rådhuset",
        "meeting convene m2 --body raad --on 2020-08 --begins 10:00",
    )
    objects = everything(oparl(raad, tmp_path, "--zone Europe/Copenhagen --name Gladsaxe"))
    assert objects[f"{BASE}body"]["name"] == "Gladsaxe"
    raadet, group = (objects[f"{BASE}{path}"] for path in ("organization/raad", "group/venstre"))
    assert raadet["post"] == ["Sæde 1", "Sæde 2", "Sæde 3"][: len(raadet["post"])]
    bo, aase = (objects[url] for url in raadet["membership"])
    assert (bo["startDate"], bo["endDate"], bo["onBehalfOf"], bo["votingRight"]) == (
        *("2019-01-01", "2019-12-31"),
        *(group["id"], True),
    )
    assert (aase.get("startDate"), aase["fasti:startDate"]) == (None, "2019-03")
    assert objects[group["membership"][0]]["person"] == bo["person"]
    m1, m2 = (objects[f"{BASE}meeting/{slug}"] for slug in ("m1", "m2"))
    assert (m1["start"], m1["location"]["description"]) == (
        "2020-07-08T10:00:00+02:00",
        "Rådhuset",
    )
    assert ("start" in m2, m2["fasti:day"]) == (False, "2020-08")


def test_a_base_that_is_no_url_and_a_zone_nobody_knows_are_misused(raad: Fasti, tmp_path: Path):
    for options, message in (
        ("--base ex.dk", "'ex.dk' is no URL; write one like https://data.example.dk/"),
        ("--zone Europe/Atlantis", "no time zone 'Europe/Atlantis'; write one like Europe/Copen"),
    ):
        result = raad.run(f"export oparl -o {tmp_path}/x.json {options}")
        assert (result.exit_code, message in result.stderr) == (2, True)
        assert not (tmp_path / "x.json").exists()
