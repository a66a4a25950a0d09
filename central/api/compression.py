# SPDX-License-Identifier: EUPL-1.2
"""zstd (RFC 8878) with bounds: a few bytes must never become gigabytes."""

import sys
from typing import Final

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_LEVEL: Final = 3
_WINDOW_LOG: Final = 23
"""8 MiB of window, the most that RFC 8878 §3.1.1.1.2 asks every decoder to support."""


class DamagedError(Exception):
    """The bytes are no zstd frame, or only part of one."""


class TooMuchError(Exception):
    """The frame holds more bytes than the limit."""


def compress(data: bytes) -> bytes:
    """Return data as one zstd frame."""
    return zstd.compress(data, _LEVEL)


def decompress(data: bytes, limit: int) -> bytes:
    """Return what one zstd frame holds.

    Raises:
        DamagedError: It is none, is cut short or is followed by something.
        TooMuchError: It holds more than ``limit`` bytes.
    """
    decoder = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})
    try:
        plain = decoder.decompress(data, limit + 1)
    except zstd.ZstdError as error:
        raise DamagedError from error
    if len(plain) > limit:
        raise TooMuchError
    if not decoder.eof or decoder.unused_data:
        raise DamagedError
    return plain
