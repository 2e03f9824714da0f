"""The views: brought up with the log, or made anew from it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from application.failures import Damaged
from projections.schema import SHAPE, position_of, set_position

if TYPE_CHECKING:
    from application.log import Log
    from application.storage import Storage

CATCH_UP = 2000
"""So many entries behind, a rebuild is quicker than bringing up."""
Progress = Callable[[int, int], None]
"""Is told how many streams are done, of how many."""


class Views(ABC):
    """The views of one register, wherever they are kept."""

    storage: Storage

    @abstractmethod
    def position(self) -> int | None:
        """The last entry they contain; None where there are no views of this shape."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the views."""

    @abstractmethod
    def writing(self, *, wait: bool = True) -> AbstractContextManager[Connection | None]:
        """The only connection that changes the views, in one transaction; None where somebody else
        is at it and is not waited for."""

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

    def bring_up(self, log: Log, last: int, *, wait: bool = True) -> None:
        """Make them contain every entry of the log, or leave that to who is at it already."""
        at = self.position()
        if at == last:
            return
        if at is not None and at > last:  # others wrote meanwhile, or the log has lost entries
            self.refuse_ahead(log)
        if at is None or last - at > CATCH_UP or _names_erased(log, at):
            self.rebuild()
            return
        with self.writing(wait=wait) as connection:
            if connection is not None:
                catch_up(connection, log)

    def refuse_ahead(self, log: Log) -> None:
        """Raise Damaged where they contain entries that the log has not."""
        at, last = self.position() or 0, log.last()[0]
        if at > last:
            raise Damaged(
                f"the views contain #{at}, the log ends at #{last}: the log has lost entries, or an"
                " older one was put in its place, or one without its -wal; find it, or accept the"
                " loss with 'fasti restore --acknowledge-loss REASON'"
            )


def position_in(connection: Connection) -> int | None:
    """The last entry that views contain; None where they are of another shape."""
    shape = connection.execute(text("SELECT tables FROM position")).scalar()
    return position_of(connection) if shape == SHAPE else None


def _names_erased(log: Log, after: int) -> bool:
    """Whether a name was erased since: then it is in no view, nor in what a page still holds."""
    if not log.erasures():
        return False
    from application.nameless import names_erased

    return bool(names_erased(log, after))


def catch_up(connection: Connection, log: Log) -> None:
    """Add what the log has after the position of the views, in the caller's transaction."""
    from projections.catalog import add_lines, view_of
    from projections.openings import bring_up

    after = position_of(connection)
    new = list(log.entries(after))
    if not new:
        return
    upto = new[-1].number
    for stream in sorted({entry.stream for entry in new}):
        entries = [entry for entry in log.stream(stream) if entry.number <= upto]
        bring_up(connection, view_of(stream), entries, after)
    add_lines(connection, new)
    set_position(connection, upto, new[-1].recorded)
