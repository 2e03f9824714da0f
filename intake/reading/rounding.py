"""A reading rounded off: what one place of a paper tells of a person or name helps another."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields

from intake.danish.parties import letter_of
from intake.danish.pronouns import is_pronoun
from intake.reading.found import Act, Item, Reading
from intake.reading.scene import Scene

_ABOUT = ("affiliation", "position", "organisation")


def rounded(reading: Reading, scene: Scene) -> None:
    """Fill in what a paper tells elsewhere, spell names one way, drop what is told twice."""
    acts = reading.acts()
    told = scene.persons(scene.text) if acts else ()
    names = {act.person for act in acts} | {one.name for one in told}
    for act in acts:
        if act.person and act.person.endswith("s") and act.person[:-1] in names:
            act.person = act.person[:-1]
    for name in {act.person for act in acts if act.person}:
        same = [act for act in acts if act.person == name]
        _same_person(same)
        parties = {letter_of(one.affiliation) for one in told if one.name == name} - {None}
        for act in same if len(parties) == 1 else ():
            act.affiliation = act.affiliation or next(iter(parties))
    for item in reading.items:
        _put_forward(item)
        _on_leave([*item.facts, *(act for point in item.points for act in point.acts)])
        _asked_already(item)
        for act in [*item.facts, *(act for point in item.points for act in point.acts)]:
            act.nominated_by = tuple(spelling(who, scene.text) for who in act.nominated_by)
            act.seat = _as_in_title(act.seat, item.title) if act.seat else None
    for act in acts:
        _without_pronouns(act)
    _once(reading.items)


def _same_person(acts: list[Act]) -> None:
    for field in _ABOUT:
        known = {value for act in acts if (value := getattr(act, field))}
        if len(known) == 1:
            for act in acts:
                if getattr(act, field) is None:
                    setattr(act, field, next(iter(known)))


def _without_pronouns(act: Act) -> None:
    """A word that stands for somebody is nobody's name."""
    act.nominated_by = tuple(who for who in act.nominated_by if not is_pronoun(who))
    for field in ("organisation", "appointed_by", "entitled", "body", "other"):
        value = getattr(act, field)
        if value and is_pronoun(value):
            setattr(act, field, None)


def _put_forward(item: Item) -> None:
    """Who is asked for was put forward by whom, and for another term, as it is told before."""
    told = [act for act in item.facts if act.act == "nominate"]
    for act in (act for point in item.points for act in point.acts if act.act != "nominate"):
        for one in told:
            if one.person == act.person and one.body in (None, act.body):
                act.nominated_by = act.nominated_by or one.nominated_by
                act.reappointment = act.reappointment or one.reappointment


def _on_leave(acts: list[Act]) -> None:
    """Who is called in sits where the absent one has leave, and as long."""
    leaves = {act.person: act for act in acts if act.act == "leave"}
    for act in acts:
        leave = leaves.get(act.other) if act.act == "substitute" else None
        if leave is not None and act.body in (None, leave.body):
            act.body, act.role = leave.body, leave.role
            act.first_day = act.first_day or leave.first_day
            act.until = act.until or leave.until


def _asked_already(item: Item) -> None:
    """Leave that a point asks for is no fact beside it."""
    asked = {
        (act.act, act.person, act.body, act.other)
        for point in item.points
        for act in point.acts
        if act.act in ("leave", "substitute")
    }
    item.facts = [f for f in item.facts if (f.act, f.person, f.body, f.other) not in asked]


def spelling(name: str, text: str) -> str:
    """A name as the paper spells it most often; of equals the one with most capitals."""
    found = Counter(match[0] for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.I))
    whole = {one: count for one, count in found.items() if len(one) == len(name)}
    return max(whole, key=lambda one: (whole[one], sum(c.isupper() for c in one)), default=name)


def _as_in_title(seat: str, title: str) -> str:
    """A word that the title of the item spells a little otherwise, as the title spells it."""
    from rapidfuzz.fuzz import ratio

    if " " in seat or len(seat) < 8:
        return seat
    words = re.findall(r"[\wæøåÆØÅ-]{8,}", title)
    close = [word for word in words if ratio(word.casefold(), seat.casefold()) >= 92]
    return close[0] if close else seat


def _once(items: list[Item]) -> None:
    """A fact that several items tell stands where it is told best, else first."""
    seen: dict[tuple[object, ...], tuple[Item, Act]] = {}
    for item in items:
        for act in list(item.facts):
            key = (act.act, act.person, act.body, act.role, act.seat, act.other)
            if key not in seen:
                seen[key] = (item, act)
                continue
            first, known = seen[key]
            worse = known if _told(act) > _told(known) else act
            (first if worse is known else item).facts.remove(worse)
            if worse is known:
                seen[key] = (item, act)


def _told(act: Act) -> int:
    return sum(getattr(act, field.name) not in (None, (), False) for field in fields(act))
