# SPDX-License-Identifier: EUPL-1.2
"""Ends a process that does not answer in time; one quiet thread, however many requests there are."""

import math
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Watchdog:
    """Watches one exchange after the other.

    Attributes:
        bitten: Whether the exchange that is or was watched last took too long.
    """

    def __init__(self, name: str) -> None:
        self.bitten = False
        self._changed = threading.Condition()
        self._child: subprocess.Popen[bytes] | None = None
        self._deadline = 0.0
        self._wakes_at = math.inf
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @contextmanager
    def watch(self, child: "subprocess.Popen[bytes]", seconds: float) -> Iterator[None]:
        """Kill ``child`` if the block takes longer than ``seconds``."""
        with self._changed:
            self.bitten = False
            self._child, self._deadline = child, time.monotonic() + seconds
            # Woken only when it would sleep too long: thousands of short exchanges would each wake it for nothing.
            if self._deadline < self._wakes_at:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._child = None

    def stop(self) -> None:
        """End the thread."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        with self._changed:
            while not self._stopped:
                left = self._deadline - time.monotonic()
                if self._child is None:
                    self._sleep(None)
                elif left > 0:
                    self._sleep(left)
                else:
                    self.bitten = True
                    self._child.kill()
                    self._child = None

    def _sleep(self, seconds: float | None) -> None:
        self._wakes_at = math.inf if seconds is None else time.monotonic() + seconds
        self._changed.wait(seconds)
