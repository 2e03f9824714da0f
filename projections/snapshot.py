"""What the register knows, table by table, of one body or all, on one day or all: to give away.

Rows are mappings in an order that depends on nothing but what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Table, select

from domain.composition import holders
from domain.when import END, When
from projections.composition import bodies, in_order, seats, tenure_of, tenures
from projections.decisions import decisions, proposals
from projections.history import recorded_at
from projections.meetings import items, meetings, papers
from projections.persons import affiliations, persons, positions, surviving
from projections.schema import known, unlisted

Cells = dict[str, Any]


@dataclass
class Snapshot:
    """Rows by table; `known_at` is the known time (UTC), `on` the day, None for all days."""

    known_at: str | None
    on: str | None
    bodies: list[Cells] = field(default_factory=list)
    seats: list[Cells] = field(default_factory=list)
    persons: list[Cells] = field(default_factory=list)
    affiliations: list[Cells] = field(default_factory=list)
    positions: list[Cells] = field(default_factory=list)
    tenures: list[Cells] = field(default_factory=list)
    leaves: list[Cells] = field(default_factory=list)
    meetings: list[Cells] = field(default_factory=list)
    items: list[Cells] = field(default_factory=list)
    papers: list[Cells] = field(default_factory=list)
    proposals: list[Cells] = field(default_factory=list)
    decisions: list[Cells] = field(default_factory=list)

    @cached_property
    def belonging(self) -> dict[str, list[Cells]]:
        """Person → affiliations, in their order."""
        found: dict[str, list[Cells]] = {}
        for row in self.affiliations:
            found.setdefault(row["person"], []).append(row)
        return found


def snapshot(
    connection: Connection, at: int, day: int | None, on: str | None, body: str | None
) -> Snapshot:
    """Everything known at an entry number, of one body and one day where they are given."""
    found = Snapshot(recorded_at(connection, at), on)
    _Taking(connection, at, day, body, found).take()
    return found


class _Taking:
    def __init__(
        self, connection: Connection, at: int, day: int | None, body: str | None, found: Snapshot
    ) -> None:
        self.connection, self.at, self.day, self.body = connection, at, day, body
        self.found = found
        self.kept = surviving(connection, at)

    def take(self) -> None:
        """Fill the snapshot."""
        found = self.found
        found.bodies = self._latest(bodies, "body", self._of_body(bodies))
        found.seats = [
            {**row, "nominators": unlisted(row["nominators"])}
            for row in self._latest(seats, "seat", self._of_body(seats))
            if self._exists(row)
        ]
        self._tenures()
        self._meetings()
        self._persons()

    def _rows(self, table: Table, rows: Iterable[Any] | None = None) -> list[Cells]:
        query = select(table).where(known(table, self.at))
        given = self.connection.execute(query).mappings() if rows is None else rows
        hidden = {"known_from", "known_to", "slot"}
        return [{k: v for k, v in row.items() if k not in hidden} for row in given]

    def _of_body(self, table: Table) -> list[Cells]:
        rows = self._rows(table)
        return [row for row in rows if self.body is None or row["body"] == self.body]

    def _latest(self, table: Table, key: str, rows: list[Cells]) -> list[Cells]:
        """Of the forms of one thing the one of the day, or the last; earlier names beside it."""
        day = END if self.day is None else self.day
        forms: dict[Any, list[Cells]] = {}
        for row in sorted(rows, key=lambda row: (row["body"], row[key], row["since"])):
            forms.setdefault((row["body"], row[key]), []).append(row)
        latest = []
        for several in forms.values():
            past = [row for row in several if row["since"] <= day] or several[:1]
            label = "name" if table is bodies else "title"
            others = [row[label] for row in several if row[label] != past[-1][label]]
            latest.append({**past[-1], "other_names": list(dict.fromkeys(others))})
        return latest

    def _exists(self, row: Cells) -> bool:
        return self.day is None or row["exists_from"] <= self.day <= row["exists_to"]

    def _tenures(self) -> None:
        query = select(tenures).where(known(tenures, self.at), tenures.c.sort != "vacant")
        if self.body is not None:
            query = query.where(tenures.c.body == self.body)
        if self.day is not None:
            day = self.day
            query = query.where(tenures.c.last_latest >= day, tenures.c.first_earliest <= day)
        there = {(row["body"], row["seat"]) for row in self.found.seats}
        rows = [r for r in self.connection.execute(query) if (r.body, r.seat) in there]
        sure = self._certain(rows) if self.day is not None else None
        for row in rows:
            cells = {
                "body": row.body,
                "seat": row.seat,
                "person": self.kept.get(row.person, row.person),
                "first": row.first,
                "last": row.until,
            }
            if row.sort == "leave":
                last = When(row.last_earliest, row.last_latest, "").shifted(0).text
                self.found.leaves.append({**cells, "last": last or None})
                continue
            names = ("planned", "mode", "by", "made_on", "decision", "absent", "began", "ended")
            cells |= {name: row._mapping[name] for name in names}
            cells |= {"from_day": row.first_earliest, "to_day": row.last_latest}
            cells["nominated_by"] = unlisted(row.nominated_by)
            cells["entries"] = unlisted(row.entries)
            cells["certain"] = None if sure is None else (row.body, row.seat, row.person) in sure
            self.found.tenures.append(cells)
        order = ("body", "seat", "first", "person", "began", "ended")
        self.found.tenures = _ordered(self.found.tenures, order)
        self.found.leaves = _ordered(self.found.leaves, order[:4])

    def _certain(self, rows: Sequence[Any]) -> set[tuple[str, str, str]]:
        held: dict[tuple[str, str], list[Any]] = {}
        for row in rows:
            if row.sort == "tenure":
                held.setdefault((row.body, row.seat), []).append(tenure_of(row))
        return {
            (*where, holder.tenure.person)
            for where, here in held.items()
            for holder in holders(sorted(here, key=in_order), (), self.day or 0)
            if holder.certain
        }

    def _meetings(self) -> None:
        found = self.found
        found.meetings = _ordered(
            [row for row in self._of_body(meetings) if self._past(row["day"])], ("day", "meeting")
        )
        held = {row["meeting"] for row in found.meetings}
        for name, table in (("items", items), ("papers", papers)):
            rows = [row for row in self._rows(table) if row["meeting"] in held]
            setattr(found, name, _ordered(rows, ("meeting", "item")))
        for row in found.items:
            row["officers"] = unlisted(row["officers"])
        decided = [row for row in self._rows(decisions) if self._past(row["day"])]
        standing = list(self._standing(self._of_body(proposals), decided))
        found.proposals = _ordered(standing, ("proposal",))
        tabled = {row["proposal"] for row in found.proposals}
        for row in decided:
            row["voices"] = unlisted(row["voices"])
        mine = [row for row in decided if row["proposal"] in tabled or row["body"] == self.body]
        found.decisions = _ordered(mine, ("entry",))

    def _standing(self, tabled: list[Cells], decided: list[Cells]) -> Iterator[Cells]:
        """Proposals that were there on the day, each as far as it had come by then."""
        days = {row["meeting"]: row["day"] for row in self._rows(meetings)}
        outcomes: dict[str, str] = {}
        for row in sorted(decided, key=lambda row: row["entry"]):
            outcomes[row["proposal"]] = row["outcome"]
        undone = {"annulled", "withdrawn", "proposed"}
        for row in tabled:
            come = outcomes.get(row["proposal"])
            if come is None and not self._past(days.get(row["meeting"], "..")):
                continue
            status = row["status"] if row["status"] in undone else come or "proposed"
            yield {**row, "status": status}

    def _past(self, day: str) -> bool:
        return self.day is None or When.parse(day).earliest <= self.day

    def _persons(self) -> None:
        narrow = self.body is not None or self.day is not None
        wanted = {row["person"] for row in (*self.found.tenures, *self.found.leaves)}
        names: dict[str, list[Cells]] = {}
        for row in sorted(self._rows(persons), key=lambda row: (row["person"], row["since"])):
            if row["person"] not in self.kept and (not narrow or row["person"] in wanted):
                names.setdefault(row["person"], []).append(row)
        lost: dict[str, list[str]] = {}
        for old, kept in sorted(self.kept.items()):
            lost.setdefault(kept, []).append(old)
        day = END if self.day is None else self.day
        for person, forms in names.items():
            past = [row for row in forms if row["since"] <= day] or forms[:1]
            others = [row["name"] for row in forms if row["name"] != past[-1]["name"]]
            self.found.persons.append(
                {
                    "person": person,
                    "name": past[-1]["name"],
                    "other_names": list(dict.fromkeys(others)),
                    "source": past[-1]["source"],
                    "identifiers": unlisted(past[-1]["identifiers"]),
                    "merged": lost.get(person, []),
                }
            )
        for name, table in (("affiliations", affiliations), ("positions", positions)):
            rows = [row for row in self._rows(table) if row["person"] in names]
            if table is affiliations and self.day is not None:
                rows = [row for row in rows if row["since"] <= self.day <= row["to"]]
            setattr(self.found, name, _ordered(rows, ("person", "first", "last")))


def _ordered(rows: list[Cells], keys: Sequence[str]) -> list[Cells]:
    return sorted(rows, key=lambda row: tuple(str(row.get(key) or "") for key in keys))
