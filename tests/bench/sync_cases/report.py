# SPDX-License-Identifier: EUPL-1.2
"""Rows of results in the form that ``./eset bench`` reads, and words for the person beside them."""

import sys
from collections.abc import Mapping
from typing import Any, Final

Row = dict[str, Any]

LOWER: Final = "lower"
HIGHER: Final = "higher"
LINE_BYTES: Final = 32_000
"""Bytes a second of the issue's line, 256 kbit/s."""


def row(
    name: str,
    value: float,
    unit: str,
    *,
    target: float | None = None,
    floor: float | None = None,
    better: str = LOWER,
    peers: Mapping[str, float] | None = None,
) -> Row:
    """Return one measured value; ``met`` follows from target and direction."""
    met = None if target is None else (value <= target if better == LOWER else value >= target)
    return {
        "name": name,
        "value": _round(value),
        "unit": unit,
        "floor": _round(floor),
        "peers": dict(peers or {}),
        "target": _round(target),
        "better": better,
        "met": met,
    }


def _round(value: float | None) -> float | None:
    return value if value is None or isinstance(value, int) else round(value, 3)


def say(text: str) -> None:
    """Tell the person at the terminal what goes on; results go to standard output."""
    sys.stderr.write(f"bench sync: {text}\n")
    sys.stderr.flush()
