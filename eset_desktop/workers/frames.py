# SPDX-License-Identifier: EUPL-1.2
"""Length-prefixed messages over a pipe: four bytes of length, big-endian, then so many bytes."""

from typing import BinaryIO

MAX_FRAME = 1 << 30
"""Bytes; a longer announcement means that the stream is not ours any more."""

_PREFIX = 4


class FrameError(Exception):
    """The pipe ended inside a message or carried something that is no message."""


def write_frame(stream: BinaryIO, payload: bytes | bytearray | memoryview) -> None:
    """Write one message and flush it.

    Raises:
        OSError: The other side is gone.
    """
    stream.write(len(payload).to_bytes(_PREFIX, "big"))
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """Return the next message, or ``None`` when the stream ended between two messages.

    Raises:
        FrameError: It ended inside one, or the length is out of bounds.
    """
    prefix = stream.read(_PREFIX)
    if not prefix:
        return None
    size = int.from_bytes(prefix, "big")
    if len(prefix) < _PREFIX or size > MAX_FRAME:
        raise FrameError
    payload = stream.read(size)
    if len(payload) < size:
        raise FrameError
    return payload
