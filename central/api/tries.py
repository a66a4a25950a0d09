# SPDX-License-Identifier: EUPL-1.2
"""A brake on guessing enrolment codes."""

from collections import deque
from collections.abc import Callable
from typing import Final

from central.errors.devices import TooManyTries

MOST_TRIES: Final = 10
WINDOW_SECONDS: Final = 60.0
_MOST_ADDRESSES: Final = 10_000


class Tries:
    """Counts wrong codes by address. A code has 55 random bits: the brake is for the log and the processor.

    Args:
        seconds: A monotonic clock.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._wrong: dict[str, deque[float]] = {}

    def check(self, address: str) -> None:
        """Let an address try.

        Raises:
            TooManyTries: It was wrong too often in the last minute.
        """
        wrong = self._wrong.get(address, deque())
        while wrong and self._seconds() - wrong[0] >= WINDOW_SECONDS:
            wrong.popleft()
        if not wrong:
            self._wrong.pop(address, None)
        if len(wrong) >= MOST_TRIES:
            raise TooManyTries

    def wrong(self, address: str) -> None:
        """Note a wrong code."""
        if len(self._wrong) >= _MOST_ADDRESSES:
            self._wrong.clear()
        self._wrong.setdefault(address, deque()).append(self._seconds())
