"""`fasti decisions`: what bodies decided, by body, case, person, time and outcome."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

import click

from cli.call import Call
from cli.options import DAY, format_option, known_at_option, known_number
from domain.when import When
from domain.words import Outcome

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import RowMapping


@click.command()
@click.option("--body", metavar="BODY", help="By one body.")
@click.option("--case", metavar="NUMBER", help="In one case.")
@click.option("--person", metavar="PERSON", help="That concern one person.")
@click.option("--since", type=DAY, help="From this day.")
@click.option("--until", type=DAY, help="Up to this day.")
@click.option("--outcome", type=click.Choice(get_args(Outcome)), help="With one outcome.")
@known_at_option
@format_option
@click.pass_obj
def decisions(
    call: Call,
    body: str | None,
    case: str | None,
    person: str | None,
    since: date | None,
    until: date | None,
    outcome: str | None,
    known_at: str | None,
    form: str,
) -> None:
    """Decisions, by day.

    Example: fasti decisions --body kkr-hovedstaden --since 2022-01-01 --outcome adopted
    """
    from cli.show import show
    from projections.decisions import concerning, decided

    of = call.body(body) if body else None
    about = call.person(person) if person else None
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        rows = list(decided(connection, at))
        if about:
            named = concerning(connection, [f"person:{about}"], at)
            rows = [row for row in rows if row["proposal"] in named]
    wanted = {"body": of, "case": case, "outcome": outcome}
    rows = [
        row
        for row in rows
        if all(value is None or row[name] == value for name, value in wanted.items())
        and _within(When.parse(row["day"]), since, until)
    ]
    columns = ["day", "proposal", "body", "outcome", "manner", "text"]
    show([_cells(row) for row in rows], form, columns, empty="no such decision on record")


def _within(day: When, since: date | None, until: date | None) -> bool:
    early = since is not None and day.latest < since.toordinal()
    late = until is not None and day.earliest > until.toordinal()
    return not (early or late)


def _cells(row: RowMapping) -> dict[str, Any]:
    return {
        "day": row["day"],
        "proposal": row["proposal"],
        "body": row["body"],
        "outcome": "annulled" if row["annulled"] else row["outcome"],
        "manner": row["manner"],
        "for": row["for_"],
        "against": row["against"],
        "abstaining": row["abstaining"],
        "voices": [f"{v['position']}: {v['who']}" for v in json.loads(row["voices"] or "[]")],
        "minority": row["minority"],
        "text": row["proposed"],
        "decision_text": row["text"],
        "purpose": row["purpose"],
        "case": row["case"],
        "meeting": row["meeting"] or row["proposed_at"],
        "item": row["item"] if row["meeting"] else row["proposed_item"],
        "deferred_until": row["deferred_until"],
        "referred_to": row["referred_to"],
        "acts": row["acts"],
        "entries": [row["entry"]],
    }
