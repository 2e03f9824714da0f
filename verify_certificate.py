"""Checks a certificate of Fasti without Fasti: signature, proofs, and the answer found anew.

usage: python verify_certificate.py CERTIFICATE KEY [WITNESS]...

KEY is the public key under which the register publishes its checkpoints, `name+id+base64`, or a
file with it. Get it from somebody you trust, not from the certificate. Each WITNESS is one more
key that must have signed the checkpoint. Needs Python 3.11 and `cryptography`, nothing else.
"""

from __future__ import annotations

import json
import struct
import sys
from base64 import b64decode
from calendar import monthrange
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Json = dict[str, Any]
Days = tuple[int, int]  # the earliest and the latest day that a date may mean
BEGINNING, END = 0, date.max.toordinal() + 1
NEVER = END, END
BEGINS = {"appointed/1", "reappointed/1", "replaced/1", "substitute-called/1"}
EXITS = {"resigned/1", "vacated/1", "replaced/1"}
WRONG = ValueError, LookupError, TypeError, AttributeError, OSError, struct.error, InvalidSignature
LIMITS = """Not proven: that no later entry, or one left out, says otherwise; that what was recorded
is true; whose key it is; that the clock of who recorded it was right."""


def need(holds: object, text: str) -> None:
    if not holds:
        raise ValueError(text)


def signed_by(note: str, key: str) -> int:
    """Check that a key signed a note (c2sp.org/signed-note); the seconds a witness gives, or 0."""
    name, key_id, encoded = key.strip().split("+", 2)
    public = b64decode(encoded, validate=True)
    known = sha256(name.encode() + b"\n" + public).digest()[:4]
    need(public[0] in (1, 4) and known.hex() == key_id, f"{key} is no public key")
    text, _, lines = note.rpartition("\n\n")
    for line in lines.splitlines():
        _, signer, blob = line.split(" ")
        signature = b64decode(blob, validate=True)
        if (signer, signature[:4]) == (name, known):
            begins = 12 if public[0] == 4 else 4
            seconds = int.from_bytes(signature[4:begins], "big")
            head = f"cosignature/v1\ntime {seconds}\n" if begins == 12 else ""
            message = f"{head}{text}\n".encode()
            Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[begins:], message)
            return seconds
    raise ValueError(f"the checkpoint is not signed by {name}")


def check_inclusion(entry: Json, checkpoint: str) -> None:
    """Check that an entry is in the signed tree (c2sp.org/tlog-proof, RFC 9162 2.1.3.2)."""
    what, number = f"the proof of #{entry['number']} does not hold", entry["number"]
    head, _, note = entry["proof"].partition("\n\n")
    need(note == checkpoint, what)
    form, index, *steps = head.split("\n")
    need((form, index) == ("c2sp.org/tlog-proof@v1", f"index {number - 1}"), what)
    stream, kind, state = (entry[name].encode() for name in ("stream", "kind", "state"))
    lengths = struct.pack(">QQIII", number, entry["version"], len(stream), len(kind), len(state))
    found = sha256(b"\0" + lengths + stream + kind + state).digest()
    _, size, root, _ = note.split("\n", 3)
    at, last = number - 1, int(size) - 1
    need(0 <= at <= last, what)
    for step in (b64decode(line, validate=True) for line in steps):
        need(last and len(step) == 32, what)
        right = at & 1 or at == last
        found = sha256(b"\1" + (step + found if right else found + step)).digest()
        while right and at and not at & 1:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    need(last == 0 and found == b64decode(root), what)
    need(json.loads(entry["state"])["number"] == number, f"#{number} has another number inside")


def days(text: str) -> Days:
    """What 2022-03-25, 2022-03, 2022, ..a, a.., a..b or .. may mean."""
    low, dots, high = text.partition("..")
    found = [(BEGINNING, BEGINNING), NEVER]
    for i, part in enumerate((low, high if dots else low)):
        if part:
            year, month, day = map(int, f"{part}-0-0".split("-")[:3])
            last = date(year, month or 12, day or monthrange(year, month or 12)[1])
            found[i] = date(year, month or 1, day or 1).toordinal(), last.toordinal()
    return found[0][0], found[1][1]


def earlier(one: Days, other: Days) -> Days:
    return min(one[0], other[0]), min(one[1], other[1])


def day_before(when: Days) -> Days:
    return when[0] - (when[0] != BEGINNING), when[1] - (when[1] != END)


class Fact(NamedTuple):
    """A live entry; `last` is the last day it states, a replacement's the day before the first."""

    number: int
    kind: str
    event: Json
    first: Days
    last: Days | None
    planned: Days | None

    def of(self, side: str) -> str:
        return str(self.event[side if self.kind == "replaced/1" else "person"])

    def order(self, when: Days | None) -> tuple[Any, ...]:
        text = json.dumps(self.event, ensure_ascii=False, separators=(",", ":"))
        return when or NEVER, self.kind, text, self.number


class Tenure(NamedTuple):
    """One person's time in a seat, or on leave from it; `until` is its end if one was recorded."""

    person: str
    first: Days
    last: Days
    until: Days | None = None
    planned: Days | None = None
    absent: str | None = None
    began: int = 0
    ended: int = 0

    def certain(self, day: int) -> bool:
        return self.first[1] <= day <= min(max(self.last[0], self.first[0]), self.last[1])

    def closed(self, last: Days, number: int) -> Tenure:
        until = last if self.until is None else earlier(self.until, last)
        ended = self.ended if self.ended and until == self.until else number
        return self._replace(last=until, until=until, ended=ended)

    def order(self) -> tuple[Any, ...]:
        return self.first, self.last[::-1], self.person, self.began


def chain(person: str, facts: list[Fact]) -> list[Tenure]:
    """The tenures of one person: each end goes to the last tenure that had begun by then."""
    begins = [f for f in facts if f.kind in BEGINS and f.of("incoming") == person]
    found, orphans = [], []
    for f in sorted(begins, key=lambda f: f.order(f.first)):
        last, absent = f.planned or NEVER, f.event.get("absent")
        found.append(Tenure(person, f.first, last, None, f.planned, absent, f.number))
    ends = [f for f in facts if f.kind in EXITS and f.last and f.of("outgoing") == person]
    for f in sorted(ends, key=lambda f: f.order(f.last)):
        last = f.last or NEVER
        fits = [i for i, t in enumerate(found) if t.first[0] <= last[1] and t.began != f.number]
        if fits:
            found[fits[-1]] = found[fits[-1]].closed(last, f.number)
        else:
            orphans.append(Tenure(person, (BEGINNING, last[1]), last, last, ended=f.number))
    found = orphans + found
    again = {f.number for f in begins if f.kind == "reappointed/1"}
    for i in range(1, len(found)):
        if found[i].began in again and found[i - 1].last[1] >= found[i].first[0]:
            found[i - 1] = found[i - 1].closed(day_before(found[i].first), found[i].began)
    return found


def leaves(person: str, facts: list[Fact]) -> list[Tenure]:
    granted = [f for f in facts if f.kind == "leave-granted/1"]
    granted.sort(key=lambda f: f.order(f.first))
    found = [Tenure(person, f.first, f.planned or NEVER) for f in granted]
    for f in sorted(facts, key=lambda f: f.order(f.last)):
        begun = [i for i, t in enumerate(found) if t.first[0] <= (f.last or NEVER)[1]]
        if f.kind == "leave-ended/1" and begun:
            found[begun[-1]] = found[begun[-1]]._replace(last=f.last or NEVER)
    return found


def held_over(tenures: list[Tenure], places: int) -> list[Tenure]:
    """Let holders whose term ended stay until successors begin, the longest expired first."""
    begins = sorted((t for t in tenures if not t.absent), key=Tenure.order)
    waiting = [t for t in begins if t.planned is not None and t.until is None]
    settled, taken = {t.began: t._replace(last=NEVER) for t in waiting}, set[int]()
    for t in sorted(waiting, key=lambda t: (t.planned, t.order())):
        for heir in begins if places else ():
            others = [settled.get(o.began, o) for o in begins if o.began != heir.began]
            full = sum(o.certain(heir.first[1]) for o in others) >= places
            late = heir.first[0] > (t.planned or NEVER)[0]
            if late and full and heir.began not in taken | {t.began}:
                taken.add(heir.began)
                settled[t.began] = t.closed(day_before(heir.first), heir.began)
                break
    return [settled.get(t.began, t) for t in tenures]


def tenures_in(seat: str, facts: list[Fact]) -> list[Tenure]:
    """All tenures of a seat, after what persons and the end of seat or body do to each other."""
    about = [f for f in facts if f.event.get("seat") == seat]
    sides = ("person", "outgoing", "incoming")
    people = {str(f.event[side]) for f in about for side in sides if side in f.event}
    known = {p: [f for f in about if p in map(f.event.get, sides)] for p in people}
    tenures = sorted((t for p in people for t in chain(p, known[p])), key=Tenure.order)
    forms = [f for f in about if f.kind in ("seat-created/1", "seat-changed/1")]
    forms.sort(key=lambda f: (f.kind != "seat-created/1", f.first[0], f.number))
    form: Json = {k: v for f in forms for k, v in f.event.items() if k in ("holds_over", "places")}
    if form.get("holds_over"):
        tenures = held_over(tenures, form.get("places", 1))
    frames = tenures + [leave for p in people for leave in leaves(p, known[p])]
    for i, t in enumerate(tenures):
        for frame in frames if t.absent else ():
            if frame.person == t.absent and frame.first[0] <= t.first[1] <= frame.last[1]:
                tenures[i] = tenures[i]._replace(last=earlier(tenures[i].last, frame.last))
    dissolved = [f for f in facts if f.kind == "body-dissolved/1"]
    closing = [f for f in about if f.kind in ("seat-created/1", "seat-abolished/1")]
    for f in dissolved[:1] + closing:
        tenures = [t._replace(last=earlier(t.last, f.last or NEVER)) for t in tenures]
    return tenures


def held(seat: str, facts: list[Fact], persons: set[str], day: int) -> str:
    """How a person, under one of some identifiers, held a seat on a day."""
    sitting = [t for t in tenures_in(seat, facts) if t.first[0] <= day <= t.last[1]]
    begun, seams = {t.began: t for t in sitting if t.began}, set[Tenure]()
    for t in sitting:
        heir = begun.get(t.ended, t)
        unsure = heir is not t and not (t.certain(day) or heir.certain(day))
        if unsure and t.first[1] <= day <= heir.last[0] and t.last == day_before(heir.first):
            seams |= {t, heir}  # one entry ends the one and begins the other: no day between
    mine, joined = [t for t in sitting if t.person in persons], [t.person for t in seams]
    sure = any(t.certain(day) or (t in seams and joined.count(t.person) > 1) for t in mine)
    return "certainly" if sure else "possibly" if mine else "not"


def live(entries: list[Json], stream: str) -> list[Fact]:
    """The facts of a stream that were not retracted."""
    own = [e for e in entries if e["stream"] == stream]
    events = {e["number"]: (e["kind"], json.loads(e["state"])["event"]) for e in own}
    undone = {event["entry"] for kind, event in events.values() if kind == "retracted/1"}
    facts = []
    for number, (kind, event) in events.items():
        names = ("first_day", "last_day", "planned_last_day")
        first, last, planned = (days(event[n]) if event.get(n) else None for n in names)
        if kind == "replaced/1" and first and not last:
            last = day_before(first)
        if number not in undone:
            facts.append(Fact(number, kind, event, first or days(".."), last, planned))
    return facts


def checked(certificate: Json, key: str, witnesses: list[str]) -> list[str]:
    """What a certificate proves, in lines; raises ValueError where it does not hold."""
    need(certificate["form"] == "fasti-certificate/1", "it is of no form that is known here")
    note, entries, answer = (certificate[name] for name in ("checkpoint", "entries", "answer"))
    signed_by(note, key)
    told = [f"{key.split('+', 1)[0]} signed everything up to #{note.splitlines()[1]}"]
    for witness in witnesses:
        moment = datetime.fromtimestamp(signed_by(note, witness), UTC)
        told.append(f"{witness.split('+', 1)[0]} saw it at {moment:%Y-%m-%dT%H:%M:%SZ}")
    for entry in entries:
        check_inclusion(entry, note)
    size, upto, time = int(note.splitlines()[1]), answer["known_entry"], answer["known_at"]
    need(0 < upto <= size, f"nothing is signed up to #{upto}")
    if time is not None:
        recorded = {e["number"]: json.loads(e["state"])["recorded"] for e in entries}
        after = recorded[upto + 1] if upto < size else "9"
        need(recorded[upto] <= time < after, f"#{upto} is not the last entry at {time}")
    entries = [e for e in sorted(entries, key=lambda e: e["number"]) if e["number"] <= upto]
    body, seat, person, on = (answer[name] for name in ("body", "seat", "person", "on"))
    persons = [person]
    for known in persons:
        lost = [f.event.get("lost", person) for f in live(entries, f"person:{known}")]
        persons += [slug for slug in dict.fromkeys(lost) if slug not in persons]
    facts = live(entries, f"body:{body}")
    found = held(seat, facts, set(persons), date.fromisoformat(on).toordinal())
    need(found == answer["held"], f"it says {answer['held']}; by its entries it is {found}")
    versions = sorted(e["version"] for e in entries if e["stream"] == f"body:{body}")
    gaps = "some" if versions != list(range(1, len(versions) + 1)) else "none"
    told.append(f"{len(entries)} entries are proven; of {body} {gaps} before the last are left out")
    return [*told, f"{person} {found} held {seat} of {body} on {on}, as known at #{upto}"]


def main(path: str, *keys: str) -> int:
    given = [Path(k).read_text("utf-8").strip() if Path(k).is_file() else k for k in keys]
    code, out = 0, sys.stdout
    try:
        certificate = json.loads(Path(path).read_text("utf-8"))
        text = "\n".join([*checked(certificate, given[0], given[1:]), LIMITS])
    except WRONG as cause:
        code, out = 1, sys.stderr
        text = f"the certificate does NOT hold: {str(cause) or 'a signature is wrong'}"
    print("".join(c if c.isprintable() or c == "\n" else "?" for c in text), file=out)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) > 2 else __doc__)
