"""What changed in the world between two days, and what the register changed its mind about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, or_, select

from domain.when import BEGINNING, END, When
from projections.composition import seats, tenures
from projections.history import recorded_at, undone
from projections.persons import called
from projections.schema import STILL, known, read, unlisted

Cells = dict[str, Any]


def changes(
    connection: Connection, body: str, since: int, until: int, at: int | None
) -> list[Cells]:
    """Beginnings and ends of seats, tenures and leaves that may lie between two days."""
    query = select(tenures).where(known(tenures, at), tenures.c.body == body)
    rows = [row for row in read(connection, query) if row.sort != "vacant"]
    people = called(connection, {row.person for row in rows}, until, at)
    found = []
    for row in rows:
        what = "leave" if row.sort == "leave" else "substitution" if row.absent else "tenure"
        person = people[row.person]
        cells = {"body": body, "seat": row.seat, "person": person.person, "name": person.name}
        turns = (
            ("began", row.first_earliest, row.first_latest, row.first),
            ("ended", row.last_earliest, row.last_latest, row.until or row.planned or row.first),
        )
        for turn, low, high, text in turns:
            if low < END and since <= high and low <= until and (low, high) != (BEGINNING, END):
                shown = text if turn == "began" or row.sort != "leave" else None
                found.append(
                    {
                        "day": shown or When(low, high, "").shifted(0).text,
                        **cells,
                        "change": f"{what} {turn}",
                        "certain": since <= low and high <= until,
                        "entries": unlisted(row.entries),
                        "_order": (low, high, row.seat, turn, row.person),
                    }
                )
    found += _seats(connection, body, since, until, at)
    ordered = sorted(found, key=lambda cell: cell["_order"])
    return [{k: v for k, v in cell.items() if k != "_order"} for cell in ordered]


def _seats(
    connection: Connection, body: str, since: int, until: int, at: int | None
) -> list[Cells]:
    query = select(seats).where(known(seats, at), seats.c.body == body).order_by(seats.c.since)
    rows = {row.seat: row for row in read(connection, query)}
    found = []
    for row in rows.values():
        for turn, text in (("created", row.first), ("ended", row.last)):
            when = When.parse(text or "..")
            if when.earliest == BEGINNING and when.latest == END:
                continue
            if since <= when.latest and when.earliest <= until:
                found.append(
                    {
                        "day": when.text,
                        "body": body,
                        "seat": row.seat,
                        "person": None,
                        "name": None,
                        "change": f"seat {turn}",
                        "certain": since <= when.earliest and when.latest <= until,
                        "entries": [row.rank],
                        "_order": (when.earliest, when.latest, row.seat, turn, ""),
                    }
                )
    return found


def restated(connection: Connection, after: int, body: str | None, at: int | None) -> list[Cells]:
    """Tenures of which entries after a number say otherwise about days already past then."""
    query = select(tenures).where(
        tenures.c.sort == "tenure",
        or_(
            tenures.c.known_from > after,
            (tenures.c.known_to > after) & (tenures.c.known_to < STILL),
        ),
    )
    if body is not None:
        query = query.where(tenures.c.body == body)
    turns: dict[tuple[int, str, str, str], tuple[list[Any], list[Any]]] = {}
    for row in connection.execute(query):
        for number, side in ((row.known_to, 0), (row.known_from, 1)):
            if after < number < STILL and (at is None or number <= at):
                key = (number, row.body, row.seat, row.person)
                turns.setdefault(key, ([], []))[side].append(row)
    people = called(connection, {key[3] for key in turns}, END, at)
    retracted = undone(connection, at)
    found = []
    for (number, of, seat, person), (closed, opened) in sorted(turns.items()):
        before, now = _without(opened, closed), _without(closed, opened)
        recorded = recorded_at(connection, number) or ""
        past = When.parse(recorded[:10]).earliest - 1
        if _past(before, past) != _past(now, past):
            found.append(
                {
                    "entry": _turning(number, before, now, retracted),
                    "recorded": recorded,
                    "body": of,
                    "seat": seat,
                    "person": people[person].person,
                    "name": people[person].name,
                    "before": _said(before),
                    "after": _said(now),
                }
            )
    return found


def _without(others: list[Any], rows: list[Any]) -> list[Any]:
    """Rows but those that others repeat: they were only marked otherwise."""
    repeated = {row[4:-1] for row in others}
    return [row for row in rows if row[4:-1] not in repeated]


def _turning(last: int, before: list[Any], now: list[Any], retracted: dict[int, int]) -> int:
    """The entry that turned some rows into others, in an append whose last entry is `last`."""
    old = {entry for row in before for entry in unlisted(row.entries)}
    new = {entry for row in now for entry in unlisted(row.entries)}
    turned = (new - old) | {retracted[entry] for entry in old if entry in retracted}
    return max((entry for entry in turned if entry <= last), default=last)


def _past(rows: list[Any], day: int) -> set[tuple[int, ...]]:
    """What rows say of the days up to one."""
    return {
        (
            row.first_earliest,
            row.first_latest,
            min(row.last_earliest, day),
            min(row.last_latest, day),
        )
        for row in rows
        if row.first_earliest <= day
    }


def _said(rows: list[Any]) -> str:
    spans = [f"{row.first} to {row.until or row.planned or 'no end known'}" for row in rows]
    return "; ".join(sorted(spans)) or "not in the seat"
