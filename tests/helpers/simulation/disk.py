# SPDX-License-Identifier: EUPL-1.2
"""A disk in memory that forgets what was never brought to it when its power is cut.

Bytes that were not synced may be torn or gone; a name that its folder's sync did not settle is gone, and the name that was
settled before stands again. A killed process leaves everything as it was written (the system holds it).
"""

import errno
import io
import random
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Content:
    """The bytes behind a name, and as much of them as is on the disk for certain."""

    __slots__ = ("data", "synced")

    def __init__(self, data: bytes = b"", synced: bytes | None = None) -> None:
        self.data = bytearray(data)
        self.synced = synced


class _Writing(io.BytesIO):
    """An open file: each write is the system's at once, the disk's only after a sync."""

    def __init__(self, disk: "MemoryDisk", path: Path, content: _Content, position: int) -> None:
        super().__init__()
        self.name = str(path)
        self.content = content
        self._disk = disk
        self._position = position

    def write(self, data: "ReadableBuffer", /) -> int:
        piece = bytes(data)
        self._disk.take_room(len(piece))
        self.content.data[self._position : self._position + len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def truncate(self, size: int | None = None, /) -> int:
        del self.content.data[size if size is not None else self._position :]
        return len(self.content.data)


class MemoryDisk:
    """The files of one computer.

    Attributes:
        full: Whether the disk takes no more.
    """

    def __init__(self) -> None:
        self.full = False
        self._names: dict[Path, _Content] = {}
        self._settled: dict[Path, _Content] = {}

    def after(self, *, power_cut: bool, chance: random.Random) -> "MemoryDisk":
        """Return the disk that the next life finds."""
        made = MemoryDisk()
        names = self._settled if power_cut else self._names
        for path, content in sorted(names.items()):
            left = _torn(content, chance) if power_cut else bytes(content.data)
            kept = _Content(left, left if power_cut else content.synced)
            made._names[path] = kept
            if path in self._settled:
                made._settled[path] = kept
        return made

    def take_room(self, size: int) -> None:
        """Refuse when the disk is full."""
        if self.full and size:
            raise OSError(errno.ENOSPC, "no space left on device")

    def create(self, path: Path) -> BinaryIO:
        """Open a new file for writing, empty even if there was one."""
        content = self._names[path] = _Content()
        return _Writing(self, path, content, 0)

    def read(self, path: Path) -> BinaryIO:
        """Open a file for reading; raises FileNotFoundError."""
        return io.BytesIO(bytes(self._content(path).data))

    def extend(self, path: Path, size: int) -> BinaryIO:
        """Open a file for writing at ``size``, cut off there; made when absent."""
        content = self._names.setdefault(path, _Content())
        del content.data[size:]
        return _Writing(self, path, content, size)

    def sync(self, file: BinaryIO) -> None:
        """Bring a file's bytes to the disk itself."""
        assert isinstance(file, _Writing)
        file.content.synced = bytes(file.content.data)

    def move(self, source: Path, target: Path) -> None:
        """Give a file its final name in one step."""
        self._names[target] = self._names.pop(source)

    def settle(self, folder: Path) -> None:
        """Bring the names in a folder to the disk itself."""
        for path in [each for each in self._settled if each.parent == folder]:
            del self._settled[path]
        self._settled.update({path: each for path, each in self._names.items() if path.parent == folder})

    def make(self, folder: Path) -> None:
        """Folders are always there."""

    def size(self, path: Path) -> int:
        """Return a file's size in bytes; raises FileNotFoundError."""
        return len(self._content(path).data)

    def stored_at(self, path: Path) -> float:
        """Return the beginning of time: no history is long enough for the sweep."""
        self._content(path)
        return 0.0

    def touch(self, path: Path) -> None:
        """See that a file is there; raises FileNotFoundError."""
        self._content(path)

    def remove(self, path: Path) -> None:
        """Remove a file; harmless when there is none. Its folder's sync makes it last."""
        self._names.pop(path, None)

    def inside(self, folder: Path, pattern: str) -> Iterable[Path]:
        """Return the files below a folder whose path in it matches a pattern."""
        return [path for path in sorted(self._names) if fnmatchcase(str(path), f"{folder}/{pattern}")]

    def alone(self, path: Path) -> AbstractContextManager[object]:
        """Nobody else is there."""
        return nullcontext(path)

    def _content(self, path: Path) -> _Content:
        try:
            return self._names[path]
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path)) from None


def _torn(content: _Content, chance: random.Random) -> bytes:
    """Return what a power cut leaves: what was synced, and of anything newer nothing, a beginning, or zeros."""
    if content.synced == bytes(content.data):
        return bytes(content.data)
    base = content.synced or b""
    newer = bytes(content.data[len(base) :])
    fate = chance.randrange(3)
    if fate == 0:
        return base
    reached = chance.randrange(len(newer) + 1)
    return base + (newer[:reached] if fate == 1 else bytes(len(newer)))
