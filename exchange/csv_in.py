"""CSV in, by a mapping that says which column holds what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from domain.when import UNKNOWN
from exchange.days import first_day, last_day, words
from exchange.failures import Unreadable, Wrong
from exchange.holdings import Found, Holding, SourceBody, SourcePerson, SourceSeat
from exchange.table import rows

ROLES = (
    *("body", "body_name", "seat", "seat_title", "role", "person", "name"),
    *("from", "until", "party", "began_by", "ended_by", "id"),
)
NEEDED = ("body", "person")


class Columns(NamedTuple):
    """Role → the columns that are joined for it, or the text that stands in every row; how dates
    are written, and whether last days are included (None: not said)."""

    columns: Mapping[str, list[str]]
    fixed: Mapping[str, str]
    joint: str
    dates: str | None
    last_day: str | None


def mapping(path: Path) -> Columns:
    """Read a mapping file, TOML; raises Unreadable with everything that is wrong in it."""
    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as cause:
        raise Unreadable(str(path), [("", f"cannot be read: {cause.strerror}")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Unreadable(str(path), [("", f"is no TOML: {problem}")]) from None
    wrong: Wrong = []
    columns = {role: _parts(role, value, wrong) for role, value in _table(given, "columns", wrong)}
    fixed = {role: str(value) for role, value in _table(given, "fixed", wrong)}
    for role in (*columns, *fixed):
        if role not in ROLES:
            wrong.append(("", f"'{role[:40]}' is nothing a row can say; {', '.join(ROLES)} are"))
    missing = [role for role in NEEDED if role not in columns and role not in fixed]
    if missing:
        wrong.append(("", f"names no column for {' and '.join(missing)}"))
    if "person" in fixed:
        wrong.append(("", "has one person for all rows; name a column"))
    last = given.get("last_day")
    if last not in (None, "included", "excluded"):
        wrong.append(("", "last_day is 'included' or 'excluded'"))
    if wrong:
        raise Unreadable(str(path), wrong)
    return Columns(columns, fixed, str(given.get("joint", " ")), given.get("dates"), last)


def _table(given: dict[str, Any], name: str, wrong: Wrong) -> list[tuple[str, Any]]:
    found = given.get(name, {})
    if not isinstance(found, dict):
        wrong.append(("", f"'{name}' is a table: [{name}]"))
        return []
    return list(found.items())


def _parts(role: str, value: Any, wrong: Wrong) -> list[str]:
    parts = value if isinstance(value, list) else [value]
    if not parts or not all(isinstance(part, str) and part for part in parts):
        wrong.append(("", f"columns.{role[:40]} is the name of a column, or a list of names"))
        return []
    return parts


def read(
    path: Path, digest: str, mapped: Columns, *, last_day_included: bool, places: int
) -> Found:
    """What a file says; raises Unreadable with all rows that are wrong."""
    found = Found(str(path), digest)
    names = [name for parts in mapped.columns.values() for name in parts]
    wrong: Wrong = []
    for row, cells in rows(path, names):
        place = f"row {row}"
        said = _said(mapped, cells)
        try:
            _take(found, place, said, mapped.dates, included=last_day_included, places=places)
        except ValueError as problem:
            wrong.append((place, str(problem)))
    if not found.holdings and not wrong:
        wrong.append(("", "has no rows"))
    if wrong:
        raise Unreadable(str(path), wrong)
    return found


def _said(mapped: Columns, cells: list[str]) -> dict[str, str]:
    said, at = dict(mapped.fixed), 0
    for role, parts in mapped.columns.items():
        told = (cell.strip() for cell in cells[at : at + len(parts)])
        said[role] = mapped.joint.join(cell for cell in told if cell)
        at += len(parts)
    return said


def _take(
    found: Found,
    place: str,
    said: dict[str, str],
    dates: str | None,
    *,
    included: bool,
    places: int,
) -> None:
    body, person = said["body"], said["person"]
    if not body or not person:
        raise ValueError("names no body" if not body else "names no person")
    title = said.get("seat_title") or said.get("seat") or said.get("role") or "member"
    seat = f"{body}/{said.get('seat') or said.get('role') or 'member'}"
    room = places if said.get("seat") else 0
    start, end = (_iso(said.get(role, ""), dates) for role in ("from", "until"))
    found.bodies.setdefault(body, SourceBody(place, said.get("body_name") or body))
    found.seats.setdefault(seat, SourceSeat(place, body, title, room, said.get("role")))
    named = ((said.get("name") or person, UNKNOWN),)
    found.persons.setdefault(person, SourcePerson(place, named))
    party, began, ended, source = (
        said.get(role) or None for role in ("party", "began_by", "ended_by", "id")
    )
    days = (first_day(start), last_day(end, included=included))
    found.holdings.append(
        Holding(place, body, seat, person, *days, party, began, ended, source, words(start, end))
    )


def _iso(text: str, dates: str | None) -> str:
    """The text of a day in ISO form, where it has the form that the mapping gives."""
    if dates is None or not text:
        return text
    try:
        return datetime.strptime(text, dates).replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return text
