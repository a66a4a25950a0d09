# SPDX-License-Identifier: EUPL-1.2
"""The services' HTTP door on loopback: counts what is asked, and fails as a service fails when told to."""

import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

Answer = tuple[int, str, bytes]
"""Status, content type, body."""

Respond = Callable[[str, str, str, bytes], Answer]
"""Answers (method, path, content type, body)."""


class Service(StrEnum):
    """What is asked for; the second part of the path."""

    TSA = "tsa"
    OCSP = "ocsp"
    CRL = "crls"
    CERTIFICATES = "certs"


class Fault(StrEnum):
    """How a service fails."""

    REFUSED = "refused"
    """The connection is reset: a closed port looks the same to whoever asks, up to the words."""
    NOT_FOUND = "not found"
    UNAVAILABLE = "unavailable"
    MUTE = "mute"
    """The request is taken and never answered."""
    NONSENSE = "nonsense"
    """200 with the login page of a network."""
    CUT = "cut"
    """The connection is reset in the middle of the answer."""
    STALLED = "stalled"
    """The answer begins and does not go on."""


_STATUS: Final = {Fault.NOT_FOUND: 404, Fault.UNAVAILABLE: 503, Fault.NONSENSE: 200}
_RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 seconds: the peer sees a reset


@dataclass
class Book:
    """What the services are to do, and what they were asked.

    Attributes:
        faults: Which service fails how.
        asked: Requests by service, failed ones too.
        paths: Requests by path, to tell one authority or certificate from another.
        released: Set to let mute requests go.
    """

    faults: dict[Service, Fault] = field(default_factory=dict)
    asked: Counter[Service] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)
    released: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, path: str) -> Fault | None:
        """Count a request and say how it fails."""
        part = path.split("/")[2] if path.count("/") > 1 else ""
        service = Service(part) if part in set(Service) else None
        with self._lock:
            self.paths[path] += 1
            if service is None:
                return None
            self.asked[service] += 1
            return self.faults.get(service)

    def clear(self) -> None:
        """Begin anew: no faults, nothing asked, nobody waiting."""
        self.released.set()
        with self._lock:
            self.released = threading.Event()
            self.faults.clear()
            self.asked.clear()
            self.paths.clear()


class Front:
    """A server on a free port while its block lasts.

    Args:
        book: Faults and counts.
        answer: Gives the real answer to (method, path, content type, body).
    """

    def __init__(self, book: Book, answer: Respond) -> None:
        self.book = book
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, book, answer))
        self._server.daemon_threads = True
        self.prefix: Final = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True, name="test PKI"
        )

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End; mute requests are let go."""
        self.book.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, book: Book, answer: Respond, *connection: Any) -> None:
        self.book, self._answer = book, answer
        super().__init__(*connection)

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing: requests are counted."""

    def _serve(self, body: bytes) -> None:
        released = self.book.released
        fault = self.book.enter(self.path)
        if fault is Fault.MUTE:
            released.wait()
        if fault in {Fault.REFUSED, Fault.MUTE}:
            self._reset()
        elif fault in {Fault.CUT, Fault.STALLED}:
            self._begin(released if fault is Fault.STALLED else None)
        elif fault is not None:
            self._send(_STATUS[fault], "text/html", b"<html><body>Inicieu la sessi\xc3\xb3</body></html>")
        else:
            self._send(*self._answer(self.command, self.path, self.headers.get("Content-Type", ""), body))

    def _reset(self) -> None:
        # The socket closes when the base class closes its reader: with this option by a reset.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.connection.close()

    def _begin(self, stalled: threading.Event | None) -> None:
        with suppress(ConnectionError):
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"0123456789")
            if stalled is not None:
                self.wfile.flush()
                stalled.wait()
            self._reset()

    def _send(self, status: int, kind: str, body: bytes) -> None:
        with suppress(ConnectionError):  # who asked has gone
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
