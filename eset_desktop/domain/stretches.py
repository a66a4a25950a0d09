# SPDX-License-Identifier: EUPL-1.2
"""How a large content is divided, so that several connections can carry it at once.

One connection alone does not fill a long line that loses packets; what is sent or fetched in stretches goes on after a
break where each of them stood.
"""

from typing import Final, NamedTuple

WHOLE_BYTES: Final = 1 << 20
"""Contents up to this size are not divided."""
SHORTEST: Final = 128 << 10
"""Bytes of a stretch; shorter ones would cost more in requests than they win at the end, when lanes run out of work."""
MOST: Final = 48
"""Stretches of a content; larger contents have longer ones."""


class Stretch(NamedTuple):
    """A part of a content, and how much of it was carried."""

    start: int
    length: int
    done: int = 0
    url: str = ""

    @property
    def complete(self) -> bool:
        """Tell whether all of it was carried."""
        return self.done >= self.length


def divided(size: int) -> tuple[Stretch, ...]:
    """Return the stretches of a content of ``size`` bytes, none of them carried yet."""
    if size <= WHOLE_BYTES:
        return (Stretch(0, size),)
    length = max(SHORTEST, -(-size // MOST))
    return tuple(Stretch(start, min(length, size - start)) for start in range(0, size, length))
