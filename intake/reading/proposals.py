"""The recommended points of an item, and what each asks of the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from intake.formats.paper import Passage
from intake.layouts.blocks import Block
from intake.reading.found import Kind

_INTRO = re.compile(
    r"\b(?:indstille[rs]|indstiller|anbefale[rs]|foreslå[rs]|indstilles det)\b", re.I
)
_OPENS = re.compile(
    r"^(?:Det indstilles|Det anbefales|Det foreslås|[A-ZÆØÅ][\wæøå,& -]{2,70} "
    r"(?:indstiller|anbefaler"
    r"|foreslår)(?: til [\wæøå ,-]{3,60})?,? at\b|[A-ZÆØÅ][\wæøå& -]{2,60} indstiller:)"
)
_SAID: Final[tuple[tuple[str, Kind], ...]] = (
    (r"\btil (?:efterretning|orientering)\b|\borienter\w* (?:om|tages)|\bnotere[rs] sig", "note"),
    (
        r"\bgiver? (?:\w+ )?input|\bkommer med input|\bafgiver (?:\w+ )?(?:bemærkninger|input)",
        "give input",
    ),
    (
        r"\b(?:gen)?udpeg(?:er|es|e)\b(?! (?:\w+ ){0,3}\w*(?:areal|områder?\b|strækning"
        r"|lokalitet|zoner?\b|testvej)\w*)"
        r"|\b(?:gen)?vælge[rs]\b|\bindstilles? som|\budnævne[rs]"
        r"|\b(?:foretager|godkender) (?:\w+ ){0,2}(?:valg|udpegning(?:en|er)?) (?:af|til)\b"
        r"|\bkonstituerer sig|\bbeskikke[rs]",
        "appoint",
    ),
    (r"\bdrøfte[rs]?\b|\btil drøftelse\b", "discuss"),
    (
        r"\bindstille[rs]? .{2,60}? til (?:byråd|kommunalbest|økonomi|regionsråd)"
        r"|\bindstiller (?:\w+ ){1,4}(?:medlem(?:mer)?|repræsentant(?:er)?|kandidat(?:er)?) til\b"
        r"|\bindstiller (?:\w+ ){0,3}(?-i:[A-ZÆØÅ]\w+ [A-ZÆØÅ])|\bpeger på\b"
        r"|\banbefale[rs]?\b(?:,? at\b| (?:over ?for|byråd|kommunalbest"
        r"|regionsråd|økonomi|(?:de \d+ |de )?kommun))|\bindstiller? (?:til|over ?for) (?:byråd"
        r"|kommunalbest|økonomi)",
        "recommend",
    ),
    (
        r"\btil (?:godkendelse|beslutning|vedtagelse)\b|\bgodkende[rs]?\b"
        r"|\bvedtage[rs]?\b|\btiltræde[rs]?\b|\bbevilge[rs]?\b"
        r"|\bgive[rs]\b.*(?:bevilling|tilskud|garanti|tilladelse|dispensation|tilsagn)"
        r"|\bfrigive[rs]\b|\bafsætte[rs]\b|\bmeddele[rs]\b|\bfastsætte[rs]\b|\bfinansiere[rs]\b"
        r"|\bbeslutte[rs]?\b|\bdelegere[rs]\b|\bnedsætte[rs]\b|\boprette[rs]\b|\boverføre[rs]\b"
        r"|\betablere[rs]\b|\bsende[rs] i høring|\bimødekomme[rs]\b"
        r"|\bfritage[rs]\b|\bindkalde[rs]\b|\bbemyndige[rs]\b",
        "approve",
    ),
)
_KINDS: Final = tuple((re.compile(pattern, re.I), kind) for pattern, kind in _SAID)


class Recommended(NamedTuple):
    """One recommended point: its passage, what stands below it, the words that lead to it."""

    passage: Passage
    below: tuple[Passage, ...]
    intro: str
    kind: Kind


def recommended(blocks: Sequence[Block]) -> list[Recommended]:
    """The points under a heading for recommendations."""
    intro = ""
    points: list[tuple[Passage, list[Passage]]] = []
    lead = ""
    for at, block in enumerate(blocks):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if _point_of_a_list(block):
            if points and _below(block, points[-1][0]):
                points[-1][1].append(block.passage)
            else:
                points.append((_without_at(block.passage), []))
        elif _INTRO.search(block.text) or not (points or intro):
            if points and not block.text.endswith(":"):
                break
            intro = lead = block.text
            if after is None or not _point_of_a_list(after):
                points += [(passage, []) for passage in _inline(block.passage)]
                lead = _lead(intro)
        elif not points:
            points.append((block.passage, []))
    return [_point(passage, below, intro, lead) for passage, below in points]


def _point_of_a_list(block: Block) -> bool:
    return bool(block.mark) or block.text.startswith(("at ", "At "))


def opening(blocks: Sequence[Block]) -> list[Block]:
    """The blocks from the first that recommends, in a text without a heading for it."""
    for at, block in enumerate(blocks):
        if _OPENS.match(block.text):
            found = [block]
            for following in blocks[at + 1 :]:
                if not following.mark and not following.text.startswith("at "):
                    break
                found.append(following)
            return found
    return []


def _below(block: Block, point: Passage) -> bool:
    """Whether a bullet belongs to the point before it, which ends with a colon."""
    first = block.text.split(maxsplit=1)[0]
    verb = first[0].isupper() and re.fullmatch(r"[A-ZÆØÅ][a-zæøå]+(?:er|år|ter)|At", first)
    return point.text.endswith(":") and not verb and block.mark in ("–", "a", "b", "c", "d")


_ASKS = re.compile(
    r"(?:indstille[rs]?|anbefale[rs]?|foreslå[rs]?)\b[^:]*?,?:?\s*\bat\b\s*:?\s*", re.I
)
_NEXT = re.compile(r"(?:^|[,;.]?\s)(?:at )?\d\)\s|[;.]\s+at\s")
_AND_AT = re.compile(r",?\s+(?:og|samt)\s+at\s+")


def _lead(text: str) -> str:
    """The words of a paragraph that introduce the points in it."""
    match = _ASKS.search(text)
    return text[: match.end()] if match else text


def _inline(passage: Passage) -> list[Passage]:
    """The points that stand in the paragraph that introduces them."""
    match = _ASKS.search(passage.text)
    rest = passage[match.end() :] if match else passage
    cuts = list(_NEXT.finditer(rest.text)) or [
        cut for cut in _AND_AT.finditer(rest.text) if ", at " not in rest.text[: cut.start()]
    ]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(rest.text)]
    found = [rest[a:b] for a, b in zip(starts, ends, strict=True)]
    return [one for one in found if len(one.text) > 3]


def _without_at(passage: Passage) -> Passage:
    match = re.match(r"[Aa]t\s+", passage.text)
    return passage[match.end() :] if match else passage


_LINKS = re.compile(r"[,;]?\s*(?:\b(?:og|samt)(?: at)?)?\s*[,;:]?$")


def _point(passage: Passage, below: Sequence[Passage], intro: str, lead: str) -> Recommended:
    passage = passage[: len(_LINKS.sub("", passage.text))]
    kind = _kind(passage.text)
    if kind in ("other", "approve", "discuss") and lead:
        asked = _kind(lead)
        kind = (
            asked
            if asked not in ("other", "recommend") and not _starts_with_verb(passage.text)
            else kind
        )
    return Recommended(passage, tuple(below), intro, kind)


def _starts_with_verb(text: str) -> bool:
    return _kind(" ".join(text.split()[:2])) != "other"


def _kind(text: str) -> Kind:
    """What a text asks for: the verb that comes first in it."""
    found = [
        (match.start(), at, kind)
        for at, (p, kind) in enumerate(_KINDS)
        if (match := p.search(text))
    ]
    noted = next((kind for start, _, kind in found if kind == "note"), None)
    if noted and (min(found)[2] != "approve" or re.search(r"\btag(?:er|es)\b", text)):
        return "note"
    return min(found)[2] if found else "other"
