"""A paper read: meeting, items, proposals, decisions, acts and facts, and what stays open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from intake.danish.dates import CLOCK, DAY, day_of
from intake.danish.languages import refuse_foreign
from intake.danish.organs import Organs
from intake.danish.personal import counted, without
from intake.danish.persons import persons
from intake.danish.sentences import sentences
from intake.formats.paper import Paper
from intake.layouts.blocks import Block, blocks, entries
from intake.layouts.flow import Strip, flow, spacing
from intake.layouts.headings import heading
from intake.layouts.joining import Joiner
from intake.layouts.outline import Listed, Part
from intake.layouts.recognition import laid_out
from intake.reading.acts import told_acts, told_by_office
from intake.reading.asking import asked_acts
from intake.reading.attendance import LABEL, ItemTold, absences
from intake.reading.decided import decision, of_point
from intake.reading.entitling import entitled
from intake.reading.found import Item, Meeting, Point, Reading
from intake.reading.meeting import meeting_of
from intake.reading.proposals import opening, recommended
from intake.reading.rounding import rounded
from intake.reading.scene import Scene, around

_NEXT = re.compile(rf"\b[Nn]æste (?:\w+ )?møde\b[^.]*?(?P<day>{DAY})(?P<rest>.{{0,80}})", re.I)
_RESULT = re.compile(
    r"(?:(?:Enstemmigt )?(?:Godkendt|Vedtaget|Tiltrådt|Drøftet|Udsat|Forkastet|Afvist)\b"
    r"|(?:Taget )?[Tt]il efterretning\b|(?:Indstillingen|Sagen|Punktet|Orienteringen|Referatet"
    r"|Dagsordenen|[A-ZÆØÅ][\w ]{2,50}?)\s(?:blev |er )?(?:godkendt|godkendte|vedtaget|vedtog"
    r"|tiltrådt|tiltrådte|tog|taget|drøftet|drøftede|udsat|udsatte|forkastet|udpegede|valgte)\b"
    r"|[A-ZÆØÅ][\w -]{2,50} blev (?:gen)?valgt\b)"
)
_DID = re.compile(
    r"(?:(?:[A-ZÆØÅ][\wæøå-]*(?:udvalget|rådet|bestyrelsen|nævnet|forummet|magistraten)|Udvalget"
    r"|Rådet|Bestyrelsen|Byrådet|KKR|Magistraten|Forsamlingen|Repræsentantskabet)\s(?:\w+ )?"
    r"(?:besluttede|vedtog|godkendte|tiltrådte|drøftede|tog|valgte|udpegede|udsatte|forkastede"
    r"|afviste)\b|[A-ZÆØÅ][^.]{2,60} (?:blev|er) (?:\w+ )?(?:godkendt|vedtaget|tiltrådt|udsat"
    r"|forkastet|afvist|taget til efterretning|drøftet|(?:gen)?valgt|udpeget)\b)"
)
"""How a sentence begins that tells what was done, in minutes without a heading for it."""
_TIMES = re.compile(rf"{CLOCK}(?:\s*(?:[-–]|til)\s*{CLOCK})?")


class _Reader:
    """One paper while it is read."""

    def __init__(
        self, paper: Paper, layout: str | None, day: date | None, body: str | None
    ) -> None:
        strips = flow(paper)
        refuse_foreign(" ".join(strip.text for strip in strips))
        self.gap = spacing(strips)
        self.headed = any((named := heading(s)) and named.sort == "decision" for s in strips)
        self.joiner = Joiner(paper)
        name, self.outline = laid_out(self.joiner, strips, layout)
        meeting = meeting_of(paper, self.outline, day, body)
        text = "\n".join(block.text for item in self.outline.items for block in self._all(item))
        titles = [item.title.text for item in self.outline.items]
        self.scene = Scene(meeting, Organs(text, titles, meeting.body), text)
        self.reading = Reading(paper, name, meeting)
        self.told: list[ItemTold] = []
        self.reading.sections = [(s.number, s.title) for s in self.outline.sections]

    def blocks(self, strips: Sequence[Strip]) -> list[Block]:
        return blocks(self.joiner, strips, gap=self.gap)

    def _all(self, item: Listed) -> Iterator[Block]:
        for part in item.parts:
            yield from self.blocks(part.strips)

    def read(self) -> Reading:
        for listed in self.outline.items:
            self.reading.items.append(self._item(listed))
        rounded(self.reading, self.scene)
        self.reading.questions = self.scene.questions
        self.reading.absent = absences(self.outline.head, self.told)
        return self.reading

    def _item(self, listed: Listed) -> Item:
        title = self.scene.written(listed.title)
        name = without(listed.title.text) if _private(listed.title.text) else listed.title.text
        found = Item(listed.number, name, title, _last(listed))
        found.case, found.officers, found.closed = listed.case, listed.officers, listed.closed
        found.section = listed.section.title if listed.section else None
        texts = [(part, self.blocks(part.strips)) for part in listed.parts]
        whole = "\n".join([listed.title.text, *(b.text for _, bs in texts for b in bs)])
        self.scene.item = found.number
        around(self.scene, whole, listed.title.text)
        for strips in listed.doubts:
            self.scene.ask(self.joiner.passage(strips), "here another item may begin")
        found.attachments = [
            without(title) if _private(title) else title
            for part in listed.parts
            if part.sort == "attachments"
            for title in entries(self.joiner, part.strips, gap=self.gap)
        ]
        asked_in_text = self._points(found, texts)
        own = (
            self._own(found, texts, first=bool(listed.doubts))
            if self.reading.meeting.document == "minutes"
            else []
        )
        said = "\n".join(block.text for block in own)
        self.told.append(ItemTold(found.number, tuple(self._absent(listed)), said))
        self._decision(found, own)
        for part, under in texts:
            if part.sort == "case" or self._talked(part, under, own):
                asks = {id(block) for block in opening(under)} if asked_in_text else set()
                told_acts([b for b in under if id(b) not in asks], self.scene, found, decided=False)
        told_by_office([b for p, bs in texts if p.sort == "case" for b in bs], self.scene, found)
        entitled(found, [b for _, bs in texts for b in bs], self.scene)
        self._aside(whole)
        return found

    def _points(self, item: Item, texts: Sequence[tuple[Part, list[Block]]]) -> bool:
        """Learn the points; whether they stand in the text and not under a heading."""
        asked = [recommended(under) for part, under in texts if part.sort == "proposal"]
        points = [point for some in asked for point in some]
        in_text = not points
        if in_text:
            under = next((o for p, bs in texts if p.sort == "case" and (o := opening(bs))), [])
            points = recommended(under)
        for number, one in enumerate(points, 1):
            private, passage = _private(one.passage.text), one.passage
            written = self.scene.written(passage) if private else passage.written()
            text = without(passage.text) if private else passage.text
            point = Point(number, one.kind, text, written)
            item.points.append(point)
            asked_acts(one, self.scene, item, point)
        return in_text

    def _own(
        self, item: Item, texts: Sequence[tuple[Part, list[Block]]], *, first: bool
    ) -> list[Block]:
        """What stands under the heading of this body's own decision, or is its result; the `first`
        where what follows may be that of another item."""
        found: list[list[Block]] = []
        for part, under in texts:
            if part.sort == "course" and found:
                break
            if part.sort == "decision" and self._ours(part.heading) and under:
                found.append(under)
        if found:
            return found[0 if first else -1]
        bare = not self.headed or not any(part.heading for part, _ in texts)
        return [] if item.closed else _result(texts) or (_done(texts) if bare else [])

    def _talked(self, part: Part, under: Sequence[Block], own: Sequence[Block]) -> bool:
        """Whether a part tells what was said before the decision: a `Referat` above it."""
        telling = own and under is not own and part.heading.strip(" :").casefold() == "referat"
        return bool(telling)

    def _absent(self, listed: Listed) -> Iterator[str]:
        """The lines of those absent, but where they stand under another body's decision."""
        ours = True
        for part in listed.parts:
            if part.sort in ("decision", "course"):
                ours = part.sort == "decision" and self._ours(part.heading)
            elif part.sort == "absent" and ours and LABEL.match(part.heading):
                yield from (strip.text for strip in part.strips if strip.text)

    def _decision(self, item: Item, under: Sequence[Block]) -> None:
        item.decision = decision(under, self.reading.meeting.day)
        if item.decision is not None:
            for point in item.points:
                point.outcome = of_point(item.decision, point.number, point.kind)
        told_acts(under, self.scene, item, decided=True)

    def _ours(self, heading: str) -> bool:
        """Whether a heading speaks of this body's decision and not of another's before it."""
        named = self.scene.organs.last_in(heading)
        other = re.search(DAY, heading, re.I)
        day = day_of(other[0], self.reading.meeting.day) if other else None
        mine = named is None or self.scene.organs.called(self.reading.meeting.body) == named
        return (mine or _same(named, self.reading.meeting.body)) and day in (
            None,
            self.reading.meeting.day,
        )

    def _aside(self, text: str) -> None:
        """What an item tells besides: the next meeting, and personal data that is left out."""
        for sentence in text.split("\n"):
            if _private(sentence):
                for what, count in counted(sentence).items():
                    self.reading.left_out[what] = self.reading.left_out.get(what, 0) + count
        match = _NEXT.search(text.replace("\n", " "))
        day = day_of(match["day"], self.reading.meeting.day) if match else None
        if match and day and day > self.reading.meeting.day:
            found = Meeting(self.reading.meeting.body, day, "agenda")
            times = _TIMES.search(match["rest"]) if "kl" in match["rest"] else None
            if times:
                found.begins = f"{int(times[1]):02}:{times[2]}"
                found.ends = f"{int(times[3]):02}:{times[4]}" if times[3] else None
            self.reading.following = found


def _private(text: str) -> bool:
    """Whether a text speaks of somebody, so that streets and illnesses in it may be theirs."""
    return bool(next(persons(text), None) or re.search(r"\bcpr\b|\d{6}-\d{4}", text, re.I))


def _same(one: str | None, other: str) -> bool:
    from intake.danish.organs import stems

    return one is not None and bool(set(stems(one)) & set(stems(other)))


def _result(texts: Sequence[tuple[Part, list[Block]]]) -> list[Block]:
    """The result of an item that has no heading for it: right under its title, or below what was
    recommended."""
    if any(part.sort == "decision" for part, _ in texts):
        return []
    for part, under in texts:
        if part.sort == "proposal" or not part.heading:
            at = next((n for n, one in enumerate(under) if _RESULT.match(one.text)), None)
            if at is not None and (at or not part.heading):
                return under[at:]
    return []


def _done(texts: Sequence[tuple[Part, list[Block]]]) -> list[Block]:
    """What was done with an item, from the first sentence that tells it."""
    under = [block for part, blocks in texts if not part.heading for block in blocks]
    for at, block in enumerate(under):
        for sentence in sentences(block.passage):
            if _DID.match(sentence.text):
                start = block.text.index(sentence.text)
                return [Block(block.mark, block.passage[start:]), *under[at + 1 :]]
    return []


def _last(listed: Listed) -> int:
    """The last line of an item on the page where it begins."""
    first = listed.title.line
    here = [
        s.line.number
        for p in listed.parts
        for s in p.strips
        if s.text and s.line.page == first.page
    ]
    return max([first.number, listed.title.pieces[-1].line.number, *here])


def read(
    paper: Paper, layout: str | None = None, day: date | None = None, body: str | None = None
) -> Reading:
    """Everything that can be read out of a paper; raises PaperError where it is none."""
    return _Reader(paper, layout, day, body).read()
