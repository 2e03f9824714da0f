"""What is read out of real papers, beside what a careful human reads out of them; and how fast.

usage: python -m bench.papers [FOLDER]
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from intake.formats.extraction import read_paper
from intake.reading.for_scripts import as_json
from intake.reading.reading import read

PAPERS = Path(__file__).parent.parent.parent / "shared" / "papers"
RUNS = 5
ROLES = {"medformand": "co-chair", "formand": "chair", "næstformand": "deputy chair"}
Found = dict[str, Any]


class Count(NamedTuple):
    """One kind of finding: how many are expected, how many of them found, what is beyond them."""

    what: str
    expected: int
    found: int
    beyond: list[str]


def acts_of(found: Found) -> list[Found]:
    """Every act under a proposal, with its item."""
    return [
        {**act, "item": item["number"]}
        for item in found["items"]
        for point in item["proposals"]
        for act in point["acts"]
    ]


def facts_of(found: Found) -> list[Found]:
    """Every fact, with its item."""
    return [{**f, "item": item["number"]} for item in found["items"] for f in item["facts"]]


def compared(what: str, expected: Iterable[Any], found: Iterable[Any]) -> Count:
    """How two lists of the same kind of thing differ."""
    left = list(found)
    hits = 0
    for one in (known := list(expected)):
        if one in left:
            left.remove(one)
            hits += 1
    return Count(what, len(known), hits, [str(one) for one in left])


def of_items(expected: Found, found: Found) -> list[Count]:
    """Items, cases, officers, proposals and their kinds, outcomes, dissent."""
    told = {item["number"]: item for item in found["items"]}
    wanted = expected["items"]

    def both(field: str, read_out: Callable[[Found], Any]) -> Count:
        has = [item for item in wanted if field in item]
        pairs = [(item["number"], item[field]) for item in has]
        got = [(n["number"], read_out(told[n["number"]])) for n in has if n["number"] in told]
        return compared(field.replace("_", " "), pairs, got)

    counts = [compared("items", [i["number"] for i in wanted], list(told))]
    counts += [
        both(field, lambda item, field=field: item[field])
        for field in ("title", "case", "officers", "closed")
    ]
    counts.append(both("proposals", lambda item: len(item["proposals"])))
    counts.append(both("proposal_kinds", lambda item: [p["kind"] for p in item["proposals"]]))
    if expected["meeting"]["document"] == "minutes":
        counts.append(both("outcome", lambda item: item["outcome"]))
        counts.append(both("referred_to", lambda item: item["referred_to"]))
        dissent = [
            (i["number"], d["who"], d["points"]) for i in wanted for d in i.get("dissent", ())
        ]
        got = [(n, d["who"], d["points"]) for n, i in told.items() for d in i["dissent"]]
        counts.append(compared("dissent", dissent, got))
    return [count for count in counts if count.expected]


def of_people(expected: Found, found: Found) -> Iterable[Count]:
    """Proposed and reported appointments field by field, resignations, seat changes."""
    asked = [act for act in acts_of(found) if act["person"]]
    told = [f for f in facts_of(found) if f["act"] == "appoint" and f["mode"] != "ex officio"]
    for field in (
        "person",
        "body",
        "position",
        "organisation",
        "reappointment",
        "seat",
        "nominated_by",
    ):
        wanted = [(a["person"], a[field]) for a in expected.get("proposed_appointments", ())]
        yield compared(f"proposed: {field}", wanted, [(a["person"], a[field]) for a in asked])
    reported = expected.get("reported_appointments", [])
    keys = {"body": "body", "position": "position", "affiliation": "party"}
    for field, name in keys.items():
        wanted = [(a["person"], a["body"], a[name]) for a in reported]
        yield compared(
            f"reported: {name}", wanted, [(a["person"], a["body"], a[field]) for a in told]
        )
    wanted = [
        (a["person"], a["body"], ROLES.get(a["role"], "member")) for a in reported if "role" in a
    ]
    got = [(a["person"], a["body"], a["role"]) for a in told if not a["appointed_by"] or a["from"]]
    yield compared("reported: role", wanted, got)
    days = [(a["person"], a["body"], a.get("elected_on")) for a in reported]
    yield compared(
        "reported: elected on",
        days,
        [(a["person"], a["body"], (a["from"] or "").removesuffix("..") or None) for a in told],
    )
    office = [(p,) for one in expected.get("ex_officio", ()) for p in one["persons"]]
    sits = [(f["person"],) for f in facts_of(found) if f["mode"] == "ex officio"]
    yield compared("by office", office, sits)
    gone = [
        (r["person"], r["body"], r["seat_to_be_filled_by"])
        for r in expected.get("resignations", ())
    ]
    left = [f for f in facts_of(found) if f["act"] in ("resign", "vacate")]
    yield compared("resignations", gone, [(f["person"], f["body"], f["entitled"]) for f in left])
    seats = [
        (s["body"], [s[f"{side}_seats_from"], s[f"{side}_seats_to"]])
        for s in expected.get("seat_changes", ())
        for side in ("municipal", "regional")
    ]
    made = [(f["body"], f["places"]) for f in facts_of(found) if f["act"] == "create-seats"]
    yield compared("seat changes", seats, made)


def show(counts: Iterable[Count]) -> bool:
    """Print counts; whether all that is expected was found, and nothing else."""
    good = True
    for count in counts:
        good = good and count.found == count.expected and not count.beyond
        beyond = f"  beyond: {'; '.join(count.beyond)[:120]}" if count.beyond else ""
        print(f"  {count.what:28}{count.found:4} of {count.expected:3}{beyond}")
    return good


def seconds(work: Callable[[], object]) -> float:
    """The median time of some work."""
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def pdfium_alone(path: Path) -> None:
    """What cannot be avoided: pdfium's own extraction."""
    import pypdfium2

    for page in pypdfium2.PdfDocument(path):
        page.get_textpage().get_text_range()


def main() -> None:
    """Compare every paper that has its expectations beside it; exit 1 where something differs."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PAPERS
    good = True
    for beside in sorted(folder.glob("*-expected.json")):
        stem = beside.name.removesuffix("-expected.json")
        path = next(p for p in sorted(folder.glob(f"{stem}*")) if p != beside)
        expected = json.loads(beside.read_text("utf-8"))
        found = as_json(read(read_paper(path)))
        print(f"{path.name}, {found['meeting']}, {len(found['questions'])} open questions")
        good = show([*of_items(expected, found), *of_people(expected, found)]) and good
        taken = seconds(lambda path=path: read(read_paper(path)))
        line = f"  read in {taken:.2f} s"
        if path.suffix == ".pdf":
            alone = seconds(lambda path=path: pdfium_alone(path))
            line += f"; pdfium alone {alone:.2f} s, so at most {1.5 * alone + 1:.2f} s"
        print(line)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
