# SPDX-License-Identifier: EUPL-1.2
"""zstd (RFC 8878) with bounds: a few bytes must never become gigabytes."""

from collections.abc import Iterable, Iterator
from typing import IO, Final

from eset_desktop.zstd import WINDOW_LOG, zstd

_LEVEL: Final = 3
FRAME: Final = 1 << 20
"""Bytes that one frame of many holds: little is lost when reading goes on at the beginning of the last one."""
_BLOCK: Final = 1 << 17
"""Bytes after which what was compressed is given out, so that it can be used while more is on its way."""
_BEST: Final = 19


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
    frame = BegunFrame(limit)
    plain = frame.take(data)
    if not frame.is_whole:
        raise DamagedError
    return plain


class BegunFrame:
    """A zstd frame that comes in pieces.

    Args:
        limit: Bytes that all of it may hold.
    """

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._decoder = zstd.ZstdDecompressor(
            options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG}
        )

    def take(self, data: bytes) -> bytes:
        """Return what can be read with the next piece.

        Raises:
            DamagedError: It is no piece of a frame, or the frame was over.
            TooMuchError: The frame holds more bytes than the limit.
        """
        try:
            plain = self._decoder.decompress(data, self._left + 1)
        except (zstd.ZstdError, EOFError) as error:
            raise DamagedError from error
        if len(plain) > self._left:
            raise TooMuchError
        self._left -= len(plain)
        return plain

    @property
    def is_whole(self) -> bool:
        """Tell whether the frame ended, and nothing came behind it."""
        return self._decoder.eof and not self._decoder.unused_data


class Frames:
    """Lines as zstd frames, each readable by itself, compressed as well as possible.

    Args:
        lines: Read from where it stands to its end.
        head: Bytes that stand before them in the first frame.
    """

    def __init__(self, lines: IO[bytes], head: bytes = b"") -> None:
        self._lines = lines
        self._head = head

    def __iter__(self) -> Iterator[bytes]:
        """Yield compressed bytes; a frame always ends with a line."""
        lines, size = list[bytes](), 0
        for line in self._with_head():
            if lines and size + len(line) > FRAME:
                yield from _frame(lines, size)
                lines, size = [], 0
            lines.append(line)
            size += len(line)
        yield from _frame(lines, size)

    def _with_head(self) -> Iterator[bytes]:
        if self._head:
            yield self._head
        yield from self._lines


def _frame(lines: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the bytes of a frame bit by bit."""
    encoder = zstd.ZstdCompressor(
        options={
            zstd.CompressionParameter.compression_level: _BEST,
            zstd.CompressionParameter.checksum_flag: True,
        }
    )
    if size <= 1 << WINDOW_LOG:  # a frame that tells its size may ask for a window as large
        encoder.set_pledged_input_size(size)  # or a small stream takes the time of a large one
    held, given = 0, 0
    for line in lines:
        packed = encoder.compress(line)
        held += len(line)
        if held - given >= _BLOCK:
            packed += encoder.flush(encoder.FLUSH_BLOCK)
            given = held
        if packed:
            yield packed
    yield encoder.flush()
