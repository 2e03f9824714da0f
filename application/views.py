"""The views: brought up with the log, or made anew from it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Connection, select

from application.failures import Damaged
from projections.schema import SHAPE, position

if TYPE_CHECKING:
    from application.log import Log
    from application.standings import Standings
    from application.storage import Storage

CATCH_UP = 2000
"""Up to so many entries behind, or most of the log, bringing up is quicker than a rebuild."""
Progress = Callable[[int, int], None]
"""Is told how many streams are done, of how many."""


class Views(ABC):
    """The views of one register, wherever they are kept."""

    storage: Storage
    shared: ClassVar[bool] = False
    """Whether others bring them up too, so that who may only read waits for it."""

    @abstractmethod
    def position(self) -> int | None:
        """The last entry they contain; None where there are no views of this shape."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the views."""

    def is_recorded(self, connection: Connection, at: int, last: Callable[[], int]) -> bool:
        """Whether the log has the last entry that one state of them contains."""
        return at <= last()

    @abstractmethod
    def writing(
        self, *, wait: bool = True
    ) -> AbstractContextManager[tuple[Connection, int] | None]:
        """The only connection that changes the views, in one transaction, and the last entry they
        contain; None where somebody else is at it and is not waited for."""

    @abstractmethod
    def frozen(self) -> AbstractContextManager[Connection | None]:
        """One state of the views to compare with the log for a long time, in nobody's way; None
        where there are none. Raises Damaged where they cannot be read."""

    @abstractmethod
    def rebuild(self, *, processes: int | None = None, progress: Progress | None = None) -> int:
        """Make all of them anew from the log; the number of entries read."""

    @abstractmethod
    def discard(self) -> None:
        """Forget them: they are made anew when something is asked."""

    @cached_property
    def standings(self) -> Standings:
        """What stands in the streams that were brought up last."""
        from application.standings import Standings

        return Standings()

    @abstractmethod
    def expect(self, log: Log, streams: Iterable[str], last: int) -> bool:
        """Be ready for an append to some streams, known up to an entry; whether it can be shown as
        it is made."""

    def bring_up(self, log: Log, last: int, *, wait: bool = True) -> bool:
        """Make them contain every entry up to a number, and those that are there by then; False
        where somebody else is at it and is not waited for."""
        at = self.position()
        while at is None or at < last:
            far = at is None or last - at > max(CATCH_UP, last // 2)
            if far and wait:
                at = self.rebuild()
                continue
            with self.writing(wait=wait) as begun:
                if begun is None:
                    return False
                connection, at = begun
                if far:
                    at = None
                elif at < last:
                    at = self.standings.catch_up(connection, at, log)
            if at is None:
                at = self.rebuild()
        if at > last:  # others wrote meanwhile, or the log has lost entries
            refuse_ahead(at, log)
        return True

    def refuse_ahead(self, log: Log) -> None:
        """Raise Damaged where they contain entries that the log has not."""
        refuse_ahead(self.position() or 0, log)


def position_in(connection: Connection) -> int | None:
    """The last entry that views contain; None where they are of another shape."""
    row = connection.execute(select(position.c.number, position.c.tables)).first()
    return int(row.number) if row is not None and row.tables == SHAPE else None


def refuse_ahead(at: int, log: Log) -> None:
    """Raise Damaged where a log does not reach an entry that its views contain."""
    last = log.last()[0]
    if at > last:
        raise Damaged(
            f"the views contain #{at}, the log ends at #{last}: the log has lost entries, or an"
            " older one was put in its place, or one without its -wal; find it, or accept the loss"
            " with 'fasti restore --acknowledge-loss REASON'"
        )
