# SPDX-License-Identifier: EUPL-1.2
"""Resets every TCP connection of the line at once, idle ones too, as a line that drops and comes back does.

The server's kernel destroys its end (``ss --kill``: needs ``CONFIG_INET_DIAG_DESTROY``) and sends a reset, which takes its
way over the line; whatever the client sent meanwhile is answered by another one. New connections are let through.
"""

import subprocess
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from rigs.line.spaces import Space


@dataclass(slots=True)
class Resets:
    """Resets every connection of a line regularly while the block lasts.

    Attributes:
        space: The server's end.
        every: Seconds between two resets; the first comes after so long.
        done: How many there were.
    """

    space: Space
    every: float
    done: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def reset(self) -> None:
        """Reset every connection there is now."""
        kill = ["ss", "--kill", "--tcp", "state", "connected", "src", self.space.address]
        self.space.run(kill, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.done += 1

    def __enter__(self) -> Self:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="resets", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        """End."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self.every):
            self.reset()
