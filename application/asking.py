"""How the views are asked: brought up first, or waited for where others bring them up."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cached_property
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
OTHERS, PATIENCE = 0.01, 2.0
"""Seconds that others have to bring up the views before who asks does it, and at most."""
SOON, LOOK = 0.002, 0.02
"""Seconds until the first look whether they did, and between later ones at most."""


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
        self._contradicted = None
        with ExitStack() as stack:
            question = _Question(self._storage, last, stack)
            self._last = question.upto
            yield self._whole(question, complete=complete)

    def _whole(self, question: _Question, *, complete: bool) -> Connection:
        """One state of views that are ready, and still are when they are opened: a rebuild that
        began earlier may have put its own in their place."""
        views = self._storage.views
        for _ in range(ATTEMPTS):
            connection = question.opened(views)
            if connection is not None:
                return connection
            if views.shared:
                return self._shared(views, question, complete=complete)
            views = question.brought_up(views)
        return question.as_they_are(views)

    def _shared(self, views: Views, question: _Question, *, complete: bool) -> Connection:
        try:
            if not complete:
                return self._awaited(views, question)
            views.bring_up(question.log, question.upto)
        except Contradicted as cause:  # the answer is to be whole, and what contradicts in it
            self._contradicted = cause
            views = question.elsewhere()
        return question.as_they_are(views)

    def _awaited(self, views: Views, question: _Question) -> Connection:
        """One state of views that others bring up, or who asks where they do not; as it is where
        that takes long, or was in vain just now."""
        begin, look, may = monotonic(), SOON, True
        in_vain = begin - self._waited < PATIENCE
        while True:
            if not in_vain:
                sleep(look)
                look = min(2 * look, LOOK)
            if may and (in_vain or monotonic() - begin > OTHERS):
                may = question.may_bring_up(views)
            connection = question.opened(views)
            if connection is not None:
                return connection
            if in_vain or monotonic() - begin > PATIENCE:
                self._waited = monotonic()
                return question.as_they_are(views)

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


class _Question:
    """One question: what it needs, which is kept open until it is answered."""

    def __init__(self, storage: Storage, last: Callable[[], int], stack: ExitStack) -> None:
        self._storage, self._last, self._stack = storage, last, stack
        self.upto = last()

    @cached_property
    def log(self) -> Log:
        """The log, opened where views lack something."""
        return self._stack.enter_context(closing(self._storage.log()))

    def opened(self, views: Views) -> Connection | None:
        """One state of views, if it is up to the last entry, and of this log."""
        with ExitStack() as opened, suppress(DatabaseError, ValueError, TypeError, Damaged):
            connection = opened.enter_context(views.reading())
            at = position_in(connection)
            if at is not None and at >= self.upto and self._is_of_log(views, connection, at):
                self._stack.enter_context(opened.pop_all())
                return connection
        return None

    def _is_of_log(self, views: Views, connection: Connection, at: int) -> bool:
        """Whether the log goes as far as one state of views: others may have appended since."""
        return at == self.upto or views.is_recorded(connection, at, self._last)

    def as_they_are(self, views: Views) -> Connection:
        """One state of views, whatever it contains."""
        return self._stack.enter_context(views.reading())

    def may_bring_up(self, views: Views) -> bool:
        """Bring up views if nobody is at it; whether who asks may."""
        try:
            views.bring_up(self.log, self.upto, wait=False)
        except Contradicted:
            raise
        except (Forbidden, Unwritable, Busy):
            return False
        return True

    def brought_up(self, views: Views) -> Views:
        """The views brought up, or others where they cannot be kept."""
        try:
            if self._storage.is_backup:
                raise Unwritable(f"{self._storage} is a backup")
            views.bring_up(self.log, self.upto)
        except (Unwritable, SQLAlchemyError):
            views = self.elsewhere()
        return views

    def elsewhere(self) -> Views:
        """Views of the whole log for this question only."""
        from application.folder.views import ViewsInFolder

        place = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="fasti-"))
        views = ViewsInFolder(self._storage, Path(place) / "views.db")
        views.bring_up(self.log, self.upto)
        return views


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
