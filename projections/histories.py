"""The history of a seat and of a person, from the rows of all days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from domain.composition import vacancies
from domain.when import BEGINNING, END, iso, spanning
from projections.composition import form_of, leave_of, seats, tenure_of, tenures
from projections.lookup import body_names
from projections.persons import Known, called, surviving
from projections.schema import among, known, read, unlisted

Cells = dict[str, Any]


def of_seat(connection: Connection, body: str, seat: str, day: int, at: int | None) -> list[Cells]:
    """Every tenure, leave and vacancy of a seat, in the order of their days."""
    query = select(tenures).where(known(tenures, at), tenures.c.body == body)
    rows = read(connection, query.where(tenures.c.seat == seat))
    cells = _cells(connection, rows, day, at)
    if rows:
        cells += _vacant(connection, rows, body, seat, at)
    return _in_order(cells)


def of_person(connection: Connection, person: str, day: int, at: int | None) -> list[Cells]:
    """Every tenure and leave of a person under any of their identifiers."""
    lost = [old for old, kept in surviving(connection, at).items() if kept == person]
    query = select(tenures).where(
        known(tenures, at), among(connection, tenures.c.person, [person, *lost])
    )
    return _in_order(_cells(connection, read(connection, query), day, at))


def _cells(connection: Connection, rows: Sequence[Any], day: int, at: int | None) -> list[Cells]:
    people = called(connection, {row.person for row in rows if row.person}, day, at)
    names = body_names(connection, day, at)
    forms = _forms(connection, {(row.body, row.seat) for row in rows}, at)
    return [
        _cell(row, people.get(row.person), names.get(row.body), forms.get((row.body, row.seat)))
        for row in rows
    ]


def _forms(
    connection: Connection, wanted: set[tuple[str, str]], at: int | None
) -> dict[tuple[str, str], Any]:
    query = select(seats).where(
        known(seats, at), among(connection, seats.c.body, {body for body, _ in wanted})
    )
    rows = read(connection, query.order_by(seats.c.since))
    return {(row.body, row.seat): row for row in rows}


_STATUS = {"tenure": "sitting", "leave": "on leave", "vacant": "kept vacant"}


def _cell(row: Any, person: Known | None, body_name: str | None, form: Any) -> Cells:
    status = "substituting" if row.absent else _STATUS[row.sort]
    last = spanning(row.last_earliest, row.last_latest)
    bounded = row.last_earliest < END and row.sort != "tenure"
    return {
        "body": row.body,
        "body_name": body_name,
        "seat": row.seat,
        "title": form.title if form else None,
        "role": form.role if form else None,
        "person": person.person if person else None,
        "name": person.name if person else None,
        "status": status,
        "from": row.first,
        "until": last.text if bounded else row.until,
        "planned_until": row.planned,
        "mode": row.mode,
        "by": row.by,
        "made_on": row.made_on,
        "nominated_by": unlisted(row.nominated_by),
        "decision": row.decision,
        "in_place_of": row.absent,
        "entries": unlisted(row.entries),
        "_order": (row.first_earliest, row.first_latest, row.last_latest, row.person),
    }


def _vacant(
    connection: Connection, rows: Sequence[Any], body: str, seat: str, at: int | None
) -> list[Cells]:
    query = select(seats).where(known(seats, at), seats.c.body == body, seats.c.seat == seat)
    found = read(connection, query.order_by(seats.c.since))
    forms = [
        form_of(row)._replace(since=max(row.since, row.exists_from), to=min(row.to, row.exists_to))
        for row in found
    ]
    held = [tenure_of(row) for row in rows if row.sort == "tenure"]
    away = [leave_of(row) for row in rows if row.sort == "leave"]
    first = min(row.first_earliest for row in rows)
    return [
        {
            "body": body,
            "seat": seat,
            "status": "vacant" if gap.room.certain else "possibly vacant",
            "places": gap.room.certain or gap.room.possible,
            "from": iso(gap.first) if gap.first > BEGINNING else "..",
            "until": iso(gap.last) if gap.last < END - 1 else None,
            "entries": [],
            "_order": (gap.first, gap.first, gap.last, "~"),
        }
        for gap in vacancies(forms, held, away, first)
    ]


def _in_order(cells: list[Cells]) -> list[Cells]:
    ordered = sorted(cells, key=lambda cell: cell["_order"])
    return [{k: v for k, v in cell.items() if k != "_order"} for cell in ordered]
