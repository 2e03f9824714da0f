"""What is personal of a person: noted, asked for, and erased for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from application.personal import Keys, fingerprint, opened, seal, settle
from domain.act import Act, act
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


def noted(register: Register, person: str, values: Mapping[str, str]) -> list[Act]:
    """Seal personal values of a person; the acts that put their commitments on record."""
    with register.log() as log:
        keys = keys_of(register, log)
    return [act(person, event) for event in seal(register.sealed, keys, person, values)]


def known(register: Register, identities: Sequence[str]) -> list[Known]:
    """The personal values kept of a person under some identifiers, in the order of the log."""
    found = []
    with register.log() as log:
        keys = keys_of(register, log)
        for person in identities:
            live = {fact.number for fact in _person(log, person).private}
            for entry in log.stream(f"person:{person}"):
                if entry.number in live:
                    value = opened(register.sealed, keys, person, entry.event)
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
    with register.log() as log:
        keys = keys_of(register, log)
        asked = [
            act(person, PersonErased(basis=basis, nameless=name, key=_key(keys, person)))
            for person in _concerned(log, identities, name)
        ]
    done = register.record(asked, command=command)
    with register.log() as log:
        keys_of(register, log)
    return done


def keys_of(register: Register, log: Log) -> Keys:
    """The keys of a register, without those whose erasure is on record."""
    keys = Keys(register.folder / "keys")
    erased = {
        stream.partition(":")[2]: [entry.event for entry in entries]
        for stream, entries in log.erasures().items()
    }
    settle(keys, erased)
    return keys


def _key(keys: Keys, person: str) -> str | None:
    key = keys.of(person)
    return None if key is None else fingerprint(key)


def _concerned(log: Log, identities: Sequence[str], name: bool) -> list[str]:
    """The identifiers of which something is left to erase, or may not be erased; else the first."""
    found = []
    for person in identities:
        known = _person(log, person)
        if known.private or known.held is not None or (name and not known.nameless):
            found.append(person)
    return found or list(identities[:1])


def _person(log: Log, slug: str) -> Person:
    from domain.record import Person

    found = Person(slug)
    for entry in log.stream(f"person:{slug}"):
        found = found.evolve(entry.number, entry.event)
    return found
