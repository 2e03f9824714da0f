"""`fasti propose` and `fasti decide`: what a body is asked, and what it did with it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, get_args

import click

from cli.call import Call
from cli.options import WHEN, writes
from domain.words import Manner, Outcome, Purpose

if TYPE_CHECKING:
    from domain.act import Act
    from domain.proposal_events import Voice, Votes

ACT_HELP = "An act that follows if it is adopted, as a command: 'appoint BODY SEAT PERSON --from D'"


RECORDING = {
    "appoint",
    "reappoint",
    "resign",
    "vacate",
    "replace",
    "leave",
    "body",
    "seat",
    "person",
}
"""The commands whose acts a proposal can carry."""


def acts_of(call: Call, texts: tuple[str, ...]) -> tuple[Act, ...]:
    """The acts that texts ask for in the words of the command line; `?` leaves a person open."""
    found: list[Act] = []
    for text in texts:
        try:
            words = shlex.split(text)
        except ValueError as error:
            raise click.UsageError(f"--act {text!r}: {error}") from None
        collected = _asked_for(call, words)
        if not collected:
            raise click.UsageError(f"--act {text!r} asks for nothing that a proposal can carry")
        found += collected
    return tuple(found)


def _asked_for(call: Call, words: list[str]) -> list[Act]:
    """The acts of one command, which is run to collect them instead of recording them."""
    from cli.main import Noun, main

    collected: list[Act] = []
    inner = Call(call.address, call.writer, carried=collected)
    inner.register = call.register
    with click.Context(main, info_name="fasti", obj=inner) as context:
        command = (
            main.get_command(context, words[0]) if words[:1] and words[0] in RECORDING else None
        )
        asks = isinstance(command, Noun) and (len(words) < 2 or words[1] not in command.commands)
        if command is not None and not asks and words[1:2] not in (["show"], ["list"]):
            with command.make_context(words[0], words[1:], parent=context) as chosen:
                command.invoke(chosen)
    return collected


@click.command()
@click.argument("slug", metavar="ID")
@click.option("--body", required=True, metavar="BODY", help="Which body is asked.")
@click.option("--text", required=True, help="What is recommended.")
@click.option("--purpose", type=click.Choice(get_args(Purpose)), help="What the body is to do.")
@click.option("--meeting", metavar="MEETING", help="The meeting.")
@click.option("--item", metavar="NUMBER", help="The agenda item.")
@click.option("--point", type=click.IntRange(1), help="The point within the item.")
@click.option("--case", metavar="NUMBER", help="The case number.")
@click.option("--by", metavar="TEXT", help="Who recommends it.")
@click.option("--act", "acts", multiple=True, metavar="COMMAND", help=ACT_HELP)
@writes(despite=True)
def propose(
    call: Call, slug: str, body: str, meeting: str | None, acts: tuple[str, ...], **options: Any
) -> list[Act]:
    """Record one recommended point that a body is asked to decide.

    Example: fasti propose p-4-3-1 --body kkr-hovedstaden --text "Udpeger nyt medlem" --purpose
    appoint --act "appoint kkr-hovedstaden venstre-1 ? --from 2022-03-25.."
    """
    from domain.act import act
    from domain.proposal_events import Proposed
    from domain.text import valid_slug

    given = {name: value for name, value in options.items() if value is not None}
    event = Proposed(
        body=call.body(body),
        meeting=call.meeting(meeting) if meeting else None,
        acts=acts_of(call, acts),
        **given,
    )
    return [act(valid_slug(slug), event)]


@click.command()
@click.argument("slug", metavar="ID")
@click.option("--outcome", type=click.Choice(get_args(Outcome)), required=True, help="What it did.")
@click.option("--on", "day", type=WHEN, required=True, help="The day.")
@click.option("--body", metavar="BODY", help="Which body, if not the one first asked.")
@click.option("--manner", type=click.Choice(get_args(Manner)), help="How.")
@click.option("--votes", metavar="FOR/AGAINST/ABSTAINING", help="The counts.")
@click.option("--for", "in_favour", multiple=True, metavar="WHO", help="Who was for.")
@click.option("--against", multiple=True, metavar="WHO", help="Who was against.")
@click.option("--abstaining", multiple=True, metavar="WHO", help="Who abstained.")
@click.option("--reservation", multiple=True, metavar="WHO", help="Who had a reservation.")
@click.option("--minority", metavar="TEXT", help="A minority's statement.")
@click.option("--text", help="What was decided, in the minutes' words.")
@click.option("--meeting", metavar="MEETING", help="The meeting.")
@click.option("--item", metavar="NUMBER", help="The agenda item.")
@click.option("--deferred-until", type=WHEN, help="Until when it was put off.")
@click.option("--referred-to", metavar="TEXT", help="To whom it was sent.")
@click.option("--act", "acts", multiple=True, metavar="COMMAND", help="An act adopted instead.")
@click.option("--only", multiple=True, type=click.IntRange(1), help="Adopt only this act.")
@click.option("--name", "named", multiple=True, metavar="PERSON", help="Who fills the open act.")
@writes(despite=True)
def decide(call: Call, slug: str, **options: Any) -> list[Act]:
    """Record what a body did with proposal ID; adopting makes its acts happen.

    Example: fasti decide havneraad-2 --outcome adopted --on 2022-03-09 --manner unanimous
    """
    from domain.act import act
    from domain.proposal_events import Decided

    slug = call.proposal(slug)
    given = {n: options[n] for n in ("outcome", "day", "manner", "minority", "text", "item")}
    given |= {n: options[n] for n in ("deferred_until", "referred_to")}
    event = Decided(
        **given,
        body=call.body(options["body"]) if options["body"] else None,
        meeting=call.meeting(options["meeting"]) if options["meeting"] else None,
        votes=votes(options["votes"]),
        voices=voices(options),
        acts=_adopted(call, slug, options),
    )
    return [act(slug, event)]


def votes(text: str | None) -> Votes | None:
    """Counts written as `12/3/1`."""
    from domain.proposal_events import Votes

    if text is None:
        return None
    parts = text.split("/")
    if len(parts) not in (2, 3) or not all(p.isascii() and p.isdigit() for p in parts):
        raise click.UsageError(f"--votes {text!r}: write for, against, abstaining like 12/3/1")
    counts = [int(part) for part in parts]
    return Votes(for_=counts[0], against=counts[1], abstaining=counts[2] if parts[2:] else 0)


def voices(options: dict[str, Any]) -> tuple[Voice, ...]:
    """Who was for, against, abstaining or with a reservation."""
    from domain.proposal_events import Voice

    sides = ("in_favour", "against", "abstaining", "reservation")
    return tuple(
        Voice(who=who, position="for" if side == "in_favour" else side)  # type: ignore[arg-type]
        for side in sides
        for who in options[side]
    )


def _adopted(call: Call, slug: str, options: dict[str, Any]) -> tuple[Act, ...] | None:
    """The acts as adopted, where they are not simply the proposal's."""
    from domain.refusal import Refusal

    if not (options["acts"] or options["only"] or options["named"]):
        return None
    acts = proposed_acts(call, slug)
    for number in options["only"]:
        if number > len(acts):
            raise Refusal(f"proposal '{slug}' carries {len(acts)} acts; there is no act {number}")
    if options["only"]:
        acts = [acts[number - 1] for number in options["only"]]
    if options["acts"]:
        acts = [*(acts if options["only"] else []), *acts_of(call, options["acts"])]
    names = [call.person(name) for name in options["named"]]
    waiting = [at for at, act in enumerate(acts) if act.open]
    if len(names) > len(waiting):
        raise Refusal(f"{len(names)} persons are named, but {len(waiting)} acts wait for one")
    for at, person in zip(waiting, names, strict=False):
        acts[at] = acts[at].naming(person)
    return tuple(acts)


def proposed_acts(call: Call, slug: str) -> list[Act]:
    """The acts a proposal carries now."""
    return list(call.register.proposal(slug).acts)
