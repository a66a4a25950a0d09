# SPDX-License-Identifier: EUPL-1.2
"""A QR code (ISO/IEC 18004) as rectangles: sharp at any size, and no image in the document."""

from functools import lru_cache
from typing import Final, NamedTuple

import segno

QUIET: Final = 4
"""Modules of quiet zone that ISO/IEC 18004 §9.1 asks for on each side."""


class Bar(NamedTuple):
    """A run of dark modules: column and row of its first one (from the top), and how many."""

    column: int
    row: int
    length: int


class QrCode(NamedTuple):
    """A code without its quiet zone.

    Attributes:
        modules: Along each side.
        bars: Its dark modules.
    """

    modules: int
    bars: tuple[Bar, ...]


@lru_cache(maxsize=256)
def qr_code(text: str) -> QrCode:
    """Return the smallest code for a text, with the strongest correction that costs no more room."""
    made = segno.make_qr(text, error="l", boost_error=True)
    rows = [bytes(row) for row in made.matrix]
    bars = (Bar(*bar) for number, row in enumerate(rows) for bar in _bars(number, row))
    return QrCode(len(rows), tuple(bars))


def _bars(number: int, row: bytes) -> list[tuple[int, int, int]]:
    found, start = [], -1
    for column, dark in enumerate((*row, 0)):
        if dark and start < 0:
            start = column
        elif not dark and start >= 0:
            found.append((start, number, column - start))
            start = -1
    return found
