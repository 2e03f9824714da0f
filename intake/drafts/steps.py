"""The steps of a draft: acts as people write them, with their evidence and remarks, as YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import TextWrapper
from typing import Any, NamedTuple

from domain.text import shown
from intake.formats.paper import Written
from intake.reading.found import Act

WIDTH = 100
_PLAIN = re.compile(r"[\wæøåÆØÅ.][\wæøåÆØÅéöüä /.,'’()+–&-]*")


_OTHERWISE = re.compile(r"[\d.,]+|true|false|yes|no|on|off|y|n|null", re.I)


_HYPHEN = re.compile(r"(?<=[a-zæøå])-\s*\n\s*(?!og\b|eller\b|samt\b)(?=[a-zæøå])")
"""A hyphen at a line end, undone where a quote is told and not kept."""


class Step(NamedTuple):
    """One act of a draft; a `held` one waits for a person's choice and stands as a remark."""

    verb: str
    fields: dict[str, Any]
    written: Written | None = None
    notes: tuple[str, ...] = ()
    held: bool = False

    def noted(self, *notes: str) -> Step:
        """The same step with more remarks."""
        return self._replace(notes=(*self.notes, *notes))


def placed(written: Written) -> Written:
    """The place of something without its quote, which stands beside the act it is about."""
    return written._replace(quote="")


def held(act: Act, note: str) -> Step:
    """An act that cannot be written before somebody chooses."""
    names = {"body": act.body, "person": act.person, "role": act.role, "last_day": act.until}
    return Step(act.act, {n: v or "…" for n, v in names.items()}, act.written, (note,), held=True)


class Chapter(NamedTuple):
    """The steps of one item, under its heading, and the remarks that close it."""

    title: str
    steps: Sequence[Step]
    remarks: Sequence[str] = ()


def scalar(value: object) -> str:
    """A value on one line of YAML, quoted where it has to be."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_in_list(one) for one in value)}]"
    text = str(value)
    safe = _PLAIN.fullmatch(text) and not text.endswith(" ") and not re.search(r"\s#|:\s", text)
    if not isinstance(value, int) and _OTHERWISE.fullmatch(text):
        safe = None  # text here, but a number or a truth to other readers of YAML
    return text if safe else json.dumps(text, ensure_ascii=False)


def _in_list(value: object) -> str:
    """A value inside brackets or braces, where a comma would part it."""
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if "," in text else scalar(value)


def remark(text: str) -> Iterator[str]:
    """A text as lines of YAML comment, harmless to show."""
    flat = shown(" ".join(_HYPHEN.sub("", text).split()), 2000)
    line = ""
    for word in flat.split(" "):
        if line and len(line) + len(word) > WIDTH - 4:
            yield f"# {line}"
            line = word
        else:
            line = f"{line} {word}".strip()
    yield f"# {line}"


def quoted(written: Written) -> str:
    """A quote with its place, for a remark."""
    lines = (
        str(written.first) if written.first == written.last else f"{written.first}-{written.last}"
    )
    return f"“{written.quote}” (page {written.page}, lines {lines})"


def lines_of(step: Step) -> Iterator[str]:
    """One act in a list of acts."""
    for note in step.notes:
        yield from remark(note)
    body = [f"- {step.verb}:", *_fields(step.fields, "    "), *_evidence(step.written)]
    for line in body:
        yield f"# {line}" if step.held else line


def _fields(fields: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in fields.items():
        if value is None or value in ((), []):
            continue
        if name == "acts":
            yield f"{indent}# acts:" if all(inner.held for inner in value) else f"{indent}acts:"
            for inner in value:
                yield from (f"{indent}  {line}" for line in lines_of(inner))
        elif isinstance(value, dict):
            yield f"{indent}{name}: {_flow(value)}"
        elif value and isinstance(value, (list, tuple)) and isinstance(value[0], dict):
            yield f"{indent}{name}:"
            for one in value:
                yield f"{indent}  - {_flow(one)}"
        else:
            yield from _written(f"{indent}{name}: ", scalar(value), value)


def _written(name: str, plain: str, value: object) -> Iterator[str]:
    """A field on one line or, where that would be too long, folded so that it reads the same."""
    text = str(value)
    if len(name) + len(plain) <= WIDTH or text != " ".join(text.split()) or not text.isprintable():
        yield f"{name}{plain}"
        return
    indent = " " * (len(name) - len(name.lstrip()) + 2)
    yield f"{name}>-"
    whole = TextWrapper(
        WIDTH - 4,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from whole.wrap(text)


def _flow(fields: dict[str, Any]) -> str:
    """Fields on one line, inside braces."""
    return f"{{{', '.join(f'{name}: {_in_list(one)}' for name, one in fields.items())}}}"


def _evidence(written: Written | None) -> Iterator[str]:
    if written is None:
        return
    lines = (
        str(written.first) if written.first == written.last else f"{written.first}-{written.last}"
    )
    yield "  evidence:"
    yield f"    page: {written.page}"
    yield f'    lines: "{lines}"'
    if not written.quote:
        return
    if "\n" not in written.quote:
        plain = json.dumps(written.quote, ensure_ascii=False)
        yield from _written("    quote: ", plain, written.quote)
        return
    yield "    quote: |-"
    yield from (f"      {line}" for line in written.quote.split("\n"))


def document(head: Iterable[str], paper: str, chapters: Iterable[Chapter]) -> str:
    """A whole draft."""
    found = [line for text in head for line in remark(text)]
    found += ["fasti: 1", "evidence:", f"  paper: {scalar(paper)}", "acts:"]
    for chapter in chapters:
        found += ["", *(f"  {line}" for line in remark(f"== {chapter.title}"))]
        for step in chapter.steps:
            found += [f"  {line}" for line in lines_of(step)]
        for text in chapter.remarks:
            found += [f"  {line}" for line in remark(text)]
    return "\n".join(found) + "\n"
