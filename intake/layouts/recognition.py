"""Which layout a paper is in: recognised by what fits best, or as told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from intake.formats.paper import PaperError
from intake.layouts import aarhus, general, kkr
from intake.layouts.flow import Strip
from intake.layouts.joining import Joiner
from intake.layouts.outline import Outline


class Layout(NamedTuple):
    """One layout: how many items of a paper fit it, and how it is read."""

    name: str
    weight: int
    """How much more one fitting item says than in a layout that takes nearly everything."""
    fits: Callable[[Sequence[Strip]], int]
    outline: Callable[[Joiner, Sequence[Strip]], Outline]


LAYOUTS: Final = {
    layout.NAME: Layout(layout.NAME, weight, layout.fits, layout.outline)
    for layout, weight in ((kkr, 4), (aarhus, 2), (general, 1))
}
"""Name → layout, in the order they are tried."""


def laid_out(joiner: Joiner, strips: Sequence[Strip], name: str | None) -> tuple[str, Outline]:
    """The name of the layout and the outline of a paper; raises PaperError where nothing fits."""
    if name is None:
        name = max(LAYOUTS, key=lambda known: LAYOUTS[known].weight * LAYOUTS[known].fits(strips))
    found = LAYOUTS[name].outline(joiner, strips)
    if not found.items:
        raise PaperError("no agenda items found; this is no agenda or minutes that Fasti reads")
    return name, found
