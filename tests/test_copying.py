"""A register is moved between folders and servers: the same entries, numbers and answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from application.copying import copy, unheard
from application.failures import Busy, Missing
from application.folder.storage import Folder
from application.register import create_register
from application.server.address import Address
from application.server.arriving import schemas_beside
from application.server.schema import create
from domain.act import act
from domain.body_events import BodyEstablished
from domain.entry import Event
from domain.person_events import PersonRegistered
from exchange.entries import lines
from tests.calling import Fasti
from tests.databases import Databases
from tests.decisions import day
from tests.every_kind import ASKED
from tests.places import InFolder, OnServer
from tests.test_timeline import seats
from tests.test_two_times import asked, events, recorded

Places = Callable[[str], Fasti]


@pytest.fixture
def place(tmp_path: Path, postgres: Databases) -> Iterator[Places]:
    """A new place in a folder or on a server."""
    database = postgres.new_database()
    numbers = count()

    def new(sort: str) -> Fasti:
        if sort == "folder":
            return InFolder(tmp_path / f"moved{next(numbers)}")
        return OnServer(postgres, f"{database}?schema=moved{next(numbers)}")

    yield new
    postgres.drop(database)


def schemas(address: str) -> set[str]:
    with psycopg.connect(address.partition("?")[0]) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace").fetchall()
    return {name for (name,) in found if not re.match("pg_|information_schema|public", name)}


def exported(fasti: Fasti) -> list[bytes]:
    with fasti.register() as register:
        return list(lines(register, None))


@pytest.mark.parametrize("sort", ["folder", "server"])
def test_a_copy_is_the_same_register_elsewhere(every_kind: Fasti, place: Places, sort: str):
    every_kind.done(
        "person rename cy --name Cy --paper README.md --quote Fasti",
        "person note cy --note 'er bange for hunde'",
        "key new example.org/raad",
        "checkpoint",
    )
    other = place(sort)
    result = every_kind.run(f"copy {every_kind.address} '{other.address}' --with-keys")
    last = every_kind.last()
    assert f"#1 to #{last} are in {other.where}, the same as in" in result.stderr
    assert "1 keys are in " in result.stderr
    assert exported(other) == exported(every_kind)
    for line in (*ASKED[:2], "board raad --on 2019-01-01 --known-at '#20'", "find Udpegning"):
        assert other.run(line).stdout == every_kind.run(line).stdout, line
    told = {row["part"]: row["text"] for row in other.json("verify")}
    assert told["checkpoints"] == "2 compared, 2 signed by a known key, 0 witnessed"
    assert told["papers"] == "1 kept, 1 named"
    assert other.json("person private cy")[0]["value"] == "er bange for hunde"
    assert other.done("person register ny --name Ny") == [f"#{last + 1}"]
    every_kind.refused(
        f"copy {every_kind.address} {other.address}",
        f"the schema {Address(other.address).schemas[0]} of {other.where} is not empty; a register"
        " is made in new schemas, named with ?schema="
        if sort == "server"
        else f"{other.where} is not empty; a register is made in a new or empty folder",
        2,
    )


def test_keys_stay_where_they_are_unless_they_are_asked_for(kept: Fasti, place: Places):
    other = place("folder")
    result = kept.run(f"copy {kept.address} {other.address}")
    assert "the keys of what is personal were not copied; --with-keys does" in result.stderr
    assert not (Path(other.address) / "keys").exists()
    assert other.json("person private bo")[0]["value"] == "its key is not here"


def test_a_register_without_entries_can_be_moved(fasti: Fasti, place: Places):
    other = place("server")
    result = fasti.run(f"copy {fasti.address} {other.address}")
    assert f"a register without entries is in {other.where}" in result.stderr
    other.done("person register bo --name Bo")


@pytest.mark.on_server
def test_what_was_recorded_in_any_order_comes_back_from_a_server_as_it_was(
    fasti: Fasti, tmp_path: Path
):
    numbers = count()

    @settings(max_examples=2, phases=[Phase.generate])
    @given(seats(), st.lists(events(), max_size=8))
    def hold(created: Event, happened: list[Event]) -> None:
        folder = tmp_path / f"tried{next(numbers)}"
        there = fasti.elsewhere(folder)
        one, back = InFolder(folder / "one"), InFolder(folder / "back")
        create_register(one.address)
        with one.register() as register:
            people = [act(p, PersonRegistered(name=p.title())) for p in ("bo", "aase", "cy")]
            established = BodyEstablished(name="Rådet", first_day=day("2018"))
            register.record([act("raad", established), *people, act("raad", created)])
            for event in happened:
                recorded(register, event)
        with there.storage() as server:
            copy(Folder(one.folder), server, unheard)
            copy(server, Folder(back.folder), unheard)
        assert exported(back) == exported(there) == exported(one)
        with one.register() as a, there.register() as b, back.register() as c:
            for at in (None, *range(5, a.last())):
                assert asked(a, at) == asked(b, at) == asked(c, at)

    hold()


@pytest.mark.parametrize("sort", ["folder", "server"])
def test_what_is_recorded_and_signed_meanwhile_is_not_in_the_copy(
    kept: Fasti, place: Places, sort: str, monkeypatch: pytest.MonkeyPatch
):
    kept.done("key new example.org/raad", "checkpoint")
    monkeypatch.setattr("application.copying.TOGETHER", 4)
    seen = []

    def told(done: int, of: int, what: str) -> None:
        if what == "entries" and done == 4:
            kept.done("person register x --name X --paper pyproject.toml")
        seen.append((what, done, of))

    other = place(sort)
    with kept.storage() as source, other.storage() as target:
        report = copy(source, target, told)
    assert (report.entries, kept.last(), other.last()) == (9, 10, 9)
    assert seen[:4] == [("entries", 4, 9), ("entries", 8, 9), ("entries", 9, 9), ("files", 1, 1)]
    assert ("files", 2, 2) in seen  # the paper is there already, the entry that names it is not
    assert other.run("verify").exit_code == 0


def test_a_file_that_goes_while_files_are_copied_is_told_of(kept: Fasti, place: Places):
    other = place("folder")
    with kept.storage() as source, other.storage() as target:
        for name in ("a.elsewhere", "b.elsewhere"):
            source.papers.put(name, b"")

        def told(done: int, of: int, what: str) -> None:
            if (what, of) == ("files", 3):
                source.papers.remove("b.elsewhere")

        with pytest.raises(Busy, match=re.escape("b.elsewhere")):
            copy(source, target, told)
    assert not Path(other.address).exists()


@pytest.mark.parametrize("sort", ["folder", "server"])
def test_of_a_register_that_is_damaged_no_copy_is_made(
    kept: Fasti, place: Places, sort: str, tmp_path: Path
):
    other = place(sort)
    with kept.log() as log:
        log.execute(
            "UPDATE stored_events SET topic = 'x/1' WHERE originator_id = ?", ("body:raad",)
        )
    kept.refused(
        f"copy {kept.address} {other.address}",
        f"an entry of {kept.log_at} is not what its leaf says; run 'fasti verify'",
        3,
    )
    with kept.log() as log:
        log.execute("DELETE FROM stored_events WHERE originator_id = ?", ("person:aase",))
    assert f"{kept.log_at} lacks entries" in kept.run(f"copy {kept.address} {other.address}").stderr
    if sort == "server":
        assert schemas(other.address) == set()
    assert not list(tmp_path.glob("*moved*"))


def test_commands_that_the_entries_do_not_name_are_not_copied(kept: Fasti, place: Places):
    with kept.log() as log:
        log.execute("INSERT INTO commands VALUES ('x', 3, 4)")
    result = kept.run(f"copy {kept.address} {place('server').address}")
    assert "a command says it made #3 to #4; the entries do not; no copy is made" in result.stderr


@pytest.mark.on_server
def test_what_a_killed_program_left_is_taken_away_and_two_are_not_at_it(kept: Fasti, place: Places):
    other = place("server")
    address = Address(other.address)
    with suppress(KeyboardInterrupt), schemas_beside(address):
        assert len(schemas(other.address)) == 2
        result = kept.run(f"copy {kept.address} {other.address}")
        told = f"another program is copying a register to {other.where}; wait for it"
        assert (result.exit_code, result.stderr) == (3, f"fasti: {told}\n")
        raise KeyboardInterrupt
    assert schemas(other.address) == set()
    with schemas_beside(address):
        pass
    assert schemas(other.address) == set(address.schemas)
    another = place("server")

    def taken() -> None:
        with schemas_beside(Address(another.address)):
            create(Address(another.address))

    with pytest.raises(Missing, match="is not empty"):
        taken()
    assert schemas(other.address) == {*address.schemas, *Address(another.address).schemas}


@pytest.mark.on_server
def test_a_backup_of_a_server_is_one_of_a_folder_and_comes_back_through_it(
    kept: Fasti, place: Places, tmp_path: Path
):
    backup, restored, again = InFolder(tmp_path / "backup"), place("folder"), place("server")
    assert sorted(path.name for path in backup.folder.iterdir()) == [
        "backup.json",
        "events.db",
        "papers",
        "private",
        "views.db",
    ]
    for line in ("board raad --on 2020-01-01 --why", "log", "verify"):
        assert backup.run(line).stdout == kept.run(line).stdout, line
    kept.refused(
        f"restore {tmp_path}/backup",
        f"{kept.where} is no folder; restore into a folder, then move it with 'fasti copy'",
    )
    kept.refused(
        f"copy {tmp_path}/backup {again.address}",
        f"{tmp_path}/backup is a backup; put it back first, with 'fasti restore'",
        2,
    )
    restored.done(
        f"restore {tmp_path}/backup --keys {tmp_path}/keys",
        f"copy {restored.address} {again.address} --with-keys",
    )
    assert again.json("person private bo")[0]["value"] == "er bange for hunde"
    assert exported(again) == exported(kept)


@pytest.mark.parametrize("sort", ["folder", "server"])
def test_entries_are_exported_and_imported_between_folders_and_servers(
    kept: Fasti, place: Places, sort: str, tmp_path: Path
):
    other = place(sort)
    kept.done(f"export entries -o {tmp_path}/all.jsonl")
    other.done(f"init {other.address}", f"import entries {tmp_path}/all.jsonl")
    assert exported(other) == exported(kept)
    assert other.run("log").stdout == kept.run("log").stdout


def test_a_loss_that_only_checkpoints_outside_know_of_is_acknowledged_and_recorded(
    kept: Fasti, tmp_path: Path
):
    older = kept.copy(tmp_path / "older")
    kept.done(
        "person register x --name X",
        "key new example.org/raad",
        "checkpoint",
        "erase bo --basis 'art. 17' --name",
    )
    assert older.run("log").exit_code == 3
    told = older.run("restore --acknowledge-loss 'serveren brændte'").stderr.splitlines()
    assert told[:2] == ["restored up to #9; run 'fasti verify'", "lost, as the record says: #10"]
    assert told[-1].startswith("example.org/raad+")
    assert older.done("why 10")[0] == (
        "#10 What was recorded after #9 was lost, last known number 10: serveren brændte"
    )
    older.done("verify", "replay --check", "key new example.org/raad-2")
    older.done(f"checkpoint --key {tmp_path}/signing/example-org-raad-2.key")
