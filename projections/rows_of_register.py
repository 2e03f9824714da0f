"""The stream of the register itself: it makes no rows but those every entry makes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, ClassVar

from sqlalchemy import Table

from domain.record import Keeping
from projections.openings import Row


class Keepings:
    """The view of the register's own stream."""

    noun: ClassVar = "register"
    tables: ClassVar[Sequence[Table]] = ()

    def blank(self, slug: str) -> Keeping:
        """A register of which nothing is known."""
        return Keeping(slug)

    def touched(self, state: Keeping, event: Any) -> Iterable[Hashable]:
        """Everything."""
        return ((),)

    def rows(self, state: Keeping, group: Hashable) -> Iterable[Row]:
        """None."""
        return ()
