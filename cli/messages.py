"""The one place where a refusal, a failure or a misuse becomes a line for a person."""

from __future__ import annotations

import click

from application.failures import (
    Busy,
    ClockBehind,
    Damaged,
    Failure,
    Forbidden,
    LossUnacknowledged,
    Missing,
    ServerNeeded,
)
from domain.refusal import Refusal, Refusals
from domain.text import in_one_line
from exchange.inward.failures import Unreadable

DONE, REFUSED, MISUSED, DAMAGED = 0, 1, 2, 3


def plain(text: str) -> str:
    """Text from files and databases made harmless for one line of a terminal."""
    return in_one_line(text)


def told(error: BaseException) -> tuple[list[str], int] | None:
    """The lines and the exit code for an error; None for one that is Fasti's own mistake."""
    match error:
        case Unreadable():
            return error.lines, MISUSED
        case Refusals():
            return [str(refusal) for _, refusal in error.found], REFUSED
        case Refusal() | ClockBehind() | LossUnacknowledged() | Forbidden():
            return [str(error)], REFUSED
        case Missing() | ServerNeeded():
            return [str(error)], MISUSED
        case Failure():
            return [str(error)], DAMAGED
        case click.UsageError():
            return [_usage(error)], MISUSED
        case click.ClickException():
            return error.format_message().splitlines(), error.exit_code
        case click.Abort() | KeyboardInterrupt():
            return ["stopped; nothing was recorded"], REFUSED
        case OSError(strerror=str(reason), filename=str(place)):
            return [f"{place}: {reason[:1].lower()}{reason[1:]}"], DAMAGED
        case OSError(strerror=str(reason)):
            return [
                f"{reason[:1].lower()}{reason[1:]}; 'fasti log' tells what is recorded"
            ], DAMAGED
        case UnicodeEncodeError():  # words come as bytes that may be no text, and go out as such
            return ["what is typed or printed is not in UTF-8; set the terminal to UTF-8"], MISUSED
        case _:
            return _of_a_library(error)


def _usage(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "fasti"
    return f"{error.format_message().rstrip('.')}; see '{path} --help'"


def _of_a_library(error: BaseException) -> tuple[list[str], int] | None:
    from pydantic import ValidationError
    from sqlalchemy.exc import DatabaseError

    if isinstance(error, ValidationError):
        return [invalid(problem) for problem in error.errors()], MISUSED
    if isinstance(error, DatabaseError):
        text = str(error.orig)
        if "locked" in text:
            return [str(Busy("the views are locked by another program; try again later"))], DAMAGED
        return [str(Damaged(f"the views cannot be read ({text}); run 'fasti replay'"))], DAMAGED
    return None


def invalid(problem: object) -> str:
    """One problem that pydantic found, as `field: what is wrong`."""
    found: dict[str, object] = problem  # type: ignore[assignment]
    where = ".".join(str(part) for part in found["loc"])  # type: ignore[attr-defined]
    message = str(found["msg"]).removeprefix("Value error, ")
    if found["type"] == "string_pattern_mismatch":
        message = f"'{plain(str(found['input']))[:40]}' has not the form it needs"
    return f"{where}: {message}" if where else message
