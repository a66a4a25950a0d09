# SPDX-License-Identifier: EUPL-1.2
"""Noticing that this computer has come to another network, or from sleep.

Systems tell of far more than that: a renewed lease, an announcement of a router each few minutes. What counts is the address
from which this computer would speak to the world now; asking for it sends nothing.
"""

import selectors
import socket
import threading
import time
from collections.abc import Callable
from typing import Final

from eset_desktop.clock import Clock

LOOK_EVERY: Final = 10.0
"""Seconds between looks where the system tells nothing."""
ASLEEP: Final = 30.0
"""Seconds by which a clock jumps when the computer slept, or was halted."""
_SETTLES: Final = 0.5
"""Seconds without news after which a change is taken to be over: an interface comes up with many messages."""
_LONGEST: Final = 5.0
"""Seconds after which it is looked though news go on coming: a failing adapter is never quiet."""
_ROUTE: Final = 0
_GROUPS: Final = 0x1 | 0x10 | 0x40 | 0x100 | 0x400
"""rtnetlink(7): links, addresses and routes of IPv4 and IPv6."""
_ANYWHERE: Final = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation (RFC 5737, RFC 3849): nobody's."""


def own_addresses() -> tuple[str, ...]:
    """Return the addresses from which this computer would speak to the world, empty ones where it can't."""
    return tuple(_own(family, target) for family, target in _ANYWHERE)


def _own(family: socket.AddressFamily, target: str) -> str:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def system_news() -> socket.socket | None:
    """Return a socket that is readable when links, addresses or routes change; None where the system has none."""
    if not hasattr(socket, "AF_NETLINK"):
        return None
    try:
        news = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _ROUTE)
    except OSError:  # a sandbox may keep processes from it
        return None
    try:
        news.bind((0, _GROUPS))
    except OSError:
        news.close()
        return None
    return news


class NetworkWatch:
    """Calls ``on_change`` from a thread of its own when this computer has come to another network.

    Args:
        on_change: Called without arguments.
        addresses: Returns where this computer is.
        news: Gives the system's socket for such news, or None: then it is looked every :data:`LOOK_EVERY` seconds.
        settles: Seconds without news after which it is looked.
        longest: Seconds after the first news after which it is looked all the same.
        monotonic: Where that is measured.
    """

    def __init__(
        self,
        on_change: Callable[[], None],
        *,
        addresses: Callable[[], tuple[str, ...]] = own_addresses,
        news: Callable[[], socket.socket | None] = system_news,
        settles: float = _SETTLES,
        longest: float = _LONGEST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_change = on_change
        self._addresses = addresses
        self._news = news()
        self._settles = settles
        self._longest = longest
        self._monotonic = monotonic
        self._seen = addresses()
        self._stopped = threading.Event()
        self._told, self._ending = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="network-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._stopped.set()
        self._ending.close()
        self._thread.join(5)
        self._told.close()
        if self._news is not None:
            self._news.close()

    def look(self) -> None:
        """Look now whether this computer is elsewhere."""
        found = self._addresses()
        if found != self._seen:
            self._seen = found
            self._on_change()

    def _run(self) -> None:
        while not self._stopped.is_set():
            if self._news is None:
                self._stopped.wait(LOOK_EVERY)
                self.look()
            elif self._is_news(self._news, None):
                self._settle(self._news)
                self.look()

    def _settle(self, news: socket.socket) -> None:
        """Return when a change seems to be over, or has gone on for too long."""
        until = self._monotonic() + self._longest
        while (left := until - self._monotonic()) > 0 and self._is_news(news, min(self._settles, left)):
            pass

    def _is_news(self, news: socket.socket, seconds: float | None) -> bool:
        """Wait for news, or the end of the watch, and read them; whatever they say, it is looked afterwards."""
        with selectors.DefaultSelector() as selector:
            for each in (news, self._told):
                selector.register(each, selectors.EVENT_READ)
            ready = {key.fileobj for key, _ in selector.select(seconds)}
        if self._stopped.is_set() or news not in ready:
            return False
        try:
            news.recv(65_536)
        except OSError:
            return not self._stopped.wait(self._settles)  # too many at once: some were dropped
        return True


class SleepWatch:
    """Tells whether the computer slept since the last look: one of its two clocks jumped."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._before = self._times()

    def slept(self) -> bool:
        """Tell whether it did; to be asked every second or so."""
        before, self._before = self._before, self._times()
        return any(now - then > ASLEEP for then, now in zip(before, self._before, strict=True))

    def _times(self) -> tuple[float, float]:
        # the monotonic clock stands still in sleep on some systems and not on others
        return self._clock.monotonic(), self._clock.now().timestamp()
