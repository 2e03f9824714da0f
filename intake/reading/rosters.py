"""Lists of persons: what stands before the list says to what they were elected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.words import Mode
from intake.danish.dates import period
from intake.danish.sentences import sentences
from intake.formats.paper import Passage
from intake.layouts.blocks import Block
from intake.reading.appointments import appointed, mode_of
from intake.reading.departures import departed
from intake.reading.forward import forward, leads_forward
from intake.reading.found import Act
from intake.reading.making import made_in
from intake.reading.places import OFFICES, ROLE, places, role_in
from intake.reading.scene import Scene, elected_role

_ELECTS = re.compile(
    r"^(?P<who>(?!(?:Som|Til|I|Af|Ved|På|Den|Det|Der|Følgende)\b)[A-ZÆØÅ][^,:]*?)"
    r"(?<!\ser)\s+(?:har\s+)?(?P<verb>(?:gen)?(?:valgte|valgt"
    r"|udpegede|udpeget|vælger|udpeger))\b(?P<rest>[^:]*):$"
)
_SEATS = re.compile(
    r"^(?P<words>[^:]*?)\b(?:(?P<body>[A-ZÆØÅ][\wÆØÅæøå]*)-)?(?i:plads)(?:er|erne|en)?\b"
    r"(?P<into>[^:]*?)\s+(?:går til|besættes af|tilfalder|tildeles)\b[^:]*:$"
)
_HAS = re.compile(r"^(?P<who>[A-ZÆØÅ][^,:]*?)\s+har\s+(?:en|et|én|ét)\s+\w+:$")
_FOLLOWING = re.compile(
    r"^(?=.*\b(?:(?:gen)?udpege[st]|(?:gen)?valgt(?:es)?|vælges|udpegedes|indtræder"
    r"|konstituer)).*:$",
    re.I,
)
_PEOPLE = re.compile(r"^[A-ZÆØÅ][\w-]+ (?:[A-ZÆØÅ][\w.-]*\s?)+\([A-ZÆØÅ]\)")
_BODY = re.compile(r"(?P<body>[^,;(]+?)(?:\s*\((?P<aside>[^)]*)\))?(?:,|;|\.| og|, og)?")
_LEADS = re.compile(
    r"\b(?:(?:gen)?udpeg(?:er|ede|et|es|edes)|(?:gen)?valg(?:t|te|tes)|(?:gen)?vælge[rs]"
    r"|indtræder)\b.*:$",
    re.I,
)
"""What stands before several lists and says how those in them got there."""
_LABEL = re.compile(
    rf"^(?P<role>{ROLE})(?:\s+(?P<rest>(?:for|i|af)\s+[^:]+))?\s*:\s*(?P<who>.*)$", re.I
)


def rosters(blocks: Sequence[Block], scene: Scene) -> list[tuple[int, list[Act]]]:
    """The facts of every list, with the place of the block that each stands in."""
    found: list[tuple[int, list[Act]]] = []
    parallel, lead = False, ""
    for at, whole in enumerate(blocks):
        if whole.mark:
            continue
        block = Block("", list(sentences(whole.passage))[-1])
        headed = block.text.endswith(":") and scene.organs.names_only(block.text[:-1])
        label = _LABEL.match(block.text)
        if not headed and not label:
            lead = block.text if _LEADS.search(block.text) else ""
        under = list(_under(blocks, at))
        if not under and not label:
            continue
        if label and (label["who"] or under):
            found += _labelled(block, at, label, under, scene, mode_of(lead))
            continue
        if not block.text.endswith(":"):
            continue
        found += [
            (place, acts)
            for place, passage in under
            if (
                acts := _one_headed(block, lead, passage, scene)
                if headed
                else _one(block, passage, scene, parallel=parallel)
            )
        ]
        elects = _ELECTS.match(block.text)
        parallel = parallel or bool(elects and not places(elects["rest"], scene.organs, None))
    return found


def _under(blocks: Sequence[Block], at: int) -> Iterator[tuple[int, Passage]]:
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if after and not after.mark and blocks[at].text.endswith(":") and _PEOPLE.search(after.text):
        yield at + 1, after.passage
        return
    for place in range(at + 1, len(blocks)):
        if not blocks[place].mark:
            return
        yield place, blocks[place].passage


def _one(intro: Block, passage: Passage, scene: Scene, *, parallel: bool) -> list[Act]:
    """The fact that one entry of a list states."""
    who = next(iter(scene.persons(passage.text)), None)
    if who is None:
        return _into(intro, passage, scene)
    if leads_forward(intro.text):
        return forward(intro.text, passage, scene)
    elects, seats, has = _ELECTS.match(intro.text), _SEATS.match(intro.text), _HAS.match(intro.text)
    act = scene.act("appoint", passage, who, 0.9)
    act.role, act.mode = "member", "elected"
    if elects:
        where = places(elects["rest"], scene.organs, scene.near)
        who_elects = scene.organs.called(elects["who"])
        told = places(scene.said(passage.text).text, scene.organs, None)
        if where or any(place.sure for place in told) or who_elects == scene.meeting.body:
            return _as_led(appointed(passage, scene, asked=True, words=intro.text), intro, scene)
        act.body, act.role = who_elects, elected_role(scene) or "member"
        act.appointed_by = act.body
        act.mode = "elected" if re.search("valg|vælg", elects["verb"]) else "appointed"
    elif seats:
        named = seats["body"] or ""
        act.body = (
            scene.organs.called(named)
            if named
            else scene.organs.last_in(seats["into"]) or scene.near
        )
        adjective = re.search(r"\b([a-zæøå]+(?:ende|elle|ale|ekstra))\s*$", seats["words"])
        act.seat = adjective[1] if adjective else None
        act.mode = "elected" if scene.election else "not stated"
    elif has and parallel:
        act.body, act.role = scene.organs.called(has["who"]), elected_role(scene) or "member"
        act.mode, act.confidence = "not stated", 0.6
        return [act]
    elif _FOLLOWING.match(intro.text):
        speech = scene.said(intro.text)
        if speech.open or speech.conditional:
            return []
        return _as_led(appointed(passage, scene, asked=True, words=intro.text), intro, scene)
    else:
        return []
    if scene.election:
        act.made_on = scene.election[0].isoformat()
        act.first_day = f"{act.made_on}.."
    return [act]


def _one_headed(intro: Block, lead: str, passage: Passage, scene: Scene) -> list[Act]:
    """An entry under the name of a body; what leads to such lists may say how they got there."""
    if scene.said(lead).open or scene.said(lead).conditional:
        return []
    acts = _as_led(appointed(passage, scene, asked=True, words=intro.text), intro, scene)
    body = scene.organs.called(intro.text[:-1], scene.near)
    for act in acts:
        act.body, act.confidence = body, 0.9 if lead else 0.7
        act.mode = mode_of(lead)
    made_in(acts, lead, scene)
    return acts


def _into(intro: Block, passage: Passage, scene: Scene) -> list[Act]:
    """A body in a list of those that the words before it say somebody gets into or leaves."""
    match = _BODY.fullmatch(passage.text)
    if match is None or not scene.organs.known(match["body"]) or not scene.persons(intro.text):
        return []
    whole = intro.passage
    acts = departed(whole, scene, asked=False) or appointed(whole, scene, asked=False)
    body = scene.organs.called(match["body"])
    role = role_in(match["aside"] or "")
    return [
        replace(
            act, body=body, role=role or act.role, written=scene.written(passage), confidence=0.85
        )
        for act in acts[:1]
        if act.act in ("appoint", "resign", "vacate")
    ]


def _as_led(acts: list[Act], intro: Block, scene: Scene) -> list[Act]:
    """Entries of a list, for the days that the words before it give."""
    begins, until = period(intro.text, scene.meeting.day)
    if not scene.said(intro.text).open:
        made_in(acts, intro.text, scene)
    for act in acts:
        act.first_day, act.until = act.first_day or begins, act.until or until
        role = role_in(act.position) if act.position and act.organisation is None else None
        if role in ("chair", "deputy chair", "co-chair", "substitute") and act.role == "member":
            act.role, act.position = role, None
    return acts


def _labelled(
    block: Block,
    at: int,
    label: re.Match[str],
    under: Sequence[tuple[int, Passage]],
    scene: Scene,
    mode: Mode,
) -> list[tuple[int, list[Act]]]:
    """`Formand: Anna Holm (A)`, or a role with a list under it."""
    role = role_in(label["role"])
    where = scene.organs.last_in(label["rest"] or "") or scene.near
    if where is None and scene.deciding and role in OFFICES:
        where = scene.meeting.body
    if where is None:
        for _, passage in [(at, block.passage), *under]:
            if scene.persons(passage.text):
                scene.ask(passage, "names who holds a place; in which body is not said")
        return []
    found: list[tuple[int, list[Act]]] = []
    for place, passage in [(at, block.passage), *under]:
        acts: list[Act] = []
        for who in scene.persons(passage.text):
            act = scene.act("appoint", passage, who, 0.7)
            act.body, act.role, act.mode = where, role, mode
            acts.append(act)
        found.append((place, acts))
    return found
