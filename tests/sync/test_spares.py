# SPDX-License-Identifier: EUPL-1.2
"""Connections opened in advance: over real TLS 1.3, used by the first request, and no harm where they can't be had."""

import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rigs.line import certificate

from eset_desktop.clock import SystemClock
from sync.bell import Bell
from sync.driver import Line
from sync.messages import Request, Response
from sync.spares import FRESH_SECONDS, Spares
from sync.transport import Transport

HERE = "127.0.0.1"
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass(slots=True)
class Server:
    """Answers each request of each connection; counts connections.

    Attributes:
        greeted: Released once a connection, when its handshake is done and its tickets are sent.
        ticketing: Cleared, tickets are sent only when it is set: a client takes its connection to stand long before.
    """

    context: ssl.SSLContext
    door: socket.socket = field(default_factory=lambda: socket.create_server((HERE, 0)))
    greeted: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    ticketing: threading.Event = field(default_factory=threading.Event)
    connections: int = 0
    _held: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ticketing.set()

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
            self._held.append(plain)
            threading.Thread(target=self._answer, args=(plain,), daemon=True).start()

    def leave(self) -> None:
        """Close every connection."""
        for each in self._held:
            each.shutdown(socket.SHUT_RDWR)

    def _answer(self, plain: socket.socket) -> None:
        came, goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        connection = self.context.wrap_bio(came, goes, server_side=True)
        try:
            with plain:
                self._through(plain, came, goes, connection.do_handshake)
                assert self.ticketing.wait(10)
                plain.sendall(goes.read())
                self.greeted.release()
                while self._through(plain, came, goes, lambda: connection.read(65536)):
                    connection.write(NOTHING)
                    plain.sendall(goes.read())
        except OSError:
            return

    @staticmethod
    def _through(
        plain: socket.socket, came: ssl.MemoryBIO, goes: ssl.MemoryBIO, act: Callable[[], object]
    ) -> object:
        """Do what needs bytes of the other side; what it says at its end is left to be sent."""
        while True:
            try:
                return act()
            except ssl.SSLWantReadError:
                plain.sendall(goes.read())
                data = plain.recv(65536)
                if not data:
                    return None
                came.write(data)


class Slow(Transport):
    """A connection that stands when it is told so; it goes to where this computer was when it was made."""

    def __init__(self, network: str = "") -> None:
        super().__init__(f"http://{HERE}:9", SystemClock(), agent="t")
        self.network = network
        self.go = threading.Event()
        self.closed = False

    def open(self) -> None:
        assert self.go.wait(10)

    def close(self) -> None:
        self.closed = True

    def send(self, _: Request) -> Response:
        return Response(200, {}, self.network.encode())


def making(made: list[Slow], networks: Sequence[str] = ("",)) -> Callable[[], Slow]:
    """Return what makes connections, which are noted, from the last network."""

    def make() -> Slow:
        made.append(Slow(networks[-1]))
        return made[-1]

    return make


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


def spares_of(url: str, *, fresh: float = FRESH_SECONDS) -> Spares:
    return Spares(lambda: Transport(url, SystemClock(), agent="t"), Bell(), fresh=fresh)


def await_keepers() -> None:
    """Return when no spare connection is being opened or waits to be taken."""
    for each in threading.enumerate():
        if each.name == "sync-opening":
            each.join(10)
            assert not each.is_alive()


def test_what_was_opened_in_advance_carries_the_first_requests(server: Server) -> None:
    spares = spares_of(server.url)
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


class Moment(dict[str, str]):
    """The headers of a request; lets something happen when they are looked at: the request is about to be sent then."""

    def __init__(self, happens: Callable[[], None]) -> None:
        super().__init__()
        self._happens = happens

    def __contains__(self, name: object) -> bool:
        self._happens()
        return super().__contains__(name)


def test_tickets_that_come_while_the_request_is_made_are_no_end(server: Server) -> None:
    server.ticketing.clear()
    line = Transport(server.url, SystemClock(), agent="t")
    line.open()
    (connected,) = line._adapter.sockets()

    def come() -> None:
        server.ticketing.set()
        assert select.select([connected], [], [], 10)[0]

    for headers in (Moment(come), dict[str, str]()):
        answer = line.send(Request("GET", "/", headers=headers, timeout=10))
        assert isinstance(answer, Response)
        assert answer.status == 204
    assert server.connections == 1
    line.close()


def test_one_that_the_other_side_closed_is_opened_anew(server: Server) -> None:
    line = Transport(server.url, SystemClock(), agent="t")
    line.open()
    assert server.greeted.acquire(timeout=10)
    server.leave()
    (connected,) = line._adapter.sockets()
    assert select.select([connected], [], [], 10)[0]
    assert isinstance(line.send(Request("GET", "/", timeout=10)), Response)
    assert server.connections == 2
    line.close()


def test_one_that_nobody_took_for_long_is_left(server: Server) -> None:
    spares = spares_of(server.url, fresh=0)
    spares.open(1)
    await_keepers()
    assert server.connections == 1
    assert isinstance(spares.take().send(Request("GET", "/", timeout=10)), Response)
    assert server.connections == 2


def test_what_nobody_takes_is_closed_when_it_is_no_longer_fresh() -> None:
    made: list[Slow] = []
    spares = Spares(making(made), Bell(), fresh=0)
    spares.open(2)
    for each in made:
        each.go.set()
    await_keepers()
    assert [each.closed for each in made] == [True, True]


def test_one_that_is_still_being_opened_when_the_lanes_end_is_closed_too() -> None:
    made: list[Slow] = []
    spares = Spares(making(made), Bell())
    spares.open(2)
    made[0].go.set()
    spares.close()
    made[1].go.set()
    await_keepers()
    assert [each.closed for each in made] == [True, True]


def test_one_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.spares.CONNECT_SECONDS", 0.01)
    made: list[Slow] = []
    spares = Spares(making(made), Bell())
    spares.open(2)
    made[1].go.set()
    assert spares.take() in made[1:]
    made[0].go.set()
    await_keepers()
    assert made[0].closed


def test_after_another_network_no_connection_of_the_former_is_taken() -> None:
    networks, made, bell = ["home"], list[Slow](), Bell()
    spares = Spares(making(made, networks), bell)
    line = Line(spares.take, bell)
    spares.open(2)
    for each in made:
        each.go.set()
    networks.append("hall")
    bell.new_network()
    answer = line.answer(Request("GET", "/"))
    assert isinstance(answer, Response)
    assert answer.body == b"hall"
    await_keepers()
    assert [each.closed for each in made] == [True, True, False]
    line.close()


@pytest.mark.parametrize("url", [f"https://{HERE}:9", "http://town.example"])
def test_one_that_can_not_be_had_says_nothing(url: str) -> None:
    spares = spares_of(url)
    spares.open(1)
    assert not isinstance(spares.take().send(Request("GET", "/", timeout=10)), Response)


def test_through_a_proxy_none_is_opened(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{HERE}:9")
    transport = Transport("https://town.example", SystemClock(), agent="t")
    transport.open()
    assert server.connections == 0
