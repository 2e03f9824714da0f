"""A certificate: one answer, the entries it rests on, the proof that they stand in a signed log.

It is checked, and the answer found again, by `verify_certificate.py`, without Fasti.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from datetime import date
from typing import Any, NamedTuple

from application.checkpoints import latest
from application.codec import decode
from application.heads import Kept, compared
from application.leaves import ENTRIES, Cursor, Row, node
from application.notes import Unproven, VerifierKey, check
from application.storage import Storage
from domain.body_events import BodyDissolved, BodyEstablished
from domain.checkpoint import proof_text
from domain.entry import Entry
from domain.person_events import PersonRegistered, PersonRenamed, PersonsMerged
from domain.proposal_events import Retracted
from domain.refusal import Refusal
from domain.tree import inclusion

FORM = "fasti-certificate/1"
LIMITS = (
    "It does not prove that no later entry says otherwise, nor that no entry was left out of this"
    " certificate: only the whole log shows that (fasti verify).",
    "It does not prove that what was recorded is true: the evidence named in the entries does.",
    "It does not prove whose key signed it: compare the key with the one that was published.",
    "Recorded times are those of the clock of who wrote: only witnesses and time stamps show when"
    " the checkpoint existed.",
)
"""What a certificate does not prove."""
_OF_BODY = (BodyEstablished, BodyDissolved)
_OF_PERSON = (PersonRegistered, PersonRenamed, PersonsMerged)


class Question(NamedTuple):
    """Whether a person held a seat of a body on a day, as known at an entry number (None: all that
    is signed) or at a time (UTC); `identities` are all slugs of the person."""

    body: str
    seat: str
    person: str
    identities: Collection[str]
    day: date
    number: int | None
    known_at: str | None


class Answer(NamedTuple):
    """What the register says: whether the person held the seat certainly, and the decisions."""

    certain: bool
    decisions: Collection[str]


def signed_up_to(storage: Storage, last: int, number: int | None) -> tuple[Kept, int]:
    """The last checkpoint and the entry number asked about; Refusal where it does not cover it."""
    kept = latest(storage)
    asked = last if number is None else number
    if not 0 < asked <= kept.head.size:
        raise Refusal(
            f"#{kept.head.size} is the last entry that is signed, and #{asked} is asked about;"
            " sign it with 'fasti checkpoint', or ask with an earlier --known-at"
        )
    return kept, asked


def certificate(
    storage: Storage,
    question: Question,
    answer: Answer,
    keys: Collection[VerifierKey],
    *,
    whole: bool = False,
) -> dict[str, Any]:
    """The certificate of an answer; `whole` puts in every entry of the body's stream.

    Raises Refusal where the last checkpoint does not cover it, or no known key signed that.
    """
    with storage.reading() as cursor:
        last = compared(storage, cursor)
        kept, asked = signed_up_to(storage, last, question.number)
        wanted = dict(_resting(cursor, question, answer, asked, whole=whole))
        for number in (asked, asked + 1):
            if question.known_at is not None and number <= kept.head.size:
                wanted[number] = _row(cursor, number)
        _refuse_erased(storage, wanted.values())
        return {
            "form": FORM,
            "answer": {
                "body": question.body,
                "seat": question.seat,
                "person": question.person,
                "on": question.day.isoformat(),
                "known_entry": asked,
                "known_at": question.known_at,
                "held": "certainly" if answer.certain else "possibly",
            },
            "does_not_prove": list(LIMITS),
            "key": str(_signer(kept, keys)),
            "checkpoint": kept.note,
            "entries": [_proven(cursor, wanted[number], kept) for number in sorted(wanted)],
        }


def _refuse_erased(storage: Storage, rows: Iterable[Row]) -> None:
    """A certificate holds entries as they are stored: refuse one with a name that was erased."""
    with closing(storage.log()) as opened:
        for row in sorted(rows):
            if opened.decode is not decode and opened.decode(*row) != decode(*row):
                raise Refusal(
                    f"a certificate would show a name that was erased: it stands in #{row[0]}"
                )


def _signer(kept: Kept, keys: Collection[VerifierKey]) -> VerifierKey:
    try:
        _, signed = check(kept.note, keys)
    except Unproven as cause:
        raise Unproven(f"{kept.where}: {cause}; run 'fasti verify'") from cause
    for one in signed:
        if one.seconds is None:
            return one.key
    raise Refusal(f"{kept.where} is signed by no key known here; name it with --trust")


def _proven(cursor: Cursor, row: Row, kept: Kept) -> dict[str, Any]:
    number, stream, version, kind, state = row
    path = inclusion(lambda *at: node(cursor, *at), number - 1, kept.head.size)
    return {
        "number": number,
        "stream": stream,
        "version": version,
        "kind": kind,
        "state": state.decode(),
        "proof": proof_text(number - 1, path, kept.note),
    }


def _resting(
    cursor: Cursor, question: Question, answer: Answer, upto: int, *, whole: bool
) -> Iterator[tuple[int, Row]]:
    """The entries an answer rests on: of the seat and its body, of the person, of decisions."""
    for stream, wanted in (
        (f"body:{question.body}", None if whole else question.seat),
        *((f"person:{slug}", "") for slug in question.identities),
        *((f"proposal:{slug}", None) for slug in answer.decisions),
    ):
        found: dict[int, Row] = {}
        for row, entry in _stream(cursor, stream, upto):
            if wanted is None or _about(entry.event, wanted, found):
                found[entry.number] = row
        yield from found.items()


def _about(event: Any, seat: str, found: Collection[int]) -> bool:
    """Whether an event speaks of a seat, of its body or person as such, or undoes one that does."""
    if isinstance(event, Retracted):
        return event.entry in found
    return isinstance(event, _OF_BODY + _OF_PERSON) or getattr(event, "seat", None) == seat


def _stream(cursor: Cursor, stream: str, upto: int) -> Iterator[tuple[Row, Entry]]:
    where = f"{ENTRIES} WHERE originator_id = ? AND rowid <= ? ORDER BY originator_version"
    cursor.execute(where, (stream, upto))
    for row in cursor.fetchall():
        yield row, decode(*row)


def _row(cursor: Cursor, number: int) -> Row:
    cursor.execute(f"{ENTRIES} WHERE rowid = ?", (number,))
    row: Row = cursor.fetchone()
    return row
