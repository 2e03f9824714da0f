"""Checks a certificate of Fasti without Fasti: signature, proofs, and the answer found anew.

usage: python verify_certificate.py CERTIFICATE KEY [WITNESS]...

KEY is the public key under which the register publishes its checkpoints, `name+id+base64`, or a
file with it. Get it from somebody you trust, not from the certificate. Each WITNESS is the key of a
witness who must have signed too. Needs Python 3.11 and `cryptography`, nothing else.
"""

import json
import struct
import sys
from base64 import b64decode
from calendar import monthrange
from collections import namedtuple
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Days = tuple[int, int]  # the earliest and the latest day that a date may mean
BEGINNING, END = 0, date.max.toordinal() + 1
NEVER = END, END
BEGINS = {"appointed/1", "reappointed/1", "replaced/1", "substitute-called/1", "tenure-stated/1"}
DAYS, SIDES = ("first_day", "last_day", "planned_last_day"), ("person", "outgoing", "incoming")
EXITS, UNDOES = {"resigned/1", "vacated/1", "replaced/1"}, {"retracted/1", "statement-withdrawn/1"}
OTHERS = """body-established body-renamed body-dissolved seat-created seat-changed seat-abolished
kept-vacant leave-granted leave-ended person-registered person-renamed persons-merged"""
KINDS = BEGINS | EXITS | UNDOES | {f"{kind}/1" for kind in OTHERS.split()}
LIMITS = """Not proven: that no later entry, or one left out, says otherwise; that what was recorded
is true; whose key it is; that the clock of who recorded it was right."""


def need(holds: object, text: str) -> None:
    if not holds:
        raise ValueError(text)


def in_one_way(text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "it has a name twice, and can be read in two ways")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=unique, parse_float=int, parse_constant=int)


def head_of(note: str) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint (c2sp.org/tlog-checkpoint)."""
    origin, size, root, rest = note.split("\n", 3)
    need(rest[-1:] == "\n" and min(note.replace("\n", " ")) >= " ", "it is no signed note")
    need(size.isdecimal() and str(int(size)) == size, "it names no size")
    return origin, int(size), b64decode(root, validate=True)


def signed_by(note: str, key: str, *, witness: bool = False) -> int:
    """Check that a key signed a note (c2sp.org/signed-note); the seconds a witness gives, or 0."""
    name, key_id, encoded = [*key.split("+", 2), "", ""][:3]
    public = b64decode(encoded, validate=True)
    known = sha256(name.encode() + b"\n" + public).digest()[:4]
    need((public[:1], known.hex()) == (b"\4" if witness else b"\1", key_id), f"no such key: {key}")
    text, _, lines = note.rpartition("\n\n")
    for line in lines[:-1].split("\n"):
        dash, signer, blob = line.split(" ")
        signature = b64decode(blob, validate=True)
        if (dash, signer, signature[:4]) == ("—", name, known):
            seconds = int.from_bytes(signature[4:12], "big") if witness else 0
            signed = f"cosignature/v1\ntime {seconds}\n{text}\n" if witness else f"{text}\n"
            signature = signature[12 if witness else 4 :]
            Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature, signed.encode())
            return seconds
    raise ValueError(f"the checkpoint is not signed by {name}")


def root_over(leaf: bytes, at: int, size: int, path: list[bytes]) -> bytes:
    """The root of a tree of a size, from one of its leaves and the steps up (RFC 6962, 2.1.1)."""
    if (at, size, path) == (0, 1, []):
        return leaf
    left, step = 1 << (size - 1).bit_length() - 1, path.pop()
    if at < left:
        return sha256(b"\1" + root_over(leaf, at, left, path) + step).digest()
    return sha256(b"\1" + step + root_over(leaf, at - left, size - left, path)).digest()


def check_inclusion(entry: dict[str, Any], checkpoint: str) -> None:
    """Check that an entry is in the signed tree (c2sp.org/tlog-proof)."""
    what, number = f"the proof of #{entry['number']} does not hold", entry["number"]
    head, _, note = entry["proof"].partition("\n\n")
    form, index, *steps = head.split("\n")
    need((form, index) == ("c2sp.org/tlog-proof@v1", f"index {number - 1}"), what)
    stream, kind, state = (entry[name].encode() for name in ("stream", "kind", "state"))
    lengths = struct.pack(">QQIII", number, entry["version"], len(stream), len(kind), len(state))
    leaf, path = sha256(b"\0" + lengths + stream + kind + state).digest(), map(b64decode, steps)
    _, size, root = head_of(checkpoint)
    need(note == checkpoint and root_over(leaf, number - 1, size, list(path)) == root, what)
    need(in_one_way(entry["state"])["number"] == number, f"#{number} has another number inside")


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


def day_before(when: Days) -> Days:
    return when[0] - (when[0] != BEGINNING), when[1] - (when[1] != END)


class Fact(namedtuple("Fact", "number kind event first last planned")):
    """A live entry; `last` is the last day it states, a replacement's the day before the first."""

    def order(self, when: Days | None) -> tuple[Any, ...]:
        text = json.dumps(self.event, ensure_ascii=False, separators=(",", ":"))
        return when or NEVER, self.kind, text, self.number


class Tenure(namedtuple("Tenure", "person first last until planned absent began ended")):
    """One person's time in a seat, or on leave from it; `until` is its end if one was recorded."""

    def certain(self, day: int) -> bool:
        return bool(self.first[1] <= day <= min(max(self.last[0], self.first[0]), self.last[1]))

    def closed(self, last: Days, number: int) -> "Tenure":
        until = last if self.until is None else tuple(map(min, self.until, last))
        ended = self.ended if self.ended and until == self.until else number
        return self._replace(last=until, until=until, ended=ended)

    def order(self) -> tuple[Any, ...]:
        return self.first, self.last[::-1], self.person, self.began


def chain(person: str, facts: list[Fact]) -> list[Tenure]:
    """The tenures of one person: each end goes to the last tenure that had begun by then."""
    begins = [f for f in facts if f.kind in BEGINS and f.event.get("incoming", person) == person]
    found, orphans = [], []
    for f in sorted(begins, key=lambda f: f.order(f.first)):
        until = f.last if f.kind == "tenure-stated/1" else None
        last, absent = until or f.planned or NEVER, f.event.get("absent")
        found.append(Tenure(person, f.first, last, until, f.planned, absent, f.number, 0))
    ends = [f for f in facts if f.kind in EXITS and f.event.get("outgoing", person) == person]
    for f in sorted((f for f in ends if f.last), key=lambda f: f.order(f.last)):
        fits = [i for i, t in enumerate(found) if t.first[0] <= f.last[1] and t.began != f.number]
        if fits:
            found[fits[-1]] = found[fits[-1]].closed(f.last, f.number)
        else:
            since, last = (BEGINNING, f.last[1]), f.last
            orphans.append(Tenure(person, since, last, last, None, None, 0, f.number))
    found = orphans + found
    again = {f.number for f in begins if f.kind == "reappointed/1"}
    for i in range(1, len(found)):
        if found[i].began in again and found[i - 1].last[1] >= found[i].first[0]:
            found[i - 1] = found[i - 1].closed(day_before(found[i].first), found[i].began)
    return found


def leaves(person: str, facts: list[Fact]) -> list[Tenure]:
    granted = sorted(facts, key=lambda f: f.order(f.first))
    granted = [f for f in granted if f.kind == "leave-granted/1"]
    found = [Tenure(person, f.first, f.planned or NEVER, *[None] * 5) for f in granted]
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
    people = {str(f.event[side]) for f in about for side in SIDES if side in f.event}
    known = {p: [f for f in about if p in map(f.event.get, SIDES)] for p in people}
    tenures = sorted((t for p in people for t in chain(p, known[p])), key=Tenure.order)
    forms = [f for f in about if f.kind in ("seat-created/1", "seat-changed/1")]
    forms.sort(key=lambda f: (f.kind != "seat-created/1", f.first[0], f.number))
    form = {k: v for f in forms for k, v in f.event.items() if k in ("holds_over", "places")}
    if form.get("holds_over"):
        tenures = held_over(tenures, form.get("places", 1))
    frames = tenures + [leave for p in people for leave in leaves(p, known[p])]
    for i, t in enumerate(tenures):
        for frame in frames if t.absent else ():
            if frame.person == t.absent and frame.first[0] <= t.first[1] <= frame.last[1]:
                tenures[i] = tenures[i]._replace(last=tuple(map(min, tenures[i].last, frame.last)))
    ends = [f.last for f in facts if f.kind == "body-dissolved/1"][:1]
    ends += [f.last for f in about if f.kind in ("seat-created/1", "seat-abolished/1")]
    for last in ends:
        tenures = [t._replace(last=tuple(map(min, t.last, last or NEVER))) for t in tenures]
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


def live(entries: list[dict[str, Any]], stream: str) -> list[Fact]:
    """The facts of a stream that were not retracted."""
    own = [
        {**e, "event": in_one_way(e["state"])["event"]} for e in entries if e["stream"] == stream
    ]
    undone = {e["event"].get("entry") for e in own if e["kind"] in UNDOES}
    facts = []
    for e in own:
        number, kind, event = e["number"], e["kind"], e["event"]
        need(kind in KINDS, f"#{number} is of a kind that is not known here")
        first, last, planned = (days(event[n]) if event.get(n) else None for n in DAYS)
        if kind == "replaced/1" and first and not last:
            last = day_before(first)
        if number not in undone and kind not in UNDOES:
            facts.append(Fact(number, kind, event, first or days(".."), last, planned))
    return facts


def checked(certificate: dict[str, Any], key: str, witnesses: list[str]) -> list[str]:
    """What a certificate proves, in lines; raises ValueError where it does not hold."""
    need(certificate["form"] == "fasti-certificate/1", "it is of no form that is known here")
    note, entries, answer = (certificate[name] for name in ("checkpoint", "entries", "answer"))
    need(len({key, *witnesses}) == 1 + len(witnesses), "a key is there twice")
    origin, size, _ = head_of(note)
    signed_by(note, key)
    need(key.startswith(f"{origin}+"), f"it is signed for another log, {origin}")
    told = [f"{origin} signed everything up to #{size}"]
    for witness in witnesses:
        need(seconds := signed_by(note, witness, witness=True), "a witness gives no time")
        moment = datetime.fromtimestamp(seconds, UTC)
        told.append(f"{witness.split('+', 1)[0]} saw it at {moment:%Y-%m-%dT%H:%M:%SZ}")
    for entry in entries:
        check_inclusion(entry, note)
    upto, time = answer["known_entry"], answer["known_at"]
    need(len({e["number"] for e in entries}) == len(entries), "an entry is there twice")
    need(type(upto) is int and 0 < upto <= size, f"nothing is signed up to #{upto}")
    known = f"as known at #{upto}"
    if time is not None:
        recorded = {e["number"]: in_one_way(e["state"])["recorded"] for e in entries}
        after = recorded[upto + 1] if upto < size else "9"
        fits = recorded[upto] <= time < after and len(time) == len(recorded[upto])
        need(fits and datetime.fromisoformat(time), f"#{upto} is not the last entry at {time}")
        known += f", at {time}" + "; what may stand between is not proven" * (upto == size)
    entries = [e for e in sorted(entries, key=lambda e: e["number"]) if e["number"] <= upto]
    body, seat, person, on = (answer[name] for name in ("body", "seat", "person", "on"))
    persons = [person]
    for one in persons:
        lost = [f.event["lost"] for f in live(entries, f"person:{one}") if "lost" in f.event]
        persons += [slug for slug in dict.fromkeys(lost) if slug not in persons]
    facts = live(entries, f"body:{body}")
    found = held(seat, facts, set(persons), date(*map(int, on.split("-"))).toordinal())
    need("not" != found == answer["held"], f"it says {answer['held']}, its entries say {found}")
    versions = sorted(e["version"] for e in entries if e["stream"] == f"body:{body}")
    gaps = "some" if versions != list(range(1, len(versions) + 1)) else "none"
    told.append(f"{len(entries)} entries are proven; of {body} {gaps} before the last are left out")
    return [*told, f"{person} {found} held {seat} of {body} on {on}, {known}"]


def main(path: str, *keys: str) -> int:
    try:
        given = [(Path(k).read_text("utf-8") if Path(k).is_file() else k).strip() for k in keys]
        certificate = in_one_way(Path(path).read_text("utf-8"))
        code, told = 0, "\n".join([*checked(certificate, given[0], given[1:]), LIMITS])
    except Exception as cause:  # whatever a hostile file makes go wrong
        code, told = 1, f"the certificate does NOT hold: {str(cause) or 'a signature is wrong'}"
    safe = "".join(c if c.isprintable() or c == "\n" else "?" for c in told)
    print(safe, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) > 2 else __doc__)
