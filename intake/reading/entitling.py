"""Entitlements given to the places they are told of: those left, and those to be filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from intake.danish.parties import NAMES, letter_of
from intake.danish.sentences import sentences
from intake.formats.paper import Passage
from intake.layouts.blocks import Block
from intake.reading.entitlements import Entitlement, entitlement
from intake.reading.found import Act, Item
from intake.reading.places import OFFICES, role_in
from intake.reading.scene import Scene


class Told(NamedTuple):
    """An entitlement, the sentence that tells of it and those before it in its paragraph."""

    of: Entitlement
    passage: Passage
    before: tuple[Passage, ...]


def entitled(item: Item, blocks: Sequence[Block], scene: Scene) -> None:
    """Say of every place that is left or to be filled to whom it belongs; ask where it is not
    plain which place is meant."""
    told = list(_told(blocks, scene))
    if not told:
        return
    asked = [act for point in item.points for act in point.acts]
    wanted = [a for a in asked if a.act in ("appoint", "replace") and a.role != "substitute"]
    left = [act for act in (*item.facts, *asked) if act.act in ("resign", "vacate")]
    for one in told:
        own = [*_of(one, left, scene), *_wanted(one, told, wanted)]
        if not own:
            scene.ask(one.passage, "says to whom a place belongs; which place is not clear")
        for act in own:
            act.entitled, act.basis = one.of.who, one.of.basis


def _told(blocks: Iterable[Block], scene: Scene) -> Iterator[Told]:
    for block in blocks:
        before: list[Passage] = []
        for sentence in sentences(block.passage):
            found = entitlement(sentence.text, scene.organs)
            if found is not None and not scene.said(sentence.text).conditional:
                yield Told(found, sentence, (*before, sentence))
            before.append(sentence)


def _of(told: Told, left: Sequence[Act], scene: Scene) -> list[Act]:
    """The places left that an entitlement is told of: of one place the nearest before it in its
    paragraph, or the only one of the item."""
    fitting = [act for act in left if told.of.body in (None, act.body)]
    if not told.of.one:
        many = told.of.one is None or len(fitting) > 1
        return [act for act in fitting if act.entitled is None and many]
    for at in range(len(told.before) - 1, -1, -1):
        here = told.before[at]
        near = [act for act in fitting if act.written == scene.written(here)]
        if near:
            return near if len(near) == 1 else []
        if at < len(told.before) - 1 and _speaks_of_another(here, fitting, scene):
            return []
    return fitting if len(fitting) == 1 else []


def _speaks_of_another(passage: Passage, left: Sequence[Act], scene: Scene) -> bool:
    """Whether a sentence between a departure and an entitlement names another place."""
    body = scene.organs.last_in(passage.text)
    another = body is not None and all(body != act.body for act in left)
    office = role_in(passage.text) in OFFICES
    return another or (office and all(act.role not in OFFICES for act in left))


def _wanted(told: Told, others: Sequence[Told], wanted: Sequence[Act]) -> list[Act]:
    """The places to be filled that an entitlement is told of, where none but it is told of them."""
    letter = letter_of(told.of.who)
    wanted = [
        act
        for act in wanted
        if act.entitled in (None, told.of.who)
        and (told.of.who not in NAMES or act.affiliation in (None, letter))
    ]
    found = [act for act in wanted if told.of.body == act.body]
    if told.of.body is None:
        found = [
            act
            for act in wanted
            if all(one.of.body != act.body for one in others)
            and len({one.of.who for one in others if one.of.body is None}) == 1
        ]
    alike = len(found) == 1 or all(act.person is None for act in found)
    counts = {True: len(found) == 1, False: len(found) > 1, None: alike}
    return found if counts[told.of.one] else []
