"""`fasti prove`: an answer as a certificate that is checked without Fasti."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.options import known_at_option, known_number, on_option, today
from domain.refusal import Refusal
from domain.text import in_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from application.certificate import Answer, Question


@click.command()
@click.argument("body")
@click.argument("seat")
@click.argument("person")
@on_option
@known_at_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write."
)
@click.option("--whole", is_flag=True, help="Put in every entry of the body, none left out.")
@click.option("--trust", multiple=True, metavar="KEY", help="The public key of who signed.")
@click.pass_obj
def prove(
    call: Call,
    body: str,
    seat: str,
    person: str,
    day: date | None,
    known_at: str | None,
    output: Path,
    whole: bool,
    trust: tuple[str, ...],
) -> None:
    """Write a certificate that PERSON held SEAT of BODY on a day, as known at a time.

    It is checked with verify_certificate.py, which needs no Fasti and no register.

    Example: fasti prove havneraad fiskerne cy --on 2021-07-01 -o cy.json
    """
    from application.certificate import LIMITS, certificate
    from application.keys import known_keys, verifier
    from application.swapping import put

    slug = call.body(body)
    place = call.seat(slug, seat)
    who = call.person(person)
    asked = day or today()
    with call.asking() as connection:
        number, recorded = known_number(connection, known_at)
        question, answer = _held(connection, (slug, place, who), asked, number, recorded)
    if known_at is not None and known_at.startswith("#"):
        question = question._replace(known_at=None)
    keys = [*map(verifier, trust), *known_keys()]
    made = certificate(call.register.storage, question, answer, keys, whole=whole)
    put(output, f"{in_json(made, indent=1)}\n".encode())
    held = "held" if answer.certain else "may have held"
    known = f"#{made['answer']['known_entry']}"
    click.echo(f"{who} {held} {place} of {slug} on {asked}, as known at {known}", err=True)
    click.echo(f"{output} rests on {len(made['entries'])} entries, all signed", err=True)
    for limit in LIMITS:
        click.echo(limit, err=True)


def _held(
    connection: Connection,
    asked: tuple[str, str, str],
    day: date,
    number: int | None,
    recorded: str | None,
) -> tuple[Question, Answer]:
    """The question about a body, a seat and a person, and what the board says; else Refusal."""
    from application.certificate import Answer, Question
    from projections.composition import composition
    from projections.persons import surviving

    body, seat, person = asked
    lost = surviving(connection, number)
    identities = {person, *(slug for slug, kept in lost.items() if kept == person)}
    standing = composition(connection, day.toordinal(), number, body, seat)
    holding = [h for s in standing for h in s.holders if h.tenure.person in identities]
    if not holding:
        raise Refusal(
            f"{person} is not known to have held {seat} of {body} on {day};"
            " a certificate says who held a seat, not who did not"
        )
    decisions = {h.tenure.decision for h in holding if h.tenure.decision}
    question = Question(body, seat, person, sorted(identities), day, number, recorded)
    return question, Answer(any(h.certain for h in holding), sorted(decisions))
