# SPDX-License-Identifier: EUPL-1.2
"""One byte range of immutable bytes (RFC 9110 §14.2); several ranges are answered with the whole, as it allows."""

import re
from typing import Final

from central.errors.stored import RangeRefused

_RANGE: Final = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.ASCII)


def wanted_range(header: str | None, if_range: str | None, etag: str, size: int) -> tuple[int, int] | None:
    """Return start and end (exclusive) of the wanted part, or None for the whole.

    Raises:
        RangeRefused: The part begins behind the last byte.
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or (if_range is not None and if_range.strip() != etag):
        return None
    first, last, suffix = found.groups()
    if suffix:
        start, end = max(0, size - int(suffix)), size
        if start == end:
            raise RangeRefused(size=size)
        return start, end
    start = int(first)
    end = min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise RangeRefused(size=size)
    return start, end
