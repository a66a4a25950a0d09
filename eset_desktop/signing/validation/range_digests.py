# SPDX-License-Identifier: EUPL-1.2
"""Digests over the ranges that signatures cover, the file read once for all of them.

Signatures of one PDF cover it from its beginning, each up to its own gap: what they share is hashed once, and each goes
on from a copy of that state. A document of gigabytes with four signatures is so read once and not four times.
"""

import os
from collections import defaultdict
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.hashes import Hash

from eset_desktop.signing.validation.cms import hash_of

_CHUNK: Final = 1 << 20
_MOST: Final = 500
"""States that are kept: two for each signature that is looked at, at most."""


@dataclass(slots=True)
class RangeDigests:
    """Digests over parts of one stream, which does not change meanwhile.

    Attributes:
        stream: Seekable.
    """

    stream: BinaryIO
    _size: int = field(init=False)
    _places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _states: dict[tuple[str, int], Hash] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._size = self.stream.seek(0, os.SEEK_END)

    def of(self, byte_range: tuple[int, ...], name: str) -> bytes:
        """Return the digest over pairs of offset and length; streams, whatever the size.

        Raises:
            ValueError: No such digest here, or the range lies outside the file.
        """
        pairs = list(zip(byte_range[::2], byte_range[1::2], strict=True))
        outside = any(start < 0 or length < 0 or start + length > self._size for start, length in pairs)
        if not pairs or outside:
            raise ValueError(byte_range)
        (start, length), *more = pairs
        if start == 0:
            hashing = self._prefix(length, name)
        else:
            hashing, more = hash_of(name), pairs
        for start, length in more:
            self._go_on(hashing, start, start + length)
        return hashing.finalize()

    def _prefix(self, end: int, name: str) -> Hash:
        """Return the state after the first ``end`` bytes; a copy, to go on from."""
        before = max((place for place in self._places[name] if place <= end), default=0)
        hashing = self._states[name, before].copy() if before else hash_of(name)
        self._go_on(hashing, before, end)
        if end and (name, end) not in self._states and len(self._states) < _MOST:
            self._places[name].append(end)
            self._states[name, end] = hashing.copy()
        return hashing

    def _go_on(self, hashing: Hash, start: int, end: int) -> None:
        self.stream.seek(start)
        while start < end:
            chunk = self.stream.read(min(_CHUNK, end - start))
            if not chunk:
                raise ValueError(end)
            start += len(chunk)
            hashing.update(chunk)
