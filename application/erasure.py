"""What is personal of a person: noted, asked for, and erased for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from application.personal import Keys, fingerprint, opened, seal, settle, unsettled
from domain.act import Act, act
from domain.entry import slug_in
from domain.privacy_events import PersonErased

if TYPE_CHECKING:
    from application.log import Log
    from application.register import Recorded, Register
    from domain.record import Person


class Known(NamedTuple):
    """A personal value as it was noted by an entry; `value` is None where its key is lost."""

    number: int
    recorded: str
    private: str
    value: str | None


@contextmanager
def noting(register: Register, person: str, values: Mapping[str, str]) -> Iterator[list[Act]]:
    """Personal values of a person sealed: the acts that put their commitments on record, within
    which no erasure comes between."""
    register.storage.refuse_read_only()
    with _alone(register):
        yield [act(person, event) for event in seal(register.storage, person, values)]


def known(register: Register, identities: Sequence[str]) -> list[Known]:
    """The personal values kept of a person under some identifiers, in the order of the log."""
    found = []
    with register.log() as log:
        keys = keys_of(register, log)
        for person in identities:
            live = {fact.number for fact in _person(log, person).private}
            for entry in log.stream(f"person:{person}"):
                if entry.number in live:
                    value = opened(register.storage.sealed, keys, person, entry.event)
                    found.append(Known(entry.number, entry.recorded, entry.event.private, value))
    return sorted(found)


def erase(
    register: Register,
    identities: Sequence[str],
    *,
    basis: str,
    name: bool,
    command: str | None = None,
) -> Recorded:
    """Record that what is personal of a person is erased, and destroy the keys.

    The record comes first: a key that outlives it for a moment, because the machine stopped, is
    destroyed by the next command that would use it.
    """
    register.storage.refuse_read_only()
    with _alone(register) as keys:
        with register.log() as log:
            asked = list(_erasures(log, keys, identities, basis, name=name))
        done = register.record(asked, command=command)
        with register.log() as log:
            settle(keys, _on_record(log))
    return done


def keys_of(register: Register, log: Log) -> Keys:
    """The keys of a register, without those whose erasure is on record."""
    keys, erased = register.storage.keys, _on_record(log)
    if unsettled(keys, erased):
        with keys.alone():
            settle(keys, erased)
    return keys


@contextmanager
def _alone(register: Register) -> Iterator[Keys]:
    """The keys of a register, which nobody else makes or destroys meanwhile."""
    keys = register.storage.keys
    register.last()
    with keys.alone():
        with register.log() as log:
            settle(keys, _on_record(log))
        yield keys


def _on_record(log: Log) -> dict[str, list[PersonErased]]:
    """Person → the erasures of what is personal of them."""
    return {
        slug_in(stream): [entry.event for entry in entries]
        for stream, entries in log.erasures().items()
    }


def _erasures(
    log: Log, keys: Keys, identities: Sequence[str], basis: str, *, name: bool
) -> Iterator[Act]:
    """The erasure of each identifier of which something is left, or may not be erased; else of the
    first. Even a name alone goes with a key, so that its erasure is remembered beside the keys."""
    left = []
    for person in identities:
        known = _person(log, person)
        nameless = name and not known.nameless
        key = keys.made(person) if nameless and known.held is None else keys.of(person)
        if nameless or known.held is not None or key is not None:
            left.append((person, nameless, key))
    for person, nameless, key in left or [(identities[0], False, None)]:
        told = None if key is None else fingerprint(key)
        yield act(person, PersonErased(basis=basis, nameless=nameless, key=told))


def _person(log: Log, slug: str) -> Person:
    from domain.record import Person

    found = Person(slug)
    for entry in log.stream(f"person:{slug}"):
        found = found.evolve(entry.number, entry.event)
    return found
