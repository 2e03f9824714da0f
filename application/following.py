"""Going along with a log: what is looked at again whenever something was appended."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from application.failures import Busy, Damaged, Unreachable, Unwritable

if TYPE_CHECKING:
    from application.log import Log
    from application.storage import Storage
    from domain.entry import Entry

AGAIN = 0.5
"""Seconds after which a server is tried again that has gone away."""
AWAITED = (Unreachable, Busy, Unwritable)
"""What ends by itself, or by whoever keeps the server."""
TOGETHER = 1000
"""So many entries are given at once."""
Say = Callable[[str], None]


def follow(storage: Storage, look: Callable[[Log], None], say: Say) -> None:
    """Look at a log at once and whenever something may have been appended, for ever.

    What was told is only a hint; the look finds in the log what is new. A server that goes away, or
    is busy, is waited for and that is said once, until it is something else; at the first look it
    is a Failure.
    """
    worked, awaited = False, None
    while True:
        try:
            with closing(_opened(storage)) as logs:
                for log in logs:
                    look(log)
                    worked = True
                    if awaited:
                        say(f"goes on with {storage}")
                        awaited = None
        except AWAITED as cause:
            if not worked:
                raise
            sort = next(sort for sort in AWAITED if isinstance(cause, sort))
            if sort is not awaited:
                say(f"{cause}; waits for it")
                awaited = sort
            time.sleep(AGAIN)


def _opened(storage: Storage) -> Generator[Log, None, None]:
    """The log at every turn, opened anew where somebody was erased since."""
    with ExitStack() as stack, closing(storage.news()) as news:
        log, erased = stack.enter_context(closing(storage.log())), None
        for _ in news:
            found = log.erasures()
            if erased is not None and found != erased:
                stack.close()
                log = stack.enter_context(closing(storage.log()))
                found = log.erasures()
            erased = found
            yield log


def keep_up(storage: Storage, say: Say, reached: Callable[[int], None]) -> None:
    """Keep views up with their log, for ever; `reached` is told the last entry they contain."""
    views = storage.views
    may = False

    def look(log: Log) -> None:
        nonlocal may
        last = log.last()[0]
        try:
            views.bring_up(log, last)
            if not may:  # say so at once, not when there is something to bring in
                with views.writing(wait=False):
                    may = True
        except OperationalError as cause:
            raise Busy(f"the views of {storage} cannot be written: {cause.orig}") from cause
        reached(last)

    follow(storage, look, say)


class Entries:
    """The entries of a log after a number as they come: each once, in order."""

    def __init__(self, after: int = 0) -> None:
        self.number = after
        self._last: Entry | None = None

    def new(self, log: Log) -> Iterator[list[Entry]]:
        """What came since, in parts; a part counts as given when the next one is asked for.

        Raises Busy where the log ends before what was given, Damaged where it is another one.
        """
        entries = log.entries(max(self.number - 1, 0))
        if self.number:
            self._refuse_other(next(entries, None))
        while part := list(islice(entries, TOGETHER)):
            yield part
            self._last = part[-1]
            self.number = self._last.number

    def _refuse_other(self, found: Entry | None) -> None:
        if found is None:
            raise Busy(f"the log ends before #{self.number}, which it had")
        if self._last is not None and found.command != self._last.command:
            raise Damaged(f"#{self.number} is another entry than it was; run 'fasti verify'")
        self._last = found
