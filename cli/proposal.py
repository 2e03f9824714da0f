"""`fasti proposal`: one proposal from what was recommended to what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.call import Call
from cli.main import Noun
from cli.options import ENTRY, WHEN, format_option, known_at_option, known_number, writes
from cli.propose import ACT_HELP, acts_of
from domain.when import When

if TYPE_CHECKING:
    from domain.act import Act


@click.group(cls=Noun)
def proposal() -> None:
    """Proposals: one in full, nominate, amend, withdraw, annul its decision.

    Example: fasti proposal kkr-4-3-1
    """


@proposal.command()
@click.argument("slug", metavar="ID")
@known_at_option
@format_option
@click.pass_obj
def show(call: Call, slug: str, known_at: str | None, form: str) -> None:
    """The history of proposal ID, from what was recommended to what happened by it.

    Example: fasti proposal kkr-4-3-1
    """
    from cli.lines import history, marked
    from cli.show import show as rows

    slug = call.proposal(slug)
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        found = history(call, connection, at, about=[f"proposal:{slug}"])
    if form == "table":
        found = [{**row, "text": marked(row)} for row in found]
    rows(found, form, ["entry", "stream", "text"], empty=f"nothing known of {slug} then")


@proposal.command(name="list")
@known_at_option
@format_option
@click.pass_obj
def list_(call: Call, known_at: str | None, form: str) -> None:
    """List the proposals that are pending.

    Example: fasti proposal list
    """
    from cli.show import show as rows
    from projections.decisions import pending

    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        found = [
            {name: row[name] for name in ("proposal", "body", "purpose", "text", "status", "acts")}
            for row in pending(connection, at)
        ]
    rows(found, form, ["proposal", "body", "purpose", "status", "text"], empty="none is pending")


@proposal.command()
@click.argument("slug", metavar="ID")
@click.argument("person")
@click.option("--seat", metavar="SEAT", help="For which seat, where the proposal has several.")
@click.option("--by", metavar="TEXT", help="Who puts them forward.")
@writes()
def nominate(call: Call, slug: str, person: str, seat: str | None, by: str | None) -> list[Act]:
    """Record that PERSON was put forward for what proposal ID leaves open.

    Example: fasti proposal nominate kkr-4-3-1 bo-hansen --by Venstre
    """
    from domain.act import act
    from domain.proposal_events import CandidateNominated

    event = CandidateNominated(person=call.person(person), seat=seat, by=by)
    return [act(call.proposal(slug), event)]


@proposal.command()
@click.argument("slug", metavar="ID")
@click.option("--text", help="The new text.")
@click.option("--act", "acts", multiple=True, metavar="COMMAND", help=ACT_HELP)
@click.option("--by", metavar="TEXT", help="Who changed it.")
@writes(despite=True)
def amend(
    call: Call, slug: str, text: str | None, acts: tuple[str, ...], by: str | None
) -> list[Act]:
    """Record that the text or the acts of proposal ID were changed before it was decided.

    Example: fasti proposal amend kkr-4-3-1 --text "Udpeger to medlemmer"
    """
    from domain.act import act
    from domain.proposal_events import ProposalAmended

    if text is None and not acts:
        raise click.UsageError("give what is new: --text or --act")
    event = ProposalAmended(text=text, acts=acts_of(call, acts) if acts else None, by=by)
    return [act(call.proposal(slug), event)]


@proposal.command()
@click.argument("slug", metavar="ID")
@click.option("--on", "day", type=WHEN, required=True, help="The day.")
@click.option("--by", metavar="TEXT", help="Who took it back.")
@writes(despite=True)
def withdraw(call: Call, slug: str, day: When, by: str | None) -> list[Act]:
    """Record that proposal ID was taken back.

    Example: fasti proposal withdraw kkr-4-3-1 --on 2022-03-24
    """
    from domain.act import act
    from domain.proposal_events import ProposalWithdrawn

    return [act(call.proposal(slug), ProposalWithdrawn(day=day, by=by))]


@proposal.command()
@click.argument("slug", metavar="ID")
@click.option("--by", required=True, metavar="TEXT", help="Who annulled the decision.")
@click.option("--reason", required=True, help="Why.")
@click.option("--on", "day", type=WHEN, help="The day it was annulled.")
@click.option("--from", "first_day", type=WHEN, help="Void from this day; from the start if none.")
@click.option(
    "--retract", "resting", type=ENTRY, multiple=True, help="An entry that rests on what it undoes."
)
@writes(despite=True)
def annul(
    call: Call,
    slug: str,
    by: str,
    reason: str,
    day: When | None,
    first_day: When | None,
    resting: tuple[int, ...],
) -> list[Act]:
    """Record that the decision on proposal ID is void, and what that undoes.

    Void from the start, the proposal is pending again. A replacement that is void from a day on
    ends the tenure it began; who sits then is for a new decision.

    Example: fasti proposal annul havneraad-1 --by Ankestyrelsen --reason inhabil --from 2023-01-01
    """
    from cli.retract import retraction
    from domain.act import act
    from domain.proposal_events import DecisionAnnulled

    event = DecisionAnnulled(by=by, reason=reason, day=day, first_day=first_day)
    undone = [retraction(number, reason) for number in dict.fromkeys(resting)]
    return [*undone, act(call.proposal(slug), event)]
