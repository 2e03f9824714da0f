"""YAML without its traps: text stays text; no aliases, tags or duplicate keys; bounded depth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

DEEPEST = 40
LARGEST = 20_000_000
NOTHING = frozenset({"null", "Null", "NULL", "~"})
"""Plain words that other readers of YAML take for nothing at all."""
Path = tuple[str | int, ...]


class DraftError(Exception):
    """What is wrong with a draft: (line, message) pairs, in the order of the lines."""

    def __init__(self, found: list[tuple[int, str]]) -> None:
        super().__init__("; ".join(f"line {line}: {message}" for line, message in found))
        self.found = found


@dataclass
class Document:
    """A document as mappings, lists and texts, and the line each of them stands on."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass
class _Open:
    """A mapping or list that is not closed yet."""

    value: Any
    path: Path
    key: str | None = None


def load(text: str) -> Document:
    """Read one YAML document; raises DraftError with the line of the first thing that is wrong."""
    if len(text) > LARGEST:
        raise DraftError([(1, f"is larger than {LARGEST:,} characters; split it")])
    document = Document()
    try:
        _read(text, document)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "is not YAML"
        raise DraftError([(mark.line + 1 if mark else 1, f"is not YAML: {problem}")]) from None
    except yaml.YAMLError as error:
        reason = getattr(error, "reason", "is not YAML")
        raise DraftError([(1, f"is not YAML: {reason}")]) from None
    return document


def _read(text: str, document: Document) -> None:
    stack: list[_Open] = []
    begun = False
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.AliasEvent():
                raise DraftError([(line, f"*{event.anchor} is an alias; write the value itself")])
            case yaml.DocumentStartEvent() if begun:
                raise DraftError([(line, "a second document begins; a draft is one document")])
            case yaml.DocumentStartEvent():
                begun = True
            case yaml.ScalarEvent():
                _refuse_tag(event, line)
                plain = event.style is None
                if plain and event.value in NOTHING:
                    told = f"'{event.value}' may be nothing or a text; leave the line out, or quote"
                    raise DraftError([(line, told)])
                empty = event.value == "" and plain
                _place(stack, document, None if empty else event.value, line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                _refuse_tag(event, line)
                if len(stack) >= DEEPEST:
                    raise DraftError([(line, f"is nested deeper than {DEEPEST}")])
                value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                path = _place(stack, document, value, line)
                stack.append(_Open(value, path))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                stack.pop()
            case _:
                pass


def _refuse_tag(event: Any, line: int) -> None:
    if event.anchor is not None:
        raise DraftError([(line, f"&{event.anchor} is an anchor; write the value where it is")])
    if event.tag not in (None, "!"):
        raise DraftError([(line, f"'{event.tag}' is a tag; a draft has none")])


def _place(stack: list[_Open], document: Document, value: Any, line: int) -> Path:
    """Put a value where it belongs; the path it got."""
    if not stack:
        document.value = value
        path: Path = ()
    elif isinstance(stack[-1].value, list):
        path = (*stack[-1].path, len(stack[-1].value))
        stack[-1].value.append(value)
    elif stack[-1].key is None:
        return _key(stack[-1], document, value, line)
    else:
        path = (*stack[-1].path, stack[-1].key)
        stack[-1].value[stack[-1].key] = value
        stack[-1].key = None
    document.lines.setdefault(path, line)
    return path


def _key(into: _Open, document: Document, value: Any, line: int) -> Path:
    if not isinstance(value, str):
        raise DraftError([(line, "a key is a text")])
    if value in into.value:
        raise DraftError([(line, f"'{value}' stands twice here; keep one")])
    into.key = value
    into.value[value] = None
    document.lines[(*into.path, value)] = line
    return (*into.path, value)
