"""Exports: valid, deterministic, honest about what they leave out, harmless, whole or none."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import pytest

from tests import published
from tests.calling import Fasti

FORMATS = ("popolo", "csv", "org", "oparl")


@pytest.fixture
def full(every_kind: Fasti) -> Fasti:
    """A register with every kind of event, and dates of every precision."""
    every_kind.done(
        "person register dy --name '=HYPERLINK(1)' --source '@dy'",
        "appoint raad s2 dy --from 2022-03 --until 2024",
        "resign raad s2 dy --effective ..2022-06-25",
        "seat create raad s5 --title '+45 12' --on 2021",
        "appoint raad s5 aase --from 2022-01-25..2022-03-25",
    )
    return every_kind


def exported(fasti: Fasti, tmp_path: Path, form: str, options: str = "") -> Path:
    target = tmp_path / f"out-{form}"
    fasti.done(f"export {form} -o {target} {options}")
    return target


def popolo(fasti: Fasti, tmp_path: Path, options: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exported(fasti, tmp_path, "popolo", options).read_bytes())
    return found


KINDS = ("person", "organization", "post", "membership", "motion", "vote_event", "event")


def test_every_popolo_object_is_as_the_published_schemas_have_it(full: Fasti, tmp_path: Path):
    found = popolo(full, tmp_path)
    for kind in KINDS:
        assert found[f"{kind}s"], kind
        for thing in found[f"{kind}s"]:
            published.popolo(kind).validate(thing)
    ids = {thing["id"] for thing in (*found["organizations"], *found["persons"])}
    ids |= {post["id"] for post in found["posts"]}
    for membership in found["memberships"]:
        named = {membership[key] for key in ("person_id", "organization_id")}
        named |= {membership.get("post_id"), membership.get("on_behalf_of_id")} - {None}
        assert named <= ids


@pytest.mark.parametrize(
    "wrong",
    [
        {"surname": "Ø"},
        {"name": 7},
        {"birth_date": "1961-4-2"},
        {"other_names": [{"note": "x"}]},
        {"memberships": [{"start_date": ".."}]},
    ],
)
def test_what_the_published_schemas_do_not_have_would_be_seen(wrong: dict[str, Any]):
    assert not published.popolo("person").is_valid(wrong)


def test_a_vacant_seat_is_a_post_without_a_membership(full: Fasti, tmp_path: Path):
    found = popolo(full, tmp_path, "--on 2022-07-01 --body raad")
    held = {membership.get("post_id") for membership in found["memberships"]}
    assert "raad/s1" in {post["id"] for post in found["posts"]} - held
    assert [body["id"] for body in found["organizations"] if "classification" not in body] == [
        "raad"
    ]


def test_dates_are_as_precise_as_the_format_allows_and_never_made_up(full: Fasti, tmp_path: Path):
    found = popolo(full, tmp_path)
    held = {m["person_id"]: m for m in found["memberships"] if m.get("post_id") == "raad/s5"}
    assert held["aase"]["start_date"] == "2022"
    assert held["aase"]["fasti"] == {"first_day": "2022-01-25..2022-03-25"}
    (dy,) = [m for m in found["memberships"] if m["person_id"] == "dy"]
    assert (dy["start_date"], dy.get("end_date")) == ("2022-03", None)
    assert dy["fasti"] == {"last_day": "..2022-06-25"}
    says = found["fasti"]["cannot_carry"]
    assert "dates known only within bounds: 1 left out" in says
    assert "bounds of dates, given as the month or year they lie in: 1 left out" in says
    for form in FORMATS:
        target = exported(full, tmp_path, form)
        files = sorted(target.iterdir()) if target.is_dir() else [target]
        assert not any(b"9999-12-31" in file.read_bytes() for file in files)


def test_what_goes_out_as_popolo_comes_in_again(full: Fasti, tmp_path: Path):
    target = exported(full, tmp_path, "popolo")
    other = full.elsewhere(tmp_path / "other")
    other.done(f"init {other.address}", f"import popolo {target}")
    for day in ("2016-06-01", "2022-02-01", "2022-06-25", "2023-01-01"):
        mine, theirs = (
            {
                (seat["title"], holder["from"], holder["certain"])
                for seat in fasti.json(f"board raad --on {day}")["seats"]
                for holder in seat["holders"]
                if seat["role"] == "member"
            }
            for fasti in (full, other)
        )
        assert mine == theirs
    last = other.last()
    other.done(f"import popolo {target}")
    assert other.last() == last


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_state_gives_the_same_bytes_and_says_what_is_missing(full, tmp_path, form: str):
    def content(target: Path) -> dict[str, bytes]:
        files = sorted(target.iterdir()) if target.is_dir() else [target]
        return {file.name: file.read_bytes() for file in files}

    target = tmp_path / f"out-{form}"
    result = full.run(f"export {form} -o {target}")
    first = content(target)
    told = [line.strip() for line in result.stderr.splitlines()[1:]]
    assert len(told) > 3
    for line in told:
        assert any(
            json.dumps(line, ensure_ascii=False)[1:-1].encode() in text for text in first.values()
        ), line
    full.done("replay")
    assert content(exported(full, tmp_path, form)) == first
    before = content(exported(full, tmp_path, form, "--known-at '#20'"))
    full.done("person register ny --name Ny")
    assert content(exported(full, tmp_path, form, "--known-at '#20'")) == before != first


def test_org_links_members_posts_and_intervals(full: Fasti, tmp_path: Path):
    found = json.loads(exported(full, tmp_path, "org", "--base https://ex.dk/").read_bytes())
    graph = {node["@id"]: node for node in found["@graph"] if "@id" in node}
    memberships = [n for n in found["@graph"] if n.get("@type") == "org:Membership"]
    for membership in memberships:
        assert membership["org:member"]["@id"] in graph
        assert membership["org:organization"]["@id"] in graph
        assert membership.get("opengov:post", {"@id": "https://ex.dk/"})["@id"] in graph
    (dy,) = [m for m in memberships if m["org:member"]["@id"] == "https://ex.dk/person/dy"]
    assert dy["org:memberDuring"] == {
        "@type": "time:Interval",
        "time:hasBeginning": {
            "@type": "time:Instant",
            "time:inXSDgYearMonth": {"@type": "xsd:gYearMonth", "@value": "2022-03"},
        },
        "time:hasEnd": {"@type": "time:Instant", "rdfs:label": "..2022-06-25"},
    }


def test_a_dissolved_body_leads_to_the_next(raad: Fasti, tmp_path: Path):
    raad.done(
        "body establish nyt --name Nyt --on 2020",
        "body dissolve raad --on 2019-12-31 --succeeded-by nyt",
    )
    found = json.loads(exported(raad, tmp_path, "org", "--base https://ex.dk/").read_bytes())
    (change,) = [n for n in found["@graph"] if n.get("@type") == "org:ChangeEvent"]
    assert change["org:originalOrganization"] == {"@id": "https://ex.dk/body/raad"}
    assert change["org:resultingOrganization"] == {"@id": "https://ex.dk/body/nyt"}


def test_an_export_goes_where_it_was_asked_to(full: Fasti, tmp_path: Path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for line, message in (
        ("export popolo -o {}/folder", "{}/folder is a folder; name a file with -o"),
        ("export csv -o {}/file", "{}/file is a file; name a folder with -o"),
        (
            "export csv -o {}/folder",
            "{}/folder holds other files (mine.txt); name a new folder with -o",
        ),
        (
            "export popolo -o {}/nix/a.json",
            "there is no folder {}/nix; make it, or name another with -o",
        ),
    ):
        full.refused(line.format(tmp_path), message.format(tmp_path), 2)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_link_is_replaced_not_followed(full: Fasti, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (tmp_path / "out-popolo").symlink_to(outside)
    exported(full, tmp_path, "popolo")
    assert outside.read_text() == "mine"
    assert not (tmp_path / "out-popolo").is_symlink()


@pytest.mark.parametrize("form", ["popolo", "csv", "entries"])
def test_a_disk_that_fills_up_leaves_the_old_file(full, tmp_path, monkeypatch, form: str):
    target = tmp_path / f"out-{form}"
    full.done(f"export {form} -o {target}")
    listed = sorted(tmp_path.rglob("*"))
    before = {path: path.read_bytes() for path in listed if path.is_file()}

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    result = full.run(f"export {form} -o {target}")
    assert result.exit_code == 3
    assert "cannot be written: No space left on device; what stood there is" in result.stderr
    monkeypatch.undo()
    assert sorted(tmp_path.rglob("*")) == listed
    assert {path: path.read_bytes() for path in listed if path.is_file()} == before


def test_seats_and_names_are_those_of_the_day(raad: Fasti, tmp_path: Path):
    raad.done(
        "seat create raad s3 --title Kort --on 2019-01-01 --until 2019-12-31",
        "seat change raad s1 --on 2020-01-01 --title Nyt",
        "body rename raad --name 'Det nye råd' --on 2020-01-01",
        "person rename bo --name 'Bo Holm' --on 2020-01-01",
        "appoint raad s1 bo --from 2018-01-01",
        "appoint raad s2 cy --from 2019",
        "leave grant raad s1 bo --from 2019-06-01 --until 2019-07-31",
        "meeting convene m1 --body raad --on 2019-06-01",
    )
    then = popolo(raad, tmp_path, "--on 2019-06-30")
    now = popolo(raad, tmp_path, "--on 2021-01-01")
    assert [[post["label"] for post in found["posts"]] for found in (then, now)] == [
        ["Sæde 1", "Sæde 2", "Kort"],
        ["Nyt", "Sæde 2"],
    ]
    assert [found["organizations"][0]["name"] for found in (then, now)] == [
        "Rådet",
        "Det nye råd",
    ]
    assert {person["name"] for person in then["persons"]} == {"Bo Hansen", "Cy Øst"}
    assert {person["name"] for person in now["persons"]} == {"Bo Holm", "Cy Øst"}
    assert popolo(raad, tmp_path, "--on 2019-05-31")["events"] == []
    rows = (exported(raad, tmp_path, "csv", "--on 2019-06-30") / "tenures.csv").read_text("utf-8")
    assert [line.split(",")[6] for line in rows.splitlines()[1:]] == ["true", "false"]


def test_motions_are_as_far_as_they_had_come_on_the_day(raad: Fasti, tmp_path: Path):
    raad.done(
        "meeting convene m1 --body raad --on 2020-01-08",
        "meeting convene m2 --body raad --on 2020-03-08",
        "propose p1 --body raad --text Udpegning --purpose other --meeting m1",
        "propose p2 --body raad --text Andet",
        "decide p1 --outcome deferred --on 2020-01-08 --meeting m1",
        "decide p1 --outcome rejected --on 2020-03-08 --meeting m2",
        "proposal withdraw p2 --on 2020-01-07 --by KL",
    )
    for day, states in (
        ("2020-01-01", {"p2": "withdrawn"}),
        ("2020-02-01", {"p1": "deferred", "p2": "withdrawn"}),
        ("2020-04-01", {"p1": "rejected", "p2": "withdrawn"}),
    ):
        found = popolo(raad, tmp_path, f"--on {day}")["motions"]
        assert {motion["id"]: motion["fasti"]["status"] for motion in found} == states


def test_an_affiliation_that_changed_within_a_membership_is_told(raad: Fasti, tmp_path: Path):
    raad.done(
        "person affiliate bo SF --from 2019-01-01 --until 2019-12-31",
        "appoint raad s1 bo --from 2018-01-01",
        "appoint raad s2 aase --from 2018-01-01",
    )
    for form in ("popolo", "org"):
        told = raad.run(f"export {form} -o {tmp_path}/out-{form}").stderr
        assert "of whom a membership is on behalf, where that changed within it: 1 left" in told
