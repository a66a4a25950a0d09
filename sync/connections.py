# SPDX-License-Identifier: EUPL-1.2
"""The one connection that a transport keeps: its socket's options, opened in advance, judged before it is used again."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CONNECT_SECONDS: Final = 10.0

SocketOption = tuple[int, int, int | bytes]


def _keepalive() -> list[SocketOption]:
    """Return options by which a connection whose other end vanished is noticed within about a minute.

    A long-poll is silent by nature; without them a line that died under it would be believed in until its time is over.
    """
    options: list[SocketOption] = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    for name, value in (
        ("TCP_KEEPIDLE", 30),
        ("TCP_KEEPINTVL", 10),
        ("TCP_KEEPCNT", 3),
        ("TCP_USER_TIMEOUT", 60_000),
    ):
        if hasattr(socket, name):  # not on every system
            options.append((socket.IPPROTO_TCP, getattr(socket, name), value))
    return options


class _Encrypted(HTTPSConnection):
    """A connection with TLS that does not take a ticket for its end.

    TLS 1.3 sends tickets after its handshake, whenever they come (RFC 8446 §4.6.1). The library takes a connection that has
    anything to read for one that the other side closed, and opens another: a whole handshake, on the line where it hurts most.
    """

    @property
    def is_connected(self) -> bool:
        """Whether a request may be sent: nothing but tickets came since the last answer."""
        return super().is_connected or (self.sock is not None and _is_silent(self.sock))


class _EncryptedPool(HTTPSConnectionPool):
    """A pool of such."""

    ConnectionCls = _Encrypted


_POOLS: Final = {"http": HTTPConnectionPool, "https": _EncryptedPool}


def _is_silent(connected: Any) -> bool:
    """Read what is there; tell whether it was the encryption's own, and neither an end nor an answer to nothing."""
    timeout = connected.gettimeout()
    try:
        connected.settimeout(0)
        connected.recv(1)
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        connected.settimeout(timeout)
        return True
    except OSError:
        return False
    return False


class Adapter(HTTPAdapter):
    """One connection, with socket options of our own.

    Args:
        options: More of them than keep it alive.
    """

    def __init__(self, options: Sequence[SocketOption]) -> None:
        self._options = [*HTTPConnection.default_socket_options, *_keepalive(), *options]
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make what keeps the connection."""
        super().init_poolmanager(*arguments, socket_options=self._options, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Return what keeps the connection through a proxy."""
        manager = super().proxy_manager_for(proxy, socket_options=self._options, **options)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def open(self, question: requests.PreparedRequest, verify: bool | str | None) -> None:
        """Connect, so that the next request finds a connection."""
        pool: Any = self.get_connection_with_tls_context(question, verify)
        certify: Any = self.cert_verify
        certify(pool, question.url, verify, None)
        connection = pool._get_conn()
        try:
            connection.timeout = CONNECT_SECONDS
            connection.connect()
        finally:
            pool._put_conn(connection)

    def sockets(self) -> Iterator[socket.socket]:
        """Yield the socket of the connection that is kept, when there is one."""
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            for key in manager.pools.keys():  # noqa: SIM118 - it is no mapping
                for connection in tuple(manager.pools[key].pool.queue):
                    if getattr(connection, "sock", None) is not None:
                        yield connection.sock
