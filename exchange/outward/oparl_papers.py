"""OParl meetings with their agenda, and proposals as papers with where they were discussed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.when import When
from exchange.outward.carrying import Carried
from exchange.outward.oparl_objects import Objects, grouped, without
from projections.snapshot import Cells, Snapshot

SETTLING = frozenset({"adopted", "adopted with changes", "rejected"})
"""Outcomes that decide a proposal."""
TITLE = 200


class Papers:
    """What was met for, proposed and decided."""

    def __init__(
        self, known: Snapshot, objects: Objects, carried: Carried, zone: ZoneInfo | None
    ) -> None:
        self.known, self.objects, self.carried, self.zone = known, objects, carried, zone
        self._listed = {(row["meeting"], row["item"]) for row in known.items}
        self._met = {row["meeting"] for row in known.meetings}
        proposed = {row["proposal"] for row in known.proposals}
        decided = [row for row in known.decisions if row["proposal"] in proposed]
        self._consulted = [self._consultation(row) for row in decided]
        by_item = grouped(decided, lambda row: (row["meeting"], row["item"]))
        of_meeting = grouped(known.items, lambda row: row["meeting"])
        self._items = {
            meeting: [
                self._item(row, order, by_item.get((meeting, row["item"]), []))
                for order, row in enumerate(rows)
            ]
            for meeting, rows in of_meeting.items()
        }

    def meetings(self) -> list[Cells]:
        """Meetings with their agendas."""
        return [self._meeting(row) for row in self.known.meetings]

    def items(self) -> list[Cells]:
        """The items of all agendas."""
        return [item for row in self.known.meetings for item in self._items.get(row["meeting"], ())]

    def papers(self) -> list[Cells]:
        """Proposals."""
        consulted = grouped(self._consulted, lambda made: made["paper"])
        return [
            self.objects.made(
                "Paper",
                path := f"paper/{row['proposal']}",
                body=self.objects.url("body"),
                name=" ".join(row["text"].split())[:TITLE],
                reference=row["case"],
                paperType="proposal",
                consultation=[
                    without(made, "paper") for made in consulted.get(self.objects.url(path), ())
                ],
            )
            for row in self.known.proposals
        ]

    def consultations(self) -> list[Cells]:
        """Where a proposal was discussed, and whether that settled it."""
        return self._consulted

    def _meeting(self, row: Cells) -> Cells:
        path = f"meeting/{row['meeting']}"
        place = row["place"] and self.objects.made(
            "Location", f"{path}/location", description=row["place"]
        )
        items = [without(item, "meeting") for item in self._items.get(row["meeting"], ())]
        return self.objects.made(
            "Meeting",
            path,
            name=row["title"] or row["meeting"],
            start=self._moment(row["day"], row["begins"]),
            end=self._moment(row["day"], row["ends"]),
            location=place,
            organization=[self.objects.url(f"organization/{row['body']}")],
            agendaItem=items,
            **{"fasti:day": row["day"]},
        )

    def _moment(self, day: str, time: str | None) -> str | None:
        """A time of day with its zone."""
        if time is None:
            return None
        if self.zone is None or not When.parse(day).exact:
            self.carried.lose("times of day of meetings, where no --zone or no day is known")
            return None
        return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=self.zone).isoformat()

    def _item(self, row: Cells, order: int, decided: list[Cells]) -> Cells:
        last = decided[-1] if decided else {}
        single = self.objects.url(f"consultation/{last['entry']}") if len(decided) == 1 else None
        return self.objects.made(
            "AgendaItem",
            f"meeting/{row['meeting']}/item/{row['item']}",
            meeting=self.objects.url(f"meeting/{row['meeting']}"),
            number=row["item"],
            order=order,
            name=row["title"],
            public=not row["closed"],
            consultation=single,
            result=last.get("outcome"),
            resolutionText=last.get("text"),
        )

    def _consultation(self, row: Cells) -> Cells:
        met = row["meeting"] in self._met
        item = (row["meeting"], row["item"]) in self._listed
        path = f"meeting/{row['meeting']}"
        return self.objects.made(
            "Consultation",
            f"consultation/{row['entry']}",
            paper=self.objects.url(f"paper/{row['proposal']}"),
            agendaItem=self.objects.url(f"{path}/item/{row['item']}") if item else None,
            meeting=self.objects.url(path) if met else None,
            organization=[self.objects.url(f"organization/{row['body']}")],
            authoritative=row["outcome"] in SETTLING,
            role=row["outcome"],
        )
