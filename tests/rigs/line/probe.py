# SPDX-License-Identifier: EUPL-1.2
"""The two ends of a trial of the line: ``probe.py answer`` listens, ``probe.py ask`` measures and prints JSON."""

import json
import socket
import sys
import time
from typing import Final

PORT: Final = 7000
READY: Final = b"ready\n"
DATAGRAMS: Final = 200
PATIENCE: Final = 30.0
"""Seconds after which a trial has failed; not a measure of speed."""
_SIZE: Final = 100
_QUIET_SECONDS: Final = 1.0
_PIECE: Final = 65_536


def answer(address: str) -> None:
    """Take one connection and read it to its end; say how it ended. Then count datagrams until they stop."""
    with (
        socket.create_server((address, PORT)) as listener,
        socket.socket(type=socket.SOCK_DGRAM) as datagrams,
    ):
        datagrams.bind((address, PORT))
        _say(READY)
        listener.settimeout(PATIENCE)
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(PATIENCE)
            try:
                while connection.recv(_PIECE):
                    pass
                connection.sendall(b"taken")
                connection.recv(1)
                ended = "closed"
            except (ConnectionResetError, ConnectionAbortedError):
                ended = "reset"
        datagrams.settimeout(PATIENCE)
        count, _ = 1, datagrams.recv(_SIZE)
        datagrams.settimeout(_QUIET_SECONDS)
        try:
            while datagrams.recv(_SIZE):
                count += 1
        except TimeoutError:
            _say(json.dumps({"ended": ended, "datagrams": count}).encode())


def ask(address: str, size: int) -> None:
    """Connect, send so many bytes, wait for their receipt; wait for a line on standard input; then send datagrams."""
    started = time.monotonic()
    with socket.create_connection((address, PORT)) as connection:
        connected = time.monotonic()
        connection.sendall(bytes(size))
        connection.shutdown(socket.SHUT_WR)
        taken = connection.recv(_PIECE) == b"taken"
        received = time.monotonic()
        _say(
            json.dumps(
                {"connect": connected - started, "receipt": received - connected, "taken": taken}
            ).encode()
            + b"\n"
        )
    sys.stdin.readline()
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        for _ in range(DATAGRAMS):
            datagrams.sendto(bytes(_SIZE), (address, PORT))


def hold(address: str) -> None:
    """Connect and wait for the end of the connection; say how it ended."""
    with socket.create_connection((address, PORT)) as connection:
        connection.settimeout(PATIENCE)
        _say(READY)
        try:
            connection.recv(1)
            ended = "closed"
        except ConnectionResetError:
            ended = "reset"
        _say(ended.encode())
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(bytes(_SIZE), (address, PORT))


def _say(text: bytes) -> None:
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["answer", where]:
            answer(where)
        case ["ask", where, length]:
            ask(where, int(length))
        case ["hold", where]:
            hold(where)
