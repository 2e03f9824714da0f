"""What was recorded in a stream and disturbs nothing that is decided here: kept as it came."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.leaves import Row


class Behind:
    """The last entries of a stream, which its state does not contain yet.

    They are taken in when a decision rests on what one of them may name: the texts in them tell.
    """

    __slots__ = ("_apart", "_looked_at", "_texts", "rows")

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._looked_at = 0
        self._apart = True
        self._texts: set[bytes] = set()

    def look(self) -> None:
        """Remember the texts in all entries, so that they are found at once."""
        said = _said(self.rows[self._looked_at :])
        self._apart = self._apart and said is not None
        self._texts.update((said or b"").split(b'"'))
        self._looked_at = len(self.rows)

    def disturbs(self, names: Collection[str] | None) -> bool:
        """Whether it may change what is decided on some seats and persons; None: on all there is
        in a body."""
        said = _said(self.rows[self._looked_at :])
        if names is None or said is None or not self._apart:
            return True
        texts = [*map(str.encode, names)]
        return not self._texts.isdisjoint(texts) or any(b'"%b"' % text in said for text in texts)


def _said(rows: list[Row]) -> bytes | None:
    """What events about persons in seats say, each text between two quotes; None where there is
    anything else among entries, or a text that is written in another way."""
    from application.codec import event_in
    from domain.apart import KINDS

    said = b",".join([event_in(row[4]) for row in rows])
    plain = {row[3] for row in rows} <= KINDS and b"\\" not in said
    return said if plain else None
