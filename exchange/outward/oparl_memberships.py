"""OParl organizations, persons and memberships."""

from __future__ import annotations

from typing import Any

from exchange.outward.carrying import Carried
from exchange.outward.groups import parties_of, tenure_id
from exchange.outward.oparl_objects import Objects, days, grouped, without
from projections.snapshot import Cells, Snapshot

VOTING = frozenset({"member", "chair", "deputy chair", "co-chair"})


class Memberships:
    """Who is a member of what; bodies and groups are both organizations."""

    def __init__(
        self, known: Snapshot, objects: Objects, carried: Carried, groups: dict[str, str]
    ) -> None:
        self.known, self.objects, self.carried = known, objects, carried
        self._groups = groups
        self._seats = {(row["body"], row["seat"]): row for row in known.seats}
        made = [self._tenure(row) for row in known.tenures]
        made += [
            self._belonging(number, row)
            for number, row in enumerate(known.affiliations, 1)
            if row["affiliation"]
        ]
        self._made = made
        self._members = grouped(made, lambda one: one["organization"])

    def memberships(self) -> list[Cells]:
        """Every tenure and every time in a group."""
        return self._made

    def bodies(self) -> list[Cells]:
        """Bodies, with the titles of their seats."""
        titles = grouped(self.known.seats, lambda row: row["body"])
        met = {row["body"] for row in self.known.meetings}
        found = []
        for row in self.known.bodies:
            path = f"organization/{row['body']}"
            meetings = self.objects.url(f"{path}/meetings") if row["body"] in met else None
            lasting = days(row["first"], row["last"], self.carried)
            posts = [seat["title"] for seat in titles.get(row["body"], [])]
            found.append(
                self._organization(
                    path,
                    row["name"],
                    organizationType="Gremium",
                    post=posts,
                    meeting=meetings,
                    **lasting,
                )
            )
        return found

    def groups(self) -> list[Cells]:
        """Parties and groups: which of the two they are is not known."""
        return [
            self._organization(path, name, classification="Partei oder Fraktion")
            for name, path in self._groups.items()
        ]

    def persons(self) -> list[Cells]:
        """Persons, with their memberships in full."""
        mine = grouped(self._made, lambda made: made["person"])
        return [
            self.objects.made(
                "Person",
                path := f"person/{row['person']}",
                body=self.objects.url("body"),
                name=row["name"],
                membership=[
                    without(made, "person") for made in mine.get(self.objects.url(path), ())
                ],
            )
            for row in self.known.persons
        ]

    def _organization(self, path: str, name: str, **fields: Any) -> Cells:
        members = self._members.get(self.objects.url(path), ())
        return self.objects.made(
            "Organization",
            path,
            body=self.objects.url("body"),
            name=name,
            membership=[made["id"] for made in members],
            **fields,
        )

    def _tenure(self, row: Cells) -> Cells:
        seat = self._seats[row["body"], row["seat"]]
        parties = parties_of(row, self.known)
        if len(parties) > 1:
            self.carried.lose("of whom a membership is on behalf, where that changed within it")
        return self._membership(
            tenure_id(row),
            row,
            f"organization/{row['body']}",
            row["last"] or row["planned"],
            role=seat["title"],
            votingRight=seat["role"] in VOTING,
            onBehalfOf=self.objects.url(self._groups[parties[0]]) if len(parties) == 1 else None,
        )

    def _belonging(self, number: int, row: Cells) -> Cells:
        path = self._groups[row["affiliation"]]
        return self._membership(f"group-{number}-{row['person']}", row, path, row["last"])

    def _membership(
        self, path: str, row: Cells, organization: str, last: str | None, **fields: Any
    ) -> Cells:
        return self.objects.made(
            "Membership",
            f"membership/{path}",
            person=self.objects.url(f"person/{row['person']}"),
            organization=self.objects.url(organization),
            **fields,
            **days(row["first"], last, self.carried),
        )
