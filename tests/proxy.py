"""A proxy before a PostgreSQL that loses a COMMIT, or the answer to one, and the connection.

PostgreSQL's messages: https://www.postgresql.org/docs/18/protocol-message-formats.html
"""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from threading import Event, Lock, Thread
from typing import BinaryIO

from psycopg.conninfo import conninfo_to_dict

COMMIT = re.compile(rb"(^|;|\0)\s*COMMIT\b", re.IGNORECASE)
WRITES = re.compile(rb"EXECUTE fasti_entry\b")
WRITTEN = re.compile(rb"(INSERT|UPDATE|DELETE|MERGE|COPY) .*[1-9]")
ENCRYPTION = (80877103, 80877104)
"""SSLRequest and GSSENCRequest, which come before the start of a connection."""


class Loss(Enum):
    """What is lost of a COMMIT; both sides see nothing but a closed connection, if that."""

    COMMIT = "the server never sees it, and rolls back"
    ANSWER = "the server has done it, and nobody is told"
    SILENCE = "the server has done it, nobody is told, and nothing is closed"


class Proxy:
    """An address that leads to a database, until it is told to lose something."""

    def __init__(self, address: str) -> None:
        target = conninfo_to_dict(address)
        self.target = (str(target["host"]), int(target.get("port") or 5432))
        self.listener = socket.create_server(("127.0.0.1", 0))
        here = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.address = re.sub(r"//([^/?@]*@)?[^/?]*", rf"//\g<1>{here}", address, count=1)
        self.lost = Event()
        self._loss: Loss | None = None
        self._lock = Lock()
        self._passages: list[Passage] = []
        self._open = True
        self._thread = Thread(target=self._accept)
        self._thread.start()

    def lose(self, loss: Loss) -> None:
        """Lose it once, at the next COMMIT of a transaction that wrote a row; `lost` tells when."""
        with self._lock:
            self.lost.clear()
            self._loss = loss

    def cut(self) -> None:
        """Close every connection there is, in whatever state."""
        with self._lock:
            passages = [*self._passages]
        for passage in passages:
            passage.hang_up()
            passage.join()

    def takes(self, loss: Loss) -> bool:
        """Whether this is to be lost now; no other is then."""
        with self._lock:
            taken = self._loss is loss
            if taken:
                self._loss = None
            return taken

    def close(self) -> None:
        """Take no more connections, and close those there are."""
        self._open = False
        with self.listener, socket.create_connection(self.listener.getsockname()):
            self._thread.join()
        self.cut()

    def passage(self, client: socket.socket) -> Passage:
        """The way of one connection."""
        return Passage(self, client)

    def _accept(self) -> None:
        while True:
            client, _ = self.listener.accept()
            if not self._open:
                client.close()
                return
            passage = self.passage(client)
            with self._lock:
                self._passages = [one for one in self._passages if one.is_alive()]
                passage.start()
                self._passages.append(passage)

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


class Passage(Thread):
    """One connection through the proxy, which knows whether its transaction wrote a row."""

    def __init__(self, proxy: Proxy, client: socket.socket) -> None:
        super().__init__()
        self.proxy = proxy
        self.client = client
        self.server = socket.socket()
        self.wrote = False

    def run(self) -> None:
        with self.client, self.server, suppress(OSError):
            self.server.connect(self.proxy.target)
            for end in (self.client, self.server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ways = [Thread(target=self._go, args=(way,)) for way in (self._up, self._down)]
            for way in ways:
                way.start()
            for way in ways:
                way.join()

    def hang_up(self) -> None:
        """Close it towards both sides."""
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _go(self, way: Callable[[], None]) -> None:
        with suppress(OSError, EOFError):
            way()
        self.hang_up()

    def _up(self) -> None:
        """What the client sends, from the start of the connection."""
        with self.client.makefile("rb") as sent:
            start = unnamed(sent)
            while struct.unpack("!I", start[4:8])[0] in ENCRYPTION:
                self.client.sendall(b"N")
                start = unnamed(sent)
            self.server.sendall(start)
            while True:
                kind, message = named(sent)
                commits = kind in b"QP" and COMMIT.search(message[5:])
                writes = self.wrote or WRITES.search(message)
                if commits and writes and self.proxy.takes(Loss.COMMIT):
                    self.proxy.lost.set()
                    return
                self.server.sendall(message)

    def _down(self) -> None:
        """What the server answers."""
        with self.server.makefile("rb") as answered:
            while True:
                kind, message = named(answered)
                if kind == b"C" and WRITTEN.match(message[5:]):
                    self.wrote = True
                elif kind == b"C" and message[5:] == b"COMMIT\0":
                    if self.wrote and self.proxy.takes(Loss.ANSWER):
                        self.proxy.lost.set()
                        return
                    if self.wrote and self.proxy.takes(Loss.SILENCE):
                        self.proxy.lost.set()
                        while True:
                            named(answered)
                elif kind == b"Z" and message[5:] == b"I":
                    self.wrote = False
                self.client.sendall(message)


def unnamed(stream: BinaryIO) -> bytes:
    """A message with its length: a client's first ones have no kind."""
    length = exactly(stream, 4)
    return length + exactly(stream, struct.unpack("!I", length)[0] - 4)


def named(stream: BinaryIO) -> tuple[bytes, bytes]:
    """The kind of the next message, and the whole of it."""
    kind = exactly(stream, 1)
    return kind, kind + unnamed(stream)


def exactly(stream: BinaryIO, length: int) -> bytes:
    got = stream.read(length)
    if len(got) < length:
        raise EOFError
    return got
