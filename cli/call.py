"""One call of the command line: which register, who writes, what a name means."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import click

from application.register import Register
from cli.messages import plain
from domain.refusal import Refusal

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from domain.act import Act
    from domain.entry import Evidence
    from projections.lookup import Candidate


def user() -> str:
    """Who is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@dataclass
class Call:
    """The register of this call, and the acts a command wants recorded."""

    address: str
    writer: str
    command: str | None = None
    carried: list[Act] | None = None
    """Where set, acts are collected for a proposal instead of being recorded."""
    _found: dict[tuple[str, ...], str] = field(default_factory=dict)
    _lacking_told: bool = False

    @cached_property
    def register(self) -> Register:
        """The register, open."""
        return Register(self.address, writer=self.writer)

    def close(self) -> None:
        """Let go of the register, if it was opened."""
        if "register" in self.__dict__:
            self.register.close()

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """The views to ask questions of; what answers will not have is said once a call."""
        with self.register.asking() as connection:
            self._tell_lacking(connection)
            yield connection

    def _tell_lacking(self, connection: Connection) -> None:
        if not self._lacking_told:
            self._lacking_told = True
            for line in self.register.lacking(connection):
                self.say(line)

    def say(self, line: str) -> None:
        """Say something about what is done, apart from the data that is printed."""
        click.echo(plain(line), err=True)

    def refuse_forged(self, error: Exception) -> None:
        """Raise Damaged over an error where the views are not what the log says."""
        from application.failures import Damaged
        from application.replay import difference

        if self.register.views.position() is not None:
            _, found = difference(self.register.storage)
            if found is not None:
                text = f"the views are not what the log says: {found}; run 'fasti replay'"
                raise Damaged(text) from error

    def record(self, acts: Sequence[Act], evidence: Evidence | None = None) -> None:
        """Record acts and print the numbers of the entries they made, one a line."""
        if self.carried is not None:
            from domain.act import CARRIED

            self.carried.extend(act for act in acts if act.kind in CARRIED)
            return
        done = self.register.record(acts, evidence=evidence, command=self.command)
        self.report(done.numbers, before=done.before, behind=done.views_behind)

    def report(self, numbers: Sequence[int], *, before: bool, behind: bool) -> None:
        """Print the numbers of the entries, and on stderr what else is to know."""
        for number in numbers:
            click.echo(f"#{number}")
        if before:
            click.echo(f"already recorded as {spread(numbers)}", err=True)
        if behind:
            click.echo("recorded; the views are behind, run fasti replay", err=True)

    def body(self, text: str) -> str:
        """The body that a text means."""
        from projections.lookup import find_body

        return self._one("body", text, find_body)

    def seat(self, body: str, text: str) -> str:
        """The seat of a body that a text means."""
        from projections.lookup import find_seat

        return self._one("seat", text, lambda c, t: find_seat(c, body, t), body)

    def person(self, text: str) -> str:
        """The person that a text means."""
        from projections.lookup import find_person

        return self._one("person", text, find_person)

    def meeting(self, text: str) -> str:
        """The meeting that a text means."""
        from projections.lookup import find_meeting

        return self._one("meeting", text, find_meeting)

    def proposal(self, text: str) -> str:
        """The proposal that a text means."""
        from projections.lookup import find_proposal

        return self._one("proposal", text, find_proposal)

    def _one(
        self,
        noun: str,
        text: str,
        find: Callable[[Connection, str], list[Candidate]],
        within: str = "",
    ) -> str:
        key = (noun, within, text)
        if key not in self._found:
            with self.register.asking() as connection:
                found = find(connection, text)
                if len(found) != 1:
                    self._tell_lacking(connection)
                    near = [] if found else self._near(connection, noun, text)
                    raise Refusal(_unclear(noun, text, found, near, within))
            self._found[key] = found[0].slug
        return self._found[key]

    def _near(self, connection: Connection, noun: str, text: str) -> list[Candidate]:
        from projections import lookup

        known = {"person": lookup.all_persons, "body": lookup.all_bodies}.get(noun)
        if known is None:
            return []
        from rapidfuzz import process

        from domain.text import fold

        found = known(connection)
        names = [fold(candidate.name) for candidate in found]
        close = process.extract(fold(text), names, limit=5, score_cutoff=70)
        return [found[at] for _, _, at in close]


def _unclear(
    noun: str, text: str, found: Sequence[Candidate], near: Sequence[Candidate], within: str
) -> str:
    shown = plain(text)[:60]
    where = f" in {within}" if within else ""
    if found:
        many = "; ".join(f"{c.slug} ({plain(c.name)})" for c in found[:8])
        more = f"; and {len(found) - 8} more" if len(found) > 8 else ""
        return f"'{shown}' may be several{where}: {many}{more}; name one of them"
    if near:
        close = "; ".join(f"{c.slug} ({plain(c.name)})" for c in near)
        return f"no {noun} '{shown}'{where}; near it: {close}"
    how = {
        "body": "fasti body establish",
        "seat": "fasti seat create",
        "person": "fasti person register",
        "meeting": "fasti meeting convene",
        "proposal": "fasti propose",
    }[noun]
    return f"no {noun} '{shown}'{where}; record it first with '{how}'"


def spread(numbers: Sequence[int]) -> str:
    """Entry numbers in a row as `#12` or `#12 to #18`."""
    first, last = numbers[0], numbers[-1]
    return f"#{first}" if first == last else f"#{first} to #{last}"
