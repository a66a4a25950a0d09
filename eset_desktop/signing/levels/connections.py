# SPDX-License-Identifier: EUPL-1.2
"""Connections that end with the time of one question, however the other side spreads its bytes over it.

The time limits of sockets are for one read each: a service that sends a byte of a header now and then would never meet
them. Here every read has what is left of the whole question's time, and every address that is tried its share of that.
"""

import io
import socket
import threading
import time
from collections.abc import Iterable
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection


class Deadline(threading.local):
    """When the question that a thread asks must be answered (``time.monotonic``)."""

    at = float("inf")

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: None.
        """
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raises ``socket.gaierror`` when it has none."""
    return [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class TimelyAdapter(HTTPAdapter):
    """Makes such connections."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__()

    def addresses(self, host: str, port: int) -> Iterable[str]:
        """Return the addresses of a host in the order in which they are tried; raises ``socket.gaierror``."""
        return resolved(host, port)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make connections of this kind."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools()

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Make those to a proxy of this kind too; where it is, is the environment's affair."""
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = TimelyAdapter._pools(TimelyAdapter(self._deadline))
        return manager

    def _pools(self) -> dict[str, type[HTTPConnectionPool]]:
        adapter = self

        class Plain(HTTPConnection):
            response_class = staticmethod(adapter._answer)  # type: ignore[assignment]  # it is called, and no more

            def _new_conn(self) -> socket.socket:
                return adapter._connected(self)

        class Secure(HTTPSConnection):
            response_class = staticmethod(adapter._answer)  # type: ignore[assignment]  # it is called, and no more

            def _new_conn(self) -> socket.socket:
                return adapter._connected(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        return {"http": PlainPool, "https": SecurePool}

    def _connected(self, connection: HTTPConnection) -> socket.socket:
        """Return a connection to the first address that answers; the name is not resolved again."""
        problem: HTTPError = NewConnectionError(connection, "no address")
        try:
            found = list(self.addresses(connection.host, connection.port))
        except socket.gaierror as error:
            raise NameResolutionError(connection.host, connection, error) from error
        for tried, each in enumerate(found):
            try:
                return create_connection(
                    (each, connection.port),
                    self._deadline.left() / (len(found) - tried),
                    source_address=connection.source_address,
                    socket_options=connection.socket_options,
                )
            except TimeoutError:
                problem = ConnectTimeoutError(connection, "timeout")
            except OSError as error:
                problem = NewConnectionError(connection, type(error).__name__)
        raise problem

    def _answer(self, sock: socket.socket, *arguments: Any, **options: Any) -> HTTPResponse:
        # http.client asks the socket for a file and for nothing else
        return HTTPResponse(_Readable(sock, self._deadline), *arguments, **options)  # type: ignore[arg-type]


class _Readable:
    """Of a socket what is needed to read from it in time."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def makefile(self, _: str) -> io.BufferedReader:
        """Return the socket as a file."""
        return io.BufferedReader(_Timely(self._sock, self._deadline))


class _Timely(io.RawIOBase):
    """What a socket sends, each piece of it before the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what has come."""
        self._sock.settimeout(self._deadline.left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let the socket go."""
        self._raw.close()
        super().close()
