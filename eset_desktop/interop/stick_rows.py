# SPDX-License-Identifier: EUPL-1.2
"""Objects in packages: JSON lines in one zstd frame a package."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from eset_desktop.interop.stick_errors import PackageDamaged
from eset_desktop.zstd import zstd
from sync.protocol import Row

_LEVEL: Final = 6


class Pack(NamedTuple):
    """What a package of rows holds.

    Attributes:
        number: From 0, in this reading.
        rows: How many.
        after: The sender's place of the last of them.
        last: None follows.
    """

    number: int
    data: bytes
    rows: int
    after: int
    last: bool


def packs(found: Iterable[tuple[int, Row]], size: int) -> Iterator[Pack]:
    """Yield rows, each with its place, in packs of about ``size`` bytes of JSON; the last one may be empty."""
    encoder = msgspec.json.Encoder()
    lines: list[bytes] = []
    held, after, number = 0, 0, 0
    for place, row in found:
        if held >= size:
            yield _pack(number, lines, after, last=False)
            lines, held, number = [], 0, number + 1
        line = encoder.encode(row)
        lines.append(line)
        held += len(line)
        after = place
    yield _pack(number, lines, after, last=True)


def _pack(number: int, lines: list[bytes], after: int, *, last: bool) -> Pack:
    return Pack(number, zstd.compress(b"\n".join(lines), _LEVEL), len(lines), after, last)


def rows_of(data: bytes) -> list[Row]:
    """Return the rows of a pack; raises PackageDamaged."""
    try:
        lines = zstd.decompress(data)
        return msgspec.json.Decoder(Row).decode_lines(lines) if lines else []
    except (zstd.ZstdError, msgspec.MsgspecError):
        raise PackageDamaged from None
