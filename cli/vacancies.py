"""`fasti vacancies`: what is open, and whose it is to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.options import format_option, known_at_option, known_number, on_option, today

if TYPE_CHECKING:
    from datetime import date


COLUMNS = ["body", "seat", "certain", "possible", "entitled", "basis"]
NONE = "no seat is known to have room"


@click.command()
@click.option("--body", metavar="BODY", help="In one body.")
@on_option
@known_at_option
@format_option
@click.pass_obj
def vacancies(
    call: Call, body: str | None, day: date | None, known_at: str | None, form: str
) -> None:
    """Seats with room on a day, surely or possibly; those surely vacant first in a table.

    Example: fasti vacancies --on 2022-03-26
    """
    from cli.board import in_words, whose
    from cli.show import show
    from projections.composition import composition
    from projections.lookup import body_names

    slug = call.body(body) if body else None
    ordinal = (day or today()).toordinal()
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        names = body_names(connection, ordinal, at)
        rows = [
            {
                "body": seat.body,
                "body_name": names.get(seat.body, seat.body),
                "seat": seat.seat,
                "title": seat.form.title,
                "role": seat.form.role,
                "certain": seat.room.certain,
                "possible": seat.room.possible,
                "entitled": seat.form.entitled,
                "basis": seat.form.basis,
                "appointer": seat.form.appointer,
                "nominators": list(seat.form.nominators),
            }
            for seat in composition(connection, ordinal, at, slug)
            if seat.room is not None and seat.room.possible
        ]
    if form == "table":
        rows.sort(key=lambda row: not row["certain"])
        told = [{**row, "room": in_words(row), "to fill": whose(row)} for row in rows]
        show(told, form, ["body", "seat", "room", "to fill"], empty=NONE)
    else:
        show(rows, form, COLUMNS, empty=NONE)
