"""The address of a register on a server: `postgresql://…?schema=NAME[&views=NAME]`."""

from __future__ import annotations

import getpass
import os
import re
import socket
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from psycopg import Error
from psycopg.conninfo import conninfo_to_dict

from application.failures import Missing

SCHEMA = "fasti"
"""Where the log is, unless the address names another; the views are beside it."""
DEADLINE, STOPPED, LASTING = 10, 5, 300
"""Seconds: a lock is waited for, a writer that has stopped is let be, and so is a bulk import."""
QUIET = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""Seconds, and milliseconds, after which a network that broke without a word is noticed."""
_SECRET = {"password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"}
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,53}")


@dataclass(frozen=True)
class Address:
    """An address as it was given."""

    text: str

    @cached_property
    def _parts(self) -> SplitResult:
        try:
            return urlsplit(self.text)
        except ValueError as cause:  # whatever stands in it may be a password
            raise Missing(f"the address of the server cannot be read: {cause}") from cause

    @cached_property
    def _query(self) -> list[tuple[str, str]]:
        return parse_qsl(self._parts.query, keep_blank_values=True)

    def __str__(self) -> str:
        """The address without what is secret in it."""
        parts = self._parts
        user, at, hosts = parts.netloc.rpartition("@")
        shown = quote(user.partition(":")[0], safe="%") + at + hosts
        query = urlencode([(k, v) for k, v in self._query if k not in _SECRET], safe="/,")
        return urlunsplit((parts.scheme, shown, parts.path, query, ""))

    @cached_property
    def schemas(self) -> tuple[str, str]:
        """The schema of the log and the schema of the views; raises Missing."""
        given = dict(self._query)
        log = given.get("schema", SCHEMA)
        views = given.get("views", f"{log}_views")
        for name in (log, views):
            if not _NAME.fullmatch(name) or name.startswith("pg_"):
                raise Missing(
                    f"'{name}' in {self} cannot name a schema; use up to 54 small letters, digits"
                    " and underscores"
                )
        if log == views:
            raise Missing(f"log and views of {self} need two schemas; name another with &views=")
        return log, views

    def with_schemas(self, log: str, views: str) -> Address:
        """The address of another register in the same database."""
        parts = urlsplit(self.text)
        rest = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("schema", "views")]
        query = urlencode([*rest, ("schema", log), ("views", views)], safe="/,", quote_via=quote)
        return Address(urlunsplit((*parts[:3], query, "")))

    @property
    def channel(self) -> str:
        """The channel on which it is told that something was appended."""
        return f"fasti_{self.schemas[0]}"

    def parameters(self, schema: str, **more: str) -> dict[str, Any]:
        """What libpq is given to connect, with a schema to look in and settings; raises Missing."""
        rest = [(k, v) for k, v in self._query if k not in ("schema", "views")]
        query = urlencode(rest, quote_via=quote)
        try:
            given = conninfo_to_dict(urlunsplit((*self._parts[:3], query, "")))
        except Error as cause:
            raise Missing(f"{self} is no address of a server: {str(cause).strip()}") from cause
        settings = {
            "search_path": schema,
            "lock_timeout": DEADLINE * 1000,
            "idle_in_transaction_session_timeout": STOPPED * 1000,
            **more,
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        return {
            "connect_timeout": DEADLINE,
            "application_name": _program(),
            "client_encoding": "utf8",
            **QUIET,
            **given,
            "options": f"{options} {given.get('options', '')}".strip(),
        }


def _program() -> str:
    """What this program is called where the server tells who holds something."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return f"fasti of {user}@{socket.gethostname()}, process {os.getpid()}"[:63]
