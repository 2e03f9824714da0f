"""All entries as JSON Lines: the log itself, complete, out and in again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from application.codec import decode
from application.failures import Damaged
from application.papers import named_elsewhere, papers_named, sealed_named
from application.recorder import Question
from domain.proposal_events import Retracted
from domain.refusal import Refusal
from exchange.inward.failures import Unreadable, Wrong
from exchange.inward.recording import TOGETHER, Progress, Taken
from exchange.inward.source import opened
from exchange.strict_json import NotJson, dumps, loads

if TYPE_CHECKING:
    from application.log import Log
    from application.register import Register
    from domain.entry import Entry

FORMAT = "entries/1"
MANY = 1000
_STREAM = re.compile(
    r"(body|person|meeting|proposal|register):([a-z0-9]+(?:-[a-z0-9]+)*)", re.ASCII
)


def lines(register: Register, upto: int | None) -> Iterator[bytes]:
    """A head that says how many, then every entry as it is stored, with its stream and kind."""
    with register.log() as log:
        last = log.last()[0] if upto is None else upto
        yield dumps({"fasti": FORMAT, "entries": last}).encode() + b"\n"
        for _, stream, version, kind, state in log.stored(last):
            head = dumps({"stream": stream, "version": version, "kind": kind}).encode()
            yield head[:-1] + b"," + state[1:] + b"\n"


def take(
    register: Register, path: Path, *, in_batches: bool = False, progress: Progress | None = None
) -> Taken:
    """Append the entries of a file as they were: same numbers, known times, writers, commands.

    The register is empty, or holds the first entries of the same file: then the rest is added.
    Raises Unreadable with every line that is wrong, Refusal where the register holds others.
    """
    with register.writing() as log:
        before = log.last()[0]
        with opened(path) as text:
            reader = _Reader(path, text)
            _refuse_others(log, reader, before)
            rest = groupby(reader, lambda entry: entry.command)
            for part in _parts(rest, in_batches=in_batches):
                with log.together():
                    for command, group in part:
                        entries = list(group)
                        _say_what_is_elsewhere(register, entries)
                        _append(log, command, entries)
                        if progress is not None:
                            progress(reader.number)
                    reader.refuse_wrong(whole=not in_batches)
            reader.refuse_wrong(whole=True)
        last = log.last()[0]
        behind = not register.project(log, last)
    return Taken(before + 1, last, last == before, behind)


def count(path: Path) -> int:
    """How many entries a file says it has."""
    with opened(path) as text:
        return _Reader(path, text).promised


def _parts(
    groups: Iterable[tuple[str, Iterator[Entry]]], *, in_batches: bool
) -> Iterator[Iterable[tuple[str, list[Entry]]]]:
    whole = ((command, list(entries)) for command, entries in groups)
    if not in_batches:
        yield whole
        return
    part: list[tuple[str, list[Entry]]] = []
    for group in whole:
        part.append(group)
        if sum(len(entries) for _, entries in part) >= TOGETHER:
            yield part
            part = []
    yield part


def _say_what_is_elsewhere(register: Register, entries: Sequence[Entry]) -> None:
    """A file of entries brings no papers: what they name and is not here was never kept here."""
    for entry in entries:
        named_elsewhere(register.storage.papers, papers_named(entry))
        named_elsewhere(register.storage.sealed, sealed_named(entry))


def _append(log: Log, command: str, entries: list[Entry]) -> None:
    first = entries[0]
    versions: dict[str, int] = {}
    for entry in entries:
        versions.setdefault(entry.stream, entry.version - 1)
    moment = datetime.fromisoformat(first.recorded)
    with log.turn(Question(command, first.number - 1)) as news:
        if news.last != first.number - 1:
            raise Refusal(f"somebody else appended up to #{news.last}; import the file again")
        if news.done is not None:
            raise Refusal(
                f"a command of the file goes on at #{first.number}, but the register has it as"
                f" whole with #{news.done[1]}; entries are taken into an empty register, made with"
                " 'fasti init'"
            )
        log.append(
            [(entry.stream, entry.event, entry.evidence) for entry in entries],
            command=command,
            writer=first.writer,
            clock=lambda: moment,
            versions=versions,
        )


def _refuse_others(log: Log, reader: _Reader, before: int) -> None:
    """Read past the entries that are on record already; refuse a register that holds others."""
    for stored in log.stored(before):
        entry = next(reader, None)
        if entry is None:
            reader.refuse_wrong(whole=False)
        if entry is None or entry != decode(*stored):
            raise Refusal(
                f"entry #{stored[0]} of the register is not that of the file; entries are taken"
                " into an empty register, made with 'fasti init', or one that holds the first of"
                " them"
            )


class _Reader:
    """The entries of a file one after another; what is wrong is kept until it is asked for."""

    def __init__(self, path: Path, text: Iterable[str]) -> None:
        self.number = 0
        self._expected = 1
        self._path = path
        self._lines = iter(text)
        self._wrong: Wrong = []
        self._versions: dict[str, int] = {}
        self._commands: set[str] = set()
        self._last: Entry | None = None
        self.promised = self._head(next(self._lines, ""))

    def __iter__(self) -> Iterator[Entry]:
        return self

    def __next__(self) -> Entry:
        for line in self._lines:
            self.number += 1
            try:
                entry = self._entry(line)
            except ValueError as problem:
                self._wrong.append((f"line {self.number + 1}", str(problem)))
                if len(self._wrong) > MANY:
                    break
                continue
            if not self._wrong:
                return entry
        raise StopIteration

    def refuse_wrong(self, *, whole: bool) -> None:
        """Raise what was wrong, also that the file ends early where all of it was read."""
        if whole and not self._wrong and self.number != self.promised:
            told = f"has {self.number:,} entries, but its first line says {self.promised:,}"
            self._wrong.append(("", told))
        if self._wrong:
            raise Unreadable(str(self._path), self._wrong)

    def _head(self, line: str) -> int:
        try:
            head = loads(line)
        except NotJson:
            head = None
        if not isinstance(head, dict) or head.get("fasti") != FORMAT:
            what = f'holds no entries of Fasti; they begin with {{"fasti":"{FORMAT}",…}}'
            raise Unreadable(str(self._path), [("line 1", what)])
        promised = head.get("entries")
        if type(promised) is not int or promised < 0:
            raise Unreadable(str(self._path), [("line 1", "does not say how many entries follow")])
        return promised

    def _entry(self, line: str) -> Entry:
        expected = self._expected
        self._expected += 1
        stored = loads(line)
        if not isinstance(stored, dict):
            raise ValueError("is no entry")
        stream, version, kind = (stored.pop(name, None) for name in ("stream", "version", "kind"))
        match = _STREAM.fullmatch(stream) if isinstance(stream, str) else None
        if match is None:
            raise ValueError("names no stream")
        number = stored.get("number")
        if type(number) is int:
            self._expected = number + 1
        if number != expected:
            raise ValueError(f"has the number {number!r}; {expected} comes next")
        entry = _decoded(stream, version, kind, stored)
        if "\0" in entry.writer + entry.command:
            raise ValueError("contains a NUL character")
        if type(entry.event) is not Retracted and entry.event.noun != match[1]:
            raise ValueError(f"is a {kind} in the stream of a {match[1]}")
        if not self._wrong:  # what is wrong in one line would be told again of those that follow
            self._in_order(entry)
        return entry

    def _in_order(self, entry: Entry) -> None:
        if entry.version != self._versions.get(entry.stream, 0) + 1:
            raise ValueError(f"is version {entry.version} of {entry.stream}; one is missing")
        last = self._last
        if last is None or last.command != entry.command:
            if entry.command in self._commands:
                raise ValueError("belongs to a command that ended before")
        elif (last.recorded, last.writer) != (entry.recorded, entry.writer):
            raise ValueError("differs in time or writer from others of its command")
        if last is not None and entry.recorded < last.recorded:
            raise ValueError("was recorded before the entry above it")
        self._versions[entry.stream] = entry.version
        self._commands.add(entry.command)
        self._last = entry


def _decoded(stream: str, version: Any, kind: Any, stored: dict[str, Any]) -> Entry:
    if type(version) is not int or not isinstance(kind, str):
        raise ValueError("names no version or kind")
    try:
        entry = decode(stored["number"], stream, version, kind, dumps(stored).encode())
        datetime.strptime(entry.recorded, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except (Damaged, ValueError):
        raise ValueError(f"is no entry of the kind '{kind[:40]}'") from None
    return entry
