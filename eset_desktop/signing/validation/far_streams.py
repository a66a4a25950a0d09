# SPDX-License-Identifier: EUPL-1.2
"""What is in a PDF's large streams is read when it is asked for, and not kept: where a document refers to is what counts.

pyHanko reads every stream whole with its dictionary and keeps it. Comparing revisions goes through all objects, and a
document with a gigabyte of pictures would take a gigabyte, though no picture is ever looked at.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver

NEAR: Final = 1 << 16
"""Bytes up to which a stream is read with its dictionary."""

Payload = Callable[[Any, Any, Any], Any]
AT_ONCE: Final[Payload] = generic._maybe_read_stream_payload
"""pyHanko's own, which reads the whole of it."""
Copy = Callable[[HistoricalResolver, Any], Any]
WITH_DATA: Final[Copy] = HistoricalResolver._subsume_object
"""pyHanko's own way of taking an object over into a revision of the past: what is in a stream is read for it."""


@dataclass(frozen=True, slots=True)
class Far:
    """Where bytes are.

    Attributes:
        file: What they are in.
        start: Offset of the first.
        length: How many.
    """

    file: BinaryIO
    start: int
    length: int

    def __getitem__(self, part: slice) -> "Far":
        """Return the first of them: pyHanko leaves the last one out where a length was one too many."""
        return Far(self.file, self.start, len(range(self.length)[part]))

    def read(self) -> bytes:
        """Return the bytes."""
        before = self.file.tell()
        try:
            self.file.seek(self.start)
            return self.file.read(self.length)
        finally:
            self.file.seek(before)


class _Skipping:
    """A file of which long stretches are passed over."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, length: int = -1) -> Any:
        if length <= NEAR:
            return self._file.read(length)
        start = self._file.tell()
        end = min(start + length, self._file.seek(0, os.SEEK_END))
        self._file.seek(end)
        return Far(self._file, start, end - start)


def skipping(original: Payload) -> Payload:
    """Return a function that reads what is in a stream as ``original`` does, if it is short."""

    def payload(stream: Any, data: Any, handler: Any) -> Any:
        return original(_Skipping(stream), data, handler)

    return payload


def sharing(original: Copy) -> Copy:
    """Return a function that takes objects over as ``original`` does, and what is far stays there."""

    def copy(revision: HistoricalResolver, found: Any) -> Any:
        held = vars(found).get("_held") if isinstance(found, generic.StreamObject) else None
        if not isinstance(held, Far):
            return original(revision, found)
        _put(found, b"")
        try:
            copied = original(revision, found)
        finally:
            _put(found, held)
        _put(copied, held)
        return copied

    return copy


def _get(stream: Any) -> bytes | None:
    held = vars(stream).get("_held")
    return held.read() if isinstance(held, Far) else held


def _put(stream: Any, data: Any) -> None:
    vars(stream)["_held"] = data


def install() -> None:
    """Let pyHanko read by this in the process; again is no harm."""
    # the library has no door for it; its streams keep what they read in this one attribute
    generic._maybe_read_stream_payload = skipping(AT_ONCE)
    HistoricalResolver._subsume_object = sharing(WITH_DATA)  # type: ignore[method-assign]  # the same arguments
    generic.StreamObject._encoded_data = property(_get, _put)  # type: ignore[assignment]  # read and set as before
