# SPDX-License-Identifier: EUPL-1.2
"""One true time for all, and the wrong wall clocks that people's computers show."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@dataclass(slots=True)
class TrueClock:
    """The time of the simulation, in seconds from its start."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


@dataclass(slots=True)
class WallClock:
    """A computer's clock: off by ``error``, which may be years; its monotonic time is right."""

    true: TrueClock
    error: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.true.now() + self.error

    def monotonic(self) -> float:
        return self.true.seconds
