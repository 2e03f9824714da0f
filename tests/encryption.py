"""A way to a PostgreSQL that is open to encrypted connections only: those that pip installs are
built without TLS."""

from __future__ import annotations

import socket
import ssl
import struct
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from select import select

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.proxy import Passage, Proxy, unnamed

HOST, BLOCK, SSL_REQUEST = "127.0.0.1", 1 << 16, 80877103


def certificate(path: Path) -> Path:
    """A new certificate of this machine, with its key before it, that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, path.stem)])
    begun = datetime.now(UTC) - timedelta(hours=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


class Encrypted(Proxy):
    """An address that leads to a database for whoever speaks TLS, and counts who did."""

    def __init__(self, address: str, folder: Path) -> None:
        self.certificate = certificate(folder / "server.pem")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate)
        self.taken = 0
        super().__init__(address)

    def passage(self, client: socket.socket) -> Passage:
        return Tunnel(self, client)

    def verified(self, root: Path | None = None) -> str:
        """The address of who asks for this server and no other, by a certificate."""
        return f"{self.address}?sslmode=verify-full&sslrootcert={root or self.certificate}"


class Tunnel(Passage):
    """One connection, encrypted up to here; who speaks in the clear is shown the door."""

    def __init__(self, front: Encrypted, client: socket.socket) -> None:
        super().__init__(front, client)
        self.front = front

    def run(self) -> None:
        with suppress(OSError, EOFError), self.client, self.server:
            with self.client.makefile("rb", buffering=0) as sent:
                start = unnamed(sent)
            if struct.unpack("!I", start[4:8])[0] == SSL_REQUEST:
                self.client.sendall(b"S")
                self.client = self.front.context.wrap_socket(self.client, server_side=True)
                self.front.taken += 1
                self.server.connect(self.front.target)
                self._pass()

    def _pass(self) -> None:
        """Hand on what comes until one side has ended; a block holds whatever TLS sends at once."""
        with self.client:
            while True:
                ready, _, _ = select([self.client, self.server], [], [])
                for side, other in ((self.client, self.server), (self.server, self.client)):
                    if side in ready:
                        block = side.recv(BLOCK)
                        if not block:
                            return
                        other.sendall(block)
