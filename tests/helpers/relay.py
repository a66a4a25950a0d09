# SPDX-License-Identifier: EUPL-1.2
"""A line on this machine that counts what passes and breaks when a test says so."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_PIECE = 65_536


@dataclass(slots=True)
class Relay:
    """Passes connections on to a service.

    Attributes:
        breaks_after: Bytes up after which every connection is reset, one entry a break.
        up: Bytes that clients sent.
        down: Bytes that they were sent.
        accepted: Connections so far.
    """

    port: int
    door: socket.socket
    breaks_after: list[int] = field(default_factory=list)
    up: int = 0
    down: int = 0
    accepted: int = 0
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.door.accept()
                service = socket.create_connection(("127.0.0.1", self.port))
                with self._guard:
                    self.accepted += 1
                    self._pairs.append((client, service))
                for source, target in ((client, service), (service, client)):
                    threading.Thread(
                        target=self._pass, args=(source, target, source is client), daemon=True
                    ).start()

    def _pass(self, source: socket.socket, target: socket.socket, upwards: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_PIECE):
                self._count(len(data), upwards)
                target.sendall(data)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            if each is source:
                each.close()

    def _count(self, size: int, upwards: bool) -> None:
        with self._guard:
            if not upwards:
                self.down += size
                return
            self.up += size
            due = bool(self.breaks_after) and self.up >= self.breaks_after[0]
            if due:
                self.breaks_after.pop(0)
        if due:
            self.reset()

    def reset(self) -> None:
        """Break every connection off."""
        with self._guard:
            pairs, self._pairs = self._pairs, []
        for each in (one for pair in pairs for one in pair):
            with contextlib.suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                each.shutdown(socket.SHUT_RD)
                each.close()


@contextmanager
def relay(url: str) -> Iterator[Relay]:
    """Relay to a service on this machine until the block ends."""
    door = socket.create_server(("127.0.0.1", 0))
    made = Relay(int(url.rpartition(":")[2]), door)
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()
        made.reset()
        thread.join(10)
