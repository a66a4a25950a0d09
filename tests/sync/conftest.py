# SPDX-License-Identifier: EUPL-1.2
"""An office; and a listener on this machine that answers with the very bytes a test gives it."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from helpers.office import Office, opened

RESET = b"(reset)"
"""Instead of an answer: break the connection off."""


@dataclass(slots=True)
class Listener:
    """Serves one scripted answer a connection; keeps the requests as they came."""

    answers: list[bytes]
    requests: list[bytes] = field(default_factory=list)
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    door: socket.socket = field(default_factory=socket.socket)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def serve(self) -> None:
        for answer in self.answers:
            with contextlib.suppress(OSError):
                connection, _ = self.door.accept()
                with connection:
                    self.requests.append(_whole_request(connection))
                    self.came.release()
                    _answer(connection, answer)


def _answer(connection: socket.socket, answer: bytes) -> None:
    if answer == RESET:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif answer:
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)
    else:  # say nothing until the other side gives up
        connection.settimeout(20)
        connection.recv(1)


def _whole_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
        if data.startswith(b"\x16"):  # a TLS handshake
            return data
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def listener() -> Iterator[Callable[..., Listener]]:
    """Return a function that starts a listener with the answers it gives, one a connection."""
    started: list[tuple[Listener, threading.Thread]] = []

    def start(*answers: bytes) -> Listener:
        made = Listener(list(answers))
        made.door.bind(("127.0.0.1", 0))
        made.door.listen()
        thread = threading.Thread(target=made.serve)
        thread.start()
        started.append((made, thread))
        return made

    yield start
    for made, thread in started:
        with contextlib.suppress(OSError):
            made.door.shutdown(socket.SHUT_RDWR)
        made.door.close()
        thread.join()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as made:
        yield made
