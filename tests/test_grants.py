"""Owner, writer, reader: who may do what with a register on a server, held by the database."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from application.server.address import Address
from application.server.identity import UNCHANGING
from domain.act import act
from domain.person_events import PersonRegistered
from tests.calling import Fasti
from tests.databases import Databases
from tests.places import InFolder, OnServer

APPOINT = "appoint raad s1 bo --from 2020-01-09"
As = Callable[[str, str], OnServer]


@pytest.fixture
def roles(postgres: Databases) -> Iterator[dict[str, str]]:
    """What logins of a test are called on the server, which keeps them for all its databases."""
    end = secrets.token_hex(4)
    called = {name: f"{name} {end}" for name in ("åse", "bo", "cy", "gruppen")}
    yield called
    for name in called.values():
        drop = sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name))
        postgres.connection.execute(drop)


@pytest.fixture
def served(roles: dict[str, str], served: OnServer) -> OnServer:
    """As its owner sees it; its logins go after it."""
    return served


@pytest.fixture
def granted(served: OnServer, roles: dict[str, str]) -> As:
    """Grants a role to somebody, who then calls the program."""

    def grant(role: str, name: str) -> OnServer:
        served.words("grant", role, roles[name])
        return logged_in(served, roles[name])

    return grant


def logged_in(register: OnServer, role: str) -> OnServer:
    address = register.databases.as_role(register.address, role).replace(" ", "%20")
    return OnServer(register.databases, address.replace("å", "%C3%A5"))


def tried(register: OnServer, statement: str) -> type[psycopg.Error] | None:
    """What the database answers to a statement in the schema of the log."""
    address = Address(register.address)
    with psycopg.connect(**address.parameters(address.schemas[0])) as connection:
        try:
            connection.execute(statement.encode())
        except psycopg.Error as error:
            return type(error)
    return None


def test_a_reader_asks_everything_and_writes_nothing(granted: As):
    reader = granted("reader", "bo")
    reader.done("board raad", "log", "person bo", "check", "verify", "replay --check", "grant")
    for line in (APPOINT, "checkpoint", "replay", "migrate", f"{APPOINT} --paper README.md"):
        before = reader.last()
        result = reader.run(line)
        if line == "migrate":
            assert (result.stderr, result.exit_code) == ("nothing is to be done\n", 0)
        elif line == "checkpoint":
            assert result.exit_code != 0
        else:
            assert result.stderr.startswith("fasti: your login may not do this at postgresql://")
            assert result.stderr.endswith("its owner can allow it, see 'fasti grant --help'\n")
            assert (result.stderr.count("\n"), result.exit_code, result.stdout) == (1, 1, "")
        assert reader.last() == before


def test_a_reader_is_told_what_no_view_contains_yet(
    served: OnServer, granted: As, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("application.asking.PATIENCE", 0.1)
    reader = granted("reader", "bo")
    with served.register() as register:
        register.record([act("ny", PersonRegistered(name="Ny Åse"))], project=False)
        assert register.views.position() == 7
    answer = reader.run("log --person bo")
    assert answer.stderr == "the answer holds up to #7; 1 later entry is not in it yet\n"
    served.done("person ny")
    assert any("Ny Åse" in line for line in reader.done("person ny"))


def test_a_writer_appends_signs_and_brings_views_up(served: OnServer, granted: As):
    writer, reader = granted("writer", "åse"), granted("reader", "bo")
    writer.done("key new example.org/raad")
    assert writer.done(f"{APPOINT} --paper README.md --quote Fasti") == ["#8"]
    assert any("Bo Hansen" in line for line in reader.done("board raad"))
    writer.done("checkpoint", "replay", "replay --check", "person note bo --note syg")
    served.done("verify")


def test_a_writer_changes_and_deletes_nothing_that_is_recorded(granted: As, served: OnServer):
    writer = granted("writer", "åse")
    writer.done(APPOINT)
    column = dict.fromkeys(UNCHANGING, "name") | {
        "stored_events": "topic",
        "commands": "id",
        "tree": "place",
        "about": "id",
    }
    for table in UNCHANGING:
        for statement in (
            f"UPDATE {table} SET {column[table]} = {column[table]}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
        ):
            assert tried(writer, statement) is errors.InsufficientPrivilege, statement
            assert tried(served, statement) is errors.RaiseException, statement
    for statement in (
        "ALTER TABLE stored_events DISABLE TRIGGER unchanging",
        "DROP TABLE kept",
        "INSERT INTO about VALUES ('x', 2)",
        "CREATE TABLE mine ()",
    ):
        assert tried(writer, statement) is errors.InsufficientPrivilege, statement
    served.done("verify")


def test_a_login_has_the_role_it_was_given_last_until_it_has_none(granted: As, served: OnServer):
    bo = granted("writer", "bo")
    bo.done(APPOINT)
    bo = granted("reader", "bo")
    refused = bo.run("retract 8 --reason fejl")
    assert (refused.exit_code, refused.stdout) == (1, ""), refused.stderr
    bo = granted("none", "bo")
    refused = bo.run("log")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "(none was granted); its owner can allow it" in refused.stderr


def test_an_owner_hands_over_who_then_grants_and_migrates(
    granted: As, served: OnServer, roles: dict[str, str]
):
    bo = granted("owner", "bo")
    with bo.views() as cursor:
        cursor.execute("UPDATE position SET tables = 'older'")
    told = bo.run("migrate").stderr.splitlines()
    assert told == ["made the tables of the views anew", "rebuilt the views from 7 entries"]
    made = bo.words("grant", "reader", roles["cy"])
    assert made.exit_code == 1
    assert f"no login '{roles['cy']}', and you may not make one" in made.stderr
    logged_in(served, served.words("grant", "none", roles["cy"]) and roles["cy"])
    assert bo.words("grant", "reader", roles["cy"]).exit_code == 0
    not_his = bo.words("grant", "owner", roles["cy"])
    assert not_his.exit_code == 1
    assert "cannot be handed over" in not_his.stderr
    bo.done(APPOINT, "verify")
    assert tried(bo, "DELETE FROM stored_events") is errors.RaiseException


def test_only_the_owner_grants(granted: As, roles: dict[str, str]):
    writer = granted("writer", "bo")
    refused = writer.words("grant", "writer", roles["cy"])
    assert refused.exit_code == 1
    assert "belongs to 'postgres', who alone can grant rights on it" in refused.stderr


def test_who_may_what_is_listed_whatever_it_comes_from(
    served: OnServer, granted: As, postgres: Databases, roles: dict[str, str]
):
    granted("writer", "åse")
    granted("reader", "bo")
    group, member = sql.Identifier(roles["gruppen"]), sql.Identifier(roles["cy"])
    postgres.connection.execute(sql.SQL("CREATE ROLE {}").format(group))
    postgres.connection.execute(sql.SQL("CREATE ROLE {} LOGIN IN ROLE {}").format(member, group))
    served.words("grant", "reader", roles["gruppen"])
    told = served.words("grant", "none", roles["cy"]).stderr
    assert told == f"'{roles['cy']}' may read, by membership in another role or as superuser\n"
    table = sql.SQL("GRANT DELETE ON fasti.stored_events TO {}").format(sql.Identifier(roles["bo"]))
    assert tried(served, table.as_string()) is None
    found = {row["login"]: (row["role"], row["remarks"]) for row in served.json("grant")}
    assert found == {
        "postgres": ("owner", "superuser"),
        roles["åse"]: ("writer", ""),
        roles["bo"]: ("reader", "may CHANGE what is recorded"),
        roles["cy"]: ("reader", ""),
        roles["gruppen"]: ("reader", "a group, nobody's login"),
    }
    assert served.done("grant --format csv")[0] == "login,role,remarks"
    assert [row["role"] for row in served.json("grant")][:2] == ["owner", "writer"]


def test_a_login_that_is_made_is_told_how_it_gets_a_password(
    served: OnServer, roles: dict[str, str]
):
    made = served.words("grant", "reader", roles["åse"])
    assert made.stderr.splitlines() == [
        f"made the login '{roles['åse']}', without a password: set one in psql with"
        f' \\password "{roles["åse"]}", unless the server lets it in by other means',
        f"'{roles['åse']}' may read",
    ]
    assert served.words("grant", "reader", roles["åse"]).stderr == f"'{roles['åse']}' may read\n"


@pytest.mark.parametrize(
    ("words", "message", "code"),
    [
        (["reader", "public"], "'public' cannot name a login: the server keeps it for itself", 2),
        (["reader", ""], "'' cannot name a login; use up to 63 letters", 2),
        (["reader", "å" * 32], f"'{'å' * 32}' cannot name a login; use up to 63 letters", 2),
        (["writer"], "name the login to be writer; see 'fasti grant --help'", 2),
        (
            ["owner", "a", "b"],
            "a register has one owner; name one login; see 'fasti grant --help'",
            2,
        ),
    ],
)
def test_what_cannot_be_granted_is_told_in_one_line(
    served: OnServer, words: list[str], message: str, code: int
):
    result = served.words("grant", *words)
    assert (result.stderr, result.exit_code) == (f"fasti: {message}\n", code)


def test_an_owner_is_not_made_less_by_mistake(served: OnServer):
    result = served.words("grant", "none", "postgres")
    assert result.exit_code == 2
    assert "hand it over first, with 'fasti grant owner LOGIN'" in result.stderr


def test_names_are_never_taken_for_statements(served: OnServer, postgres: Databases):
    name = f'bo"; DROP SCHEMA fasti CASCADE; -- {secrets.token_hex(4)}'
    try:
        assert served.words("grant", "reader", name).exit_code == 0
        assert name in [row["login"] for row in served.json("grant")]
        served.done("verify")
        served.words("grant", "none", name)
    finally:
        drop = sql.SQL("DROP ROLE {}").format(sql.Identifier(name))
        postgres.connection.execute(drop)


@pytest.mark.parametrize("line", ["grant", "grant reader bo"])
def test_the_rights_on_a_folder_are_those_of_its_files(tmp_path: Path, line: str):
    folder: Fasti = InFolder(tmp_path / "register")
    folder.done(f"init {folder.address}")
    folder.refused(
        line,
        f"the rights on {folder.address} are those of its files: change them with chmod and chown;"
        " 'fasti grant' is for a register on a server",
        2,
    )
