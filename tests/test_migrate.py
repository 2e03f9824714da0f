"""A register is brought to this version's format by its owner, and by nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from application.failures import Missing
from application.register import create_register
from application.server import identity
from application.storage import storage_at
from tests.calling import Fasti
from tests.databases import Databases
from tests.places import InFolder, OnServer
from tests.servers import Servers

APPOINT = "appoint raad s1 bo --from 2020-01-09"
FORBIDDING = """
    CREATE FUNCTION refuse_ddl() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a running command changes tables: %', tg_tag; END $$;
    CREATE EVENT TRIGGER forbidding ON ddl_command_start EXECUTE FUNCTION refuse_ddl()
"""


def told(register: Fasti, line: str = "migrate") -> list[str]:
    """What a command that is done says on stderr."""
    result = register.run(line)
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    return result.stderr.splitlines()


def of_another_version(register: OnServer) -> str:
    where = register.where
    return f"the views of {where} are of another version of Fasti; its owner runs 'fasti migrate'"


def test_a_register_that_fits_is_left_alone(raad: Fasti):
    raad.done(APPOINT)
    assert told(raad) == ["nothing is to be done"]


def test_views_of_another_shape_are_made_anew(raad: Fasti):
    raad.done(APPOINT)
    before = raad.done("board raad --format json")
    with raad.views() as cursor:
        cursor.execute("ALTER TABLE tenures DROP COLUMN decision")
        cursor.execute("UPDATE position SET tables = 'older'")
    if isinstance(raad, OnServer):
        for line in ("board raad", "replay", "check", "vacancies"):
            raad.refused(line, of_another_version(raad), 3)
    rebuilt = "rebuilt the views from 8 entries"
    made = ["made the tables of the views anew"] if isinstance(raad, OnServer) else []
    assert told(raad) == [*made, rebuilt]
    assert raad.done("board raad --format json") == before
    raad.done("verify", "replay --check")
    assert told(raad) == ["nothing is to be done"]


@pytest.mark.parametrize(
    "loss",
    [
        "DROP TABLE fasti_views.lines",
        "ALTER TABLE fasti_views.seats DROP COLUMN title",
        "DROP TABLE fasti_views.position",
        "DELETE FROM fasti_views.position",
        "DROP SCHEMA fasti_views CASCADE",
    ],
)
def test_tables_of_views_that_are_gone_are_made_again(served: OnServer, loss: str):
    with served.log() as cursor:
        cursor.execute(loss)
    assert told(served)[0] == "made the tables of the views anew"
    served.done("board raad", "replay --check")


def test_views_that_were_forgotten_are_rebuilt(served: OnServer):
    with served.register() as register:
        register.views.discard()
    assert told(served) == ["rebuilt the views from 7 entries"]


def test_what_somebody_built_on_the_views_is_not_thrown_away(served: OnServer):
    with served.views() as cursor:
        cursor.execute("CREATE VIEW mine AS SELECT name FROM persons")
        cursor.execute("UPDATE position SET tables = 'older'")
    served.refused(
        "migrate",
        f"the tables of the views at {served.where} cannot be made anew (view fasti_views.mine"
        " depends on table fasti_views.persons); drop what was added to them",
        3,
    )
    with served.views() as cursor:
        cursor.execute("DROP VIEW mine")
    served.done("migrate", "board raad")


def test_a_log_of_an_older_format_is_changed_step_by_step(
    served: OnServer, monkeypatch: pytest.MonkeyPatch
):
    served.words("grant", "reader", "pg_monitor")
    steps = (("CREATE TABLE sent (id text)",), ("ALTER TABLE sent ADD at text",))
    monkeypatch.setattr(identity, "STEPS", steps)
    monkeypatch.setattr(identity, "FORMAT", 3)
    older = f"{served.where} is of format 1, this Fasti reads 3; its owner runs 'fasti migrate'"
    result = served.run("board raad")
    assert (result.stderr, result.exit_code) == (f"fasti: {older}\n", 3)
    assert told(served)[0] == "changed the tables of the log from format 1 to 3"
    assert told(served) == ["nothing is to be done"]
    served.done(APPOINT, "board raad", "verify")
    with served.log() as cursor:
        cursor.execute("SELECT at FROM sent")
        cursor.execute("SELECT has_table_privilege('pg_monitor', 'sent', 'SELECT')")
        assert cursor.fetchone() == (True,)
    monkeypatch.setattr(identity, "FORMAT", 1)
    newer = f"{served.where} was made by a newer Fasti (format 3, this one reads 1)"
    for line in ("migrate", "board raad"):
        assert newer in served.run(line).stderr


def test_a_step_that_fails_changes_nothing(served: OnServer, monkeypatch: pytest.MonkeyPatch):
    steps = (("CREATE TABLE sent (id text)",), ("ALTER TABLE gone ADD at text",))
    with served.views() as cursor:
        cursor.execute("UPDATE position SET tables = 'older'")
    with monkeypatch.context() as patch:
        patch.setattr(identity, "STEPS", steps)
        patch.setattr(identity, "FORMAT", 3)
        assert served.run("migrate").exit_code != 0
    with served.log() as cursor:
        cursor.execute("SELECT to_regclass('sent')")
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT format FROM about")
        assert cursor.fetchall() == [(1,)]
    assert told(served)[0] == "made the tables of the views anew"


def test_of_several_that_migrate_at_once_one_does(served: OnServer):
    with served.views() as cursor:
        cursor.execute("UPDATE position SET tables = 'older'")

    def migrated(_: int) -> list[str]:
        with closing(storage_at(served.address)) as storage:
            return storage.migrate()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(migrated, range(4)))
    assert sum("made the tables of the views anew" in one for one in done) == 1
    served.done("board raad", "replay --check")


def test_of_several_that_make_a_register_at_once_one_does(postgres: Databases):
    address = postgres.new_database()

    def made(_: int) -> bool:
        try:
            create_register(address)
        except Missing:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(made, range(4))) == [False, False, False, True]
    postgres.drop(address)


def test_running_commands_never_change_tables(served: OnServer, tmp_path: Path):
    with psycopg.connect(served.address, autocommit=True) as connection:
        for statement in FORBIDDING.split(";\n    CREATE EVENT"):
            event = statement if "FUNCTION refuse_ddl() RETURNS" in statement else ""
            connection.execute((event or f"CREATE EVENT{statement}").encode())
        with pytest.raises(psycopg.errors.RaiseException):
            connection.execute("CREATE TABLE seen ()")
    served.done(
        *(APPOINT, f"{APPOINT.replace('s1 bo', 's2 cy')} --paper README.md", "board raad", "log"),
        *(
            "replay",
            "replay --check",
            "check",
            "person note bo --note syg",
            "erase bo --basis GDPR --name",
        ),
        *("key new example.org/raad", "checkpoint", "verify", "grant", "migrate"),
    )
    with served.register() as register:
        register.views.discard()
    served.done("board raad")


def test_only_the_owner_migrates(served: OnServer, postgres: Databases):
    role = "migrating_reader"
    served.done(f"grant writer {role}")
    address = postgres.as_role(served.address, role)
    with served.views() as cursor:
        cursor.execute("UPDATE position SET tables = 'older'")
    writer = OnServer(postgres, address)
    result = writer.run("migrate")
    assert result.exit_code == 1
    assert result.stderr.endswith("belongs to 'postgres', who alone can migrate it\n")
    served.done("migrate")
    writer.done(APPOINT, "board raad", "replay")
    served.done(f"grant none {role}")
    postgres.connection.execute(f"DROP ROLE {role}")


def test_a_server_that_keeps_no_checksums_is_told_of_by_who_looks(servers: Servers, tmp_path: Path):
    server = servers.new()
    server.stop()
    server.program("pg_checksums", "--disable")
    server.start()
    register = OnServer(server.databases(), server.address())
    caution = (
        "the server keeps no checksums of its pages, so it does not notice what a disk changes"
    )
    assert caution in told(register, f"init {register.address}")[1]
    assert caution in told(register)[-1]
    rows = register.json("verify")
    assert [row["state"] for row in rows if row["part"] == "server"] == ["CAUTION"]
    assert register.run("check").stderr == "nothing found\n"
    register.databases.__exit__()
    server.stop()


def test_a_backup_is_not_migrated(tmp_path: Path):
    register = InFolder(tmp_path / "register")
    register.done(f"init {register.address}", f"backup {tmp_path / 'backup'}")
    InFolder(tmp_path / "backup").refused(
        "migrate", f"{tmp_path / 'backup'} is a backup; put it back first, with 'fasti restore'", 2
    )
