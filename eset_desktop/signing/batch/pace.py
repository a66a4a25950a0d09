# SPDX-License-Identifier: EUPL-1.2
"""How fast a batch goes and how long it took, without its pauses. Pure: moments come in as numbers of seconds."""

from collections import deque
from typing import Final

_WINDOW: Final = 20
"""Documents that the rate looks back on: steady for a card, soon right after a change."""


class Pace:
    """Measures a batch by its documents' ends."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque(maxlen=_WINDOW + 1)
        self._since: float | None = None
        self._before = 0.0

    def begin(self, now: float) -> None:
        """Start, or go on after a pause."""
        self._since = now
        self._ends.clear()
        self._ends.append(now)

    def rest(self, now: float) -> None:
        """Stop or pause."""
        self._before = self.seconds(now)
        self._since = None

    def signed(self, now: float) -> None:
        """Count one signed document."""
        self._ends.append(now)

    def seconds(self, now: float) -> float:
        """Return how long the batch has been running."""
        return self._before + (now - self._since if self._since is not None else 0.0)

    def rate(self) -> float:
        """Return documents in a second lately; 0.0 while unknown."""
        taken = self._ends[-1] - self._ends[0] if self._ends else 0.0
        return (len(self._ends) - 1) / taken if taken > 0 else 0.0
