"""`fasti meeting`: meetings, their agendas and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from cli.call import Call
from cli.main import Noun
from cli.options import WHEN, format_option, known_at_option, known_number, writes
from domain.when import When
from domain.words import PaperSort

if TYPE_CHECKING:
    from domain.act import Act


@click.group(cls=Noun)
def meeting() -> None:
    """Meetings: an agenda, convene, list and strike items, file papers, approve minutes.

    Example: fasti meeting convene kkr-2022-09-16 --body kkr-hovedstaden --on 2022-09-16
    """


@meeting.command(name="list")
@click.option("--body", metavar="BODY", help="Of one body.")
@known_at_option
@format_option
@click.pass_obj
def list_(call: Call, body: str | None, known_at: str | None, form: str) -> None:
    """List meetings by day.

    Example: fasti meeting list --body kkr-hovedstaden
    """
    from cli.show import show as rows
    from projections.meetings import all_meetings

    slug = call.body(body) if body else None
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        found = [dict(row) for row in all_meetings(connection, at, slug)]
    columns = ["day", "meeting", "body", "title", "begins", "place"]
    rows([_public(row) for row in found], form, columns, empty="no meetings on record")


@meeting.command()
@click.argument("slug", metavar="MEETING")
@known_at_option
@format_option
@click.pass_obj
def show(call: Call, slug: str, known_at: str | None, form: str) -> None:
    """The agenda and the papers of MEETING.

    Example: fasti meeting kkr-2022-03-25
    """
    from cli.show import show as rows
    from projections.meetings import agenda, filed
    from projections.schema import unlisted

    slug = call.meeting(slug)
    with call.asking() as connection:
        at, _ = known_number(connection, known_at)
        items = [
            _public({**row, "officers": unlisted(row["officers"])})
            for row in agenda(connection, slug, at)
        ]
        papers = [_public(dict(row)) for row in filed(connection, slug, at)]
    found = items + [{**row, "title": f"{row['sort']}: {row['title']}"} for row in papers]
    rows(found, form, ["item", "title", "case", "officers", "paper"], empty="no items on record")


def _public(row: dict[str, Any]) -> dict[str, Any]:
    hidden = {"known_from", "known_to", "slot"}
    flags = {name: bool(row[name]) for name in ("closed", "struck") if name in row}
    return {name: value for name, value in row.items() if name not in hidden} | flags


@meeting.command()
@click.argument("slug", metavar="MEETING")
@click.option("--body", required=True, metavar="BODY", help="Which body meets.")
@click.option("--on", "day", type=WHEN, required=True, help="The day.")
@click.option("--title", help="What it is called.")
@click.option("--begins", metavar="HH:MM", help="When it begins.")
@click.option("--ends", metavar="HH:MM", help="When it ends.")
@click.option("--place", help="Where.")
@writes(despite=True)
def convene(call: Call, slug: str, body: str, **options: Any) -> list[Act]:
    """Record that a body meets on a day.

    Example: fasti meeting convene kkr-2022-09-16 --body kkr-hovedstaden --on 2022-09-16
    """
    from domain.act import act
    from domain.meeting_events import MeetingConvened
    from domain.text import valid_slug

    return [act(valid_slug(slug), MeetingConvened(body=call.body(body), **options))]


@meeting.command()
@click.argument("slug", metavar="MEETING")
@click.argument("item")
@click.option("--title", required=True, help="Its heading.")
@click.option("--section", help="The section it stands in.")
@click.option("--case", metavar="NUMBER", help="Its case number.")
@click.option("--officer", "officers", multiple=True, help="Who prepared it.")
@click.option("--closed", is_flag=True, help="Closed to the public.")
@writes()
def item(call: Call, slug: str, item: str, **options: Any) -> list[Act]:
    """Record that ITEM stands on the agenda of MEETING.

    Example: fasti meeting item kkr-2022-06-21 1.1 --title "Godkendelse af referat"
    """
    from domain.act import act
    from domain.meeting_events import ItemListed

    return [act(call.meeting(slug), ItemListed(item=item, **options))]


@meeting.command()
@click.argument("slug", metavar="MEETING")
@click.argument("item")
@click.option("--reason", help="Why.")
@writes()
def strike(call: Call, slug: str, item: str, reason: str | None) -> list[Act]:
    """Record that ITEM was taken off the agenda of MEETING.

    Example: fasti meeting strike kkr-2022-03-25 4.3 --reason "udsat"
    """
    from domain.act import act
    from domain.meeting_events import ItemStruck

    return [act(call.meeting(slug), ItemStruck(item=item, reason=reason))]


@meeting.command(name="approve-minutes")
@click.argument("slug", metavar="MEETING")
@click.option("--on", "day", type=WHEN, required=True, help="The day.")
@click.option("--at", metavar="MEETING", help="The meeting that approved them.")
@writes(despite=True)
def approve_minutes(call: Call, slug: str, day: When, at: str | None) -> list[Act]:
    """Record that the minutes of MEETING were approved.

    Example: fasti meeting approve-minutes kkr-2022-03-25 --on 2022-06-21
    """
    from domain.act import act
    from domain.meeting_events import MinutesApproved

    return [act(call.meeting(slug), MinutesApproved(day=day, at=call.meeting(at) if at else None))]


@meeting.command(name="file")
@click.argument("slug", metavar="MEETING")
@click.argument("file", metavar="FILE")
@click.option("--title", help="Its title; the file's name if none.")
@click.option("--sort", type=click.Choice(get_args(PaperSort)), default="attachment")
@click.option("--item", help="The agenda item it belongs to.")
@writes()
def file_(
    call: Call, slug: str, file: str, title: str | None, sort: PaperSort, item: str | None
) -> list[Act]:
    """Keep FILE as a paper of MEETING, under its SHA-256.

    Example: fasti meeting file kkr-2022-03-25 bilag.pdf --sort attachment
    """
    from pathlib import Path

    from application.papers import keep
    from domain.act import act
    from domain.meeting_events import PaperFiled

    meeting = call.meeting(slug)
    digest = keep(call.register.storage, file)
    event = PaperFiled(paper=digest, title=title or Path(file).name, sort=sort, item=item)
    return [act(meeting, event)]
