"""What was recorded in a stream and disturbs nothing that is decided here: kept as it came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.leaves import Row


class Behind:
    """The last entries of a stream, which its state does not contain yet.

    They are taken in when a decision rests on what one of them may name: the texts in them tell.
    """

    __slots__ = ("_all_apart", "_looked_at", "_texts", "rows")

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._looked_at = 0
        self._all_apart = True
        self._texts: set[bytes] = set()

    def disturbs(self, names: Iterable[str] | None) -> bool:
        """Whether it may change what is decided on some seats and persons; None: on all there is
        in a body."""
        if names is None:
            return True
        self._look()
        return not self._all_apart or not self._texts.isdisjoint(map(str.encode, names))

    def _look(self) -> None:
        from application.codec import texts_in
        from domain.apart import KINDS

        for _, _, _, kind, state in self.rows[self._looked_at :]:
            texts = texts_in(state) if kind in KINDS else None
            self._all_apart = self._all_apart and texts is not None
            self._texts.update(texts or ())
        self._looked_at = len(self.rows)
