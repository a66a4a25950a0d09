# SPDX-License-Identifier: EUPL-1.2
"""Bytes as segments: copies from bytes that the other side has, and the rest compressed (design §6, law 9).

A *recipe* says how a content is made:

- 4 bytes, big-endian: length of the header;
- the header, JSON: a list of ``{"copy": [sha256, start, length]}`` and ``{"literal": length}``, in order;
- one zstd frame (RFC 8878) with the bytes of all literals, one after the other.

What a signature, a timestamp in a reserved gap or appended evidence changes costs a few kilobytes so. A recipe proves
nothing: whoever makes a content of it checks the content's hash.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from eset_desktop.errors import EsetError
from eset_desktop.zstd import WINDOW_LOG, zstd

SEGMENTS_TYPE: Final = "application/vnd.eset.segments"
MOST_SEGMENTS: Final = 4_096
_HEADER_BYTES: Final = 1 << 19
_LENGTH_BYTES: Final = 4
_LEVEL: Final = 9
_STEP: Final = 1 << 20
_GRAIN: Final = 4_096
"""Bytes that are compared at once inside what differs."""
_WORTH: Final = 64
"""A copy of fewer bytes costs more in the header than it saves."""


class RecipeUnsound(EsetError):
    """The bytes are no recipe, or one that leads out of bounds."""

    code = "segments.unsound"
    title = "The document's changes cannot be put together."
    advice = "Nothing to do: the document is sent whole."


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that are read in stretches.

    Attributes:
        read: Returns the bytes from a start to an end (exclusive), all of them.
    """

    sha256: str
    size: int
    read: Callable[[int, int], bytes]


class Segment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a content: a copy (hash, start, length) or so many literal bytes."""

    copy: tuple[str, int, int] | None = None
    literal: int = 0

    @property
    def size(self) -> int:
        """Return how many bytes it gives."""
        return self.copy[2] if self.copy else self.literal


def content_of(data: bytes, sha256: str) -> Content:
    """Return bytes in memory as a content."""
    return Content(sha256, len(data), lambda start, end: data[start:end])


def recipe(parent: Content, new: Content) -> bytes:
    """Return how ``new`` is made of ``parent``: what both begin and end with, and equal blocks where both are as long.

    Reads both in stretches of a megabyte; memory holds no more than a few of them and the recipe.
    """
    most = min(parent.size, new.size)
    head = _same(parent, new, 0, 0, most)
    tail = _same_from_end(parent, new, most - head)
    pieces = [(True, 0, head)]
    if parent.size == new.size:
        pieces += _between(parent, new, head, new.size - tail)
    else:
        pieces.append((False, head, new.size - tail))
    listed = [*_runs(pieces)]
    segments = [
        Segment(copy=(parent.sha256, start, end - start)) if same else Segment(literal=end - start)
        for same, start, end in listed
    ]
    if tail:
        segments.append(Segment(copy=(parent.sha256, parent.size - tail, tail)))
    literals = ((start, end) for same, start, end in listed if not same)
    return _encoded(segments, _stretches(new, literals))


def _encoded(segments: list[Segment], literals: Iterable[bytes]) -> bytes:
    header = msgspec.json.encode(segments)
    parameters = zstd.CompressionParameter
    packer = zstd.ZstdCompressor(
        options={parameters.compression_level: _LEVEL, parameters.window_log: WINDOW_LOG}
    )
    frame = [packer.compress(piece) for piece in literals]
    return b"".join((len(header).to_bytes(_LENGTH_BYTES, "big"), header, *frame, packer.flush()))


def _stretches(content: Content, wanted: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    for start, end in wanted:
        for at in range(start, end, _STEP):
            yield content.read(at, min(at + _STEP, end))


def _same(one: Content, other: Content, at: int, other_at: int, most: int) -> int:
    """Return how many bytes are the same from two places on, ``most`` at most."""
    for step in range(0, most, _STEP):
        length = min(_STEP, most - step)
        left = one.read(at + step, at + step + length)
        right = other.read(other_at + step, other_at + step + length)
        if left != right:
            return step + _common(left, right)
    return most


def _same_from_end(one: Content, other: Content, most: int) -> int:
    """Return how many bytes are the same up to both ends, ``most`` at most."""
    for step in range(0, most, _STEP):
        length = min(_STEP, most - step)
        left = one.read(one.size - step - length, one.size - step)
        right = other.read(other.size - step - length, other.size - step)
        if left != right:
            return step + _common(left[::-1], right[::-1])
    return most


def _common(left: bytes, right: bytes) -> int:
    """Return the length of what two different texts of one length begin with alike."""
    low, high = 0, len(left)
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _between(parent: Content, new: Content, start: int, end: int) -> list[tuple[bool, int, int]]:
    """Return the stretches of two contents of one length, and whether they are the same."""
    found = []
    for at in range(start, end, _STEP):
        stop = min(at + _STEP, end)
        left, right = parent.read(at, stop), new.read(at, stop)
        if left == right:
            found.append((True, at, stop))
            continue
        for grain in range(0, stop - at, _GRAIN):
            same = left[grain : grain + _GRAIN] == right[grain : grain + _GRAIN]
            found.append((same, at + grain, min(at + grain + _GRAIN, stop)))
    return found


def _runs(pieces: Iterable[tuple[bool, int, int]]) -> Iterator[tuple[bool, int, int]]:
    """Join neighbours of one kind; a copy that is not worth it, or one too many, is sent as it is."""
    joined: list[tuple[bool, int, int]] = []
    for given, start, end in pieces:
        same = given and end - start >= _WORTH and len(joined) < MOST_SEGMENTS - 2
        if start == end:
            continue
        if joined and joined[-1][0] == same:
            joined[-1] = (same, joined[-1][1], end)
        else:
            joined.append((same, start, end))
    yield from joined


class Plan:
    """A recipe that is read as it comes: its header at once, its literals when they are wanted.

    Args:
        pieces: The recipe's bytes.
        limit: Bytes that the content may have.

    Raises:
        RecipeUnsound: It has no sound header, or gives more bytes than the limit.
    """

    def __init__(self, pieces: Iterable[bytes], limit: int) -> None:
        self._source = iter(pieces)
        self._held = b""
        length = int.from_bytes(self._exactly(_LENGTH_BYTES), "big")
        if length > _HEADER_BYTES:
            raise RecipeUnsound(reason="header too large")
        try:
            self.segments = msgspec.json.decode(self._exactly(length), type=list[Segment])
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise RecipeUnsound(reason="header") from error
        _check(self.segments, limit)

    @property
    def sources(self) -> set[str]:
        """Return the hashes of what is copied from."""
        return {each.copy[0] for each in self.segments if each.copy}

    @property
    def size(self) -> int:
        """Return how many bytes the content has."""
        return sum(each.size for each in self.segments)

    def compose(self, read: Callable[[str, int, int], Iterable[bytes]]) -> Generator[bytes, None, None]:
        """Yield the content, once.

        Args:
            read: Gives the bytes of a source (hash) from a start to an end (exclusive).

        Raises:
            RecipeUnsound: The literals are not what the header says, or a source is too short.
        """
        literals = self._literals()
        left = b""
        for each in self.segments:
            if each.copy:
                sha256, start, length = each.copy
                yield from _all(read(sha256, start, start + length), length)
                continue
            missing = each.literal
            while missing:
                left = left or next(literals, b"")
                if not left:
                    raise RecipeUnsound(reason="literals too short")
                yield left[:missing]
                left, missing = left[missing:], missing - min(missing, len(left))
        if left or next(literals, b"") or self._held or next(self._source, b""):
            raise RecipeUnsound(reason="bytes left over")

    def _literals(self) -> Iterator[bytes]:
        """Yield what the frame holds, a megabyte at most at once: a few bytes must not become gigabytes in memory."""
        decoder = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})
        while not decoder.eof:
            given = b""
            if decoder.needs_input:
                given, self._held = self._held or next(self._source, b""), b""
                if not given:
                    raise RecipeUnsound(reason="frame cut short")
            try:
                plain = decoder.decompress(given, _STEP)
            except zstd.ZstdError as error:
                raise RecipeUnsound(reason="frame") from error
            if plain:
                yield plain
        self._held = decoder.unused_data

    def _exactly(self, count: int) -> bytes:
        while len(self._held) < count:
            piece = next(self._source, b"")
            if not piece:
                raise RecipeUnsound(reason="cut short")
            self._held += piece
        found, self._held = self._held[:count], self._held[count:]
        return found


def _check(segments: list[Segment], limit: int) -> None:
    if len(segments) > MOST_SEGMENTS:
        raise RecipeUnsound(reason="too many segments")
    total = 0
    for each in segments:
        if each.size < 0 or (each.copy is not None and (each.copy[1] < 0 or each.literal)):
            raise RecipeUnsound(reason="segment")
        total += each.size
    if total > limit:
        raise RecipeUnsound(reason="too many bytes")


def _all(pieces: Iterable[bytes], length: int) -> Iterator[bytes]:
    for piece in pieces:
        length -= len(piece)
        yield piece
    if length:
        raise RecipeUnsound(reason="source too short")
