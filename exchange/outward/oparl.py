"""OParl 1.1 out: the System object, and the external lists in which every other object stands.

One file for one endpoint: what a server would answer for `system`, and for each page of each list
by its `links.self`.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from domain.text import in_json
from exchange.outward.carrying import Carried, without_empty
from exchange.outward.groups import groups_of
from exchange.outward.oparl_lists import pages
from exchange.outward.oparl_memberships import Memberships
from exchange.outward.oparl_objects import Objects, grouped
from exchange.outward.oparl_papers import Papers
from projections.snapshot import Snapshot

ALWAYS = (
    "known times other than the one of the file, entries and evidence",
    "whether a tenure is certain or possible",
    "seats, other than their titles: which one is vacant is not to be seen",
    "the acts of a proposal, votes, and who withdrew or annulled",
)
VERSION = "https://schema.oparl.org/1.1/"
LISTS = ("organization", "person", "meeting", "paper", "agendaItem", "consultation", "membership")


def document(
    known: Snapshot, base: str, *, name: str, zone: ZoneInfo | None
) -> tuple[bytes, list[str]]:
    """The bytes of the file, and what it cannot carry.

    URLs begin with `base`; `name` is what the authority is called; times of day are in `zone`, and
    left out without one.
    """
    carried = Carried(*ALWAYS)
    objects = Objects(base, known.known_at)
    memberships = Memberships(known, objects, carried, groups_of(known))
    papers = Papers(known, objects, carried, zone)
    listed = {
        "organization": [*memberships.bodies(), *memberships.groups()],
        "person": memberships.persons(),
        "membership": memberships.memberships(),
        "meeting": papers.meetings(),
        "agendaItem": papers.items(),
        "paper": papers.papers(),
        "consultation": papers.consultations(),
    }
    system = objects.made("System", "system", oparlVersion=VERSION, body=objects.url("bodies"))
    system["name"] = f"Fasti: {name}"
    body = objects.made("Body", "body", system=system["id"], name=name)
    body |= {kind: objects.url(f"list/{kind}") for kind in LISTS} | {"legislativeTerm": []}
    whole = [*pages(system["body"], [body])]
    for kind in LISTS:
        whole += pages(body[kind], listed[kind])
    for held in grouped(listed["meeting"], lambda meeting: meeting["organization"][0]).items():
        whole += pages(f"{held[0]}/meetings", held[1])
    carried.lose("leaves of absence", len(known.leaves))
    carried.lose("positions outside the bodies", len(known.positions))
    says = without_empty({"knownAt": known.known_at, "on": known.on})
    says |= {"lastDay": "included", "cannotCarry": carried.lost}
    file: dict[str, Any] = {"fasti": says, "system": system, "lists": whole}
    return in_json(file, indent=1).encode() + b"\n", carried.lost
