"""The register's own stream: its facts have no rows besides their lines."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, ClassVar

from sqlalchemy import Table

from domain.record import Record
from projections.openings import Row


class OfRegister:
    """The view of the register's own stream."""

    noun: ClassVar = "register"
    tables: ClassVar[Sequence[Table]] = ()

    def blank(self, slug: str) -> Record:
        """A register of which nothing is said."""
        return Record(slug)

    def touched(self, before: Record, event: Any) -> Iterable[Hashable]:
        """Everything."""
        return ((),)

    def rows(self, state: Record, group: Hashable) -> Iterable[Row]:
        """None."""
        return ()
