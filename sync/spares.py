# SPDX-License-Identifier: EUPL-1.2
"""Connections that are opened before they are needed: TCP and TLS cost two round trips, which on a long line is more than a second."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from eset_desktop.clock import Clock
from sync.transport import Transport

FRESH_SECONDS: Final = 20.0
"""How long one that nobody took is good; who stands between may have forgotten it later."""


@dataclass(frozen=True, slots=True)
class _Spare:
    transport: Transport
    opening: threading.Thread
    opened_at: float


class Spares:
    """The spare connections of one engine's lanes.

    Args:
        connect: Makes a transport, which is not connected yet.
        clock: For their age.
    """

    def __init__(self, connect: Callable[[], Transport], clock: Clock) -> None:
        self._connect = connect
        self._clock = clock
        self._lock = threading.Lock()
        self._spares: list[_Spare] = []

    def open(self, count: int) -> None:
        """Begin to open so many."""
        for _ in range(count):
            transport = self._connect()
            opening = threading.Thread(target=transport.open, name="sync-opening", daemon=True)
            opening.start()
            with self._lock:
                self._spares.append(_Spare(transport, opening, self._clock.monotonic()))

    def take(self) -> Transport:
        """Return a transport: one that is connected, or being connected, where there is one."""
        while True:
            with self._lock:
                spare = self._spares.pop(0) if self._spares else None
            if spare is None:
                return self._connect()
            spare.opening.join()
            if self._clock.monotonic() - spare.opened_at < FRESH_SECONDS:
                return spare.transport
            spare.transport.close()

    def close(self) -> None:
        """Close those that nobody took."""
        with self._lock:
            spares, self._spares = self._spares, []
        for each in spares:
            if not each.opening.is_alive():
                each.transport.close()
