# SPDX-License-Identifier: EUPL-1.2
"""When a failing target is tried again: exponential back-off with full jitter.

The jitter is the whole interval (AWS Architecture Blog, "Exponential Backoff And Jitter"): after a power cut a town's
clients must not all come back in the same second.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

FIRST: Final = 1.0
"""Upper bound of the first delay, in seconds; it doubles with each failure."""
LONGEST: Final = 300.0
"""Upper bound of every delay that the service did not ask for."""
BROKEN_OFF: Final = 0.4
"""Upper bound of the first delay after a connection broke off that had worked: the next one probably works."""
SHORTEST: Final = 0.1
"""No two tries of a target are nearer than this."""
LONGEST_ASKED: Final = 3600.0
"""A ``Retry-After`` beyond an hour is a proxy's slip, not a wish."""

Uniform = Callable[[], float]
"""Returns a number in [0, 1)."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A failure for want of something that no hint brings: the delays double from one bound to the other, half of each by chance.

    Attributes:
        first: Lower bound of the first delay, in seconds.
        longest: Upper bound of every delay.
    """

    first: float
    longest: float

    def delay(self, attempts: int, chance: float) -> float:
        """Return the seconds to wait after the ``attempts``-th failure in a row; ``chance`` in [0, 1)."""
        bound = min(self.longest, self.first * 2.0 ** min(attempts, 30))
        return bound / 2 + bound / 2 * chance


OF_ROOM: Final = Lack(first=5.0, longest=60.0)
"""On this computer's disk: what was fetched is fetched again; when there is room, it goes on within a minute."""
OF_BYTES: Final = Lack(first=10.0, longest=300.0)
"""At the service: it tells by the feed when it has them; it is asked all the same, for one answer may have crossed the other."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A target that failed: how often in a row, when last, when it is tried again (monotonic seconds), for want of what."""

    attempts: int
    at: float
    retry_at: float
    lack: Lack | None = None


def delay(attempts: int, chance: float, *, asked: float = 0.0, first: float = FIRST) -> float:
    """Return the seconds to wait after the ``attempts``-th failure in a row.

    Args:
        attempts: From 1.
        chance: A number in [0, 1).
        asked: Seconds of ``Retry-After``; the delay is never shorter.
        first: Upper bound of the first delay.
    """
    bound = first if attempts == 1 else min(LONGEST, FIRST * 2.0 ** min(attempts - 1, 30))
    return max(SHORTEST, bound * chance, min(asked, LONGEST_ASKED))


def _nothing() -> Mapping[str, Failing]:
    return MappingProxyType({})


@dataclass(slots=True)
class Backoffs:
    """The failing targets of one engine, in memory only: after a restart everything may be tried at once.

    For several threads: ``failing`` is replaced as a whole and never changed in place.
    """

    uniform: Uniform
    failing: Mapping[str, Failing] = field(default_factory=_nothing)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def fail(
        self, target: str, now: float, *, asked: float = 0.0, began: float | None = None, first: float = FIRST,
        lack: Lack | None = None,
    ) -> None:  # fmt: skip
        """Note a failure; the next try is put off.

        A try that ``began`` before the target was last seen to fail counts as the same failure: four connections that a
        line drops in one moment are one drop.
        """
        with self._guard:
            known = self.failing.get(target)
            attempts = known.attempts + 1 if known else 1
            if known and began is not None and known.attempts and began < known.at:
                attempts = known.attempts
            chance = self.uniform()
            seconds = (
                lack.delay(attempts, chance) if lack else delay(attempts, chance, asked=asked, first=first)
            )
            self._put(target, Failing(attempts, now, now + seconds, lack))

    def succeed(self, target: str) -> None:
        """Forget a target's failures."""
        if target in self.failing:
            with self._guard:
                self._put(target, None)

    def hint(self, now: float) -> None:
        """Try everything again, but nothing within the first second after its last try; what is lacking waits on."""
        with self._guard:
            self.failing = MappingProxyType(
                {
                    target: each
                    if each.lack
                    else Failing(0, each.at, min(each.retry_at, max(now, each.at + FIRST)))
                    for target, each in self.failing.items()
                }
            )

    def ready(self, target: str, now: float) -> bool:
        """Tell whether a target may be tried now."""
        each = self.failing.get(target)
        return each is None or each.retry_at <= now

    def wait(self, target: str, now: float) -> float:
        """Return the seconds until a target may be tried, 0 when it may be now."""
        each = self.failing.get(target)
        return 0.0 if each is None else max(0.0, each.retry_at - now)

    def attempts(self, target: str) -> int:
        """Return how often a target failed in a row, since the last hint."""
        each = self.failing.get(target)
        return each.attempts if each else 0

    def _put(self, target: str, state: Failing | None) -> None:
        changed = {**self.failing}
        if state is None:
            changed.pop(target, None)
        else:
            changed[target] = state
        self.failing = MappingProxyType(changed)
