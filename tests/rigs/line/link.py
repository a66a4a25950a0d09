# SPDX-License-Identifier: EUPL-1.2
"""One direction of a line, as arithmetic: how long a packet waits, travels, or whether it is lost. No clock, no I/O."""

from dataclasses import dataclass, field
from random import Random
from typing import Final

import msgspec

SATELLITE_RATE: Final = 256_000
SATELLITE_DELAY: Final = 0.3


class Link(msgspec.Struct, frozen=True):
    """What a line does to packets, the same both ways.

    Attributes:
        rate: Bits a second; 0 for no limit.
        delay: Seconds one way; the round trip takes twice as long.
        loss: Share of the packets that never arrive, each by itself.
        queue: Bytes that may wait for their turn; what does not fit is dropped at the tail.
    """

    rate: float = 0.0
    delay: float = 0.0
    loss: float = 0.0
    queue: int = 256 * 1024


OPEN: Final = Link()
"""No limit at all, to prepare something."""


def satellite(loss: float = 0.0) -> Link:
    """Return the worst line of the issue: 256 kbit/s each way, 600 ms for a round trip."""
    return Link(SATELLITE_RATE, SATELLITE_DELAY, loss)


class Sent(msgspec.Struct):
    """What was given to one direction: IP bytes and packets, lost ones too; packets lost, and dropped by a full queue."""

    bytes: int = 0
    packets: int = 0
    dropped: int = 0
    tail: int = 0


@dataclass(slots=True)
class Direction:
    """One direction with its queue.

    Attributes:
        link: May be changed at any time; what is under way is not touched.
        chance: Decides the losses; seeded.
        sent: Counted since the beginning.
    """

    link: Link
    chance: Random
    sent: Sent = field(default_factory=Sent)
    _free_at: float = 0.0

    def offer(self, size: int, now: float) -> float | None:
        """Take a packet; return when it arrives, or None when it never will.

        Args:
            size: IP bytes.
            now: Monotonic seconds.
        """
        link, start = self.link, max(self._free_at, now)
        if link.rate and (start - now) * link.rate / 8 + size > link.queue:
            self.sent.tail += 1
            return None
        self.sent.bytes += size
        self.sent.packets += 1
        if link.rate:
            start = self._free_at = start + size * 8 / link.rate
        if link.loss and self.chance.random() < link.loss:
            self.sent.dropped += 1
            return None
        return start + link.delay
