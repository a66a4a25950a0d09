# SPDX-License-Identifier: EUPL-1.2
"""Bytes that went over the line in the last minutes, how fast it is when it is busy, and how long what waits will take."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

STEP: Final = 5
"""Seconds of a sample."""
KEPT: Final = 600
"""Seconds that are remembered."""

_BUSY: Final = 1_024
"""Bytes in a sample below which the line is taken to be idle: questions without news."""
_TOGETHER: Final = 3 * STEP
"""Seconds between two busy samples of one run: a message is counted at once and may take that long."""
_ENOUGH: Final = 32_768
"""Bytes of a run from which something can be said about the line."""
_RECENT: Final = 60
"""Seconds of the last run that count."""

Series = Sequence[tuple[int, int]]
"""Moments (seconds of the epoch) with bytes, ascending."""


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """The bytes of :data:`STEP` seconds; there is none where nothing moved.

    Attributes:
        at: Seconds of the epoch at which it begins.
        up: Bytes sent.
        down: Bytes received.
    """

    at: int
    up: int = 0
    down: int = 0


def noted(samples: Sequence[Sample], now: float, up: int, down: int) -> tuple[Sample, ...]:
    """Return the samples with some more bytes, without those that are too old or, after a clock was set, in the future."""
    at = int(now) // STEP * STEP
    kept = [each for each in samples if at - KEPT < each.at <= at]
    if up or down:
        last = kept.pop() if kept and kept[-1].at == at else Sample(at)
        kept.append(Sample(at, last.up + up, last.down + down))
    return tuple(kept)


def speed(series: Series) -> float | None:
    """Return bytes a second while the line was last busy, None when too little went over it to tell."""
    for run in reversed(list(_runs(series))):
        recent = [(at, size) for at, size in run if at > run[-1][0] - _RECENT]
        total = sum(size for _, size in recent)
        if len(recent) > 1 and total >= _ENOUGH:
            return total / (recent[-1][0] - recent[0][0] + STEP)
    return None


def _runs(series: Series) -> Iterator[Series]:
    busy = [each for each in series if each[1] >= _BUSY]
    begin = 0
    for number, (before, after) in enumerate(pairwise(busy), 1):
        if after[0] - before[0] > _TOGETHER:
            yield busy[begin:number]
            begin = number
    if busy:
        yield busy[begin:]


def sent_series(samples: Iterable[Sample]) -> Series:
    """Return what was sent."""
    return [(each.at, each.up) for each in samples]


def received_series(samples: Iterable[Sample]) -> Series:
    """Return what was received."""
    return [(each.at, each.down) for each in samples]


def seconds_for(up: int, down: int, samples: Sequence[Sample]) -> float | None:
    """Return how long some bytes will take; None when nothing waits or the speed it needs is not known.

    Both directions of a line go on side by side: the slower one decides.
    """
    needed = ((up, speed(sent_series(samples))), (down, speed(received_series(samples))))
    found: list[float] = []
    for size, rate in needed:
        if size > 0:
            if rate is None:
                return None
            found.append(size / rate)
    return max(found, default=None)
