# SPDX-License-Identifier: EUPL-1.2
"""Connections that are opened before they are needed: TCP and TLS cost two round trips, which on a long line is more than a second."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sync.bell import Bell
from sync.connections import CONNECT_SECONDS
from sync.transport import Transport

FRESH_SECONDS: Final = 20.0
"""How long one that nobody took is good; who stands between may have forgotten it later."""


@dataclass(slots=True, eq=False)
class _Spare:
    """One that is opened, and closed when nobody takes it, by a thread of its own.

    Attributes:
        network: From which it is opened, see :attr:`sync.bell.Bell.networks`.
        opened: It stands, or could not be had.
        claimed: It was taken or left; from then on it is out of the list.
        left: Nobody will take it.
    """

    transport: Transport
    network: int
    opened: threading.Event = field(default_factory=threading.Event)
    claimed: threading.Event = field(default_factory=threading.Event)
    left: bool = False


class Spares:
    """The spare connections of one engine's lanes.

    Args:
        connect: Makes a transport, which is not connected yet.
        bell: Knows of another network: a connection from the former one may lead nowhere.
        fresh: Seconds after which one that nobody took is closed.
    """

    def __init__(self, connect: Callable[[], Transport], bell: Bell, *, fresh: float = FRESH_SECONDS) -> None:
        self._connect = connect
        self._bell = bell
        self._fresh = fresh
        self._lock = threading.Lock()
        self._spares: list[_Spare] = []

    def open(self, count: int) -> None:
        """Begin to open so many."""
        for _ in range(count):
            spare = _Spare(self._connect(), self._bell.networks)
            with self._lock:
                self._spares.append(spare)
            threading.Thread(target=self._keep, args=(spare,), name="sync-opening", daemon=True).start()

    def take(self) -> Transport:
        """Return a transport: one that is connected, or being connected for not too long, where there is one."""
        patience = CONNECT_SECONDS
        while (spare := self._first()) is not None:
            good = spare.network == self._bell.networks
            if good and not spare.opened.wait(patience):  # a name may take for ever to be looked up
                good, patience = False, 0.0
            if self._claim(spare, left=not good) and good:
                return spare.transport
        return self._connect()

    def close(self) -> None:
        """Leave those that nobody took; one that is being opened is closed as soon as it stands."""
        while (spare := self._first()) is not None:
            self._claim(spare, left=True)

    def _first(self) -> _Spare | None:
        with self._lock:
            return self._spares[0] if self._spares else None

    def _claim(self, spare: _Spare, *, left: bool) -> bool:
        """Take one out of the list; return whether nobody else had."""
        with self._lock:
            if spare not in self._spares:
                return False
            self._spares.remove(spare)
            spare.left = left
        spare.claimed.set()
        return True

    def _keep(self, spare: _Spare) -> None:
        try:
            spare.transport.open()
        finally:
            spare.opened.set()
        spare.claimed.wait(self._fresh)
        self._claim(spare, left=True)
        if spare.left:
            spare.transport.close()
