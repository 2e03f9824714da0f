"""The numbers and bullets that Word shows before paragraphs and keeps outside their text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_DEEPEST = 20
"""How many styles a style may rest on, one on the other."""
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


class Level(NamedTuple):
    """One level of a list: how its numbers look, what stands around them, where they begin."""

    form: str
    text: str
    start: int
    style: str | None


class Numbering:
    """The lists of a document while its paragraphs are read in their order."""

    def __init__(self, document: Any) -> None:
        part = next(
            (
                r.target_part
                for r in document.part.rels.values()
                if r.reltype.endswith("/numbering")
            ),
            None,
        )
        root = part.element if part is not None else None
        self.kinds = _by_id(root, "abstractNum")
        self.lists = _by_id(root, "num")
        self.styles = {style.style_id: style for style in document.styles}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.begun: set[tuple[str, int]] = set()

    def mark(self, paragraph: Any) -> str | None:
        """What Word shows before the next paragraph: `4.1.`, `a)`, `–`; nothing, or no list."""
        number = property_of(paragraph, "numId", "numPr")
        if number is None or number not in self.lists:
            return None if number is None else ""
        kind = self._kind(number)
        levels = self._levels(number, kind)
        if not levels:
            return None
        depth = property_of(paragraph, "ilvl", "numPr")
        style = paragraph.style.style_id if paragraph.style is not None else None
        linked = (at for at, level in levels.items() if level.style == style and style)
        at = int(depth) if depth is not None else next(linked, 0)
        level = levels.get(at)
        if level is None:
            return None
        self._step(number, kind, at, level)
        return self._shown(kind, at, levels)

    def _kind(self, number: str) -> str:
        """The kind of a list, which may stand in a style."""
        for _ in range(_DEEPEST):
            kind = _value(self.lists[number], "abstractNumId") or ""
            named = _value(self.kinds[kind], "numStyleLink") if kind in self.kinds else None
            if named is None or named not in self.styles:
                return kind
            linked = self.styles[named].element.find(f".//{_W}numId")
            if linked is None or linked.get(_VAL) not in self.lists:
                return kind
            number = linked.get(_VAL)
        return kind

    def _levels(self, number: str, kind: str) -> dict[int, Level]:
        if kind not in self.kinds:
            return {}
        found = {int(e.get(f"{_W}ilvl")): _level(e) for e in self.kinds[kind].iter(f"{_W}lvl")}
        own = {int(e.get(f"{_W}ilvl")): _level(e) for e in self.lists[number].iter(f"{_W}lvl")}
        return found | own

    def _step(self, number: str, kind: str, at: int, level: Level) -> None:
        """Count one paragraph; what stands below it begins anew."""
        counts = self.counts[kind]
        again = self._restart(number, at) if (number, at) not in self.begun else None
        self.begun.add((number, at))
        counts[at] = again if again is not None else counts.get(at, level.start - 1) + 1
        for deeper in [depth for depth in counts if depth > at]:
            del counts[deeper]

    def _restart(self, number: str, at: int) -> int | None:
        for change in self.lists[number].iter(f"{_W}lvlOverride"):
            start = _value(change, "startOverride")
            if change.get(f"{_W}ilvl") == str(at) and start is not None:
                return int(start)
        return None

    def _shown(self, kind: str, at: int, levels: dict[int, Level]) -> str:
        level = levels[at]
        if level.form == "bullet":
            return "–"
        text = level.text
        for depth, other in levels.items():
            count = self.counts[kind].get(depth, other.start)
            text = text.replace(f"%{depth + 1}", _figure(count, other.form))
        return text.strip()


def _by_id(root: Any, name: str) -> dict[str, Any]:
    if root is None:
        return {}
    key = f"{_W}{'numId' if name == 'num' else 'abstractNumId'}"
    return {element.get(key): element for element in root.iterchildren(f"{_W}{name}")}


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return None if found is None else found.get(_VAL)


def _level(element: Any) -> Level:
    form, text = _value(element, "numFmt") or "decimal", _value(element, "lvlText") or ""
    return Level(form, text, int(_value(element, "start") or 1), _value(element, "pStyle"))


def property_of(paragraph: Any, name: str, inside: str | None = None) -> str | None:
    """A property of a paragraph: its own, or that of the nearest style which has it."""
    for properties in _properties(paragraph):
        found = properties.find(f"{_W}{inside}/{_W}{name}" if inside else f"{_W}{name}")
        if found is not None:
            value: str | None = found.get(_VAL)
            return value
    return None


def _properties(paragraph: Any) -> Iterator[Any]:
    """Where the properties of a paragraph stand, the nearest first."""
    style = paragraph.style
    elements = [paragraph._p]
    while style is not None and len(elements) < _DEEPEST:
        elements.append(style.element)
        style = style.base_style
    for element in elements:
        properties = element.find(f"{_W}pPr")
        if properties is not None:
            yield properties


def _figure(count: int, form: str) -> str:
    """A number as a list shows it."""
    match form:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (count - 1) % 26)
            return letter if form == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            text = ""
            for value, sign in _ROMAN:
                text += sign * (count // value)
                count %= value
            return text if form == "lowerRoman" else text.upper()
        case "decimalZero":
            return f"{count:02}"
        case "none":
            return ""
        case _:
            return str(count)
