"""What options mean: days, times, entry numbers, evidence, and how rows are printed."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.call import Call
from domain.refusal import Refusal
from domain.when import When

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from domain.act import Act

F = TypeVar("F", bound=Callable[..., Any])


class WhenType(click.ParamType[When]):
    """A date of the world, which may be imprecise."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> When:
        """Read it, or say what it should look like."""
        try:
            return When.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class DayType(click.ParamType[date]):
    """One day."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Read it, or say what it should look like."""
        if isinstance(value, date):
            return value
        try:
            when = When.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not when.exact:
            self.fail(f"'{value}' is no single day; write it like 2022-03-25", param, ctx)
        return date.fromordinal(when.earliest)


class EntryType(click.ParamType[int]):
    """The number of an entry, with or without its `#`."""

    name = "entry"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Read it, or say what it should look like."""
        match = re.fullmatch(r"#?([1-9][0-9]{0,14})", str(value))
        if match is None:
            self.fail(f"'{value}' is no entry number; write it like 12 or '#12'", param, ctx)
        return int(match[1])


WHEN, DAY, ENTRY = WhenType(), DayType(), EntryType()


def today() -> date:
    """The day it is here."""
    return datetime.now().astimezone().date()


def known_at_option(function: F) -> F:
    """`--known-at TIME`: answer as the register knew it then."""
    return click.option(
        "--known-at",
        metavar="TIME",
        help="As known then: 2022-03-26, 2022-03-26T12:00Z, or '#12'. Without a zone: UTC.",
    )(function)


def on_option(function: F) -> F:
    """`--on DAY`: the day asked about."""
    return click.option(
        "--on", "day", type=DAY, metavar="DAY", help="The day; today if not given."
    )(function)


def format_option(function: F) -> F:
    """`--format`: how rows are printed."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        envvar="FASTI_FORMAT",
        help="How to print the rows.",
    )(function)


def known_number(connection: Connection, text: str | None) -> tuple[int | None, str | None]:
    """The entry number that a known time stands for, and the time itself as UTC; None: now.

    `#12` stands for the time that entry was recorded, so for everything recorded with it.
    """
    from projections.history import known_by, recorded_at

    if text is None:
        return None, None
    if text.startswith("#"):
        number = ENTRY.convert(text, None, None)
        recorded = recorded_at(connection, number)
        if recorded is None:
            raise Refusal(f"there is no entry {text}")
        return known_by(connection, recorded), recorded
    moment = _moment(text)
    if moment > datetime.now(UTC):
        raise Refusal(f"{text} lies in the future; the register knows nothing of it yet")
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return known_by(connection, stamp), stamp


def _moment(text: str) -> datetime:
    """A time; of a whole day its end, or this moment if it is today."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            end = datetime.combine(date.fromisoformat(text), time.max, UTC)
            now = datetime.now(UTC)
            return min(end, now) if end.date() == now.date() else end
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(
            f"'{text[:40]}' is no time; write it like 2022-03-26, 2022-03-26T12:00Z or '#12'"
        ) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


EVIDENCE = (
    click.option("--paper", metavar="FILE|SHA256", help="The paper it is written in."),
    click.option("--page", type=click.IntRange(1), help="The page, counted from 1."),
    click.option("--lines", metavar="A-B", help="The lines on the page."),
    click.option("--quote", metavar="TEXT", help="What is written there, word for word."),
)


def writes(*, despite: bool = False) -> Callable[[Callable[..., list[Act]]], Callable[..., None]]:
    """A command that returns acts: adds the evidence options, records the acts, prints numbers."""

    def decorate(function: Callable[..., list[Act]]) -> Callable[..., None]:
        @functools.wraps(function)
        @click.pass_obj
        def command(
            call: Call,
            /,
            paper: str | None = None,
            page: int | None = None,
            lines: str | None = None,
            quote: str | None = None,
            despite: str | None = None,
            **given: Any,
        ) -> None:
            acts = function(call, **given)
            if despite is not None:
                acts = [against(act, despite) for act in acts]
            call.record(acts, evidence(call, paper, page, lines, quote))

        wrapped: Callable[..., None] = command
        if despite:
            wrapped = click.option(
                "--despite", metavar="REASON", help="Record it against a rule, and why."
            )(wrapped)
        for option in reversed(EVIDENCE):
            wrapped = option(wrapped)
        return wrapped

    return decorate


def against(act: Act, reason: str) -> Act:
    """An act to be recorded against a rule, with the reason in its event."""
    from domain.act import act as act_of

    event = type(act.event).model_validate({**dict(act.event), "despite": reason})
    return act_of(act.slug, event).model_copy(update={"stream": act.stream})


def evidence(
    call: Call, paper: str | None, page: int | None, lines: str | None, quote: str | None
) -> Any:
    """The evidence that options name; a file is kept among the papers."""
    from domain.entry import Evidence

    if not any((paper, page, lines, quote)):
        return None
    digest = None
    if paper is not None:
        from application.papers import keep

        digest = keep(call.register.storage, paper)
    return Evidence(paper=digest, page=page, lines=lines, quote=quote)
