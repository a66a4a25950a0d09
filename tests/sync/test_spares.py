# SPDX-License-Identifier: EUPL-1.2
"""Connections opened in advance: over real TLS 1.3, used by the first request, and no harm where they can't be had."""

import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rigs.line import certificate

from eset_desktop.clock import ManualClock, SystemClock
from sync.messages import Request, Response
from sync.spares import FRESH_SECONDS, Spares
from sync.transport import Transport

HERE = "127.0.0.1"
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass(slots=True)
class Server:
    """Answers each request of each connection; counts connections."""

    context: ssl.SSLContext
    door: socket.socket = field(default_factory=lambda: socket.create_server((HERE, 0)))
    greeted: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    connections: int = 0

    @property
    def url(self) -> str:
        return f"https://{HERE}:{self.door.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                plain, _ = self.door.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(plain,), daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        try:
            with self.context.wrap_socket(plain, server_side=True) as connection:
                self.greeted.release()
                while connection.recv(65536):
                    connection.sendall(NOTHING)
        except OSError:
            return


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    whole, bare = certificate.write(tmp_path, HERE)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(bare))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    made = Server(context)
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    yield made
    made.door.shutdown(socket.SHUT_RDWR)
    made.door.close()
    thread.join(5)


def spares_of(url: str, clock: ManualClock | SystemClock) -> Spares:
    return Spares(lambda: Transport(url, clock, agent="t"), clock)


def test_what_was_opened_in_advance_carries_the_first_requests(server: Server) -> None:
    spares = spares_of(server.url, SystemClock())
    spares.open(2)
    for _ in range(2):
        assert server.greeted.acquire(timeout=10)
    lines = [spares.take() for _ in range(3)]
    assert server.connections == 2
    for line in lines:
        for _ in range(2):
            answer = line.send(Request("GET", "/", timeout=10))
            assert isinstance(answer, Response)
            assert answer.status == 204
    assert server.connections == 3
    for line in lines:
        line.close()


def test_one_that_nobody_took_for_long_is_left(server: Server) -> None:
    clock = ManualClock(datetime(2026, 11, 22, tzinfo=UTC))
    spares = spares_of(server.url, clock)
    spares.open(1)
    assert server.greeted.acquire(timeout=10)
    clock.seconds += FRESH_SECONDS
    assert isinstance(spares.take().send(Request("GET", "/", timeout=10)), Response)
    assert server.connections == 2
    spares.open(1)
    assert server.greeted.acquire(timeout=10)
    spares.close()


@pytest.mark.parametrize("url", [f"https://{HERE}:9", "http://town.example"])
def test_one_that_can_not_be_had_says_nothing(url: str) -> None:
    spares = spares_of(url, SystemClock())
    spares.open(1)
    assert not isinstance(spares.take().send(Request("GET", "/", timeout=10)), Response)


def test_through_a_proxy_none_is_opened(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{HERE}:9")
    transport = Transport("https://town.example", SystemClock(), agent="t")
    transport.open()
    assert server.connections == 0
