# SPDX-License-Identifier: EUPL-1.2
"""Time and chance, passed in wherever they are needed, so that rules stay pure and simulations repeat.

Nothing below the composition roots reads the wall clock or draws random bytes by itself.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Where the current time comes from."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards; only differences mean anything."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the machine's monotonic seconds."""
        return time.monotonic()


@dataclass(slots=True)
class ManualClock:
    """A clock that moves only when told to; for tests, the simulator and the demo's data."""

    current: datetime
    seconds: float = 0.0

    def now(self) -> datetime:
        """Return the time that was set."""
        return self.current

    def monotonic(self) -> float:
        """Return the seconds that were set."""
        return self.seconds


RandomBytes = Callable[[int], bytes]
"""``random(n)`` returns n random bytes; ``secrets.token_bytes`` outside tests."""


@dataclass(frozen=True, slots=True)
class Ids:
    """Makes identifiers from a clock and a source of random bytes."""

    clock: Clock
    random: RandomBytes = secrets.token_bytes

    def uuid7(self) -> str:
        """Return a time-ordered UUID (RFC 9562 §5.7) in its 36-character form."""
        milliseconds = int(self.clock.now().timestamp() * 1000) & 0xFFFF_FFFF_FFFF
        tail = int.from_bytes(self.random(10), "big")
        value = (
            milliseconds << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64 | 0b10 << 62 | tail & (1 << 62) - 1
        )
        return str(UUID(int=value))


def iso(moment: datetime) -> str:
    """Return an aware moment as ``2026-11-21T09:30:00.123Z``; sorts as text, milliseconds suffice for people."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_iso(text: str) -> datetime:
    """Return the aware moment written by :func:`iso`.

    Raises:
        ValueError: The text is no ISO 8601 date-time with an offset.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        msg = f"a moment needs an offset: {text!r}"
        raise ValueError(msg)
    return moment.astimezone(UTC)
