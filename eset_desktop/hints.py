# SPDX-License-Identifier: EUPL-1.2
"""Hints between the window and its agent: "there is work", "come to the front", "leave". Never data.

A lost hint is harmless: both sides look at the cache by themselves. The first message of each side says version and
schema, so that a newer window can ask an older agent to leave before it migrates the cache.
"""

import contextlib
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from typing import Any, Final

from eset_desktop.platform import remove_stale_socket

WORK: Final = "work"
QUIT: Final = "quit"
RAISE: Final = "raise"
PING: Final = "ping"
"""Asks only whether somebody is there."""

_LONGEST: Final = 4096
_LOOK_EVERY: Final = 0.25
"""Seconds after which a serving thread sees that the server closes; nothing else wakes it on every system."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Greeting:
    """The first message of each side."""

    version: str
    schema: int


def _encoded(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()


def _decoded(data: bytes) -> dict[str, Any]:
    value = json.loads(data)
    return value if isinstance(value, dict) else {}


class HintServer:
    """Listens for hints on a local socket, one thread a client.

    Args:
        address: From :func:`eset_desktop.platform.local_socket_address`.
        greeting: Who this side is.
        on_hint: Called with each hint, on a thread of this server.
    """

    def __init__(self, address: str, greeting: Greeting, on_hint: Callable[[str], None]) -> None:
        remove_stale_socket(address)
        self._listener = Listener(address)
        self._greeting = greeting
        self._on_hint = on_hint
        self._clients: set[Connection] = set()
        self._guard = threading.Lock()
        self._closing = threading.Event()
        self._serving: list[threading.Thread] = []
        self._address = address
        self._thread = threading.Thread(target=self._accept, name="hints", daemon=True)
        self._thread.start()

    @property
    def clients(self) -> int:
        """How many windows are connected now."""
        with self._guard:
            return len(self._clients)

    def close(self) -> None:
        """Stop listening and let every client go."""
        self._closing.set()
        with contextlib.suppress(OSError):
            Client(self._address).close()  # wakes the thread that waits in accept
        for thread in (self._thread, *self._serving):
            thread.join(2)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                client = self._listener.accept()
            except (OSError, EOFError):
                continue
            with self._guard:
                self._clients.add(client)
            thread = threading.Thread(target=self._serve, args=(client,), name="hints-client", daemon=True)
            self._serving = [each for each in self._serving if each.is_alive()] + [thread]
            thread.start()

    def _serve(self, client: Connection) -> None:
        try:
            client.send_bytes(_encoded({"version": self._greeting.version, "schema": self._greeting.schema}))
            while not self._closing.is_set():
                if client.poll(_LOOK_EVERY):
                    hint = _decoded(client.recv_bytes(_LONGEST)).get("hint")
                    if isinstance(hint, str):
                        self._on_hint(hint)
        except (OSError, EOFError, ValueError):
            _log.debug("a window left")
        finally:
            with self._guard:
                self._clients.discard(client)
            with contextlib.suppress(OSError):
                client.close()


class HintClient:
    """Sends hints; connects when there is somebody to hear and never fails aloud."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: Connection | None = None
        self._guard = threading.Lock()
        self.peer: Greeting | None = None

    def send(self, hint: str) -> bool:
        """Send a hint and tell whether somebody was there to hear it."""
        with self._guard:
            for _ in range(2):
                try:
                    connection = self._connection or self._connect()
                    connection.send_bytes(_encoded({"hint": hint}))
                except (OSError, EOFError, ValueError):
                    self._drop()
                else:
                    return True
        return False

    def _connect(self) -> Connection:
        self._connection = connection = Client(self._address)
        if not connection.poll(2):
            raise EOFError
        said = _decoded(connection.recv_bytes(_LONGEST))
        self.peer = Greeting(str(said.get("version", "")), int(said.get("schema", 0)))
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
        self._connection = None

    def close(self) -> None:
        """Leave."""
        with self._guard:
            self._drop()
