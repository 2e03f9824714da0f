"""What of a log is safe to believe: signed, or agreeing with its leaves, or neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from application.heads import Kept
from application.notes import Signed
from application.readback import Finding, Readback
from domain.soundness import Candidates, spoken


@dataclass
class Attested:
    """A checkpoint and who of the known keys signed it."""

    kept: Kept
    signed: list[Signed]

    @property
    def size(self) -> int:
        """How many entries it covers."""
        return self.kept.head.size


def judge(log: Readback, attested: Sequence[Attested]) -> tuple[list[Finding], str]:
    """What is wrong with the entries of a log and its tree, and what is safe to believe."""
    believed = [a for a in attested if a.signed]
    covered = max((a.size for a in believed), default=0)
    unknown = attested and not believed
    way = "name the key that signed with --key" if unknown else "sign with 'fasti checkpoint'"
    wrong = [a for a in attested if log.roots.get(a.size) != a.kept.head.root]
    if log.whole and not wrong:
        return [], _safe(set(range(1, log.last + 1)), covered, log.last, way)
    candidates = log.candidates(max([log.size, *(a.size for a in attested)]))
    sound = set[int]()
    for a in believed:
        sound |= candidates.sound(a.size, a.kept.head.root)
    agree = candidates.agreeing()
    findings = [*_of_entries(log, candidates, sound, agree), *_of_checkpoints(wrong)]
    if not log.whole and len(agree) == len(candidates.leaves):
        text = "nodes are not the hashes of their children; the entries agree with their leaves"
        findings.append(Finding("tree", None, text))
    safe = _safe(sound | {n for n in agree if n > covered}, covered, log.last, way)
    return findings, safe


def _of_entries(
    log: Readback, candidates: Candidates, sound: set[int], agree: set[int]
) -> Iterator[Finding]:
    told = {finding.entry for finding in log.findings if finding.part == "entries"}
    for number, leaf in enumerate(candidates.leaves, 1):
        if number in agree:
            continue
        if number in sound:
            text = "its leaf is damaged; the entry itself is what was signed"
            yield Finding("tree", number, text)
        elif leaf is not None:
            yield Finding("entries", number, "is not what its leaf says")
        elif number not in told:
            yield Finding("entries", number, "was signed, and is lost")


def _of_checkpoints(wrong: Sequence[Attested]) -> Iterator[Finding]:
    for a in wrong:
        text = f"{a.kept.name}: the entries up to #{a.size} are not all as they were signed"
        yield Finding("checkpoints", a.size, text)


def _safe(sound: set[int], covered: int, last: int, way: str) -> str:
    signed = sorted(number for number in sound if number <= covered)
    newer = sorted(number for number in sound if covered < number <= last)
    told = [f"{spoken(signed)}: what was signed"] if signed else []
    if newer:
        told.append(
            f"{spoken(newer)}: only as their leaves say, and who can write the file can make"
            f" those anew; {way}"
        )
    return "; ".join(told) or ("nothing" if last else "there is no entry yet")
