"""Addresses of registers on servers: what is wrong with one is told in one line without a password,
and nothing is written."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from application.failures import Missing
from application.server.address import Address
from application.storage import storage_at
from tests.calling import Fasti
from tests.places import OnServer

pytestmark = pytest.mark.on_server
ADDRESS = re.compile(
    r"(?P<before>\w+://)(?P<user>\w+):(?P<password>\w+)@(?P<host>[^:]+):(?P<port>\d+)/"
)
WRITE = "person register x --name X"


def told(fasti: Fasti, address: str, line: str, code: int) -> str:
    """The one line that a command says at an address."""
    result = fasti.run(f"--register '{address}' {line}")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert "Traceback" not in result.stderr
    assert ADDRESS.match(fasti.address)["password"] not in result.stderr
    return result.stderr.removeprefix("fasti: ").rstrip("\n")


@pytest.mark.parametrize("line", ["board raad", WRITE, "log", "verify", "replay", "checkpoint"])
def test_where_no_register_is_is_told_what_to_do(raad: Fasti, line: str):
    elsewhere = raad.elsewhere(Path("none"))
    if line == "checkpoint":
        raad.done("key new example.org/raad")
    assert told(raad, elsewhere.address, line, 2) == (
        f"no register at {elsewhere.where}; name one with --register, or make one with 'fasti init'"
    )


@pytest.mark.parametrize("name", ["Raad", "1raad", "pg_raad", "raad-1", "r" * 55, "råd", "a b", ""])
def test_a_schema_has_a_plain_name(raad: Fasti, name: str):
    address = f"{raad.address}?schema={name}"
    for line in ("board raad", WRITE, f"init '{address}'"):
        said = told(raad, address, line, 2)
        assert said.endswith(
            "cannot name a schema; use up to 54 small letters, digits and underscores"
        )
    assert len(schemas(raad)) == 2


def test_log_and_views_have_a_schema_each(raad: Fasti):
    address = f"{raad.address}?schema=a&views=a"
    assert told(raad, address, f"init '{address}'", 2).endswith(
        "need two schemas; name another with &views="
    )
    address = f"{raad.address}?schema=a&views=b"
    raad.done(f"init '{address}'", f"--register '{address}' {WRITE}")
    assert schemas(raad) >= {"a", "b"}


def schemas(fasti: Fasti) -> set[str]:
    """The schemas that somebody made."""
    query = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema|^public$'"
    with psycopg.connect(fasti.address) as connection:
        return {name for (name,) in connection.execute(query)}


def test_a_server_that_cannot_be_reached_is_told(raad: Fasti):
    wrong = {
        "database": (raad.address + "x", "does not exist"),
        "password": (
            ADDRESS.sub(r"\g<before>\g<user>:falsk@\g<host>:\g<port>/", raad.address),
            "password",
        ),
        "role": (ADDRESS.sub(r"\g<before>nix:falsk@\g<host>:\g<port>/", raad.address), "nix"),
        "port": (ADDRESS.sub(r"\g<before>\g<user>:falsk@\g<host>:1/", raad.address), "refused"),
        "host": (
            ADDRESS.sub(r"\g<before>\g<user>:falsk@nix.invalid/", raad.address),
            "nix.invalid",
        ),
    }
    for address, said in wrong.values():
        for line in ("board raad", WRITE, f"init '{address}'"):
            text = told(raad, address, line, 3)
            assert text.startswith(f"{storage_at(address)} cannot be reached: ")
            assert said in text
            assert "falsk" not in text
    assert raad.last() == 7


def test_what_is_no_address_is_misuse(raad: Fasti):
    for address in (f"{raad.address}?nix=da", "postgresql://a b/x", "postgresql://h/%zz"):
        assert "is no address of a server: " in told(raad, address, "board raad", 2)
    said = told(raad, "postgresql://u:p@[::1/x", "board raad", 2)
    assert said == "the address of the server cannot be read: Invalid IPv6 URL"
    assert "cannot be reached" in told(raad, "postgresql://host:port/x", "board raad", 3)


def test_a_password_is_never_shown():
    for given, shown in (
        ("postgresql://bo:hemmelig@h/d", "postgresql://bo@h/d"),
        ("postgresql://bo@h/d?password=hemmelig&schema=a", "postgresql://bo@h/d?schema=a"),
        ("postgresql://h/d?sslkey=k&sslpassword=hemmelig", "postgresql://h/d?sslkey=k"),
        ("postgresql://h/d?scram_client_key=hemmelig", "postgresql://h/d"),
        ("postgres://bo:he%3Ammelig@h1:1,h2:2/d", "postgres://bo@h1:1,h2:2/d"),
    ):
        assert str(Address(given)) == shown


def test_a_register_is_made_in_schemas_that_are_new_or_empty(raad: Fasti):
    with psycopg.connect(raad.address) as connection:
        connection.execute("CREATE SCHEMA ready")
        connection.execute("CREATE SCHEMA used")
        connection.execute("CREATE TABLE used.t (x int)")
    ready, used = (raad.elsewhere(Path(name)) for name in ("ready", "used"))
    ready.done(f"init {ready.address}", WRITE)
    raad.refused(
        f"init {used.address}",
        f"the schema used of {used.where} is not empty; a register is made in new schemas, named"
        " with ?schema=",
        2,
    )
    assert "used_views" not in schemas(raad)


def test_registers_of_one_database_know_nothing_of_each_other(raad: Fasti, tmp_path: Path):
    other = raad.elsewhere(tmp_path / "andet")
    other.done(f"init {other.address}", "body establish andet --name Andet")
    assert (raad.last(), other.last()) == (7, 1)
    assert [row["body"] for row in other.json("body list")] == ["andet"]
    assert [row["body"] for row in raad.json("body list")] == ["raad"]


def test_a_demonstration_on_a_server_prints_no_password(fasti: OnServer, tmp_path: Path):
    demo = fasti.elsewhere(tmp_path / "demo")
    result = demo.run("demo")
    assert result.exit_code == 0
    assert f"export FASTI_REGISTER={demo.where}" in result.stdout
    assert ADDRESS.match(fasti.address)["password"] not in result.output


def test_an_address_that_no_server_can_read_is_told():
    with pytest.raises(Missing, match="is no address of a server"):
        Address("postgresql://h/d?nix=1").parameters("fasti")
