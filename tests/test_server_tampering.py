"""What a server refuses of itself, and what its owner cannot do unnoticed."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from psycopg.sql import SQL, Identifier

from application.server.address import Address
from application.server.identity import UNCHANGING
from tests.calling import Fasti
from tests.tampering import tampered

pytestmark = pytest.mark.on_server
CHANGES = {
    "update": "UPDATE {0} SET {1} = {1}",
    "delete": "DELETE FROM {0}",
    "truncate": "TRUNCATE {0}",
    "update of nothing": "UPDATE {0} SET {1} = {1} WHERE false",
}
COLUMNS = {"stored_events": "state", "commands": "first", "tree": "hash", "kept": "content"}


def owner(fasti: Fasti) -> psycopg.Connection:
    """The owner of a register, in the schema of its log."""
    address = Address(fasti.address)
    return psycopg.connect(**address.parameters(address.schemas[0]))


def found(fasti: Fasti) -> list[tuple[str, int | None, str]]:
    """The damage that verify reports."""
    result = fasti.run("verify --format json")
    rows = json.loads(result.stdout)
    damage = [(r["part"], r["entry"], r["text"]) for r in rows if r["state"] == "DAMAGED"]
    assert result.exit_code == (3 if damage else 0)
    return damage


@pytest.mark.parametrize("table", UNCHANGING)
def test_no_row_is_changed_or_taken_away_though_the_owner_asks(raad: Fasti, table: str):
    raad.done("person rename bo --name Bo --paper README.md")
    before = raad.stored()
    for change in CHANGES.values():
        statement = change.format(table, COLUMNS.get(table, "id"))
        refused = pytest.raises(errors.RaiseException, match="the log is append-only")
        with owner(raad) as connection, refused:
            connection.execute("SET session_replication_role = replica")  # ordinary triggers sleep
            connection.execute(statement.encode())
    assert raad.stored() == before


def test_triggers_that_are_gone_or_switched_off_are_named(raad: Fasti):
    assert found(raad) == []
    switches = {
        "stored_events": "ALTER TABLE {} DISABLE TRIGGER unchanging",
        "tree": "DROP TRIGGER unchanging ON {}",
        "kept": "ALTER TABLE {} ENABLE TRIGGER unchanging",
        "about": "ALTER TABLE {} ENABLE REPLICA TRIGGER unchanging",
    }
    with owner(raad) as connection:
        for table, switch in switches.items():
            connection.execute(SQL(switch).format(Identifier(table)))
    gone = "the trigger against changes of {} is gone or switched off"
    assert found(raad) == [("storage", None, gone.format(name)) for name in switches]


def test_a_register_that_forgot_what_it_is_is_damaged(raad: Fasti):
    tampered(raad, "DELETE FROM about")
    for line in ("board raad", "person register x --name X", "verify"):
        result = raad.run(line)
        assert result.exit_code == 3
        assert result.stderr.endswith(" does not say what it is; run 'fasti verify'\n")


def test_a_register_of_a_newer_version_is_not_touched(raad: Fasti):
    tampered(raad, "UPDATE about SET format = 9")
    before = raad.stored()
    for line in ("board raad", "person register x --name X", "replay"):
        assert raad.run(line).stderr == (
            f"fasti: {raad.where} was made by a newer Fasti (format 9, this one reads 1); install"
            " the newer version\n"
        )
    assert raad.stored() == before


def test_values_of_another_type_are_refused_by_the_database(raad: Fasti):
    for change in ("originator_version = 'one'", "state = NULL", "topic = NULL", "state = 'å'"):
        if change == "state = 'å'":
            tampered(raad, f"UPDATE stored_events SET {change} WHERE rowid = 7")  # bytes of text
        else:
            with pytest.raises((psycopg.DataError, psycopg.IntegrityError)):
                tampered(raad, f"UPDATE stored_events SET {change} WHERE rowid = 7")
    assert ("entries", 7, "is not what its leaf says") in found(raad)


def test_tables_of_the_log_that_are_gone_are_one_line(raad: Fasti):
    for table in ("tree", "commands", "kept", "stored_events", "about"):
        with owner(raad) as connection:
            connection.execute(SQL("DROP TABLE {}").format(Identifier(table)))
        for line in ("board raad", "person register x --name X", "log", "verify"):
            result = raad.run(line)
            assert result.stderr.count("\n") <= 1, (table, line)
            assert "Traceback" not in result.output
    assert raad.run("board raad").exit_code == 2


def test_a_paper_keeps_its_earlier_versions(raad: Fasti, tmp_path: Path):
    raad.done("person rename bo --name Bo --paper README.md")
    with raad.storage() as storage:
        [name] = storage.papers.names()
        storage.papers.put(name, b"forged")
        storage.papers.remove(name)
        assert (storage.papers.names(), storage.papers.has(name)) == ([], False)
        with pytest.raises(FileNotFoundError):
            storage.papers.read(name)
        storage.papers.remove(name)
    with owner(raad) as connection:
        versions = connection.execute("SELECT content FROM kept ORDER BY version").fetchall()
    assert versions == [(Path("README.md").read_bytes(),), (b"forged",), (None,)]
