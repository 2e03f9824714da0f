"""`fasti board`: who sits, what is vacant and whose it is to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cli.call import Call
from cli.messages import plain
from cli.options import format_option, known_at_option, known_number, on_option, today

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from domain.composition import Holder
    from projections.composition import Standing
    from projections.persons import Known


@click.command()
@click.argument("body", required=False)
@click.option("--all", "everywhere", is_flag=True, help="The holders of all bodies.")
@on_option
@known_at_option
@click.option("--why", is_flag=True, help="Say how each holder is known.")
@click.option("--what-if", is_flag=True, help="As if the pending proposals were adopted.")
@format_option
@click.pass_obj
def board(
    call: Call,
    body: str | None,
    everywhere: bool,
    day: date | None,
    known_at: str | None,
    why: bool,
    what_if: bool,
    form: str,
) -> None:
    """Who sits in BODY on a day, as the register knew it at a time.

    Example: fasti board kkr-hovedstaden --on 2022-03-26 --why
    """
    if everywhere == (body is not None):
        raise click.UsageError("name one body, or --all")
    asked = day or today()
    if everywhere:
        _all(call, asked, known_at, form)
        return
    slug = call.body(body or "")
    with call.asking() as connection:
        at, recorded = known_number(connection, known_at)
        pending: Collection[str] = ()
        if what_if:
            from cli.what_if import supposing

            with supposing(call, connection, slug, at) as supposed:
                answer = _answer(supposed.connection, slug, asked, recorded, None)
                for holder in (h for seat in answer["seats"] for h in seat["holders"]):
                    holder["entries"] = supposed.entries(holder["entries"])
                pending = supposed.proposals
        else:
            answer = _answer(connection, slug, asked, recorded, at)
        _print(call, connection, answer, form, why=why, at=at, pending=pending)


def _answer(
    connection: Connection, slug: str, day: date, recorded: str | None, at: int | None
) -> dict[str, Any]:
    from domain.refusal import Refusal
    from projections.composition import composition
    from projections.lookup import body_names
    from projections.persons import called

    ordinal = day.toordinal()
    names = body_names(connection, ordinal, at)
    if slug not in names:
        raise Refusal(f"the register did not know '{slug}' then; ask for a later --known-at")
    standing = composition(connection, ordinal, at, slug)
    sitting = {h.tenure.person for seat in standing for h in seat.holders}
    people = called(connection, sitting, ordinal, at)
    return {
        "body": slug,
        "name": names[slug],
        "on": day.isoformat(),
        "known_at": recorded,
        "seats": [_seat(seat, people) for seat in standing],
    }


def _seat(seat: Standing, people: dict[str, Known]) -> dict[str, Any]:
    form, room = seat.form, seat.room
    return {
        "seat": seat.seat,
        "title": form.title,
        "role": form.role,
        "places": form.places or None,
        "entitled": form.entitled,
        "basis": form.basis,
        "appointer": form.appointer,
        "nominators": list(form.nominators),
        "vacant": {"certain": room.certain, "possible": room.possible} if room else None,
        "unknown": seat.unknown,
        "holders": [_holder(holder, people[holder.tenure.person]) for holder in seat.holders],
    }


def _holder(holder: Holder, person: Known) -> dict[str, Any]:
    tenure = holder.tenure
    return {
        "person": person.person,
        "name": person.name,
        "affiliation": person.affiliation,
        "from": tenure.first.text,
        "until": tenure.until.text if tenure.until else None,
        "planned_until": tenure.planned.text if tenure.planned else None,
        "certain": holder.certain,
        "status": holder.status,
        "mode": tenure.mode,
        "decision": tenure.decision,
        "entries": list(tenure.entries),
    }


COLUMNS = ["seat", "title", "role", "person", "name", "affiliation", "from", "until"]
COLUMNS += ["planned_until", "certain", "status", "mode", "decision", "entries"]


def _print(
    call: Call,
    connection: Connection,
    answer: dict[str, Any],
    form: str,
    *,
    why: bool,
    at: int | None,
    pending: Collection[str],
) -> None:
    from cli.show import show_csv, show_json, show_table

    if form == "json":
        show_json(answer)
        return
    if form == "csv":
        rows = [
            {**{k: seat[k] for k in ("seat", "title", "role")}, **holder}
            for seat in answer["seats"]
            for holder in seat["holders"] or [{}]
        ]
        show_csv(rows, COLUMNS)
        return
    known = f", as known at {answer['known_at']}" if answer["known_at"] else ""
    title = f"{answer['name']} on {answer['on']}{known}"
    lines = [line for seat in answer["seats"] for line in _lines(seat, answer["on"], pending)]
    if not lines:
        click.echo(f"{plain(title)}: no seats")
        return
    show_table(lines, ["seat", "holder", "from", "until", "remarks"], title=title)
    if why:
        from cli.why import chain

        for seat in answer["seats"]:
            for holder in seat["holders"]:
                click.echo(f"\n{plain(holder['name'])}, {plain(seat['seat'])}:")
                for number in holder["entries"]:
                    for line in chain(call, connection, number, at):
                        click.echo(f"  {line}")


def _lines(seat: dict[str, Any], day: str, pending: Collection[str]) -> list[dict[str, Any]]:
    lines = []
    for holder in seat["holders"]:
        party = f" ({holder['affiliation']})" if holder["affiliation"] else ""
        planned = holder["planned_until"]
        lines.append(
            {
                "seat": seat["seat"],
                "holder": f"{holder['name']}{party}",
                "from": holder["from"],
                "until": holder["until"] or (f"{planned} (planned)" if planned else ""),
                "remarks": ", ".join(_remarks(seat, holder, day, pending)),
            }
        )
    room = seat["vacant"]
    if seat["unknown"]:
        lines.append({"seat": seat["seat"], "holder": "unknown"})
    elif room is not None and (room["certain"] or (room["possible"] and not seat["holders"])):
        lines.append({"seat": seat["seat"], "holder": in_words(room), "remarks": whose(seat)})
    return lines


def _remarks(
    seat: dict[str, Any], holder: dict[str, Any], day: str, pending: Collection[str]
) -> list[str]:
    found = [] if seat["role"] == "member" else [seat["role"]]
    found += [] if holder["certain"] else ["possibly"]
    found += [] if holder["status"] == "sitting" else [holder["status"]]
    found += [f"if {holder['decision']} is adopted"] if holder["decision"] in pending else []
    if len(seat["holders"]) > 1 and day in (holder["from"], holder["until"]):
        found.append("handover day")
    return found


def in_words(room: Mapping[str, Any]) -> str:
    """The free places of a seat in words."""
    sure, most = room["certain"], room["possible"]
    if not sure:
        return "possibly vacant" if most == 1 else f"up to {most} vacant"
    return "vacant" if most == 1 else f"{sure} vacant" if sure == most else f"{sure}–{most} vacant"


def whose(seat: Mapping[str, Any]) -> str:
    """Whose a seat is to fill, by what right, and who appoints."""
    entitled = f"{seat['entitled']}'s to fill" if seat["entitled"] else ""
    basis = f"by {seat['basis']}" if seat["basis"] else ""
    appointer = f"appointed by {seat['appointer']}" if seat["appointer"] else ""
    return ", ".join(part for part in (entitled, basis, appointer) if part)


def _all(call: Call, day: date, known_at: str | None, form: str) -> None:
    from cli.show import show

    with call.asking() as connection:
        rows = _rows(connection, day, known_at)
    columns = ["body", "seat", "person", "person_source", "seat_source", "from", "until", "certain"]
    show(rows, form, columns, empty="nobody is known to sit anywhere")


def _rows(connection: Connection, day: date, known_at: str | None) -> list[dict[str, Any]]:
    """One flat row a holder, over all bodies."""
    from projections.everywhere import everywhere
    from projections.persons import called

    at, _ = known_number(connection, known_at)
    seated = everywhere(connection, day.toordinal(), at)
    sitting = {h.tenure.person for seat in seated for h in seat.holders}
    people = called(connection, sitting, day.toordinal(), at)
    return [
        {
            "body": seat.body,
            "seat": seat.seat,
            "person": person.person,
            "person_source": person.source,
            "seat_source": seat.source,
            "from": holder.tenure.first.text,
            "until": holder.tenure.until.text if holder.tenure.until else None,
            "certain": holder.certain,
        }
        for seat in seated
        for holder in seat.holders
        for person in [people[holder.tenure.person]]
    ]
