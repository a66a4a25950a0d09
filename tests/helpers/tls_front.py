# SPDX-License-Identifier: EUPL-1.2
"""What stands between a town hall and its service on the network: the town hall's proxy (CONNECT) and the service's TLS.

Programs reach the made-up host by ``HTTPS_PROXY`` and trust the test's authority by ``REQUESTS_CA_BUNDLE``, as the town
halls that need such things have them. Which certificate the front shows can be changed while it runs.
"""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST: Final = "central.eset.test"
URL: Final = f"https://{HOST}"
GOOD, EXPIRED, SELF_SIGNED, OTHER_NAME = "good", "expired", "self-signed", "other-name"
BAD: Final = (EXPIRED, SELF_SIGNED, OTHER_NAME)
_DAY: Final = timedelta(days=1)
_PIECE: Final = 65_536
_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class _Authority:
    """Signs certificates; made for one test."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    name: x509.Name = field(default_factory=lambda: _name("Autoritat de prova"))

    def certificate(self) -> x509.Certificate:
        """Return its own certificate."""
        return _signed(self, self.key.public_key(), self.name, _DAY, ())

    def issued(self, kind: str, folder: Path) -> Path:
        """Return a file with a key and a certificate of one of the kinds."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(HOST)
        issuer = _Authority(key, name) if kind == SELF_SIGNED else self
        left = -_DAY if kind == EXPIRED else _DAY
        host = "altre.eset.test" if kind == OTHER_NAME else HOST
        made = _signed(issuer, key.public_key(), name, left, (host,))
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = folder / f"{kind}.pem"
        file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        return file


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _signed(
    issuer: _Authority,
    key: ec.EllipticCurvePublicKey,
    name: x509.Name,
    left: timedelta,
    hosts: tuple[str, ...],
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer.name, name, key, x509.random_serial_number(), now - 30 * _DAY, now + left)
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=True)
    )  # fmt: skip
    if hosts:
        names = x509.SubjectAlternativeName([x509.DNSName(each) for each in hosts])
        made = made.add_extension(names, critical=False)
    return made.sign(issuer.key, hashes.SHA256())


@dataclass(slots=True)
class TlsFront:
    """Takes CONNECT, shows a certificate and passes what is said on to the service.

    Attributes:
        service: The service's port.
        shows: Which certificate new connections are shown.
        port: Where it listens.
        refused: How many handshakes clients broke off.
    """

    folder: Path
    service: int
    shows: str = GOOD
    port: int = 0
    refused: int = 0
    _contexts: dict[str, ssl.SSLContext] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    @property
    def authority(self) -> Path:
        """Return the file of the authority that clients are to trust."""
        return self.folder / "authority.pem"

    def prepare(self) -> None:
        """Make the authority and its certificates."""
        authority = _Authority()
        self.authority.write_bytes(authority.certificate().public_bytes(serialization.Encoding.PEM))
        for kind in (GOOD, *BAD):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(authority.issued(kind, self.folder))
            self._contexts[kind] = context

    def show(self, kind: str) -> None:
        """Show another certificate from now on; every connection is broken off."""
        self.shows = kind
        asyncio.run_coroutine_threadsafe(self._end_all(), self._loop).result(_SECONDS)

    async def _end_all(self) -> None:
        tasks = [each for each in self._tasks if each is not asyncio.current_task()]
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def serve(self, ready: threading.Event) -> None:
        """Serve until the loop is stopped."""
        server = self._loop.run_until_complete(asyncio.start_server(self._begun, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            self._loop.run_until_complete(self._end_all())
            self._loop.close()

    def stop(self) -> None:
        """End at once."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _begun(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._carry(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await reader.readuntil(b"\r\n\r\n")
            assert asked.startswith(f"CONNECT {HOST}:443 ".encode())
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.drain()
            try:
                await writer.start_tls(self._contexts[self.shows])
            except (ssl.SSLError, ConnectionError):
                self.refused += 1
                return
            await self._pass_on(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up, down = await asyncio.open_connection("127.0.0.1", self.service)
        ways = [asyncio.ensure_future(_pour(*each)) for each in ((reader, down), (up, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in ways:
                each.cancel()
            down.transport.abort()


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(_PIECE):
            target.write(data)
            await target.drain()


@contextmanager
def tls_front(folder: Path, service: int) -> Iterator[TlsFront]:
    """Stand before a service until the block ends."""
    made = TlsFront(folder, service)
    made.prepare()
    ready = threading.Event()
    thread = threading.Thread(target=made.serve, args=(ready,), name="tls-front")
    thread.start()
    try:
        assert ready.wait(_SECONDS)
        yield made
    finally:
        made.stop()
        thread.join(_SECONDS)
