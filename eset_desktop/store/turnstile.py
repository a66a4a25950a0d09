# SPDX-License-Identifier: EUPL-1.2
"""The turnstile: whoever came first writes first, across threads and processes.

SQLite's busy handler is not fair: while an agent applies feed pages, a window's save can wait for a second. Every
writer therefore passes here before it begins its transaction. The queue is a file: a ticket is a locked byte, and it is
one's turn when no earlier byte is locked. Locks go with their process, so a killed holder or waiter blocks nobody.
"""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, Self

from eset_desktop.platform_ranges import try_lock_range, unlock_range
from eset_desktop.store.errors import StoreBusy

DEFAULT_TIMEOUT: Final = 60.0
"""Seconds; a slice of a feed page takes milliseconds, a migration holds the whole profile."""

_COUNTER_BYTES: Final = 8
_DOOR: Final = 8
_TICKETS: Final = 16
_TICKETS_END: Final = 1 << 30
_FIRST_PAUSE: Final = 0.0002
_LONGEST_PAUSE: Final = 0.001


class Turnstile(Protocol):
    """What a writer passes before its transaction and leaves after it."""

    def __enter__(self) -> Self:
        """Wait for one's turn."""
        ...

    def __exit__(self, *_: object) -> None:
        """Let the next one pass."""
        ...


class NoTurnstile:
    """For a single writer: a simulation, a test."""

    def __enter__(self) -> Self:
        """Pass at once."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave."""


class FileTurnstile:
    """First come, first served between all threads and processes that name the same file.

    Args:
        path: The queue's file; made when absent, never removed.
        timeout: Seconds after which waiting is given up.
        monotonic: Where waiting is measured.
        sleep: How waiting is done.
    """

    def __init__(
        self,
        path: Path,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._timeout = timeout
        self._monotonic = monotonic
        self._sleep = sleep
        self._mine = threading.local()

    def __enter__(self) -> Self:
        """Wait for one's turn.

        Raises:
            StoreBusy: It did not come within the timeout.
            RuntimeError: This thread is inside already.
            OSError: The queue's file cannot be opened.
        """
        if getattr(self._mine, "descriptor", None) is not None:
            msg = "a writer that is inside cannot pass the turnstile again"
            raise RuntimeError(msg)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._path, flags, 0o600)
        try:
            deadline = self._monotonic() + self._timeout
            ticket = self._draw(descriptor, deadline)
            if ticket:
                self._await(descriptor, _TICKETS, ticket, deadline)
        except BaseException:
            os.close(descriptor)
            raise
        self._mine.descriptor = descriptor
        return self

    def __exit__(self, *_: object) -> None:
        """Let the next one pass."""
        descriptor, self._mine.descriptor = self._mine.descriptor, None
        os.close(descriptor)

    def _draw(self, descriptor: int, deadline: float) -> int:
        """Return the next ticket, its byte locked; it is 0 when nobody is inside or waiting."""
        self._await(descriptor, _DOOR, 1, deadline)
        if try_lock_range(descriptor, _TICKETS, 0):
            unlock_range(descriptor, _TICKETS, 0)
            ticket = 0
        else:
            os.lseek(descriptor, 0, os.SEEK_SET)
            ticket = int.from_bytes(os.read(descriptor, _COUNTER_BYTES), "little")
            ticket = ticket if ticket < _TICKETS_END else 0
        while not try_lock_range(descriptor, _TICKETS + ticket, 1):
            ticket += 1  # a spoilt counter must not lead two to one byte
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, (ticket + 1).to_bytes(_COUNTER_BYTES, "little"))
        unlock_range(descriptor, _DOOR, 1)
        return ticket

    def _await(self, descriptor: int, start: int, length: int, deadline: float) -> None:
        pause = _FIRST_PAUSE
        while not try_lock_range(descriptor, start, length):
            if self._monotonic() > deadline:
                raise StoreBusy
            self._sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
