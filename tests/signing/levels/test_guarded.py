# SPDX-License-Identifier: EUPL-1.2
"""A stranger's certificate sends nobody into our own networks, by name, redirect, proxy or a name that changes its mind."""

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rigs.pki.front import Service
from rigs.pki.pki import Pki
from signing.levels.conftest import MakeRaiser, Raise

from eset_desktop.signing.levels import errors
from eset_desktop.signing.levels.guarded import Inside, is_public
from eset_desktop.signing.levels.http import INSIDE, SHORT, Line, Unanswered

HERE = "127.0.0.1"
ELSEWHERE = "127.0.0.2"


class _Door(BaseHTTPRequestHandler):
    """Answers with what it was asked; ``/to/URL`` leads there."""

    asked: ClassVar[list[tuple[str, str | None]]] = []
    gone: ClassVar[threading.Event] = threading.Event()

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Authorization"]))
        if self.path.startswith("/drip"):
            self._drip(b"HTTP/1.1 200 OK\r\nX-Long: ", b"\r\nContent-Length: 4\r\n\r\nhere")
            return
        leads = self.path.partition("/to/")[2]
        body = b"x" * (SHORT + 1) if self.path == "/long" else b"here"
        endless = self.path == "/endless"
        leads = "/endless" if endless else leads
        self.send_response(302 if leads else 200)
        if leads:
            self.send_header("Location", leads)
        self.send_header("Content-Length", str(1 << 40 if endless else len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # who asks hangs up
            for _ in range(1 << 20 if endless else 1):
                self.wfile.write(body * (1 << 14) if endless else body)

    def _drip(self, before: bytes, after: bytes) -> None:
        """Send a byte now and then, for far longer than anybody should wait."""
        with contextlib.suppress(ConnectionError):  # who asks hangs up
            self.wfile.write(before)
            for _ in range(400):
                self.wfile.write(b"x")
                if self.gone.wait(0.02):
                    return
            self.wfile.write(after)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def door() -> Iterator[int]:
    """Return the port of a door on this machine's own address."""
    _Door.asked.clear()
    _Door.gone.clear()
    with HTTPServer((HERE, 0), _Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        _Door.gone.set()
        server.shutdown()
        thread.join()


def line(*inside: str) -> Line:
    return Line.guarded(5.0, Inside.of(inside))


def refusal(through: Line, url: str) -> object:
    with pytest.raises(Unanswered) as found:
        through.get(url)
    return found.value.details["reason"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d70e", True),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("::ffff:0:10.0.0.1", False),
        ("64:ff9b:1::7f00:1", False),
        ("fec0::1", False),
        ("3fff::1", False),
    ],
)
def test_addresses_of_our_own_networks_are_known(address: str, *, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize("name", [HERE, "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_no_way_of_writing_this_machine_is_asked(door: int, name: str) -> None:
    assert refusal(line(), f"http://{name}:{door}/") == INSIDE
    assert not _Door.asked


def test_what_the_settings_name_is_asked(door: int) -> None:
    for inside in (HERE, "127.0.0.0/24"):
        assert line(inside).get(f"http://{HERE}:{door}/") == b"here"
    assert line("LocalHost").get(f"http://localhost:{door}/") == b"here"


def test_a_redirect_leads_no_further_than_an_address(door: int) -> None:
    through = line(HERE)
    assert through.get(f"http://{HERE}:{door}/to/http://{HERE}:{door}/") == b"here"
    assert refusal(through, f"http://{HERE}:{door}/to/http://{ELSEWHERE}:{door}/") == INSIDE
    assert refusal(through, f"http://{HERE}:{door}/to/file:///etc/hostname") == "address"


def test_what_a_redirect_carries_is_not_read(door: int) -> None:
    """Six redirects of a terabyte each are over at once: their bodies are left where they are."""
    assert refusal(line(HERE), f"http://{HERE}:{door}/endless") == "redirects"
    assert len(_Door.asked) == 6


def test_a_name_is_resolved_once_and_asked_where_it_was_looked_at(
    door: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve, asked = socket.getaddrinfo, []

    def changing(host: str, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        if host == "canvia.example.cat":
            host = HERE if asked.count(host) == 1 else ELSEWHERE
        return resolve(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert line("127.0.0.1/32").get(f"http://canvia.example.cat:{door}/") == b"here"
    assert refusal(line("127.0.0.1/32"), f"http://canvia.example.cat:{door}/") == INSIDE


def test_a_proxy_is_not_asked_for_it_either(door: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{HERE}:{door}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert refusal(line(), "http://10.1.2.3/certificat.crt") == INSIDE
    assert line().get("http://93.184.215.14/certificat.crt") == b"here"
    assert [each for each, _ in _Door.asked] == ["http://93.184.215.14/certificat.crt"]


def test_no_password_of_this_machine_goes_anywhere(
    door: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text(f"machine {HERE} login qui password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    url = f"http://{HERE}:{door}/to/http://{HERE}:{door}/"
    assert Line(5.0).get(url) == b"here"
    assert [each for _, each in _Door.asked] == [None, None]
    assert refusal(Line(5.0), f"http://qui:secret@{HERE}:{door}/") == "address"


def test_what_is_too_long_for_what_it_should_be_is_not_taken(door: int) -> None:
    assert refusal(Line(5.0), f"http://{HERE}:{door}/long") == "size"
    assert len(Line(5.0).get(f"http://{HERE}:{door}/long", most=SHORT + 1)) == SHORT + 1


@pytest.mark.parametrize("text", ["10.0.0.0/99", "ocsp/x", " "])
def test_what_is_no_name_and_no_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be an IPv"):
        Inside.of([text])


def test_who_was_not_asked_is_told(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    raiser = new_raiser()
    raiser.line = line()
    with pytest.raises(errors.RevocationUnusable) as found:
        raised(signed["ec1"], raiser=raiser)
    assert found.value.details == {"host": HERE, "reason": INSIDE}
    assert not pki.asked[Service.OCSP]
    raiser.line = line(HERE)
    assert raised(signed["ec1"], raiser=raiser)[0].changed


@pytest.mark.parametrize("through", [Line(0.3), Line.guarded(0.3, Inside.of([HERE]))])
def test_headers_that_come_byte_by_byte_are_not_waited_for(door: int, through: Line) -> None:
    assert refusal(through, f"http://{HERE}:{door}/drip") == "timeout"


def test_an_address_that_is_silent_leaves_time_for_the_next(
    door: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A port on which nobody takes calls any more: its system lets those who call wait."""
    with socket.socket() as silent, contextlib.ExitStack() as waiting:
        silent.bind((ELSEWHERE, door))
        silent.listen(0)
        for _ in range(3):
            caller = waiting.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex((ELSEWHERE, door))
        monkeypatch.setattr("eset_desktop.signing.levels.connections.resolved", lambda *_: [ELSEWHERE, HERE])
        assert Line(1.0).get(f"http://dues.example.cat:{door}/") == b"here"
