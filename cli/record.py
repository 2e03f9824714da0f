"""`fasti record` and `fasti schema`: many acts from a draft, all or nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cli.call import Call


@click.command()
@click.argument("draft", type=click.Path(path_type=Path))
@click.pass_obj
def record(call: Call, draft: Path) -> None:
    """Record every act of DRAFT, a YAML file, in one append; '-' reads standard input.

    The same draft recorded twice is answered with the entries it made.

    Example: fasti record draft.yaml
    """
    from domain.refusal import Refusal, Refusals
    from intake.draft import read_draft
    from intake.strict_yaml import DraftError

    try:
        found = read_draft(_text(draft))
        evidence = [_evidence(call, given) for given in found.evidence]
        done = call.register.record(
            found.acts, evidence=evidence, command=call.command or f"draft-{found.digest}"
        )
    except DraftError as error:
        lines = [f"{draft}, line {line}: {message}" for line, message in error.found]
        raise Unreadable(lines) from None
    except Refusals as refusals:
        named = [(at, Refusal(f"{draft}, line {found.lines[at]}: {r}")) for at, r in refusals.found]
        raise Refusals(named) from None
    call.report(done.numbers, before=done.before, behind=done.views_behind)


class Unreadable(click.ClickException):
    """A draft that cannot be read, with every line that is wrong."""

    exit_code = 2

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))


def _text(draft: Path) -> str:
    try:
        if str(draft) == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        if not draft.is_file():
            raise click.UsageError(f"no draft at {draft}")
        return draft.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError(f"{draft} is not UTF-8 text") from None


def _evidence(call: Call, given: dict[str, Any] | None) -> Any:
    from application.papers import keep
    from domain.entry import Evidence

    if not given:
        return None
    paper = given.get("paper")
    if paper:
        given = {**given, "paper": keep(call.register.papers, paper)}
    return Evidence.model_validate(given)


@click.command()
def schema() -> None:
    """Print the JSON schema of drafts.

    Example: fasti schema
    """
    from cli.show import show_json
    from intake.draft import json_schema

    show_json(json_schema())
