"""OParl 1.1 objects out, as one JSON file of objects that refer to each other by their URLs."""

from __future__ import annotations

from typing import Any

from domain.text import in_json
from exchange.carrying import Carried, without_empty
from exchange.popolo_out import parties_of, tenure_id
from projections.snapshot import Cells, Snapshot

ALWAYS = (
    "known times other than the one of the file, entries and evidence",
    "whether a tenure is certain or possible",
    "seats: a vacant one is not to be seen",
    "times of day of meetings",
    "the acts of a proposal, and votes",
)
SCHEMA = "https://schema.oparl.org/1.1"
VOTING = frozenset({"member", "chair", "deputy chair", "co-chair"})


def document(known: Snapshot, base: str) -> tuple[bytes, list[str]]:
    """The bytes of the file, and what it cannot carry; URLs begin with `base`."""
    writer = _Writer(known, base)
    system = writer.made("System", "system", oparlVersion=f"{SCHEMA}/", body=f"{base}bodies")
    system |= {"name": "Fasti", "otherOparlVersions": []}
    objects = [
        *map(writer.organization, known.bodies),
        *map(writer.person, known.persons),
        *map(writer.meeting, known.meetings),
        *map(writer.paper, known.proposals),
    ]
    body = writer.made("Body", "body", name="Fasti", system=system["id"])
    lists = ("organization", "person", "meeting", "paper")
    body |= {name: f"{base}{name}s" for name in lists} | {"legislativeTerm": []}
    carried = writer.carried
    carried.lose("leaves of absence", len(known.leaves))
    carried.lose("parties and groups over time", len(known.affiliations))
    says = {"knownAt": known.known_at, "on": known.on, "cannotCarry": carried.lost}
    whole = {"fasti": says, "objects": [system, body, *objects]}
    return in_json(whole, indent=1).encode() + b"\n", carried.lost


class _Writer:
    def __init__(self, known: Snapshot, base: str) -> None:
        self.known, self.base, self.carried = known, base, Carried(*ALWAYS)
        self._roles = {(row["body"], row["seat"]): row for row in known.seats}
        self._held = _grouped(known.tenures, "person")
        self._of_body = _grouped(known.tenures, "body")
        self._items = _grouped(known.items, "meeting")
        self._decided = _grouped(known.decisions, "proposal")

    def made(self, kind: str, path: str, **fields: Any) -> dict[str, Any]:
        """An object of a kind, with the known time as the time of its making."""
        stamp = f"{self.known.known_at[:19]}Z" if self.known.known_at else None
        said = {"id": f"{self.base}{path}", "type": f"{SCHEMA}/{kind}"}
        return without_empty({**said, "created": stamp, "modified": stamp, **fields})

    def organization(self, row: Cells) -> Cells:
        """A body, with the memberships in it."""
        members = self._of_body.get(row["body"], [])
        return self.made(
            "Organization",
            f"organization/{row['body']}",
            body=f"{self.base}body",
            name=row["name"],
            **self._days(row["first"], row["last"]),
            membership=[self._url(tenure) for tenure in members],
        )

    def person(self, row: Cells) -> Cells:
        """A person, with their memberships in full."""
        held = self._held.get(row["person"], [])
        return self.made(
            "Person",
            f"person/{row['person']}",
            body=f"{self.base}body",
            name=row["name"],
            membership=[self._membership(tenure) for tenure in held],
        )

    def _membership(self, row: Cells) -> Cells:
        seat = self._roles[row["body"], row["seat"]]
        parties = parties_of(row, self.known)
        return self.made(
            "Membership",
            f"membership/{tenure_id(row)}",
            person=f"{self.base}person/{row['person']}",
            organization=f"{self.base}organization/{row['body']}",
            role=seat["title"],
            votingRight=seat["role"] in VOTING,
            **self._days(row["first"], row["last"] or row["planned"]),
            **({"fasti:onBehalfOf": parties[0]} if len(parties) == 1 else {}),
        )

    def _days(self, first: str | None, last: str | None) -> Cells:
        """First and last day where they are exact; beside them what is known of others."""
        start, end = self.carried.exact(first), self.carried.exact(last)
        return {
            "startDate": start,
            "endDate": end,
            "fasti:startDate": self.carried.beside(first, start),
            "fasti:endDate": self.carried.beside(last, end),
        }

    def _url(self, row: Cells) -> str:
        return f"{self.base}membership/{tenure_id(row)}"

    def meeting(self, row: Cells) -> Cells:
        """A meeting with its agenda."""
        items = self._items.get(row["meeting"], [])
        return self.made(
            "Meeting",
            f"meeting/{row['meeting']}",
            name=row["title"] or row["meeting"],
            organization=[f"{self.base}organization/{row['body']}"],
            **{"fasti:day": row["day"]},
            agendaItem=[self._item(item, order) for order, item in enumerate(items)],
        )

    def _item(self, row: Cells, order: int) -> Cells:
        return self.made(
            "AgendaItem",
            f"meeting/{row['meeting']}/item/{row['item']}",
            meeting=f"{self.base}meeting/{row['meeting']}",
            number=row["item"],
            order=order,
            name=row["title"],
            public=not row["closed"],
        )

    def paper(self, row: Cells) -> Cells:
        """A proposal as a paper, with where it was discussed and what came of it."""
        return self.made(
            "Paper",
            f"paper/{row['proposal']}",
            body=f"{self.base}body",
            name=row["text"][:200],
            reference=row["case"],
            paperType="Proposal",
            consultation=[
                self.made(
                    "Consultation",
                    f"consultation/{decided['entry']}",
                    paper=f"{self.base}paper/{row['proposal']}",
                    organization=[f"{self.base}organization/{decided['body']}"],
                    meeting=self._met(decided),
                    role=decided["outcome"],
                )
                for decided in self._decided.get(row["proposal"], [])
            ],
        )

    def _met(self, row: Cells) -> str | None:
        return f"{self.base}meeting/{row['meeting']}" if row["meeting"] else None


def _grouped(rows: list[Cells], key: str) -> dict[str, list[Cells]]:
    found: dict[str, list[Cells]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found
