"""What is personal of a person: noted, asked for, and erased for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from application.failures import Damaged
from application.personal import Keys, fingerprint, opened, seal, settle, unsettled
from domain.act import Act, act
from domain.entry import slug_in
from domain.privacy_events import PersonErased, PrivateNoted

if TYPE_CHECKING:
    from application.log import Log
    from application.register import Recorded, Register
    from domain.entry import Entry
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
            for entry in _kept(log, person):
                value = opened(register.storage.sealed, keys, person, entry.event)
                found.append(Known(entry.number, entry.recorded, entry.event.private, value))
    return sorted(found)


def _kept(log: Log, person: str) -> list[Entry]:
    """The entries of what is kept of a person."""
    live = {fact.number for fact in _person(log, person).private}
    return [entry for entry in log.stream(f"person:{person}") if entry.number in live]


def sealed_elsewhere(register: Register, identities: Sequence[str]) -> bool:
    """Whether something is kept of a person that no key here opens."""
    with register.log() as log:
        keys = keys_of(register, log)
        return any(
            not _opens(register, keys, person, entry.event)
            for person in identities
            for entry in _kept(log, person)
        )


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
            _settle(register, log, keys)
    return done


def keys_of(register: Register, log: Log) -> Keys:
    """The keys of a register, without those whose erasure is on record."""
    keys = register.storage.keys
    if unsettled(keys, _on_record(log)) or _erased_by_others(register, log, keys):
        with keys.alone():
            _settle(register, log, keys)
    return keys


@contextmanager
def _alone(register: Register) -> Iterator[Keys]:
    """The keys of a register, which nobody else makes or destroys meanwhile."""
    keys = register.storage.keys
    register.last()
    with keys.alone():
        with register.log() as log:
            _settle(register, log, keys)
        yield keys


def _settle(register: Register, log: Log, keys: Keys) -> None:
    """Destroy every key whose erasure is on record."""
    settle(keys, _on_record(log))
    for person in _erased_by_others(register, log, keys):
        keys.destroy(person)


def _erased_by_others(register: Register, log: Log, keys: Keys) -> list[str]:
    """Whose key opens what was erased by somebody without it: on a server each has their own."""
    found = []
    for stream, erasures in log.erasures().items():
        person = slug_in(stream)
        if keys.of(person) is not None and any(
            _opens(register, keys, person, entry.event)
            for entry in log.stream(stream)
            if type(entry.event) is PrivateNoted and entry.number < erasures[-1].number
        ):
            found.append(person)
    return found


def _opens(register: Register, keys: Keys, person: str, noted: PrivateNoted) -> bool:
    with suppress(Damaged):
        return opened(register.storage.sealed, keys, person, noted) is not None
    return False


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
        if nameless or known.held is not None or key is not None or known.private:
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
