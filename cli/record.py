"""`fasti record` and `fasti schema`: many acts from a draft, all or nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.call import Call

if TYPE_CHECKING:
    from domain.act import Act


@click.command()
@click.argument("draft", type=click.Path(path_type=Path))
@click.pass_obj
def record(call: Call, draft: Path) -> None:
    """Record every act of DRAFT, a YAML file, in one append; '-' reads standard input.

    The same draft recorded twice is answered with the entries it made.

    Example: fasti record draft.yaml
    """
    from domain.refusal import Refusal, Refusals
    from intake.drafts.draft import read_draft
    from intake.drafts.strict_yaml import DraftError

    try:
        found = read_draft(_text(draft))
        command = call.command or f"draft-{found.digest}"
        before = call.register.commanded(command)
        evidence = [_evidence(call, given, draft.parent) for given in found.evidence]
        if not before:
            _refuse_refiled(call, draft, found.acts)
        done = call.register.record(found.acts, evidence=evidence, command=command)
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


def _evidence(call: Call, given: dict[str, Any] | None, beside: Path) -> Any:
    """Evidence with its paper kept: a file named as seen from the draft, or from here."""
    from application.papers import keep
    from domain.entry import Evidence

    if not given:
        return None
    paper = given.get("paper")
    if paper:
        near = beside / paper
        path = str(near) if near.is_file() else paper
        given = {**given, "paper": keep(call.register.storage, path)}
    return Evidence.model_validate(given)


def _refuse_refiled(call: Call, draft: Path, acts: list[Act]) -> None:
    """Refuse a draft of a paper that is recorded from another draft, or has changed since."""
    from application.failures import Missing
    from cli.acquainted import recorded_papers
    from domain.meeting_events import PaperFiled
    from domain.refusal import Refusal

    filed = [act.event.paper for act in acts if isinstance(act.event, PaperFiled)]
    if not filed:
        return
    known = recorded_papers(call)
    for paper in filed:
        if paper in known:
            raise Refusal(
                f"{draft}: its paper is already recorded as {known[paper]}; to add to that, take"
                " out what is recorded, 'file paper' too"
            )
        if not call.register.storage.papers.has(paper):
            raise Missing(f"{draft}: the paper is not the one that was read; read it again")


@click.command()
def schema() -> None:
    """Print the JSON schema of drafts.

    Example: fasti schema
    """
    from cli.show import show_json
    from intake.drafts.draft import json_schema

    show_json(json_schema())
