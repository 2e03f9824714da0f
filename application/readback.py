"""The log read back entry by entry and hashed anew, with whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from application.checkpoints import TOGETHER
from application.codec import decode
from application.failures import Damaged
from application.folder.identity import BROKEN
from application.leaves import ENTRIES, Cursor, Row, is_formed, is_hash
from application.papers import papers_named, sealed_named
from domain.entry import Entry
from domain.soundness import Candidates
from domain.tree import EMPTY, Frontier, entry_hash, size_stored, stored


class Finding(NamedTuple):
    """Something that is wrong: with which part, at which entry if at one, and what."""

    part: str
    entry: int | None
    text: str


class Readback:
    """One state of a log, read from its first entry to its last.

    `size` is how many entries there are or were, by the entries and by their leaves; `findings` is
    what is wrong, `papers` the first entry that names each paper, `sealed` that of each sealed
    value, `roots` the root that follows from the entries for each size that was asked for, `whole`
    whether every entry and every node is as stored in the tree.
    """

    def __init__(self, cursor: Cursor, sizes: Iterable[int]) -> None:
        self._cursor = cursor
        self.findings: list[Finding] = []
        self.papers: dict[str, int] = {}
        self.sealed: dict[str, int] = {}
        self.roots: dict[int, bytes] = {}
        self.whole = True
        self.last = self._number("SELECT MAX(rowid) FROM stored_events")
        nodes = self._number("SELECT MAX(place) + 1 FROM tree")
        self.size = max(self.last, size_stored(nodes))
        if nodes != stored(self.last):
            self.whole = False
            text = f"the tree has {size_stored(nodes)} leaves, the log ends at #{self.last}"
            self.findings.append(Finding("tree", None, text))
        self._recorded = ""
        self._gap = False
        self._versions: dict[str, int] = {}
        self._commands: list[tuple[str, int, int]] = []
        self._run(sorted({size for size in sizes if size <= self.size}))

    def _number(self, query: str) -> int:
        self._cursor.execute(query)
        return self._cursor.fetchone()[0] or 0

    def _run(self, sizes: Sequence[int]) -> None:
        tree = Frontier()
        for size in (*sizes, self.size):
            while tree.size < size:
                first, upto = tree.size + 1, min(tree.size + TOGETHER, size)
                rows = self.rows(first, upto)
                made = tree.grow(leaf or EMPTY for leaf in _leaves(rows))
                self.whole &= made == self._nodes(stored(first - 1), stored(upto) - 1)
                for number, row in enumerate(rows, first):
                    self._entry(number, row)
            self.roots[size] = tree.root
        self._compare_commands()

    def rows(self, first: int, upto: int) -> list[Row | None]:
        """The entries from one number to another; None where there is none that can be read."""
        where = f"{ENTRIES} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        found = {row[0]: row for row in self._fetched(where, first, upto) if is_formed(row)}
        if len(found) == upto - first + 1:
            return list(found.values())
        return [found.get(number) for number in range(first, upto + 1)]

    def _nodes(self, first: int, last: int) -> list[bytes]:
        where = "SELECT hash FROM tree WHERE place BETWEEN ? AND ? ORDER BY place"
        return [row[0] for row in self._fetched(where, first, last)]

    def _fetched(self, query: str, first: int, last: int) -> list[Any]:
        """Rows by number; where the file is broken, those that can be read one by one."""
        try:
            self._cursor.execute(query, (first, last))
            return list(self._cursor.fetchall())
        except BROKEN:
            if first == last:
                return []
            middle = (first + last) // 2
            lower = self._fetched(query, first, middle)
            return lower + self._fetched(query, middle + 1, last)

    def _entry(self, number: int, row: Row | None) -> None:
        if row is None:
            self._gap = True
            self.findings.append(Finding("entries", number, "is missing, or cannot be read"))
            return
        stream, version = row[1], row[2]
        expected = self._versions.get(stream, 0) + 1
        if version != expected and not (self._gap and version > expected):
            text = f"is version {version} of {stream}, where {expected} follows"
            self.findings.append(Finding("entries", number, text))
        self._versions[stream] = version
        try:
            self._decoded(decode(*row))
        except (Damaged, TypeError) as cause:
            self.findings.append(Finding("entries", number, f"cannot be read: {cause}"))

    def _decoded(self, entry: Entry) -> None:
        if entry.recorded < self._recorded:
            text = f"is recorded at {entry.recorded}, before the one before it"
            self.findings.append(Finding("times", entry.number, text))
        self._recorded = max(entry.recorded, self._recorded)
        command, first = entry.command, entry.number
        if self._commands and self._commands[-1][0] == command:
            first = self._commands.pop()[1]
        self._commands.append((command, first, entry.number))
        for digest in papers_named(entry):
            self.papers.setdefault(digest, entry.number)
        for digest in sealed_named(entry):
            self.sealed.setdefault(digest, entry.number)

    def _compare_commands(self) -> None:
        query = "SELECT id, first, last FROM commands WHERE first BETWEEN ? AND ? ORDER BY first"
        kept = self._fetched(query, 0, 2**62)
        if kept == self._commands:
            return
        made = set(self._commands)
        for command, first, last in kept:
            if (command, first, last) not in made:
                text = f"a command says it made #{first} to #{last}; the entries do not"
                self.findings.append(Finding("commands", first, text))
        for _, first, last in sorted(made - set(kept), key=lambda made: made[1]):
            text = f"no command says it made #{first} to #{last}"
            self.findings.append(Finding("commands", first, text))

    def candidates(self, size: int) -> Candidates:
        """What can be told of a damaged log that has, or had, so many entries."""
        leaves: list[bytes | None] = []
        for first in range(1, self.size + 1, TOGETHER):
            leaves += _leaves(self.rows(first, min(first + TOGETHER - 1, self.size)))
        leaves += [None] * (size - len(leaves))
        where = "SELECT place, hash FROM tree WHERE place BETWEEN ? AND ?"
        nodes = dict(self._fetched(where, 0, stored(self.size)))
        whole = {at: node for at, node in nodes.items() if is_hash(node)}
        return Candidates(leaves, whole)


def _leaves(rows: Iterable[Row | None]) -> list[bytes | None]:
    return [None if row is None else entry_hash(*row) for row in rows]
