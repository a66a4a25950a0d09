# SPDX-License-Identifier: EUPL-1.2
"""A file that takes changes without being changed: what is written lies in memory, the rest is read from it.

A library that appends to a PDF in place can so work on documents of any size, and what it appended is at hand.
"""

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from eset_desktop.signing.levels.values import Overwrite

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_BUFFER: Final = 1 << 16


class Overlay(io.RawIOBase):
    """A seekable, writable stream over a file that stays as it is; use it through :meth:`stream`."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self.base: Final = os.fstat(self._file.fileno()).st_size
        self._tail = bytearray()
        self._patches: dict[int, bytes] = {}
        self._at = 0
        self._stream: io.BufferedRandom | None = None

    def stream(self) -> io.BufferedRandom:
        """Return a buffered stream on it from its start, in place of the one before, whose buffer may not know of :meth:`overwrite`."""
        if self._stream is not None:
            self._stream.detach()  # flushes
        self._at = 0
        self._stream = io.BufferedRandom(self, _BUFFER)
        return self._stream

    @property
    def size(self) -> int:
        """Bytes with what was appended."""
        return self.base + len(self._tail)

    @property
    def tail(self) -> bytes:
        """What follows the file's own bytes."""
        return bytes(self._tail)

    @property
    def overwrites(self) -> tuple[Overwrite, ...]:
        """What takes the place of the file's own bytes, by offset."""
        return tuple(Overwrite(start, data) for start, data in sorted(self._patches.items()))

    def overwrite(self, start: int, data: bytes) -> None:
        """Put bytes in the place of the file's own; stretches may not touch each other.

        Raises:
            ValueError: They touch another stretch or the end.
        """
        end = start + len(data)
        if end > self.base or any(
            start < at + len(kept) and at < end for at, kept in self._patches.items() if at != start
        ):
            raise ValueError(start)
        self._patches[start] = data

    def readable(self) -> bool:
        """Return True."""
        return True

    def writable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the position and return it."""
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read from the position on."""
        view = memoryview(buffer).cast("B")
        if self._at >= self.base:
            start = self._at - self.base
            data = self._tail[start : start + len(view)]
        else:
            self._file.seek(self._at)
            data = bytearray(self._file.read(min(len(view), self.base - self._at)))
            self._apply(data)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def write(self, data: "ReadableBuffer") -> int:
        """Append, or change what was appended; the file's own bytes only by :meth:`overwrite`."""
        given = bytes(data)
        start = self._at - self.base
        if not 0 <= start <= len(self._tail):
            raise io.UnsupportedOperation(f"write at {self._at} of {self.base}")
        self._tail[start : start + len(given)] = given
        self._at += len(given)
        return len(given)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def _apply(self, data: bytearray) -> None:
        """Put the overwritten stretches into what was read at the position."""
        for start, patch in self._patches.items():
            first, last = max(start, self._at), min(start + len(patch), self._at + len(data))
            if first < last:
                data[first - self._at : last - self._at] = patch[first - start : last - start]
