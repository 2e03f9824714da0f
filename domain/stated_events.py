"""What a source states about who sat, without a judgement of it, and what it no longer states.

They stand in the stream of the body whose seat they speak of.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from domain.body_events import OfBody
from domain.names import Identifier, Name, Slug
from domain.when import UNKNOWN, When


class TenureStated(OfBody):
    """A source states that a person held a seat; it may contradict itself, and what it says of how
    the tenure began and ended, and for which term it was, is in its own words."""

    kind: ClassVar = "tenure-stated/1"
    verb: ClassVar = "state tenure"
    says: ClassVar = "{person} is stated to hold seat {seat}, from {first_day} to {last_day}."
    seat: Slug
    person: Slug
    first_day: When = UNKNOWN
    last_day: When | None = None
    began_by: Name | None = None
    ended_by: Name | None = None
    source: Identifier | None = None
    term: Name | None = None


class StatementWithdrawn(OfBody):
    """A source no longer states a tenure: it corrected itself, nobody resigned.

    `entry` is the statement that is withdrawn, found when the withdrawal is decided.
    """

    kind: ClassVar = "statement-withdrawn/1"
    verb: ClassVar = "withdraw statement"
    says: ClassVar = "It is no longer stated that {person} holds seat {seat} from {first_day}."
    seat: Slug
    person: Slug
    first_day: When = UNKNOWN
    last_day: When | None = None
    entry: Annotated[int, Field(ge=1)] | None = None
