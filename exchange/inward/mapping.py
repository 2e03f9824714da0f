"""Which column of a table holds what: a file in TOML that somebody writes for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from exchange.inward.failures import Unreadable, Wrong

ROLES = (
    *("body", "body_name", "seat", "seat_title", "role", "places", "person", "name"),
    *("from", "until", "party", "began_by", "ended_by", "term", "id"),
)
NEEDED = ("body", "person")
MOST = 100
"""So many tenures a row may hold."""
NUMBER = "{n}"
"""What stands for the number of a tenure in the names of columns."""


class Source(NamedTuple):
    """The columns a role is taken from: joined, or the first that is filled; of the text only what
    the group of a pattern matches, where there is one."""

    columns: Sequence[str]
    first: bool = False
    match: re.Pattern[str] | None = None

    def said(self, cells: Sequence[str], joint: str) -> str:
        """What the cells of the columns say; raises ValueError where the pattern does not match."""
        told = [cell for cell in map(str.strip, cells) if cell]
        text = "".join(told[:1]) if self.first else joint.join(told)
        if self.match is None or not text:
            return text
        found = self.match.fullmatch(text)
        if found is None:
            raise ValueError(f"'{text[:40]}' is not like '{self.match.pattern[:40]}'")
        return found[1] or ""


class Form(NamedTuple):
    """How a date is written, and how much of `2022-03-25` it says: 4, 7 or 10 characters."""

    text: str
    length: int

    def iso(self, text: str) -> str | None:
        """A date in ISO form, None where it is not written so."""
        try:
            day = datetime.strptime(text, self.text).replace(tzinfo=UTC).date()
        except ValueError:
            return None
        return day.isoformat()[: self.length]


class Columns(NamedTuple):
    """Role → its columns, or the text that stands in every row; how dates are written, and whether
    last days are included (None: not said). A row holds `numbered` tenures (None: one); one that
    does not say what is `needed` is left out."""

    columns: Mapping[str, Source]
    fixed: Mapping[str, str]
    joint: str
    dates: Sequence[Form]
    last_day: str | None
    numbered: int | None
    needed: Sequence[str]

    def names(self) -> list[str]:
        """The names of all columns, those of the first tenure first."""
        return [name for number in self.numbers() for _, name in self.of(number)]

    def numbers(self) -> range:
        """The numbers of the tenures in a row."""
        return range(1, (self.numbered or 1) + 1)

    def of(self, number: int) -> list[tuple[str, str]]:
        """The role and name of each column of one tenure."""
        return [
            (role, name.replace(NUMBER, str(number)) if self.numbered else name)
            for role, source in self.columns.items()
            for name in source.columns
        ]


def mapping(path: Path) -> Columns:
    """Read a mapping file; raises Unreadable with everything that is wrong in it."""
    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as cause:
        raise Unreadable(str(path), [("", f"cannot be read: {cause.strerror}")]) from None
    except (ValueError, RecursionError) as problem:
        raise Unreadable(str(path), [("", f"is no TOML: {problem}")]) from None
    wrong: Wrong = []
    columns = {role: _source(role, value, wrong) for role, value in _table(given, "columns", wrong)}
    fixed = {role: str(value) for role, value in _table(given, "fixed", wrong)}
    needed = given.get("needed", [])
    listed = [str(role) for role in needed] if isinstance(needed, list) else [str(needed)]
    for role in (*columns, *fixed, *listed):
        if role not in ROLES:
            wrong.append(("", f"'{role[:40]}' is nothing a row can say; {', '.join(ROLES)} are"))
    missing = [role for role in NEEDED if role not in columns and role not in fixed]
    if missing:
        wrong.append(("", f"names no column for {' and '.join(missing)}"))
    if "person" in fixed:
        wrong.append(("", "has one person for all rows; name a column"))
    dates = _forms(given.get("dates", []), wrong)
    last, numbered = given.get("last_day"), given.get("numbered")
    if last not in (None, "included", "excluded"):
        wrong.append(("", "last_day is 'included' or 'excluded'"))
    if numbered is not None and not (type(numbered) is int and 0 < numbered <= MOST):
        wrong.append(("", f"numbered is how many tenures a row has, 1 to {MOST}"))
    if wrong:
        raise Unreadable(str(path), wrong)
    joint = str(given.get("joint", " "))
    return Columns(columns, fixed, joint, dates, last, numbered, listed)


def _forms(given: Any, wrong: Wrong) -> tuple[Form, ...]:
    forms = [_form(text) for text in (given if isinstance(given, list) else [given])]
    if None in forms:
        wrong.append(("", "dates is a form of days, such as '%m/%d/%Y', or a list of forms"))
    return tuple(form for form in forms if form is not None)


def _form(text: Any) -> Form | None:
    """A form that says at least the year, and can be read back."""
    if not isinstance(text, str):
        return None
    day = date(1987, 6, 25)
    try:
        read = datetime.strptime(day.strftime(text), text).replace(tzinfo=UTC).date()
    except ValueError:
        return None
    length = next((n for n in (10, 7, 4) if read.isoformat()[:n] == day.isoformat()[:n]), None)
    return None if length is None else Form(text, length)


def _table(given: dict[str, Any], name: str, wrong: Wrong) -> list[tuple[str, Any]]:
    found = given.get(name, {})
    if not isinstance(found, dict):
        wrong.append(("", f"'{name}' is a table: [{name}]"))
        return []
    return list(found.items())


def _source(role: str, value: Any, wrong: Wrong) -> Source:
    told = value if isinstance(value, dict) else {"columns": value}
    columns = told.get("first_of", told.get("columns"))
    listed = columns if isinstance(columns, list) else [columns]
    names = [name for name in listed if isinstance(name, str) and name]
    if not names or len(names) < len(listed):
        wrong.append(
            (
                "",
                f"columns.{role[:40]} is the name of a column, a list of names, or a table with"
                " columns or first_of, and match",
            )
        )
        return Source([])
    return Source(names, "first_of" in told, _pattern(role, told.get("match"), wrong))


def _pattern(role: str, text: Any, wrong: Wrong) -> re.Pattern[str] | None:
    if text is None:
        return None
    try:
        found = re.compile(str(text))
    except re.error as problem:
        wrong.append(("", f"columns.{role[:40]}.match is no pattern: {problem}"))
        return None
    if found.groups != 1:
        wrong.append(("", f"columns.{role[:40]}.match has one group: what is taken, in ( )"))
    return found
