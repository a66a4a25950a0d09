# SPDX-License-Identifier: EUPL-1.2
"""The front counts to the byte what passed it in plain HTTP, and says what broke."""

import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from rigs.line import certificate, front
from rigs.line.front import ANSWERED, ASKED, BROKEN, Event, mark

REQUEST = b"PATCH /v1/uploads/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\nContent-Length: 5\r\n\r\n12345"
ANSWER = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"


@contextmanager
def service(answers: int) -> Iterator[int]:
    """Answer so many whole requests on one connection, then wait for its end; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            connection, _ = listener.accept()
            with connection:
                for _ in range(answers):
                    read = b""
                    while len(read) < len(REQUEST):
                        read += connection.recv(4096)
                    connection.sendall(ANSWER)
                while connection.recv(4096):
                    pass

        thread = threading.Thread(target=run)
        thread.start()
        yield int(listener.getsockname()[1])
        thread.join(10)


@contextmanager
def fronted(folder: Path, port: int) -> Iterator[tuple[ssl.SSLSocket, Path]]:
    """Connect through a front to a port; gives the connection and the file of events."""
    whole, bare = certificate.write(folder, "127.0.0.1")
    events = folder / "events"
    command = [sys.executable, str(front.__file__), "127.0.0.1", str(port), str(whole), str(events), "reno"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = ("127.0.0.1", int(process.stdout.readline()))
        context = ssl.create_default_context(cafile=bare)
        try:
            with (
                socket.create_connection(address, timeout=10) as plain,
                context.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
            ):
                yield connection, events
        finally:
            process.terminate()


def read(events: Path) -> list[Event]:
    """Return what the front wrote."""
    return [msgspec.json.decode(line, type=Event) for line in events.read_bytes().splitlines()]


@pytest.mark.skipif(sys.platform != "linux", reason="TCP_CONGESTION is Linux's")
def test_requests_and_answers_are_counted_to_the_byte(tmp_path: Path) -> None:
    with service(2) as port, fronted(tmp_path, port) as (connection, events):
        for _ in range(2):
            connection.sendall(REQUEST)
            got = b""
            while len(got) < len(ANSWER):
                got += connection.recv(4096)
            assert got == ANSWER
        seen = read(events)
    who = mark("secret")
    asked = (ASKED, who, "PATCH", "/v1/uploads/1", len(REQUEST), 5, 0)
    answered = (ANSWERED, who, "PATCH", "/v1/uploads/1", len(ANSWER), 5, 200)
    facts = [(e.kind, e.who, e.method, e.path, e.bytes, e.body, e.status) for e in seen]
    assert facts == [asked, answered, asked, answered]


@pytest.mark.skipif(sys.platform != "linux", reason="TCP_CONGESTION is Linux's")
def test_a_request_that_broke_is_told_with_what_came_of_it(tmp_path: Path) -> None:
    with service(0) as port:
        with fronted(tmp_path, port) as (connection, events):
            connection.sendall(REQUEST[:-2])
            connection.unwrap()
            while not events.read_bytes():
                threading.Event().wait(0.02)
        [broken] = read(events)
    assert (broken.kind, broken.bytes, broken.body) == (BROKEN, len(REQUEST) - 2, 3)
