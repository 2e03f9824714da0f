"""The facts that the sentences of an item tell, and what its decision names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.danish.sentences import sentences
from intake.formats.paper import Passage
from intake.layouts.blocks import Block
from intake.reading.appointments import appointed
from intake.reading.departures import departed, sat
from intake.reading.entitlements import entitlement
from intake.reading.found import Act, Item, Point
from intake.reading.leaves import on_leave
from intake.reading.nominations import nominated
from intake.reading.questions import ask_if_unclear
from intake.reading.rosters import rosters
from intake.reading.scene import SURE, Scene
from intake.reading.seats import by_office, seats_and_bodies

_MAY_TELL = re.compile(
    r"udpeg|vælg|valg|udnævn|beskik|konstitu|indt?r|udtr|fratr|træd|trådt|træk|trukket|nedl|neds"
    r"|opret|stift|udvid|øges|orlov|suppleant|stedfortræder|afløs|erstat|efterfølg|overtag|besæt"
    r"|død|flyt|fritag|ekskl|afsat|afsæt|mist|født|består|udgør|forl|udgå|ops|fras|sidder|plads"
    r"|opløs|ophæv|ophør|udløb|gik|gået|fjern|tilbage|tiltr|tilfald|medlem|formand|formænd"
    r"|stopp|indst|indsat|indsæt|peger|peget|foresl|nomin|rykk|stiller|besat|ledig|fortsæt|reducer"
    r"|samme?nl|lagt|etabl|bliver|blev|hverv|borgmester|rådmand|kandid|afgang|længere|mandat"
    r"|indkald|varetag|forfald|forhindret|godkendt"
)
"""What a sentence must hold to tell of seats and their holders: a quick look before a slow one."""


_INSTEAD = re.compile(r"\b(?:udpegede|valgte|udpegedes|valgtes|udpeget|valgt) i stedet\b(?! for)")
_PER_POINT = re.compile(r"(?:Ad\.?|Punkt|Pkt\.|At) ?(?P<number>\d{1,2})\b")


def apart(gone: list[Act], come: list[Act]) -> tuple[list[Act], list[Act]]:
    """Exits that no replacement tells already, and entries that are not about the place left."""
    gone = [act for act in gone if not any(act.person == new.other for new in come)]
    left = {(act.person, act.body) for act in gone}
    return gone, [act for act in come if (act.person, act.body) not in left]


def told_acts(blocks: Sequence[Block], scene: Scene, item: Item, *, decided: bool) -> None:
    """Learn the facts that a text tells; in a decision they are what was adopted."""
    scene.deciding = decided
    lists = rosters(blocks, scene)
    in_lists = {place for place, _ in lists}
    for at, block in enumerate(blocks):
        if at in in_lists:
            continue
        listing = block.text.endswith(":") and at + 1 in in_lists
        for sentence in sentences(block.passage):
            if listing and sentence.text.endswith(":") and scene.persons(sentence.text):
                continue
            if not _MAY_TELL.search(sentence.text.casefold()):
                continue
            found = _placed(told(sentence, scene), item, block.mark, scene, sentence)
            if decided and _INSTEAD.search(sentence.text):
                _in_their_stead(found, item)
            scene.follow(found)
            sat(sentence, scene, item.facts)
            _learn(found, scene, item, decided=decided)
            known = bool(found) or listing or bool(entitlement(sentence.text, scene.organs))
            made_of = "bestående af" in sentence.text and not any(act.person for act in found)
            ask_if_unclear(sentence, scene, understood=known and not made_of)
    for _, acts in lists:
        _learn(acts, scene, item, decided=decided)


def told_by_office(blocks: Sequence[Block], scene: Scene, item: Item) -> None:
    """Learn who sits because they hold an office that the item told of."""
    for block in blocks:
        _learn(by_office(block.passage, scene, item.facts), scene, item, decided=False)


def _placed(
    acts: Sequence[Act], item: Item, mark: str, scene: Scene, sentence: Passage
) -> list[Act]:
    """Acts, those without a sure place in the one that the item wants filled, if that is one; a
    decision may say by its number which point it is about."""
    found: list[Act] = []
    per_point = _PER_POINT.match(sentence.text)
    mark = per_point["number"] if per_point else mark
    for act in acts:
        if act.act in ("appoint", "nominate") and (act.body is None or act.confidence < SURE):
            places = {
                (other.body, other.role, other.seat)
                for point in item.points
                if mark in ("", str(point.number))
                for other in point.acts
                if other.person in (None, act.person) and other.act in ("appoint", "replace")
                if act.role in (None, "member", other.role)
            }
            if len(places) == 1:
                act.body, act.role, act.seat = places.pop()
                act.confidence = 0.85
        if act.act == "nominate" and act.body is None:
            scene.ask(sentence, "puts somebody forward; for which seat is not said")
            continue
        if act.body is None:
            scene.ask(sentence, "names who takes or leaves a seat; in which body is not said")
        found.append(act)
    return found


def told(sentence: Passage, scene: Scene) -> list[Act]:
    """What one sentence tells."""
    speech = scene.said(sentence.text)
    found = seats_and_bodies(sentence, scene, asked=False)
    if not speech.persons or speech.conditional:
        return found
    leave = [] if speech.requested else on_leave(sentence, scene, asked=False)
    if leave:
        return [*found, *leave]
    forward = nominated(sentence, scene)
    gone = departed(sentence, scene, asked=False)
    come = [] if forward else appointed(sentence, scene, asked=False)
    gone, come = apart(gone, come)
    return [*found, *gone, *come, *forward]


def _learn(acts: Sequence[Act], scene: Scene, item: Item, *, decided: bool) -> None:
    """Keep acts once; in a decision under the point that asks for them, where one does."""
    for act in acts:
        point = _point_for(act, item) if decided else None
        known = [*item.facts, *(other for p in item.points for other in p.acts)]
        same = next((other for other in known if _same(act, other)), None)
        if same is not None:
            _completed(same, act)
        elif (after := _before_told(act, item)) is not None:
            after.act, after.other = "replace", act.other
        elif point is not None and _changes(act, point):
            point.changed.append(act)
            point.outcome = "adopted with changes" if point.outcome == "adopted" else point.outcome
        elif point is not None:
            _named(point, act)
        else:
            if decided and act.mode in ("appointed", "elected"):
                act.made_on = act.made_on or scene.meeting.day.isoformat()
                act.appointed_by = act.appointed_by or scene.meeting.body
            item.facts.append(act)


def _point_for(act: Act, item: Item) -> Point | None:
    asking = [point for point in item.points if point.kind == "appoint"]
    for point in asking:
        if act.act == "replace" and any(other.person == act.other for other in point.acts):
            return point
    for point in asking:
        if any(other.person is None and other.body == act.body for other in point.acts):
            return point
    body = (act.body or "").casefold()
    fitting = [p for p in asking if any(other.body == act.body for other in p.acts)]
    fitting = fitting or [p for p in asking if body and body in p.text.casefold()]
    return next(iter(fitting or asking), None)


def _before_told(act: Act, item: Item) -> Act | None:
    """The appointment told before of one of whom a sentence only says whom they follow."""
    if act.act != "replace" or act.confidence >= SURE or act.mode != "not stated":
        return None
    told = (f for f in item.facts if f.act == "appoint" and f.person == act.person)
    return next(told, None)


def _in_their_stead(acts: Sequence[Act], item: Item) -> None:
    """Somebody appointed `i stedet` takes the place of the one whom the point asks for."""
    for act in acts:
        point = _point_for(act, item) if act.act == "appoint" else None
        asked = [o for o in point.acts if o.person and o.body == act.body] if point else []
        if len(asked) == 1 and asked[0].person != act.person:
            act.act, act.other = "replace", asked[0].person


def _changes(act: Act, point: Point) -> bool:
    """Whether a decision puts somebody in the place of one whom the point asked for."""
    return act.act == "replace" and any(
        act.other == other.person and other.act in ("appoint", "replace") for other in point.acts
    )


def _named(point: Point, act: Act) -> None:
    """Put an act in the place of one that left its person open."""
    for at, other in enumerate(point.acts):
        if other.person is None and other.body == act.body and act.act in ("appoint", "replace"):
            act.entitled, act.basis = act.entitled or other.entitled, act.basis or other.basis
            act.seat = act.seat or other.seat
            act.first_day, act.until = act.first_day or other.first_day, act.until or other.until
            point.acts[at] = act
            return
    point.acts.append(act)


def _same(one: Act, other: Act) -> bool:
    exits = ("resign", "vacate")
    alike = one.act == other.act or (one.act in exits and other.act in exits)
    return (
        alike
        and (one.person, one.body, one.seat if one.person is None else None)
        == (other.person, other.body, other.seat if other.person is None else None)
        and (one.role == other.role or one.act in exits)
        and (one.person is not None or one.act != "appoint")
    )


def _completed(known: Act, told: Act) -> None:
    """Take what a second telling adds."""
    for field in (
        "first_day",
        "until",
        "affiliation",
        "position",
        "organisation",
        "made_on",
        "other",
    ):
        if getattr(known, field) is None and getattr(told, field) is not None:
            setattr(known, field, getattr(told, field))
