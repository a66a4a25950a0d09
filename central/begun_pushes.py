# SPDX-License-Identifier: EUPL-1.2
"""A large push that is still coming: each of its parts is unpacked and read once."""

import hashlib
from typing import Final

import msgspec

from central.compression import BegunFrame, DamagedError, TooMuchError
from eset_desktop.domain.mutation_lines import mutations_in
from eset_desktop.domain.mutations import Mutation
from sync.protocol import Limits, PushHead

_HEAD: Final = msgspec.json.Decoder(PushHead)


class BegunPush:
    """What can be read of a push so far. The unpacker's window and what waits are each no larger than a push may be.

    Attributes:
        parts: How many of its parts were taken.
        head: Stands before its mutations; None as long as it has not come.
        waiting: Mutations that came and are not decided yet; whoever decides about them takes them away.
    """

    def __init__(self) -> None:
        self.parts = 0
        self.head: PushHead | None = None
        self.waiting: list[Mutation] = []
        self._frame: BegunFrame | None = BegunFrame(Limits().push_bytes)
        self._line = bytearray()
        self._size = 0
        self._hash = hashlib.sha256()

    def take(self, part: bytes) -> None:
        """Read the next part."""
        self.parts += 1
        self._size += len(part)
        self._hash.update(part)
        if self._frame is None:
            return
        try:
            self._read(self._frame.take(part))
        except (DamagedError, TooMuchError, msgspec.DecodeError, UnicodeError, RecursionError):
            self._frame, self._line, self.waiting = None, bytearray(), []  # the whole will say why

    @property
    def is_readable(self) -> bool:
        """Tell whether what came is a push so far; of one that is none the rest is not looked at."""
        return self._frame is not None

    def is_begin_of(self, data: bytes) -> bool:
        """Tell whether the bytes of a whole push begin with those that were taken."""
        return hashlib.sha256(data[: self._size]).digest() == self._hash.digest()

    def _read(self, text: bytes) -> None:
        whole, end, begun = text.rpartition(b"\n")
        if not end:
            self._line += begun
            return
        lines = (bytes(self._line) + whole + end).splitlines()
        self._line = bytearray(begun)
        if self.head is None:
            self.head = head_of(lines.pop(0))
        self.waiting += mutations_in(lines)


def head_of(line: bytes) -> PushHead:
    """Return the head of a push; raises msgspec.DecodeError when the line is none."""
    return _HEAD.decode(line)
