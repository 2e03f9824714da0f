"""What the register knows, gathered as candidates for the names in a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cli.call import Call, spread

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from domain.words import Role
    from intake.drafts.known import Known, KnownPerson, KnownProposal, KnownSeat


def acquainted(call: Call, day: date) -> Known:
    """The names, seats, meetings and pending proposals of a register; holders on a day."""
    from intake.drafts.known import Known, KnownBody, KnownMeeting
    from projections.lookup import all_bodies, ended_bodies
    from projections.meetings import agenda, all_meetings

    with call.asking() as connection:
        ended = ended_bodies(connection)
        meetings = tuple(
            KnownMeeting(
                row["meeting"],
                row["body"],
                row["day"],
                tuple(item["item"] for item in agenda(connection, row["meeting"], None)),
            )
            for row in all_meetings(connection, None)
        )
        return Known(
            tuple(KnownBody(*one, one.slug in ended) for one in all_bodies(connection)),
            tuple(_persons(connection, day)),
            tuple(_seats(connection, day)),
            meetings,
            tuple(_proposals(call, connection)),
            recorded_papers(call),
        )


def _persons(connection: Connection, day: date) -> list[KnownPerson]:
    from intake.drafts.known import KnownPerson
    from projections.lookup import every_person_name
    from projections.persons import called, organisations

    names = every_person_name(connection)
    described = called(connection, {slug for slug, _ in names}, day.toordinal(), None)
    held = organisations(connection)
    return [
        KnownPerson(
            slug, name, described[slug].affiliation if slug in described else None, held.get(slug)
        )
        for slug, name in names
    ]


def _seats(connection: Connection, day: date) -> list[KnownSeat]:
    from intake.drafts.known import KnownSeat
    from projections.composition import composition, gone

    left = gone(connection)
    return [
        KnownSeat(
            seat.body,
            seat.seat,
            seat.form.title,
            cast("Role", seat.form.role),
            seat.form.entitled,
            tuple(h.tenure.person for h in seat.holders if h.tenure.until is None),
            tuple(h.tenure.person for h in seat.holders if h.status == "on leave"),
            tuple(left.get((seat.body, seat.seat), ())),
        )
        for seat in composition(connection, day.toordinal(), None)
    ]


def _proposals(call: Call, connection: Connection) -> list[KnownProposal]:
    from intake.drafts.known import KnownProposal
    from projections.decisions import pending

    found: list[KnownProposal] = []
    for row in pending(connection, None):
        place = (row["proposal"], row["meeting"], row["item"], row["point"], row["text"])
        proposal = call.register.proposal(row["proposal"])
        candidates = tuple(one.person for one in proposal.candidates)
        found.append(KnownProposal(*place, proposal.acts, candidates))
    return found


def recorded_papers(call: Call) -> dict[str, str]:
    """SHA-256 of a paper whose draft was recorded → the entries of the append that filed it."""
    from projections.meetings import all_filed

    with call.asking() as connection:
        filed = all_filed(connection)
    found: dict[str, str] = {}
    with call.register.log() as log:
        for paper, number in filed.items():
            entry = log.entry(number)
            done = log.commanded(entry.command) if entry else None
            if done is not None:
                found[paper] = spread(range(done.first, done.last + 1))
    return found
