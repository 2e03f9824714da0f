"""What is known around a sentence: the meeting, the item, the bodies, the terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.words import Role
from intake.danish.dates import DAY, asked_period, day_of, first_day, term
from intake.danish.organs import Organs, stems
from intake.danish.parties import letter_of
from intake.danish.personal import cleared, unheard
from intake.danish.persons import Named
from intake.danish.speech import Said, said
from intake.formats.paper import Passage, Written
from intake.reading.found import Act, Meeting, Question, Verb

_CONSTITUTED = re.compile(
    r"\b(?:nye?t? [\wæøå]+|tiltræder|konstitueres|konstituerer sig"
    r"|begynder)\b[^.]*\b(?:pr\.|fra|den)\s",
    re.I,
)
_ELECTION = re.compile(rf"(?P<day>{DAY})[^.]*\bvalg af (?P<role>\w+)", re.I)


SURE = 0.9
"""The confidence of an act whose body the sentence itself names."""


@dataclass
class Scene:
    """Where a sentence stands: what it may leave unsaid because it was said around it."""

    meeting: Meeting
    organs: Organs
    text: str
    item: str | None = None
    near: str | None = None
    begins: str | None = None
    until: str | None = None
    election: tuple[date, str] | None = None
    questions: list[Question] = field(default_factory=list)
    leave: Act | None = None
    """The leave that the item told of last: who is called in without saying for whom sits then."""
    deciding: bool = False
    """Whether it stands in a decision, where a chair without a body is this body's."""
    heard: dict[str, Said] = field(default_factory=dict)
    """Sentences with their persons taken out, each looked at once."""

    def written(self, passage: Passage) -> Written:
        """Where something is written, without personal data that is no office."""
        return cleared(passage).written()

    def ask(self, passage: Passage, why: str) -> None:
        """List a sentence as an open question, once."""
        written = self.written(passage)
        if all(question.written != written for question in self.questions):
            self.questions.append(Question(self.item, why, written))

    def said(self, text: str) -> Said:
        """A sentence with its persons taken out; who is named like a body here is no person."""
        if text not in self.heard:
            self.heard[text] = said(unheard(text), self.organs.contains)
        return self.heard[text]

    def persons(self, text: str) -> Sequence[Named]:
        """The persons that a text names."""
        return self.said(text).persons

    def follow(self, acts: Sequence[Act]) -> None:
        """Take the body that a sentence told of in full as the one that the next speaks of, where
        none is known or the one known is less."""
        for act in acts:
            known = set(stems(self.near)) if self.near else set()
            if act.body and act.confidence > SURE and known < set(stems(act.body)):
                self.near = act.body

    def act(self, verb: Verb, passage: Passage, who: Named | None, confidence: float) -> Act:
        """An act about a person, with the evidence of a passage."""
        found = Act(verb, self.written(passage), round(confidence, 2))
        if who is not None:
            found.person = who.name
            found.affiliation = letter_of(who.affiliation)
            found.position, found.organisation = who.position, who.organisation
            found.reappointment = who.again
        return found


def around(scene: Scene, text: str, title: str) -> None:
    """Learn from the text of a whole item what its sentences leave unsaid."""
    bodies = scene.organs.in_title(title)
    scene.near = bodies[0] if bodies else None
    years = term(text)
    scene.until = years[1] if years else None
    scene.begins = scene.leave = None
    if days := asked_period(text, scene.meeting.day):
        scene.begins, scene.until = days
    for sentence in re.split(r"(?<=[a-zæøå\d)])\.\s+(?=[A-ZÆØÅ])", text):
        if "konstituere" in sentence and _CONSTITUTED.search(sentence):
            scene.begins = first_day(sentence, scene.meeting.day)
    election = _ELECTION.search(text)
    day = day_of(election["day"], scene.meeting.day) if election else None
    scene.election = (day, election["role"]) if election and day else None


def elected_role(scene: Scene) -> Role | None:
    """The role that the election spoken of around a list fills."""
    from intake.reading.places import role_in

    return role_in(scene.election[1]) if scene.election else None
