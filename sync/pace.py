# SPDX-License-Identifier: EUPL-1.2
"""How much goes into one request: so much that it takes a few seconds on the line as it is now."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(slots=True)
class Pace:
    """The size of a kind of message, adapted to the measured seconds of each request.

    Attributes:
        size: Bytes for the next one.
        floor: Never less.
        ceiling: Never more; the service's limit lowers it.
        aim: Seconds that a full message should take.
    """

    size: int
    floor: int
    ceiling: int
    aim: float

    def limit(self, ceiling: int) -> None:
        """Take over the service's limit, which may lie under our floor."""
        self.ceiling = max(1, ceiling)
        self.floor = min(self.floor, self.ceiling)
        self.size = min(self.size, self.ceiling)

    def took(self, sent: int, seconds: float) -> None:
        """Adapt to a message that arrived; one that was far from full says little and only ever shrinks the next."""
        factor = min(2.0, max(0.5, self.aim / max(seconds, 0.001)))
        if factor < 1.0 or sent * 2 >= self.size:
            self.size = min(self.ceiling, max(self.floor, int(self.size * factor)))

    def failed(self) -> None:
        """Halve after a message that was lost on the way."""
        self.size = max(self.floor, self.size // 2)
