"""How the views are asked: brought up first, or waited for where others bring them up."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from application.failures import Busy, Contradicted, Damaged, Forbidden, Unwritable
from application.storage import Storage
from application.views import Views, position_in
from projections.schema import position

if TYPE_CHECKING:
    from application.log import Log

ATTEMPTS = 10
"""So often views may be replaced while they are opened."""
PATIENCE, SOON, LOOK = 2.0, 0.002, 0.02
"""Seconds that others have to bring up the views; until the first look whether they did, and
between later ones at most."""


class Asking:
    """One who asks the views of a register."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._last = 0
        self._waited = -math.inf
        self._contradicted: Contradicted | None = None

    @contextmanager
    def views(self, last: Callable[[], int], *, complete: bool) -> Iterator[Connection]:
        """One state of the views up to the last entry, or of what there is where others bring them
        up and have not done so after a while, unless all is asked for."""
        self._last = last()
        with ExitStack() as stack:
            yield self._whole(last, stack, complete=complete)

    def _whole(self, last: Callable[[], int], stack: ExitStack, *, complete: bool) -> Connection:
        """One state of views that are ready, and still are when they are opened: a rebuild that
        began earlier may have put its own in their place."""
        for _ in range(ATTEMPTS):
            views = self._ready(last, stack, complete=complete)
            with ExitStack() as opened, suppress(DatabaseError):
                connection = opened.enter_context(views.reading())
                if views.shared or (position_in(connection) or 0) >= self._last:
                    stack.enter_context(opened.pop_all())
                    return connection
        return stack.enter_context(views.reading())

    def _ready(self, last: Callable[[], int], stack: ExitStack, *, complete: bool) -> Views:
        views = self._storage.views
        at = views.position()
        if at != self._last and (at is None or at < self._last or at > last()):
            log = stack.enter_context(closing(self._storage.log()))
            if views.shared:
                return self._shared(views, log, stack, complete=complete)
            return self._brought_up(views, log, stack)
        return views

    def _shared(self, views: Views, log: Log, stack: ExitStack, *, complete: bool) -> Views:
        self._contradicted = None
        try:
            if complete:
                views.bring_up(log, self._last)
            else:
                self._await(views, log)
        except Contradicted as cause:  # the answer is to be whole, and what contradicts in it
            self._contradicted = cause
            return self._elsewhere(log, stack)
        return views

    def _brought_up(self, views: Views, log: Log, stack: ExitStack) -> Views:
        try:
            if self._storage.is_backup:
                raise Unwritable(f"{self._storage} is a backup")
            views.bring_up(log, self._last)
        except (Unwritable, SQLAlchemyError):  # no views can be kept here
            views = self._elsewhere(log, stack)
        return views

    def _elsewhere(self, log: Log, stack: ExitStack) -> Views:
        """Views of the whole log for this question only."""
        from application.folder.views import ViewsInFolder

        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="fasti-"))
        views = ViewsInFolder(self._storage, Path(place) / "views.db")
        views.bring_up(log, self._last)
        return views

    def _await(self, views: Views, log: Log) -> None:
        """Bring up views, or wait for others to do it; not again where that was just in vain."""
        may, begin, look = True, monotonic(), SOON
        while True:
            try:
                if may and views.bring_up(log, self._last, wait=False):
                    return
            except Contradicted:
                raise
            except (Forbidden, Unwritable, Busy):
                may = False
            if (views.position() or 0) >= self._last:
                return
            if monotonic() - max(begin, self._waited) > PATIENCE or begin - self._waited < PATIENCE:
                self._waited = monotonic()
                return
            sleep(look)
            look = min(2 * look, LOOK)

    def lacking(self, connection: Connection) -> list[str]:
        """What an answer from views does not have, in words."""
        at = position_in(connection)
        if at is None:
            raise Busy(f"the views of {self._storage} are being made; try again later")
        told = [str(self._contradicted)] if self._contradicted else []
        behind = self._storage.behind()
        if behind is not None:
            recorded = connection.execute(select(position.c.recorded)).scalar()
            upto = f"#{at}, recorded {recorded}" if recorded else f"#{at}"
            told.append(f"{self._storage} is a standby: up to {upto}; {behind}")
        if at < self._last:
            missing = self._last - at
            later = "1 later entry is" if missing == 1 else f"{missing} later entries are"
            told.append(f"the answer holds up to #{at}; {later} not in it yet")
        return told


@contextmanager
def not_forged(storage: Storage) -> Iterator[None]:
    """Whatever cannot be understood in views that differ from the log is damage."""
    try:
        yield
    except (ValueError, TypeError) as cause:
        from application.replay import difference

        if storage.views.position() is not None and difference(storage)[1] is not None:
            raise Damaged("the views differ from the log; run 'fasti replay'") from cause
        raise
