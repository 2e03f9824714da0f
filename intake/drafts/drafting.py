"""A draft from a reading: items in order, each act beside its quote, what is open as a remark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from intake.drafts.deciding import decisions
from intake.drafts.known import Known
from intake.drafts.naming import Bodies, People
from intake.drafts.nominating import nominations
from intake.drafts.seating import Seats
from intake.drafts.steps import Chapter, Step, document, quoted
from intake.reading.found import Absence, Act, Item, Point, Reading
from intake.reading.places import OFFICES

UNSURE = 0.75
"""Below this confidence an act is marked as unsure."""


class Drafter:
    """One reading while it becomes a draft."""

    def __init__(self, reading: Reading, known: Known) -> None:
        self.reading, self.known = reading, known
        self.day = reading.meeting.day.isoformat()
        self.bodies = Bodies(known)
        self.people = People(known, self.day)
        self.seats = Seats(known)
        self.granted: set[tuple[str, str]] = set()
        """Seats whose holder the draft grants leave."""
        self.body = self.bodies.slug(reading.meeting.body)
        same = (m for m in known.meetings if (m.body, m.day) == (self.body, self.day))
        self.recorded = next(same, None)
        self.meeting = self.recorded.slug if self.recorded else f"{self.body[:100]}-{self.day}"

    def chapters(self) -> list[Chapter]:
        """The meeting, and every item in its order."""
        chapters = [self._chapter(item) for item in self.reading.items]
        meeting = Chapter("The meeting", list(self._meeting()), list(self._absent()))
        return [Chapter("Bodies that are new", self.bodies.steps)] * bool(self.bodies.steps) + [
            meeting,
            *chapters,
        ]

    def _meeting(self) -> Iterator[Step]:
        meeting = self.reading.meeting
        if self.recorded is None:
            yield Step("convene meeting", self._convened(self.meeting, self.day, meeting))
        name = "Dagsorden" if meeting.document == "agenda" else "Referat"
        title = f"{name}, {meeting.body} {self.day}"
        paper = self.reading.paper.digest
        fields = {
            "meeting": self.meeting,
            "paper": paper,
            "title": title[:200],
            "sort": meeting.document,
        }
        yield Step("file paper", fields)
        following = self.reading.following
        if following is not None:
            day = following.day.isoformat()
            if all((m.body, m.day) != (self.body, day) for m in self.known.meetings):
                slug = f"{self.body[:100]}-{day}"
                yield Step("convene meeting", self._convened(slug, day, following))

    def _convened(self, slug: str, day: str, meeting: Any) -> dict[str, Any]:
        times = {"begins": meeting.begins, "ends": meeting.ends, "place": meeting.place}
        return {"meeting": slug, "body": self.body, "day": day, **times}

    def _absent(self) -> Iterator[str]:
        if self.reading.absent:
            yield f"Absent: {'; '.join(map(_absence, self.reading.absent))}"
        for what, count in sorted(self.reading.left_out.items()):
            yield f"Left out as personal: {what}, {count} times"

    def _chapter(self, item: Item) -> Chapter:
        steps: list[Step] = []
        if self.recorded is None or item.number not in self.recorded.items:
            steps.append(self._listed(item))
        for fact in item.facts:
            steps += self._fact(fact) if fact.act != "nominate" else []
        proposals: dict[int, tuple[str, list[Step]]] = {}
        for point in item.points or self._whole(item):
            slug, made = self._proposed(item, point)
            proposals[point.number] = (slug, [s for s in made if s.verb == "propose"])
            steps += made
        recorded = self._recorded(item)
        forward = nominations(self, item, proposals, recorded)
        steps += forward
        steps += decisions(item, proposals, recorded, forward, self.day, self.meeting, self._called)
        open_ones = [
            f"OPEN: {question.why}: {quoted(question.written)}"
            for question in self.reading.questions
            if question.item == item.number
        ]
        attached = [f"Attached: {'; '.join(item.attachments)}"] if item.attachments else []
        return Chapter(f"{item.number} {item.title}", steps, [*attached, *open_ones])

    def _listed(self, item: Item) -> Step:
        fields = {
            "meeting": self.meeting,
            "item": item.number,
            "title": item.title[:200],
            "section": item.section[:200] if item.section else None,
            "case": item.case,
            "officers": list(item.officers),
            "closed": True if item.closed else None,
        }
        return Step("list item", fields, item.written)

    def _whole(self, item: Item) -> list[Point]:
        """An item without recommended points, decided as a whole."""
        if item.decision is None or item.decision.outcome is None:
            return []
        point = Point(1, "other", item.title, item.written, item.decision.outcome)
        return [point]

    def _recorded(self, item: Item) -> dict[int, Any]:
        from intake.drafts.matching import proposal

        if self.recorded is None:
            return {}
        points = item.points or self._whole(item)
        found = {
            p.number: proposal(item.number, p.number, p.text, self.meeting, self.known.proposals)
            for p in points
        }
        return {number: one for number, one in found.items() if one is not None}

    def _proposed(self, item: Item, point: Point) -> tuple[str, list[Step]]:
        recorded = self._recorded(item).get(point.number)
        if recorded is not None:
            return recorded.slug, self._persons([*point.acts, *point.changed])
        slug = f"{self.meeting}-{item.number.replace('.', '-').lower()}-{point.number}"
        setup: list[Step] = []
        inner: list[Step] = []
        for act in point.acts:
            before, own = self._act(act, asked=True)
            setup += before
            inner += own
        setup += self._persons(point.changed)
        fields = {
            "proposal": slug,
            "body": self.body,
            "text": point.text,
            "purpose": "other" if point.kind == "recommend" else point.kind,
            "meeting": self.meeting,
            "item": item.number,
            "point": point.number if item.points else None,
            "case": item.case,
            "acts": [self._nested(step) for step in inner],
        }
        return slug, [*setup, Step("propose", fields, point.written)]

    def _persons(self, acts: Iterable[Act]) -> list[Step]:
        """What makes those known whom acts name."""
        return [s for act in acts if act.person for s in self.person(act, act.person)[1]]

    def _nested(self, step: Step) -> Step:
        quote = [f"“{step.written.quote}”"] if step.written else []
        return step._replace(written=None, notes=(*step.notes, *quote))

    def _fact(self, act: Act) -> list[Step]:
        before, own = self._act(act, asked=False)
        return [*before, *own]

    def person(self, act: Act, name: str) -> tuple[str | None, list[Step], str | None]:
        about = act if name == act.person else Act(act.act, act.written, act.confidence)
        called = self.people.called(name, about)
        return called.slug, list(called.steps), called.note

    def _called(self, name: str) -> str | None:
        return self.people.slugs.get(name)

    def _act(self, act: Act, *, asked: bool) -> tuple[list[Step], list[Step]]:
        """What has to be recorded before an act, and the act."""
        from intake.drafts.acting import acting

        before, own = acting(self, act, asked=asked)
        if act.confidence < UNSURE:
            own = [step.noted(f"unsure ({act.confidence}): look at it") for step in own]
        return before, own

    def holds_more(self, act: Act) -> bool:
        """Whether the holder of an office is told to be a member of the same body as well."""
        return act.role in OFFICES and any(
            other is not act
            and (other.person, other.body) == (act.person, act.body)
            and other.role not in OFFICES
            and other.act in ("appoint", "replace")
            for other in self.reading.acts()
        )


def _absence(absence: Absence) -> str:
    at = f" (item {', '.join(absence.items)})" if absence.items else ""
    instead = f", {absence.substitute} instead" if absence.substitute else ""
    return f"{absence.who}{at}{instead}"


def draft(reading: Reading, known: Known, paper: str) -> str:
    """A draft that `fasti record` takes as it is; `paper` is where the paper lies."""
    meeting = reading.meeting
    sort = meeting.document
    head = [
        f"Draft from the {sort} of {meeting.body}, {meeting.day}; layout '{reading.layout}'."
        " Nothing is recorded yet: look it through, mend it, then 'fasti record' it.",
        told(reading),
    ]
    return document(head, paper, Drafter(reading, known).chapters())


def told(reading: Reading) -> str:
    """How much was found, in one line."""
    points = [point for item in reading.items for point in item.points]
    asked = sum(len(point.acts) for point in points)
    facts = sum(len(item.facts) for item in reading.items)
    decided = sum(
        item.decision is not None and item.decision.outcome is not None for item in reading.items
    )
    counts: Iterable[tuple[int, str]] = (
        (len(reading.items), "items"),
        (len(points), "proposals"),
        (asked, "acts they ask for"),
        (facts, "facts reported"),
        (decided, "items decided"),
        (len(reading.questions), "open questions"),
        (sum(reading.left_out.values()), "pieces of personal data left out"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count)
