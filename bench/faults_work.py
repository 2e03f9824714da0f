"""What a program does while it is killed, and what must be there afterwards."""

from __future__ import annotations

import csv
import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from application.backup import backup, manifest_of
from application.checkpoints import sign
from application.erasure import erase, keys_of, noting
from application.keys import key_in, known_keys
from application.papers import is_kept, keep_content
from application.personal import Keys
from application.register import Register, create_register
from application.restoration import restore
from bench.faults_specimen import asked, with_older_views
from bench.history import acts
from domain.act import act
from domain.body_events import BodyEstablished, SeatCreated
from domain.entry import Evidence
from domain.person_events import PersonRegistered
from domain.tenure_events import Appointed
from domain.when import When
from exchange import entries
from exchange.inward import recording

TOGETHER = 3
"""So many entries are appended together."""
IMPORTED = 60
"""So many entries or rows are in a file that is imported."""
Said = Iterator[str]


class Work(NamedTuple):
    """What is done, saying whatever is acknowledged; whether that is there afterwards; and what
    raises AssertionError where anything is half there."""

    do: Callable[[Register], Said]
    is_there: Callable[[Register, str], bool]
    refuse_halves: Callable[[Register], None]


def fresh(letter: str) -> str:
    """A name that was never used."""
    return f"{letter}{os.getpid()}-{time.monotonic_ns()}"


def place_of(register: Register, name: str) -> Path:
    """A folder beside a register."""
    folder = Path(register.address).parent / name
    folder.mkdir(exist_ok=True)
    return folder


def _reaches(register: Register, said: str) -> bool:
    return register.last() >= int(said)


def _nothing_is_half(register: Register) -> None:
    """What is acknowledged says it all."""


def _begin(register: Register) -> Said:
    while True:
        name = fresh("i")
        create_register(place_of(register, "begun") / name)
        yield name


def _begun(register: Register, said: str) -> bool:
    return Register(place_of(register, "begun") / said).last() == 0


def _refuse_half_begun(register: Register) -> None:
    for folder in place_of(register, "begun").iterdir():
        if not (folder / "events.db").exists():
            create_register(folder)
        assert Register(folder).last() == 0
        shutil.rmtree(folder)


def _append(register: Register) -> Said:
    """Entries in two streams that rest on a paper."""
    while True:
        name = fresh("n")
        paper = keep_content(register.storage, register.storage.papers, os.urandom(64))
        three = [
            act(name, BodyEstablished(name="Rådet")),
            act(name, SeatCreated(seat="s", title="Sæde")),
            act(name, PersonRegistered(name="Åse Ærø")),
        ]
        done = register.record(three, evidence=Evidence(paper=paper, quote="Åse Ærø"))
        yield f"{done.last} {paper}"


def _appended(register: Register, said: str) -> bool:
    number, paper = said.split()
    [entry] = register.entries([int(number)])
    named = entry.evidence is not None and entry.evidence.paper == paper
    return named and is_kept(register.storage.papers, paper)


def _refuse_half_appended(register: Register) -> None:
    assert (register.last() - BEGUN) % TOGETHER == 0


BEGUN = 4
"""So many entries has a register that was begun."""


def _add_late_facts(register: Register) -> Said:
    """To what is there, as a command does."""
    while True:
        name = fresh("f")
        event = Appointed(seat="s", person="bo", first_day=When.parse("2020"), despite=name)
        register.record([act("raad", event)], command=name)
        yield name


def _replay(register: Register) -> Said:
    while True:
        yield str(register.views.rebuild(processes=1))


def _migrate(register: Register) -> Said:
    """Views of an older shape become those of this program: when asked, and when written to."""
    while True:
        with_older_views(register)
        code, said = asked(register.address, "board", "raad")
        assert code == 0, said
        yield str(register.last())
        with_older_views(register)
        yield str(register.record([act(fresh("m"), PersonRegistered(name="Åse Ærø"))]).last)


def _checkpoint(register: Register) -> Said:
    while True:
        register.record([act(fresh("c"), PersonRegistered(name="Åse Ærø"))])
        yield str(sign(register.storage, key_in(None), known_keys()).kept.head.size)


def _signed(register: Register, said: str) -> bool:
    return (register.address / "checkpoints" / f"{said}.checkpoint").is_file()


def _back_up(register: Register) -> Said:
    while True:
        target = place_of(register, "backups") / fresh("b")
        backup(register, target)
        yield target.name


def _backed_up(register: Register, said: str) -> bool:
    return (place_of(register, "backups") / said / "events.db").is_file()


def _refuse_half_backups(register: Register) -> None:
    for copy in place_of(register, "backups").glob("[!.]*"):
        manifest_of(copy)
        shutil.rmtree(copy)
    for aside in Path(register.address).parent.glob("*.before-restore-*"):
        shutil.rmtree(aside)


def _restore(register: Register) -> Said:
    """In the place of a log that ends where the backup does."""
    kept = place_of(register, "backups") / fresh("r")
    backup(register, kept)
    while True:
        yield str(restore(register, kept, loss=None).entries)


def _erase(register: Register) -> Said:
    while True:
        person = fresh("e")
        register.record([act(person, PersonRegistered(name="Åse Ærø"))])
        with noting(register, person, {"note": "er bange for hunde"}) as asked_for:
            register.record(asked_for)
        erase(register, [person], basis="art. 17", name=False)
        yield person


def _erased(register: Register, said: str) -> bool:
    with register.log() as log:
        on_record = f"person:{said}" in log.erasures()
    return on_record and Keys(register.address / "keys").of(said) is None


def _refuse_half_erased(register: Register) -> None:
    with register.log() as log:
        keys_of(register, log)
        gone = {stream.partition(":")[2] for stream in log.erasures()}
    assert not gone & set(Keys(register.address / "keys").persons())


def _source(register: Register, form: str) -> list[str]:
    """A file to import, and the words that import it."""
    files = place_of(register, "files")
    if form == "entries":
        file = files / "entries.jsonl"
        if not file.exists():
            made = Register(files / "made", writer="faults")
            create_register(made.address)
            everything = list(acts(IMPORTED, 3))
            for at in range(0, IMPORTED, 5):
                made.record(everything[at : at + 5], project=False)
            asked(made.address, "export", "entries", "-o", str(file))
        return ["import", "entries", str(file)]
    file = files / "statements.csv"
    if not file.exists():
        _write_statements(file)
    columns = "body=body,seat=seat,person=person,from=from,until=until,known=known,op=op"
    return ["import", "statements", str(file), "--last-day", "included", "--columns", columns]


def _write_statements(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(["body", "seat", "person", "from", "until", "known", "op"])
        for at in range(IMPORTED):
            known = f"2021-01-{1 + at // 24:02}T{at % 24:02}:00:00Z"
            rows.writerow(
                [f"Råd {at % 7}", f"s{at % 5}", f"Åse {at}", "2020-01-01", "", known, "+"]
            )


def _import(form: str, batches: bool, register: Register) -> Said:
    """Into one new register after another."""
    entries.TOGETHER = recording.TOGETHER = 10  # so that a small file is many parts
    words = _source(register, form) + ["--in-batches"] * batches
    while True:
        name = fresh("m")
        create_register(place_of(register, "imported") / name)
        code, said = asked(place_of(register, "imported") / name, *words)
        assert code == 0, said
        yield name


def _whole(register: Register, form: str) -> list[object]:
    """All that is to be there after an import."""
    folder = place_of(register, "files") / f"{form}-whole"
    if not folder.exists():
        create_register(folder)
        code, said = asked(folder, *_source(register, form))
        assert code == 0, said
    return _told(Register(folder))


def _told(register: Register) -> list[object]:
    with register.log() as log:
        return [
            (entry.stream, entry.version, entry.recorded, entry.event, entry.evidence)
            for entry in log.entries()
            if "read" not in type(entry.event).model_fields  # when a file was read, it says
        ]


def _imported(form: str, register: Register, said: str) -> bool:
    return _told(Register(place_of(register, "imported") / said)) == _whole(register, form)


def _refuse_half_imported(form: str, batches: bool, register: Register) -> None:
    """All or nothing; in batches a part, from which the same command goes on."""
    whole = _whole(register, form)
    words = _source(register, form) + ["--in-batches"] * batches
    for folder in place_of(register, "imported").iterdir():
        if not (folder / "events.db").exists():
            create_register(folder)
        there = _told(Register(folder))
        assert there in (([], whole) if not batches else (whole[: len(there)],))
        if there != whole:
            assert asked(folder, *words)[0] == 0
            assert _told(Register(folder)) == whole
        shutil.rmtree(folder)


def _importing(form: str, *, batches: bool) -> Work:
    return Work(
        partial(_import, form, batches),
        partial(_imported, form),
        partial(_refuse_half_imported, form, batches),
    )


def _commanded(register: Register, said: str) -> bool:
    return register.commanded(said)


WORK = {
    "beginnings": Work(_begin, _begun, _refuse_half_begun),
    "appends": Work(_append, _appended, _refuse_half_appended),
    "late facts": Work(_add_late_facts, _commanded, _nothing_is_half),
    "replays": Work(_replay, _reaches, _nothing_is_half),
    "migrations": Work(_migrate, _reaches, _nothing_is_half),
    "imports of entries": _importing("entries", batches=False),
    "imports of entries in batches": _importing("entries", batches=True),
    "imports of statements": _importing("statements", batches=False),
    "imports of statements in batches": _importing("statements", batches=True),
    "checkpoints": Work(_checkpoint, _signed, _nothing_is_half),
    "backups": Work(_back_up, _backed_up, _refuse_half_backups),
    "restores": Work(_restore, _reaches, _refuse_half_backups),
    "erasures": Work(_erase, _erased, _refuse_half_erased),
}
"""What is killed."""
